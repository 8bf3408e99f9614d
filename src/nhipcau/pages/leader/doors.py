"""From door to door: the list, and what happened at each. Every try has an id made before it is
sent, so sending twice is sending once. What a phone queued without network is in sync.py."""

import uuid
from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, DomainError
from nhipcau.core.language import own_language
from nhipcau.notices.heard import say_language
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.answered import note_seen
from nhipcau.outreach.doors import Door, arrange_doors, count_doors, done_doors, doors_for
from nhipcau.outreach.models import Visit, VisitTry
from nhipcau.outreach.remind import DOORS
from nhipcau.outreach.visits import leave_door, record_try, take_door, undo_try
from nhipcau.pages.leader.observed import version_for
from nhipcau.pages.leader.views import staff_of
from nhipcau.people.guards import phone
from nhipcau.places.hours import is_quiet, quiet_begins
from nhipcau.text.dates import say_time

DONE_SHOWN = 10  # the latest: enough to mend a slip, and the page stays short


@require_safe
@phone
def doors(request: HttpRequest, version_id: int) -> HttpResponse:
    staff = staff_of(request)
    version = version_for(staff, version_id)
    now = civil_now()
    locality = staff.locality
    note_seen(staff, [version.pk], DOORS)
    left = doors_for(staff, version)
    most = None if "het" in request.GET else DONE_SHOWN
    context = {
        "version": version,
        "here": reverse("leader_doors", args=[version_id]),
        "doors": [_row(door, is_far=staff.neighbourhood_id is None) for door in left],
        "icons": _icons(),
        "done": done_doors(staff, version, most=most),
        "done_count": count_doors(staff, version, state=Visit.State.CLOSED),
        "is_stopped": version.state != NoticeVersion.State.PUBLISHED,
        "is_quiet": is_quiet(locality, now),
        "quiet_from": quiet_begins(locality, now),
        "is_over": version.deadline <= now,
    }
    return render(request, "pages/leader/doors.html", context)


@require_POST
@phone
def tried(request: HttpRequest, version_id: int, visit_id: int) -> HttpResponse:
    """One door by an ordinary form: the way without JavaScript."""
    visit = _visit(version_id, visit_id)
    try:
        record_try(
            visit,
            try_id=_uuid(request.POST.get("id", "")),
            result=request.POST.get("result", ""),
            at=civil_now(),
            by=staff_of(request),
            note=request.POST.get("note", ""),
        )
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("leader_doors", version_id)


@require_POST
@phone
def undone(request: HttpRequest, version_id: int, try_id: uuid.UUID) -> HttpResponse:
    made = VisitTry.objects.select_related("visit__version").filter(pk=try_id).first()
    if made is None or made.visit.version_id != version_id:
        raise Http404(_("Không có lượt báo này."))
    try:
        undo_try(made, by=staff_of(request))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("leader_doors", version_id)


@require_POST
@phone
def on_the_way(request: HttpRequest, version_id: int, visit_id: int) -> HttpResponse:
    """ "Tôi đang đến", or not any more."""
    verb = leave_door if request.POST.get("leave") else take_door
    try:
        verb(_visit(version_id, visit_id), by=staff_of(request))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect(f"{reverse('leader_doors', args=[version_id])}#nha-{visit_id}")


@require_POST
@phone
def moved(request: HttpRequest, version_id: int, visit_id: int) -> HttpResponse:
    """One step up or down the list."""
    staff = staff_of(request)
    visit = _visit(version_id, visit_id)
    order = [
        door.household
        for door in doors_for(staff, visit.version)
        if door.neighbourhood == visit.neighbourhood_id
    ]
    try:
        here = order.index(visit.household_id)
    except ValueError:
        return redirect("leader_doors", version_id)
    there = here - 1 if request.POST.get("to") == "up" else here + 1
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
        arrange_doors(visit.neighbourhood, order, by=staff)
    return redirect(f"{reverse('leader_doors', args=[version_id])}#nha-{visit_id}")


def _row(door: Door, *, is_far: bool) -> dict[str, Any]:
    """What one door says, in words. Put together here: templates are slow, lists are long."""
    where = f"{door.house}, {door.alley}" if door.alley else door.house
    people = ngettext("%(n)s người", "%(n)s người", door.people) % {"n": door.people}
    speaks = "" if door.language == own_language() else say_language(door.language)
    about = (
        where, people if door.people else "", door.landmark, speaks, door.place if is_far else "",
    )  # fmt: skip
    last = door.last_try
    taken = _("%(who)s đang đến") % {"who": door.taken_by_other} if door.taken_by_other else ""
    return {
        "visit": str(door.visit),
        "household": str(door.household),
        "name": door.head_name,
        "tag": taken or door.why,
        "is_taken": bool(taken),
        "grip": _("Kéo để đổi chỗ: %(name)s") % {"name": door.head_name},
        "about": " · ".join((about[0], *filter(None, about[1:]))),
        "last": f"{last.words} {say_time(last.at)}" if last else "",
        "note": last.note if last else "",
        "phone": door.phone,
        "is_mine": door.is_mine,
        "id": str(uuid.uuid4()),
    }


@lru_cache(maxsize=1)
def _icons() -> dict[str, SafeString]:
    return {name: render_to_string(f"icons/{name}.svg") for name in ("menu", "up", "down")}


def _visit(version_id: int, visit_id: int) -> Visit:
    found = (
        Visit.objects.select_related("version", "neighbourhood", "household")
        .filter(pk=visit_id, version=version_id)
        .first()
    )
    if found is None:
        raise Http404(_("Không có nhà này trong danh sách."))
    return found


def _uuid(written: str) -> uuid.UUID:
    try:
        return uuid.UUID(written)
    except ValueError as fault:
        raise BadInput(_("Không đọc được lượt này."), field="id") from fault
