"""Calls to act in the leader's neighbourhood: who did, who will, who is silent; proof by photo."""

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, DomainError
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.calls import Result, calls_now, homes_of_call, place_photos, results
from nhipcau.outreach.models import CallPhoto, Counter, Reply
from nhipcau.outreach.photos import add_photo, may_see, remove_photo, send_photo
from nhipcau.outreach.replies import answer_for, take_answer_back
from nhipcau.pages.leader.morning import Call
from nhipcau.pages.photos import tidy_photo
from nhipcau.people.guards import me, phone
from nhipcau.people.models import Household, Staff
from nhipcau.text.dates import say_span, say_when


def my_calls(staff: Staff, now: datetime) -> list[Call]:
    """Three queries, or one when there is no call."""
    where = staff.neighbourhood_id
    versions = list(calls_now(now, where)) if where else []
    if not versions or where is None:
        return []
    sizes = dict(
        Counter.objects.filter(version__in=versions, neighbourhood=where).values_list(
            "version_id", "households"
        )
    )
    found = results([version.notice_id for version in versions], {where: 0}, where)
    return [
        Call(
            version.notice_id,
            version.title,
            found[version.notice_id, where] + Result(households=sizes.get(version.pk, 0)),
            _has_begun(version, now),
            _when(version, now),
        )
        for version in versions
    ]


@require_safe
@phone
def calls(request: HttpRequest) -> HttpResponse:
    context = {"calls": my_calls(me(request), civil_now())}
    return render(request, "pages/leader/calls.html", context)


@require_safe
@phone
def call(request: HttpRequest, notice_id: int) -> HttpResponse:
    staff, now = me(request), civil_now()
    version = _version(staff, notice_id, now)
    where = staff.neighbourhood_id or 0
    homes = homes_of_call(version, where)
    asked = [answer for answer in version.notice.answers if answer in Reply.Answer.values]
    said = [home.answer for home in homes]
    context = {
        "version": version,
        "when": _when(version, now),
        "homes": homes,
        "numbers": [(Reply.Answer(one).label, said.count(one)) for one in asked],
        "silent": said.count(""),
        "answers": [(one, Reply.Answer(one).label) for one in asked],
        "takes_photo": "photo" in version.notice.answers,
        "photos": list(place_photos(notice_id, where)),
    }
    return render(request, "pages/leader/call.html", context)


@require_POST
@phone
def answered(request: HttpRequest, notice_id: int, household_id: int) -> HttpResponse:
    """One tap for one house: what the leader saw there, with a photo when there is one."""
    staff = me(request)
    version = _version(staff, notice_id, civil_now())
    home = get_object_or_404(
        Household.objects.filter(neighbourhood=staff.neighbourhood_id, is_gone=False),
        pk=household_id,
    )
    try:
        if request.POST.get("undo"):
            take_answer_back(version, home, by=staff)
        else:
            photo = tidy_photo(request.FILES.get("photo"))
            answer_for(version, home, request.POST.get("answer", ""), photo=photo, by=staff)
            messages.success(request, _("Đã ghi cho nhà %(name)s.") % {"name": home.head_name})
    except DomainError as fault:
        messages.error(request, fault.message)
    response = redirect("leader_call", notice_id)
    response["Location"] += f"#nha-{home.pk}"
    return response


@require_POST
@phone
def photo_added(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Of the whole alley."""
    staff = me(request)
    version = _version(staff, notice_id, civil_now())
    try:
        photo = tidy_photo(request.FILES.get("photo"))
        if photo is None or staff.neighbourhood is None:
            raise BadInput(_("Hãy chụp hoặc chọn một ảnh."), field="photo")
        add_photo(version, photo, neighbourhood=staff.neighbourhood, by=staff)
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("Đã gửi ảnh cho phường. Cảm ơn bác."))
    return redirect("leader_call", notice_id)


@require_POST
@phone
def photo_removed(request: HttpRequest, photo_id: int) -> HttpResponse:
    found = _photo(request, photo_id)
    try:
        remove_photo(found, by=me(request))
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("Đã bỏ ảnh."))
    return redirect("leader_call", found.notice_id)


@require_safe
@phone
def photo(request: HttpRequest, photo_id: int) -> HttpResponse:
    """Never kept by anything in between: who may see it can change."""
    response = send_photo(_photo(request, photo_id), seconds=300)
    return cast(HttpResponse, response)  # as every view's answer; it streams


def _photo(request: HttpRequest, photo_id: int) -> CallPhoto:
    found = CallPhoto.objects.filter(pk=photo_id, removed_at__isnull=True).first()
    if found is None or not may_see(me(request), found):
        raise Http404(_("Không có ảnh này."))
    return found


def _version(staff: Staff, notice_id: int, now: datetime) -> NoticeVersion:
    where = staff.neighbourhood_id
    found = calls_now(now, where).filter(notice=notice_id).first() if where else None
    if found is None:
        raise Http404(_("Không có việc vận động này ở tổ của bác, hoặc đã qua."))
    return found


def _has_begun(version: NoticeVersion, now: datetime) -> bool:
    return (version.event_at or version.deadline) <= now


def _when(version: NoticeVersion, now: datetime) -> str:
    if version.event_at is None:
        return say_when(version.deadline, now)
    return say_span(version.event_at, version.event_until, now)
