"""A pattern becomes the shifts of one week. Applied again it adds only what is missing: what was
arranged by hand since then stays."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.people.models import Staff
from nhipcau.places.models import Holiday
from nhipcau.places.working import Office, office_of
from nhipcau.rosters.coverage import Moments
from nhipcau.rosters.hold import hold_people
from nhipcau.rosters.models import Pattern, PatternLine, Shift
from nhipcau.rosters.queries import (
    Away,
    away_between,
    day_begins,
    monday_of,
    open_on,
)
from nhipcau.rosters.rights import STANDS, require_arranger

FARTHEST = timedelta(weeks=26)
Part = PatternLine.Part


@dataclass(slots=True)
class Applied:
    """What came of it. `empty`: (shift, why) that nobody stands in; `closed`: lines for whose part
    of the day the ward is not open."""

    made: int = 0
    kept: int = 0
    past: int = 0
    closed: int = 0
    holidays: list[Holiday] = field(default_factory=list)
    empty: list[Shift] = field(default_factory=list)


@dataclass(slots=True)
class _Week:
    """What is read once before the lines are walked."""

    office: Office
    away: Away
    known: set[tuple[int | None, date]]
    busy: dict[int, list[Moments]]
    now: datetime


def apply_pattern(pattern: Pattern, monday: date, *, by: Staff) -> Applied:
    """Verb. Holidays are skipped; where the person is away, or busy elsewhere, the shift is made
    empty, so that everybody sees it."""
    require_arranger(by, pattern.locality_id)
    now = civil_now()
    monday = monday_of(monday)
    if not day_begins(pattern.locality, monday) < now + FARTHEST:
        raise BadInput(_("Chỉ xếp trước nhiều nhất nửa năm."), field="monday")
    if day_begins(pattern.locality, monday + timedelta(days=7)) <= now:
        raise BadInput(_("Tuần này đã qua."), field="monday")
    with transaction.atomic():
        if not Pattern.objects.filter(pk=pattern.pk, retired_at=None).update(name=pattern.name):
            raise WrongState(_("Lịch mẫu này đã thôi dùng rồi."))
        rows = PatternLine.objects.filter(pattern=pattern)
        hold_people(*rows.values_list("staff", flat=True))
        lines = list(rows.select_related("staff"))
        done = _apply(pattern, monday, lines, now)
        record(
            by.actor,
            "pattern.applied",
            pattern,
            after={"monday": monday.isoformat(), "made": done.made, "kept": done.kept},
        )
    return done


def _apply(pattern: Pattern, monday: date, lines: list[PatternLine], now: datetime) -> Applied:
    locality, sunday = pattern.locality, monday + timedelta(days=6)
    week = _Week(
        office=office_of(locality),
        away=away_between(locality, monday, sunday),
        known=set(
            Shift.objects.filter(line__in=lines, on__range=(monday, sunday)).values_list(
                "line_id", "on"
            )
        ),
        busy=_busy(pattern, monday),
        now=now,
    )
    done = Applied(holidays=list(Holiday.objects.filter(on__range=(monday, sunday)).order_by("on")))
    holidays = {holiday.on for holiday in done.holidays}
    made: list[Shift] = []
    for line in lines:
        day = monday + timedelta(days=line.weekday)
        if (line.pk, day) in week.known:
            done.kept += 1
        elif day not in holidays:
            made += _shifts(line, day, week, done)
    done.made = len(made)
    done.empty = [shift for shift in made if shift.staff_id is None]
    Shift.objects.bulk_create(made)
    return done


def _shifts(line: PatternLine, day: date, week: _Week, done: Applied) -> Iterator[Shift]:
    span = span_of(line, day, week.office)
    if span is None:
        done.closed += 1
        return
    starts_at, ends_at = span
    if ends_at <= week.now:
        done.past += 1
        return
    why = _why_not(line, day, span, week)
    if not why:
        week.busy.setdefault(line.staff_id, []).append(span)
    yield Shift(
        locality_id=line.locality_id,
        post=line.post,
        starts_at=starts_at,
        ends_at=ends_at,
        staff=None if why else line.staff,
        was=line.staff if why else None,
        why=why,
        team_id=line.team_id,
        line=line,
        on=day,
        made_at=week.now,
    )


def span_of(line: PatternLine, day: date, office: Office) -> Moments | None:
    """None: the ward is closed then."""
    if line.part == Part.OWN and line.opens and line.closes:
        return (
            datetime.combine(day, line.opens, office.zone),
            datetime.combine(day, line.closes, office.zone),
        )
    spans = open_on(office, day)
    if line.part == Part.MORNING:
        return spans[0] if spans else None
    return spans[-1] if len(spans) > 1 else None


def _why_not(line: PatternLine, day: date, span: Moments, week: _Week) -> str:
    if not line.staff.is_active or line.staff.role not in STANDS.get(line.post, ()):  # type: ignore[call-overload]
        return Shift.Why.LEFT
    if week.away.is_away_on(line.staff_id, day):
        return Shift.Why.ABSENT
    starts_at, ends_at = span
    busy = week.busy.get(line.staff_id, ())
    clashes = any(begins < ends_at and ends > starts_at for begins, ends in busy)
    return Shift.Why.CLASH if clashes else ""


def _busy(pattern: Pattern, monday: date) -> dict[int, list[Moments]]:
    start = day_begins(pattern.locality, monday)
    rows = Shift.objects.filter(
        state=Shift.State.STANDING,
        staff__isnull=False,
        ends_at__gt=start,
        starts_at__lt=start + timedelta(days=8),
    ).values_list("staff_id", "starts_at", "ends_at")
    busy: dict[int, list[Moments]] = {}
    for staff, starts_at, ends_at in rows:
        if staff is not None:
            busy.setdefault(staff, []).append((starts_at, ends_at))
    return busy
