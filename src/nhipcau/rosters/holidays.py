"""A holiday declared late frees the shifts of its day; taken back, it brings them back.

What has been stood already stays in the book: a holiday declared afterwards changes no history.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.places.models import Locality
from nhipcau.rosters.hold import clash_of, hold_people
from nhipcau.rosters.models import Shift
from nhipcau.rosters.shifts import end_now, rewrite, void_swaps

Why = Shift.Why
State = Shift.State


@dataclass(frozen=True, slots=True)
class Freed:
    """`shifts` that need nobody any more, the people who were to stand in them, and in how many
    somebody had stood already, to the end or until it was declared."""

    shifts: tuple[Shift, ...]
    people: tuple[int, ...]
    stood: int


def free_for_holiday(locality: Locality, on: date, *, by: Actor) -> Freed:
    """Verb. Call in the transaction that declares the holiday."""
    now = civil_now()
    with transaction.atomic():
        days = Shift.objects.filter(locality=locality, on=on, state=State.STANDING)
        hold_people(
            *days.filter(ends_at__gt=now, staff__isnull=False).values_list("staff", flat=True)
        )
        stood = days.filter(starts_at__lt=now, staff__isnull=False).count()
        freed = [one for shift in days.filter(ends_at__gt=now) if (one := _free(shift, now))]
        after = {"on": on.isoformat(), "shifts": len(freed), "stood": stood}
        record(by, "roster.holiday", locality, locality=locality.pk, after=after)
    people = {shift.staff_id for shift in freed if shift.staff_id}
    return Freed(tuple(freed), tuple(sorted(people)), stood)


def _free(shift: Shift, now: datetime) -> Shift | None:
    """Of a running one only the rest."""
    if shift.starts_at < now and shift.staff_id:
        return end_now(shift, state=State.FREED, why=Why.HOLIDAY)
    still = Shift.objects.filter(pk=shift.pk, state=State.STANDING)
    if not rewrite(still, state=State.FREED, why=Why.HOLIDAY):
        return None
    void_swaps([shift.pk])
    return shift


def bring_back(locality: Locality, on: date, *, by: Actor) -> int:
    """Verb. It is a working day after all. Whoever has another shift by now leaves theirs empty,
    where it is seen and asked for. Returns how many stand again."""
    with transaction.atomic():
        freed = list(
            Shift.objects.filter(
                locality=locality,
                on=on,
                state=State.FREED,
                why=Why.HOLIDAY,
                ends_at__gt=civil_now(),
            )
        )
        hold_people(*(shift.staff_id for shift in freed if shift.staff_id))
        for shift in freed:
            fields: dict[str, object] = {"state": State.STANDING, "why": ""}
            staff = shift.staff_id
            if staff and clash_of(staff, shift.starts_at, shift.ends_at):
                fields |= {"staff": None, "was": staff, "why": Why.CLASH}
            rewrite(Shift.objects.filter(pk=shift.pk, state=State.FREED), **fields)
        after = {"on": on.isoformat(), "shifts": len(freed)}
        record(by, "roster.holiday_dropped", locality, locality=locality.pk, after=after)
    return len(freed)
