"""The doors for members who are no staff: the one-time link, the link of a message, this browser.

The page behind a link says only that there is something to read: a chat's preview opens it too.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from nhipcau.circles.desk import CONSOLE, PHONE, devices_of, keep_secret
from nhipcau.circles.forms import EnterForm
from nhipcau.circles.invite import (
    enter_as_staff,
    enter_by_phone,
    leave_browser,
    member_of_invitation,
    open_device,
)
from nhipcau.circles.models import CircleMember, CircleWord
from nhipcau.core.errors import DomainError
from nhipcau.links.models import Link
from nhipcau.links.shorten import find_link
from nhipcau.people.adapters import client_ip
from nhipcau.people.models import Staff
from nhipcau.people.tries import may_try
from nhipcau.places.row_security import by_its_key
from nhipcau.text.phones import last_three

A_DAY = 86_400
DIGITS_OF_WORD, DIGITS_OF_ADDRESS = 5, 60


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Without a link: staff to their own pages, everybody else is told to open their message."""
    if isinstance(request.user, Staff):
        return redirect(root_of(request.user))
    devices = devices_of(request)
    if request.method == "POST":
        for device in devices:
            leave_browser(device)
        devices = []
    if devices:
        return redirect("door_circles")
    return render(request, "circles/door.html")


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time link. Nothing is used up before the button: previews only look."""
    try:
        member = member_of_invitation(token)
    except DomainError as fault:
        return render(request, "circles/door.html", {"fault": fault.message}, status=410)
    staff = request.user if isinstance(request.user, Staff) else None
    is_named = bool(member.phone)
    form = None if staff or is_named else EnterForm(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            if staff is not None and not is_named:
                enter_as_staff(token, staff=staff)
                return redirect(f"{root_of(staff)}{member.circle_id}/")
            said = form.cleaned_data if form is not None else {}
            entered, secret = enter_by_phone(token, **said)
        except DomainError as fault:
            if form is None:
                return render(request, "circles/door.html", {"fault": fault.message}, status=410)
            form.add_error(fault.field or None, fault.message)
        else:
            page = redirect("door_circle", entered.circle_id)
            return keep_secret(request, page, secret)
    context = {"form": form, "staff": staff if not is_named else None, "locality": member.locality}
    return render(request, "circles/enter.html", context)


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def word(request: HttpRequest) -> HttpResponse:
    """A message's own link. A browser that is known reads with one tap; another says the last
    three digits of the member's telephone first."""
    link = getattr(request, "link", None) or find_link(request.POST.get("code", ""))
    found = _word_of(link)
    if found is None or link is None:
        return render(request, "circles/door.html", status=410)
    me = found.read.member
    context: Any = {"code": link.code, "locality": me.locality, "asks": not _is_known(request, me)}
    if request.method != "POST":
        return render(request, "circles/word.html", context)
    there = f"{me.circle_id}/tin/{found.read.notice_id}/"
    if me.staff is not None:
        return redirect(f"{root_of(me.staff)}{there}")
    page = redirect(f"/nhom-noi-bo/{there}")
    return _opened(request, found, page, context) if context["asks"] else page


def _opened(
    request: HttpRequest, found: CircleWord, page: HttpResponse, context: dict[str, Any]
) -> HttpResponse:
    """The first time in this browser."""
    me = found.read.member
    if not _may_say(request, found):
        context["fault"] = _("Đã thử quá nhiều lần. Hãy thử lại ngày mai hoặc hỏi người phụ trách.")
        return render(request, "circles/word.html", context, status=429)
    if request.POST.get("digits", "").strip() != last_three(me.phone):
        context["fault"] = _("Ba số cuối chưa đúng. Hãy xem lại số điện thoại nhận tin này.")
        return render(request, "circles/word.html", context, status=422)
    with scope(locality=me.locality_id):
        secret = open_device(me, is_enrolled=False)
    return keep_secret(request, page, secret)


def root_of(staff: Staff) -> str:
    return CONSOLE if staff.uses_console else PHONE


def _word_of(link: Link | None) -> CircleWord | None:
    pk = link.place.get("word") if link is not None and link.closed_at is None else None
    if link is None or pk is None:
        return None
    # The link tells the locality; what stands behind it is shown only after the tap.
    with by_its_key():
        return (
            CircleWord.objects.unguarded("the link names its message")
            .select_related("read__member__staff", "read__member__locality", "read__member__circle")
            .filter(
                pk=pk,
                link=link,
                read__member__left_at=None,
                read__member__circle__closed_at=None,
            )
            .first()
        )


def _is_known(request: HttpRequest, me: CircleMember) -> bool:
    if me.staff_id is not None:
        return True  # their own sign-in asks who they are
    return any(device.member_id == me.pk for device in devices_of(request))


def _may_say(request: HttpRequest, found: CircleWord) -> bool:
    by_word = may_try(f"circle-word:{found.read.member_id}", DIGITS_OF_WORD, A_DAY)
    return by_word and may_try(f"circle-address:{client_ip(request)}", DIGITS_OF_ADDRESS, A_DAY)
