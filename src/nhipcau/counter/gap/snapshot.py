"""How the gap closes is seen month by month: the running month's row follows what stands today."""

from datetime import date

from django.db import transaction
from django.db.models import Sum

from nhipcau.core.clock import civil_now, local
from nhipcau.counter.gap.lists import reached
from nhipcau.counter.models import GapMonth
from nhipcau.places.each import each_locality
from nhipcau.places.models import Locality, Neighbourhood


def take_snapshots() -> int:
    """Periodic. Returns how many rows were written."""
    return sum(each_locality(take_snapshot))


def take_snapshot(locality: Locality) -> int:
    """Verb. Once a neighbourhood and month; again is the same row."""
    now = civil_now()
    month = local(now).date().replace(day=1)
    found = reached(locality)
    with transaction.atomic():
        for one in found:
            GapMonth.objects.update_or_create(
                neighbourhood=one.neighbourhood,
                month=month,
                defaults={
                    "locality": locality,
                    "households": one.households,
                    "by_app": one.by_app,
                    "by_sms": one.by_sms,
                    "without": one.without,
                    "unknown": one.unknown,
                    "taken_at": now,
                },
            )
    return len(found)


def months_of(neighbourhood: Neighbourhood | None = None) -> list[tuple[date, int, int, int]]:
    """(month, households, by app, by telephone at all), oldest first; None is the whole ward."""
    rows = GapMonth.objects.all()
    if neighbourhood is not None:
        rows = rows.filter(neighbourhood=neighbourhood)
    sums = rows.values("month").annotate(
        all=Sum("households"), app=Sum("by_app"), sms=Sum("by_sms")
    )
    return [
        (row["month"], row["all"], row["app"], row["app"] + row["sms"])
        for row in sums.order_by("month")
    ]
