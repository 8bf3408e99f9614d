"""Which times are free: opening hours cut into slots, less what is taken and what is too near."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Final

from nhipcau.core.clock import civil_now
from nhipcau.counter.models import HelpKind, Slot
from nhipcau.places.working import Office, office_of

AHEAD: Final = 14  # days that can be booked
NEAREST: Final = timedelta(minutes=30)


def free_slots(kind: HelpKind, *, now: datetime | None = None) -> dict[date, list[datetime]]:
    """Day → its free times, the next two weeks. Two queries and the hours; inside the scope."""
    now = now or civil_now()
    if not takes_appointments(kind):
        return {}
    office = office_of(kind.locality)
    times = list(slots_of(kind, office, now))
    full = set(
        Slot.objects.filter(kind=kind, at__gte=now, taken__gte=kind.per_slot).values_list(
            "at", flat=True
        )
    )
    found: dict[date, list[datetime]] = {}
    for at in times:
        if at not in full:
            found.setdefault(at.astimezone(office.zone).date(), []).append(at)
    return found


def next_free(kind: HelpKind, n: int, *, now: datetime | None = None) -> list[datetime]:
    times = [at for of_day in free_slots(kind, now=now).values() for at in of_day]
    return times[:n]


def is_slot(kind: HelpKind, at: datetime, *, now: datetime) -> bool:
    """A time that could be booked, were there room: of the hours as they stand today."""
    return takes_appointments(kind) and at in set(slots_of(kind, office_of(kind.locality), now))


def takes_appointments(kind: HelpKind) -> bool:
    return kind.per_slot > 0 and kind.ended_at is None


def slots_on(kind: HelpKind, at: datetime) -> list[datetime]:
    """All times of its day, `at` among them, also those that are over."""
    office = office_of(kind.locality)
    begins = datetime.combine(at.astimezone(office.zone).date(), time.min, office.zone)
    times = slots_of(kind, office, begins.astimezone(at.tzinfo))
    return list(takewhile(lambda one: one < begins + timedelta(days=1), times)) or [at]


def slots_of(kind: HelpKind, office: Office, now: datetime) -> Iterator[datetime]:
    """In order; a slot must fit before the doors close."""
    step, first = timedelta(minutes=kind.slot_minutes), now.astimezone(office.zone).date()
    for days in range(AHEAD + 1):
        day = first + timedelta(days=days)
        for opens, closes in office.spans_on(day):
            at = datetime.combine(day, opens, office.zone).astimezone(now.tzinfo)
            ends = datetime.combine(day, closes, office.zone).astimezone(now.tzinfo)
            while at + step <= ends:
                if at >= now + NEAREST:
                    yield at
                at += step
