"""Setting the desk up: what people come for, the windows, the tablets and screens."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.core.errors import DomainError
from nhipcau.counter.arrange import (
    KindInput,
    add_window,
    end_kind,
    end_window,
    live_kinds,
    save_kind,
    set_up,
)
from nhipcau.counter.desk import CONSOLE, frame, me, tried
from nhipcau.counter.keys import add_key
from nhipcau.counter.models import DeskKey, DeskWindow, HelpKind
from nhipcau.people.guards import console
from nhipcau.people.models import Role
from nhipcau.people.rights import KEEPS_THE_REGISTER
from nhipcau.people.secret_addresses import renew_address, revoke_address
from nhipcau.printing.qr import qr_svg

keepers = console(*(Role(role) for role in sorted(KEEPS_THE_REGISTER)))
HERE = f"{CONSOLE}cai-dat/"
STEPS = [(minutes, str(minutes)) for minutes in (10, 15, 20, 30, 60)]
ADDRESSES = {DeskKey.Kind.SCREEN: "/quay/", DeskKey.Kind.KIOSK: "/lay-so/"}


class KindForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Việc bà con đến làm"), max_length=60)
    letter = forms.CharField(
        label=gettext_lazy("Chữ cái trước số"),
        max_length=2,
        help_text=gettext_lazy("A thì số là A001."),
    )
    minutes = forms.IntegerField(label=gettext_lazy("Mỗi người thường mất (phút)"), initial=10)
    per_slot = forms.IntegerField(
        label=gettext_lazy("Nhận hẹn mỗi giờ hẹn (người)"),
        initial=0,
        help_text=gettext_lazy("0: không nhận đặt lịch cho việc này."),
    )
    slot_minutes = forms.TypedChoiceField(
        label=gettext_lazy("Giờ hẹn cách nhau (phút)"), choices=STEPS, coerce=int, initial=30
    )


class WindowForm(forms.Form):
    number = forms.IntegerField(label=gettext_lazy("Quầy số"))
    name = forms.CharField(
        label=gettext_lazy("Tên quầy"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Ví dụ: Tư pháp, hộ tịch. Không bắt buộc."),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Phục vụ việc"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Không chọn: mọi việc."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = cast(forms.MultipleChoiceField, self.fields["kinds"])
        chosen.choices = [(str(kind.pk), kind.name) for kind in live_kinds()]


class KeyForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Dùng làm gì"), choices=DeskKey.Kind.choices)
    name = forms.CharField(
        label=gettext_lazy("Tên máy, chỗ đặt"),
        max_length=80,
        help_text=gettext_lazy("Ví dụ: Màn hình sảnh chờ, máy tính bảng ở cửa."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def arrange(request: HttpRequest) -> HttpResponse:
    """The list, and three small forms on one page: which was sent is said by its button."""
    which = request.POST.get("form", "") if request.method == "POST" else ""
    forms_ = {
        name: kind(request.POST if which == name else None, prefix=name)
        for name, kind in (("kind", KindForm), ("window", WindowForm), ("key", KeyForm))
    }
    if which in forms_ and forms_[which].is_valid():
        try:
            return _saved(request, which, forms_[which].cleaned_data)
        except DomainError as fault:
            known = fault.field if fault.field in forms_[which].fields else None
            forms_[which].add_error(known, fault.message)
    names = {kind.pk: kind.name for kind in live_kinds()}
    windows = list(DeskWindow.objects.filter(ended_at=None))
    for window in windows:
        window.serves = [names[pk] for pk in window.kinds if pk in names]  # type: ignore[attr-defined]
    context = {
        **frame(request),
        "kinds": live_kinds(),
        "windows": windows,
        "keys": DeskKey.objects.filter(revoked_at=None).order_by("kind", "pk"),
        "forms": forms_,
    }
    return render(request, "counter/arrange.html", context, status=422 if which else 200)


@require_POST
@keepers
def begun(request: HttpRequest) -> HttpResponse:
    staff = me(request)
    tried(request, lambda: set_up(staff.locality, by=staff), _("Quầy đã sẵn sàng."))
    return redirect(HERE)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def kind_page(request: HttpRequest, kind_id: int) -> HttpResponse:
    kind = get_object_or_404(HelpKind, pk=kind_id, ended_at=None)
    names = ("name", "letter", "minutes", "per_slot", "slot_minutes")
    form = KindForm(request.POST or None, initial={name: getattr(kind, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            save_kind(kind.locality, kind, KindInput(**form.cleaned_data), by=me(request))
        except DomainError as fault:
            form.add_error(fault.field or None, fault.message)
        else:
            return redirect(HERE)
    context = {**frame(request), "form": form, "kind": kind}
    return render(request, "counter/kind.html", context, status=422 if form.errors else 200)


@require_POST
@keepers
def kind_ended(request: HttpRequest, kind_id: int) -> HttpResponse:
    kind = get_object_or_404(HelpKind, pk=kind_id)
    tried(request, lambda: end_kind(kind, by=me(request)), _("Đã bỏ khỏi danh mục."))
    return redirect(HERE)


@require_POST
@keepers
def window_ended(request: HttpRequest, window_id: int) -> HttpResponse:
    window = get_object_or_404(DeskWindow, pk=window_id)
    tried(request, lambda: end_window(window, by=me(request)), _("Đã bỏ quầy."))
    return redirect(HERE)


@require_POST
@keepers
def key_step(request: HttpRequest, key_id: int, step: str) -> HttpResponse:
    key = get_object_or_404(DeskKey, pk=key_id)
    try:
        if step == "dia-chi-moi":
            return _address(request, key, renew_address(key, by=me(request)))
        if step != "thu-hoi":
            raise Http404
        revoke_address(key, by=me(request))
        messages.success(request, _("Đã thu hồi: địa chỉ này không mở được nữa."))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect(HERE)


def _saved(request: HttpRequest, which: str, given: dict[str, Any]) -> HttpResponse:
    staff = me(request)
    if which == "key":
        key, token = add_key(staff.locality, given["kind"], name=given["name"], by=staff)
        return _address(request, key, token)
    if which == "kind":
        save_kind(staff.locality, None, KindInput(**given), by=staff)
    else:
        kinds = [int(pk) for pk in given["kinds"]]
        add_window(
            staff.locality, number=given["number"], name=given["name"], kinds=kinds, by=staff
        )
    messages.success(request, _("Đã ghi."))
    return redirect(HERE)


def _address(request: HttpRequest, key: DeskKey, token: str) -> HttpResponse:
    """Shown once: only the hash of it is kept."""
    path = ADDRESSES.get(DeskKey.Kind(key.kind), "/lay-so/")
    address = f"{settings.BASE_URL}{path}{token}/"
    context = {**frame(request), "key": key, "address": address, "qr": qr_svg(address)}
    response = render(request, "counter/address.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
