"""The desk's page of the API: keys and who answers for them, addresses, what was sent where."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from nhipcau.api.keys import KeyInput, accept_key, make_key, revoke_key
from nhipcau.api.models import ApiKey, Callback, Endpoint, Mode, Scope
from nhipcau.core.errors import DomainError
from nhipcau.notices.rights import WRITERS
from nhipcau.people.guards import console, me
from nhipcau.people.models import Role, Staff

LATELY = 30


class KeyForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Hệ thống nào dùng"),
        max_length=80,
        help_text=gettext_lazy("Ví dụ: Phần mềm quản lý của Trạm Y tế."),
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Khoá"),
        choices=Mode.choices,
        initial=Mode.TEST,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Khoá chạy thử không gửi gì cho ai, không tính vào số liệu."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Được làm gì"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    responsible = forms.ModelChoiceField(
        label=gettext_lazy("Ai chịu trách nhiệm"),
        queryset=Staff.objects.none(),
        required=False,
        empty_label=gettext_lazy("Chưa chọn"),
        help_text=gettext_lazy("Thông báo gửi qua khoá đứng tên người này; người khác duyệt."),
    )
    may_publish = forms.BooleanField(
        label=gettext_lazy("Tự phát khi người khác đã duyệt, sau khi người chịu trách nhiệm nhận"),
        required=False,
    )

    def __init__(self, *args: Any, locality_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Staff]", self.fields["responsible"])
        field.queryset = Staff.objects.filter(
            Q(role__in=WRITERS) | Q(may_release_urgent=True),
            locality=locality_id,
            is_active=True,
        ).order_by("name")

    def given(self) -> KeyInput:
        return KeyInput(**self.cleaned_data)


@console()
def keys(request: HttpRequest) -> HttpResponse:
    """An admin sees every key; others those they answer for."""
    staff = me(request)
    is_admin = staff.role == Role.ADMIN
    if request.method == "POST" and not is_admin:
        raise PermissionDenied(_("Chỉ quản trị của địa bàn mới làm được việc này."))
    form = KeyForm(request.POST or None, locality_id=staff.locality_id)
    if request.method == "POST" and form.is_valid():
        try:
            key, token = make_key(staff.locality, form.given(), by=staff)
            return _shown_once(request, key, token)
        except DomainError as fault:
            form.add_error(fault.field or None, fault.message)
    seen = ApiKey.objects.select_related("responsible", "made_by").order_by("-pk")
    if not is_admin:
        seen = seen.filter(responsible=staff)
    context = {
        "form": form,
        "is_admin": is_admin,
        "living": seen.filter(revoked_at=None),
        "gone": seen.exclude(revoked_at=None)[:LATELY],
        "endpoints": Endpoint.objects.filter(key__in=seen, removed_at=None).select_related("key"),
        "log": Callback.objects.filter(endpoint__key__in=seen)
        .select_related("happened", "endpoint")
        .order_by("-pk")[:LATELY],
        "base": settings.BASE_URL,
        "me": staff,
    }
    is_wrong = bool(form.is_bound and form.errors)
    return render(request, "api/keys.html", context, status=422 if is_wrong else 200)


@require_POST
@console()
def key_step(request: HttpRequest, api_key_id: int, step: str) -> HttpResponse:
    staff = me(request)
    seen = (
        ApiKey.objects.all()
        if staff.role == Role.ADMIN
        else ApiKey.objects.filter(responsible=staff)
    )
    key = get_object_or_404(seen, pk=api_key_id)
    try:
        if step == "nhan":
            accept_key(key, by=staff)
            messages.success(request, _("Bạn đã nhận: khoá này được tự phát thông báo đã duyệt."))
        elif step == "thu-hoi":
            revoke_key(key, by=staff)
            messages.success(request, _("Đã thu hồi: khoá không mở được gì nữa."))
        else:
            raise Http404
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("api_keys")


def _shown_once(request: HttpRequest, key: ApiKey, token: str) -> HttpResponse:
    context = {"key": key, "token": token, "base": settings.BASE_URL}
    response = render(request, "api/key.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
