"""Help given: started and ended with one tap each, at the desk or on a telephone in somebody's
home. A telephone without network keeps what was done and sends it later (static/nhipcau/assist.js).
"""

import json
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, DomainError
from nhipcau.counter.assist import (
    LONGEST_AGO,
    Came,
    Whom,
    drop_assist,
    end_assist,
    record_assist,
    running_of,
    start_assist,
)
from nhipcau.counter.desk import assists_home, frame, is_phone, me, tried
from nhipcau.counter.models import Assist, Ticket
from nhipcau.counter.queries import homes_to_keep, taught_before
from nhipcau.counter.rights import SERVES
from nhipcau.counter.skills import SKILLS
from nhipcau.counter.usual import usual_procedures
from nhipcau.people.models import Household, Staff
from nhipcau.people.queries import find_households
from nhipcau.places.models import Neighbourhood
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.procedures.search import find_procedures

LATELY = timedelta(days=7)
MOST_AT_ONCE = 100
FOUND = 8


@dataclass(slots=True)
class Typed:
    """What stands in the form, as it was typed, and what was found by it."""

    values: dict[str, Any] = field(default_factory=dict)
    taught: list[str] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    homes: list[Household] = field(default_factory=list)
    procedures: list[tuple[int, str]] = field(default_factory=list)


@require_safe
def assists(request: HttpRequest) -> HttpResponse:
    staff = me(request)
    lately = Assist.objects.filter(
        staff=staff, ended_at__isnull=False, started_at__gt=civil_now() - LATELY
    )
    context = {
        **frame(request),
        **_choices(),
        "running": running_of(staff),
        "lately": lately.select_related("version__procedure").order_by("-started_at")[:20],
        "skills_list": SKILLS.items(),
        "usual": usual_procedures(),
        "places_of": Neighbourhood.objects.order_by("position") if staff.role in SERVES else (),
        "homes": homes_to_keep(staff) if is_phone(request) else [],
    }
    return render(request, "counter/assists.html", context)


@require_POST
def started(request: HttpRequest) -> HttpResponse:
    """One tap; of the ticket that stands at the window, when there is one."""
    staff = me(request)
    ticket = _row(Ticket.objects.all(), request.POST.get("ticket"))
    usual = Assist.Place.HOME if is_phone(request) and ticket is None else Assist.Place.DESK
    place = request.POST.get("place", "") or usual
    running = running_of(staff)
    if running is not None and running.ticket_id == (ticket.pk if ticket else None):
        return redirect(f"{assists_home(request)}{running.pk}/")  # the second tap of one finger
    try:
        of = _row(Neighbourhood.objects.all(), request.POST.get("neighbourhood"))
        made = start_assist(Whom(ticket=ticket, place=place, neighbourhood=of), by=staff)
    except DomainError as fault:
        messages.error(request, fault.message)
        return redirect(assists_home(request))
    return redirect(f"{assists_home(request)}{made.pk}/")


@require_http_methods(["GET", "HEAD", "POST"])
def assist(request: HttpRequest, assist_id: int) -> HttpResponse:
    """What came of it. Searching for a home or a procedure keeps all that was typed."""
    found = _find(request, assist_id)
    typed = Typed(taught=found.taught)
    if request.method == "POST":
        typed = _typed(request)
        if "search" not in request.POST:
            try:
                end_assist(found, _came(typed), by=me(request))
            except DomainError as fault:
                typed.faults[fault.field] = fault.message
            else:
                messages.success(request, _("Đã ghi lượt hỗ trợ. Cảm ơn bạn."))
                return redirect(assists_home(request))
    _search(typed, me(request))
    context = {
        **frame(request),
        **_choices(),
        "assist": found,
        "typed": typed,
        "values": typed.values,
        "skills_list": SKILLS.items(),
        "usual": usual_procedures(),
        "known": _known(found, typed, me(request)),
    }
    return render(request, "counter/assist.html", context, status=422 if typed.faults else 200)


@require_POST
def dropped(request: HttpRequest, assist_id: int) -> HttpResponse:
    found = _find(request, assist_id)
    tried(request, lambda: drop_assist(found, by=me(request)), _("Đã bỏ lượt bấm nhầm."))
    return redirect(assists_home(request))


@require_POST
def synced(request: HttpRequest) -> HttpResponse:
    """What a telephone kept: each line is answered in words; a line that came before is the same
    one. `now` and `at` are by the telephone's own clock, however wrong that is. `who` kept them:
    a telephone that passed on sends nothing in its new person's name."""
    try:
        batch = json.loads(request.body)
        lines = list(batch["lines"][:MOST_AT_ONCE])
        sent = float(batch["now"])
        is_theirs = str(batch["who"]) == str(me(request).pk)
    except (ValueError, TypeError, KeyError):
        return JsonResponse({"words": _("Không đọc được dữ liệu gửi lên.")}, status=400)
    if not is_theirs:
        words = _("Những lượt này do người khác ghi trên máy này; người đó đăng nhập thì mới gửi.")
        return JsonResponse({"words": words}, status=409)
    return JsonResponse({"lines": [_recorded(line, sent, me(request)) for line in lines]})


def _recorded(line: Any, sent: float, staff: Staff) -> dict[str, str]:
    key = str(line.get("key", "")) if isinstance(line, dict) else ""
    try:
        ago = min(timedelta(milliseconds=max(sent - float(line["at"]), 0.0)), LONGEST_AGO)
        typed = Typed(
            {name: str(line.get(name, "")) for name in NAMES},
            [str(one) for one in line.get("taught") or []],
        )
        came = _came(typed)
        whom = Whom(
            household=came.household,
            neighbourhood=_row(Neighbourhood.objects.all(), line.get("neighbourhood")),
            place=str(line.get("place") or Assist.Place.HOME),
        )
        record_assist(
            whom,
            came,
            key=uuid.UUID(key),
            started_at=civil_now() - ago,
            by=staff,
        )
    except DomainError as fault:
        return {"key": key, "state": "refused", "words": fault.message}
    except (ValueError, TypeError, KeyError, OverflowError, AttributeError):
        return {"key": key, "state": "refused", "words": _("Không đọc được lượt này.")}
    return {"key": key, "state": "saved", "words": ""}


NAMES = ("outcome", "way", "receipt", "note", "minutes", "version", "household", "words", "home")


def _typed(request: HttpRequest) -> Typed:
    given = request.POST
    return Typed({name: given.get(name, "")[:400] for name in NAMES}, given.getlist("taught"))


def _came(typed: Typed) -> Came:
    values = typed.values
    minutes = str(values.get("minutes", "")).strip()
    if minutes and not (minutes.isdecimal() and len(minutes) < 5):
        raise BadInput(_("Hãy ghi số phút bằng chữ số."), field="minutes")
    return Came(
        outcome=values.get("outcome", ""),
        way=values.get("way", ""),
        receipt=values.get("receipt", ""),
        note=values.get("note", ""),
        taught=typed.taught,
        minutes=int(minutes) if minutes else None,
        version=_row(ProcedureVersion.objects.exclude(current_since=None), values.get("version")),
        household=_row(Household.objects.select_related("neighbourhood"), values.get("household")),
    )


def _row(rows: Any, written: Any) -> Any:
    text = str(written or "")
    return rows.filter(pk=text).first() if text.isdecimal() and len(text) < 15 else None


def _search(typed: Typed, staff: Staff) -> None:
    values = typed.values
    if values.get("words"):
        hits = find_procedures(values["words"], limit=FOUND).hits
        typed.procedures = [(hit.version_id, hit.name) for hit in hits]
    if values.get("home"):
        homes = find_households(staff.locality, values["home"], limit=FOUND * 4)
        typed.homes = [home for home in homes if _is_theirs(home, staff)][:FOUND]


def _known(found: Assist, typed: Typed, staff: Staff) -> set[str]:
    """What the people of this home were shown before: the rest is for this time."""
    home = _row(Household.objects.all(), typed.values.get("household")) or found.household
    if home is None or not _is_theirs(home, staff):
        return set()
    return taught_before([home.pk]).get(home.pk, set())


def _is_theirs(home: Household, staff: Staff) -> bool:
    return staff.role in SERVES or home.neighbourhood_id == staff.neighbourhood_id


def _find(request: HttpRequest, assist_id: int) -> Assist:
    """A leader sees their own; the desk sees all that run."""
    rows = Assist.objects.filter(ended_at=None).select_related(
        "ticket__kind", "version__procedure", "household", "staff"
    )
    if me(request).role not in SERVES:
        rows = rows.filter(staff=me(request))
    return get_object_or_404(rows, pk=assist_id)


def _choices() -> dict[str, Any]:
    return {
        "outcomes": Assist.Outcome.choices,
        "ways": Assist.Way.choices,
        "places": Assist.Place.choices,
    }
