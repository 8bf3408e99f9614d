"""The admin's pages of who works here: invite, roles, phones, recovery."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nhipcau.core.actor import Actor
from nhipcau.core.errors import DomainError
from nhipcau.people.enrol import phone_link, revoke_device
from nhipcau.people.guards import console
from nhipcau.people.identity import set_identity
from nhipcau.people.invite import Newcomer, invite_again, invite_staff
from nhipcau.people.models import Device, Role, Staff
from nhipcau.people.staff import (
    change_role,
    describe_staff,
    name_urgent_releaser,
    reactivate_staff,
    recover_account,
)
from nhipcau.people.staff_forms import NewStaff, WhatTheyAre, WhoTheyAre
from nhipcau.people.staff_queries import officers, phones_of, places, unreachable
from nhipcau.places.models import Locality
from nhipcau.printing.qr import qr_svg
from nhipcau.text.phones import show_local

SHOWN_ONCE = "people.link"
# What one button does: the verb, and what is said when no link comes of it.
ACTIONS: dict[str, tuple[Callable[..., str | None], object]] = {
    "dien-thoai": (phone_link, ""),
    "moi-lai": (invite_again, ""),
    "khoi-phuc": (recover_account, ""),
    "mo-lai": (reactivate_staff, ""),
    "phat-khan": (name_urgent_releaser, gettext_lazy("Đã giao quyền phát khẩn.")),
}


@console(Role.ADMIN)
def staff_list(request: HttpRequest) -> HttpResponse:
    locality = here(request)
    found = places(locality)
    leaderless, phoneless = unreachable(found)
    context = {
        "officers": officers(locality),
        "places": found,
        "leaderless": leaderless,
        "phoneless": phoneless,
    }
    return render(request, "people/staff_list.html", context)


@console(Role.ADMIN)
def staff_new(request: HttpRequest) -> HttpResponse:
    form = NewStaff(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            staff, path = invite_staff(here(request), Newcomer(**form.cleaned_data), by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            return show_link(request, staff, path)
    return render(request, "people/staff_new.html", {"form": form})


@console(Role.ADMIN)
def staff_one(request: HttpRequest, staff_id: int) -> HttpResponse:
    staff = one(request, staff_id)
    return _page_of(request, staff)


@console(Role.ADMIN)
@require_POST
def staff_describe(request: HttpRequest, staff_id: int) -> HttpResponse:
    staff = one(request, staff_id)
    form = WhoTheyAre(request.POST)
    if form.is_valid():
        try:
            describe_staff(staff, by=me(request), **form.cleaned_data)
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("staff_one", staff.pk)
    return _page_of(request, staff, who=form)


@console(Role.ADMIN)
@require_POST
def staff_role(request: HttpRequest, staff_id: int) -> HttpResponse:
    staff = one(request, staff_id)
    form = WhatTheyAre(request.POST)
    if form.is_valid():
        try:
            change_role(staff, by=me(request), **form.cleaned_data)
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã đổi vai trò."))
            return redirect("staff_one", staff.pk)
    return _page_of(request, staff, what=form)


@console(Role.ADMIN)
@require_POST
def staff_identity(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Who they are at the province's identity service, when there is one."""
    staff = one(request, staff_id)
    try:
        set_identity(staff, request.POST.get("identity", ""), by=me(request))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Đã lưu."))
    return redirect("staff_one", staff.pk)


@console(Role.ADMIN)
@require_POST
def staff_act(request: HttpRequest, staff_id: int, action: str) -> HttpResponse:
    staff = one(request, staff_id)
    if action not in ACTIONS:
        raise Http404
    verb, done = ACTIONS[action]
    try:
        path = verb(staff, by=me(request))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        if path:
            return show_link(request, staff, path)
        messages.success(request, str(done))
    return redirect("staff_one", staff.pk)


@console(Role.ADMIN)
@require_POST
def phone_revoke(request: HttpRequest, device_id: int) -> HttpResponse:
    device = get_object_or_404(Device.objects.select_related("staff", "locality"), pk=device_id)
    try:
        revoke_device(device, by=me(request))
        messages.success(request, _("Đã khoá điện thoại này."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("staff_one", device.staff_id)


@never_cache
@console(Role.ADMIN)
def staff_link(request: HttpRequest) -> HttpResponse:
    """The link just made, once: it is not kept anywhere, only its hash is."""
    kept = request.session.pop(SHOWN_ONCE, None)
    if not kept:
        messages.info(request, _("Liên kết chỉ hiện một lần. Cần nữa thì tạo liên kết mới."))
        return redirect("staff_list")
    staff = one(request, kept["staff"])
    address = settings.BASE_URL + kept["path"]
    is_phone = "/dien-thoai/" in kept["path"]
    context = {"staff": staff, "address": address, "qr": qr_svg(address), "is_phone": is_phone}
    return render(request, "people/staff_link.html", context)


@never_cache
@console(Role.ADMIN)
@require_POST
def leader_sheets(request: HttpRequest) -> HttpResponse:
    """Paper slips for the first day: one QR code for each leader who has no phone enrolled yet."""
    _leaderless, phoneless = unreachable(places(here(request)))
    slips = []
    for leader in phoneless:
        address = settings.BASE_URL + phone_link(leader, by=me(request))
        slips.append((leader, address, qr_svg(address)))
    return render(request, "people/leader_sheets.html", {"slips": slips})


def show_link(request: HttpRequest, staff: Staff, path: str) -> HttpResponse:
    request.session[SHOWN_ONCE] = {"staff": staff.pk, "path": path}
    return redirect("staff_link")


def here(request: HttpRequest) -> Locality:
    return cast(Staff, request.user).locality


def me(request: HttpRequest) -> Actor:
    return cast(Staff, request.user).actor


def one(request: HttpRequest, staff_id: int) -> Staff:
    """Staff are found without a scope, so the locality is asked for here."""
    return get_object_or_404(
        Staff.objects.select_related("locality", "neighbourhood"),
        pk=staff_id,
        locality=here(request),
    )


def say(form: Form, error: DomainError) -> None:
    form.add_error(error.field if error.field in form.fields else None, error.message)


def _page_of(
    request: HttpRequest,
    staff: Staff,
    *,
    who: WhoTheyAre | None = None,
    what: WhatTheyAre | None = None,
) -> HttpResponse:
    as_it_is = {"name": staff.name, "title": staff.title, "phone": show_local(staff.phone)}
    post = {"role": staff.role, "neighbourhood": staff.neighbourhood}
    context = {
        "staff": staff,
        "who": who or WhoTheyAre(initial=as_it_is),
        "what": what or WhatTheyAre(initial=post),
        "is_wrong": who is not None or what is not None,
        "phones": phones_of(staff),
        "has_oidc": bool(settings.OIDC_URL),
    }
    return render(request, "people/staff_one.html", context, status=422 if who or what else 200)
