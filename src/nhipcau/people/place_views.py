"""The ward itself: its unit, what it became, its neighbourhoods, its hours."""

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.errors import DomainError
from nhipcau.people.guards import console
from nhipcau.people.models import Role, Staff
from nhipcau.people.queries import counts_by_place
from nhipcau.people.rights import KEEPS_THE_REGISTER
from nhipcau.people.staff_views import here, me, say
from nhipcau.places.lineage import former_ones
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.places.open import add_neighbourhood, rename_neighbourhood, set_means
from nhipcau.places.queries import what_became_of, what_it_came_from
from nhipcau.places.settle import Settings, set_locality


class PlaceName(forms.Form):
    name = forms.CharField(label=gettext_lazy("Tên tổ, thôn"), max_length=80)


class LocalityForm(forms.Form):
    issuer = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=160)
    phone = forms.CharField(label=gettext_lazy("Điện thoại"), max_length=20, required=False)
    address = forms.CharField(label=gettext_lazy("Địa chỉ"), max_length=200, required=False)
    quiet_from = forms.TimeField(
        label=gettext_lazy("Không gõ cửa, gọi điện từ"),
        help_text=gettext_lazy("Giờ và phút, ví dụ 21:00."),
        widget=forms.TimeInput(attrs={"inputmode": "numeric"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Không gõ cửa, gọi điện đến"),
        widget=forms.TimeInput(attrs={"inputmode": "numeric"}, format="%H:%M"),
    )
    loudspeaker_hours = forms.CharField(
        label=gettext_lazy("Giờ phát loa"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Ví dụ: 05:30-06:30, 17:00-19:00. Để trống nếu không có loa."),
    )
    ward_helpers = forms.IntegerField(
        label=gettext_lazy("Số cán bộ phường có thể đi báo tận nhà"), min_value=0, max_value=100
    )
    emergency_reserve = forms.IntegerField(
        label=gettext_lazy("Bài Zalo OA mỗi tháng để dành cho việc khẩn"), min_value=0, max_value=60
    )
    escalate_after = forms.IntegerField(
        label=gettext_lazy("Tổ trưởng chưa mở tin sau bao nhiêu phút thì báo bằng cách khác"),
        min_value=1,
        max_value=60,
    )
    drill_day = forms.IntegerField(
        label=gettext_lazy("Diễn tập báo tin: ngày làm việc thứ mấy của tháng"),
        help_text=gettext_lazy("1 là ngày làm việc đầu tiên. 0 là không diễn tập."),
        min_value=0,
        max_value=20,
    )
    drill_at = forms.TimeField(
        label=gettext_lazy("Diễn tập lúc"),
        widget=forms.TimeInput(attrs={"inputmode": "numeric"}, format="%H:%M"),
    )


@require_safe
@console()
def place(request: HttpRequest) -> HttpResponse:
    return _page(request, here(request))


@require_POST
@console(Role.ADMIN)
def place_settings(request: HttpRequest) -> HttpResponse:
    form = LocalityForm(request.POST)
    if form.is_valid():
        try:
            set_locality(here(request), Settings(**form.cleaned_data), by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã ghi."))
            return redirect("place")
    return _page(request, here(request), form=form)


@require_POST
@console(Role.ADMIN)
def place_add(request: HttpRequest) -> HttpResponse:
    form = PlaceName(request.POST)
    if form.is_valid():
        try:
            add_neighbourhood(here(request), name=form.cleaned_data["name"], by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã thêm."))
            return redirect("place")
    return _page(request, here(request), new=form)


@console(Role.ADMIN)
def place_rename(request: HttpRequest, place_id: int) -> HttpResponse:
    found = get_object_or_404(Neighbourhood, pk=place_id)
    form = PlaceName(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_neighbourhood(found, name=form.cleaned_data["name"], by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            return redirect("place")
    return render(request, "people/place_rename.html", {"place": found, "form": form})


@require_POST
@console(*KEEPS_THE_REGISTER)
def place_means(request: HttpRequest, place_id: int) -> HttpResponse:
    """What the neighbourhood can call its people with."""
    found = get_object_or_404(Neighbourhood, pk=place_id)
    set_means(
        found,
        has_megaphone="megaphone" in request.POST,
        has_gong="gong" in request.POST,
        by=me(request),
    )
    messages.success(request, _("Đã ghi."))
    return redirect("neighbourhood", found.pk)


def _page(
    request: HttpRequest,
    locality: Locality,
    *,
    form: LocalityForm | None = None,
    new: PlaceName | None = None,
) -> HttpResponse:
    as_it_is = {name: getattr(locality, name) for name in LocalityForm.base_fields}
    context = {
        "may_keep": cast(Staff, request.user).role in KEEPS_THE_REGISTER,
        "is_admin": cast(Staff, request.user).role == Role.ADMIN,
        "unit": locality.unit,
        "became": what_became_of(locality.unit),
        "has_history": bool(former_ones(locality)),
        "came_from": what_it_came_from(locality.unit),
        "counts": counts_by_place(locality),
        "form": form or LocalityForm(initial=as_it_is),
        "new": new or PlaceName(),
    }
    return render(request, "people/place.html", context, status=422 if form or new else 200)
