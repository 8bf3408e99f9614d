"""The times of a drill: how long it runs and its answers count, and when the month's is due."""

from datetime import date, datetime, timedelta

from nhipcau.core.actor import SYSTEM
from nhipcau.country.chosen import country
from nhipcau.outreach.models import Drill
from nhipcau.places.hours import is_quiet
from nhipcau.places.models import Holiday, Locality

WITHIN = timedelta(minutes=2)
OPEN_FOR = timedelta(minutes=30)  # who taps later was not reached
HOURS, DAYS = timedelta(hours=2), 3  # the monthly one is made up for within these, or left out
LOOK_AHEAD = 62  # days: two months


def is_due(locality: Locality, now: datetime) -> bool:
    """On the chosen working day of the month, or soon after, at the chosen hour, people awake."""
    here = now.astimezone(locality.zone)
    begins = datetime.combine(here.date(), locality.drill_at, here.tzinfo)
    if not locality.drill_day or not begins <= here < begins + HOURS or is_quiet(locality, now):
        return False
    nth = working_day(locality, here.date())
    if nth is None or not locality.drill_day <= nth < locality.drill_day + DAYS:
        return False
    month = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return not Drill.objects.filter(
        locality=locality, started_by=str(SYSTEM), started_at__gte=month
    ).exists()


def next_drill(locality: Locality, now: datetime) -> date | None:
    """The day on which the next monthly one is due; None when it is switched off."""
    if not locality.drill_day:
        return None
    here = now.astimezone(locality.zone)
    for n in range(LOOK_AHEAD):
        day = here.date() + timedelta(days=n)
        is_gone = not n and here.time() >= locality.drill_at
        if not is_gone and working_day(locality, day) == locality.drill_day:
            return day
    return None


def working_day(locality: Locality, day: date) -> int | None:
    """Which working day of its month it is; None on weekends and holidays."""
    first = day.replace(day=1)
    off = set(
        Holiday.objects.filter(locality=locality, on__range=(first, day)).values_list(
            "on", flat=True
        )
    )
    days = [first + timedelta(days=n) for n in range(day.day)]
    working = [one for one in days if one.weekday() in country().work.days and one not in off]
    return len(working) if working and working[-1] == day else None
