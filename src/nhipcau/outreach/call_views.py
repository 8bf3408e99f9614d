"""What came of a call, for officers: by neighbourhood and household, photos, thanks in public."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.errors import DomainError
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.notices.rights import may_publish
from nhipcau.outreach.calls import by_place, homes_of_call, place_photos, whole
from nhipcau.outreach.desk import latest_out
from nhipcau.outreach.models import CallPhoto, Thanks
from nhipcau.outreach.photos import (
    BY_NAME,
    BY_PHOTO,
    agreed,
    hide_photo,
    remove_photo,
    send_photo,
    show_photo,
)
from nhipcau.outreach.rights import WARD_HANDS
from nhipcau.outreach.thanks import agree_no_more, give_thanks, take_thanks_back
from nhipcau.people.guards import console, me
from nhipcau.people.models import Household, Role
from nhipcau.places.models import Neighbourhood

HANDS = tuple(Role(role) for role in sorted(WARD_HANDS))
ACTS = {"hien": show_photo, "an": hide_photo, "bo": remove_photo}


@require_safe
@console()
def answers(request: HttpRequest, notice_id: int) -> HttpResponse:
    return _page(request, _version(notice_id))


@require_safe
@console(*HANDS)
def answers_of_place(request: HttpRequest, notice_id: int, neighbourhood_id: int) -> HttpResponse:
    """House by house."""
    version = _version(notice_id)
    place = get_object_or_404(Neighbourhood.objects.all(), pk=neighbourhood_id)
    homes = homes_of_call(version, place.pk)
    if not homes:
        raise Http404(_("Thông báo này không gửi cho tổ đó."))
    context = {
        "version": version,
        "place": place,
        "homes": homes,
        "photos": place_photos(notice_id, place.pk),
        "agreed": agreed(BY_PHOTO, [home.household.pk for home in homes]),
        "named": agreed(BY_NAME, [home.household.pk for home in homes]),
    }
    return render(request, "outreach/answers_of_place.html", context)


@require_safe
@console(*HANDS)
def photo(request: HttpRequest, photo_id: int) -> HttpResponse:
    found = get_object_or_404(CallPhoto, pk=photo_id, removed_at__isnull=True)
    response = send_photo(found, seconds=300)
    return cast(HttpResponse, response)  # as every view's answer; it streams


@require_POST
@console(*HANDS)
def photo_acted(request: HttpRequest, photo_id: int, action: str) -> HttpResponse:
    found = get_object_or_404(CallPhoto, pk=photo_id)
    if action not in ACTS:
        raise Http404
    try:
        ACTS[action](found, by=me(request))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("answers_of_place", found.notice_id, found.neighbourhood_id)


@require_POST
@console(*HANDS)
def no_names(request: HttpRequest, notice_id: int, household_id: int) -> HttpResponse:
    """The household called: neither name nor photo any more."""
    home = get_object_or_404(Household.objects.all(), pk=household_id)
    if agree_no_more(home, by=me(request).actor):
        messages.success(request, _("Không nêu tên, không đăng ảnh của hộ này nữa."))
    return redirect("answers_of_place", notice_id, home.neighbourhood_id)


@require_POST
@console()
def thanked(request: HttpRequest, notice_id: int) -> HttpResponse:
    version = _version(notice_id)
    typed = {name: request.POST.get(name, "") for name in ("deed", "words")}
    try:
        give_thanks(version.notice, by=me(request), **typed)
    except DomainError as fault:
        return _page(request, version, typed=typed, fault=fault.message)
    messages.success(request, _("Đã đăng lời cảm ơn ở trang của phường."))
    return redirect("answers", notice_id)


@require_POST
@console()
def thanks_taken_back(request: HttpRequest, notice_id: int) -> HttpResponse:
    found = get_object_or_404(Thanks, notice=notice_id)
    try:
        take_thanks_back(found, by=me(request))
        messages.success(request, _("Đã gỡ lời cảm ơn."))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("answers", notice_id)


def _page(
    request: HttpRequest,
    version: NoticeVersion,
    *,
    typed: dict[str, str] | None = None,
    fault: str = "",
) -> HttpResponse:
    lines = by_place(version)
    thanks = Thanks.objects.filter(notice=version.notice_id).select_related("by").first()
    said = {"deed": thanks.deed, "words": thanks.words} if thanks else {"deed": "", "words": ""}
    context = {
        "version": version,
        "lines": lines,
        "whole": whole(lines),
        "asks": version.notice.answers,
        "thanks": thanks if thanks and thanks.taken_back_at is None else None,
        "typed": typed or said,
        "fault": fault,
        "may_thank": may_publish(me(request)),
        "may_look": me(request).role in WARD_HANDS,
    }
    return render(request, "outreach/answers.html", context, status=422 if fault else 200)


def _version(notice_id: int) -> NoticeVersion:
    calls = Notice.objects.filter(kind=Notice.Kind.CALL)
    return latest_out(get_object_or_404(calls, pk=notice_id))
