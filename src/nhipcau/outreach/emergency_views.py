"""Emergencies from a telephone: one big button per danger, look it over, let it go."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.audiences.resolve import households
from nhipcau.audiences.selection import Selection
from nhipcau.core.errors import BadInput, DomainError
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.notices.queries import awaiting_review
from nhipcau.outreach.emergency import (
    Alarm,
    begin_drill,
    begin_with,
    may_raise,
    named_person,
    raise_alarm,
    take_part,
)
from nhipcau.outreach.hazards import Hazard
from nhipcau.outreach.models import DrillHousehold, DrillStaff, Emergency, IncomingAlert
from nhipcau.people.guards import console, me
from nhipcau.people.models import Role, Staff
from nhipcau.people.queries import find_households
from nhipcau.places.models import Neighbourhood

State = NoticeVersion.State
BUTTONS = (Hazard.STORM, Hazard.FLOOD, Hazard.LANDSLIDE, Hazard.FIRE, Hazard.OTHER)
FOUND_AT_MOST = 20
NEWEST = 10


@require_safe
@console()
def home(request: HttpRequest) -> HttpResponse:
    staff = me(request)
    running = NoticeVersion.objects.filter(
        state=State.PUBLISHED, notice__kind=Notice.Kind.EMERGENCY
    ).select_related("notice", "notice__emergency__quiet_by", "published_by")
    alerts = IncomingAlert.objects.filter(is_ours=True).select_related("feed", "notice")
    context = {
        "may_raise": may_raise(staff),
        "named": named_person(staff.locality),
        "buttons": [(hazard.value, hazard.label) for hazard in BUTTONS],
        "running": running.order_by("-published_at")[:NEWEST],
        "alerts": [_with_draft(row) for row in alerts.order_by("-sent")[:NEWEST]],
        "to_review": awaiting_review(staff) if staff.role == Role.APPROVER else [],
        "homes": DrillHousehold.objects.count(),
        "staff": DrillStaff.objects.count(),
        "is_admin": staff.role == Role.ADMIN,
    }
    return render(request, "outreach/emergency.html", context)


@console()
def raise_one(request: HttpRequest, hazard: str) -> HttpResponse:
    if hazard not in Hazard.values:
        raise Http404
    staff = me(request)
    alarm = begin_with(staff.locality, hazard)
    return _look_over(request, alarm, None)


@console()
def from_alert(request: HttpRequest, notice_id: int) -> HttpResponse:
    """What others issued, as it was drafted: changed if need be, then let go."""
    notice = get_object_or_404(Notice, pk=notice_id, kind=Notice.Kind.EMERGENCY)
    draft = notice.versions.filter(state=State.DRAFT).first()
    if draft is None:
        return redirect("notice_read", notice_id)
    danger = Emergency.objects.filter(notice=notice).first()
    hazard = danger.hazard if danger else Hazard.OTHER
    alarm = begin_with(draft.locality, hazard)
    hours = max(1, round((draft.deadline - draft.written_at).total_seconds() / 3600)) if (
        draft.written_at
    ) else alarm.hours  # fmt: skip
    alarm = replace(alarm, title=draft.title, text=draft.text, place=draft.place, hours=hours)
    return _look_over(request, alarm, draft)


@require_POST
@console()
def drill(request: HttpRequest) -> HttpResponse:
    staff = me(request)
    try:
        version = begin_drill(staff.locality, request.POST.get("hazard", ""), by=staff)
    except DomainError as fault:
        messages.error(request, fault.message)
        return redirect("emergency")
    messages.success(request, _("Đang diễn tập. Chỉ người đã nhận lời nhận được tin."))
    return redirect("notice_read", version.notice_id)


@console()
def members(request: HttpRequest) -> HttpResponse:
    """Who gets drills: households are looked for by name or house, one at a time."""
    staff = me(request)
    if request.method == "POST":
        return _change_members(request, staff)
    words = request.GET.get("tim", "").strip()[:80]
    context = {
        "words": words,
        "found": find_households(staff.locality, words, limit=FOUND_AT_MOST) if words else [],
        "homes": DrillHousehold.objects.select_related("household__neighbourhood"),
        "chosen": set(DrillStaff.objects.values_list("staff", flat=True)),
        "people": Staff.objects.filter(locality=staff.locality, is_active=True).order_by(
            "role", "name"
        ),
        "may_change": may_raise(staff) or staff.role == Role.ADMIN,
    }
    return render(request, "outreach/drill_members.html", context)


def _look_over(request: HttpRequest, alarm: Alarm, draft: NoticeVersion | None) -> HttpResponse:
    staff, fault = me(request), None
    if request.method == "POST":
        alarm = _typed(request, alarm)
        try:
            version = raise_alarm(staff.locality, _checked(request, alarm), by=staff, draft=draft)
        except DomainError as refused:
            fault = refused
        else:
            messages.success(request, _("Đang phát mọi kênh cùng lúc. Theo dõi độ phủ ở đây."))
            return redirect("reach", version.notice_id)
    selection = Selection(neighbourhoods=alarm.neighbourhoods)
    context: dict[str, Any] = {
        "alarm": alarm,
        "label": Hazard(alarm.hazard).label,
        "draft": draft,
        "fault": fault,
        "places": Neighbourhood.objects.order_by("position", "id"),
        "households": households(staff.locality, selection).count(),
        "may_raise": may_raise(staff),
        "named": named_person(staff.locality),
    }
    return render(request, "outreach/alarm.html", context, status=422 if fault else 200)


def _typed(request: HttpRequest, alarm: Alarm) -> Alarm:
    hours = request.POST.get("hours", "")
    places = [int(pk) for pk in request.POST.getlist("places") if pk.isdecimal()][:500]
    return replace(
        alarm,
        title=request.POST.get("title", ""),
        text=request.POST.get("text", ""),
        place=request.POST.get("place", ""),
        hours=int(hours) if hours.isdecimal() and len(hours) < 4 else 0,
        neighbourhoods=() if request.POST.get("where") != "some" else tuple(places),
        quiet_why=request.POST.get("quiet_why", ""),
    )


def _checked(request: HttpRequest, alarm: Alarm) -> Alarm:
    if request.POST.get("where") == "some" and not alarm.neighbourhoods:
        raise BadInput(_("Hãy chọn ít nhất một tổ, hoặc chọn toàn địa bàn."), field="places")
    return alarm


def _change_members(request: HttpRequest, me: Staff) -> HttpResponse:
    if not (may_raise(me) or me.role == Role.ADMIN):
        messages.error(request, _("Chỉ quản trị hoặc người phát khẩn chọn ai nhận diễn tập."))
        return redirect("emergency_members")
    homes = set(DrillHousehold.objects.values_list("household", flat=True))
    staff = set(DrillStaff.objects.values_list("staff", flat=True))
    add, drop = request.POST.get("add", ""), request.POST.get("drop", "")
    homes |= {int(add)} if add.isdecimal() else set()
    homes -= {int(drop)} if drop.isdecimal() else set()
    if request.POST.get("do") == "staff":
        staff = {int(pk) for pk in request.POST.getlist("staff") if pk.isdecimal()}
    take_part(me.locality, households=tuple(homes), staff=tuple(staff), by=me)
    messages.success(request, _("Đã lưu."))
    return redirect("emergency_members")


def _with_draft(row: IncomingAlert) -> tuple[IncomingAlert, bool]:
    is_waiting = bool(row.notice and row.notice.versions.filter(state=State.DRAFT).exists())
    return row, is_waiting
