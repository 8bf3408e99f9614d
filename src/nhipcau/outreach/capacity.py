"""How many doors people can still tell before a deadline, and when they must begin.

Nobody is knocked up or rung up in quiet hours, and people are at home in the evening: so the hours
for doors are the last of each day before quiet begins, and the first half hour after it ends when
that is all there is. Pure arithmetic over places.hours; the pace is measured (experience.py).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from nhipcau.places.hours import quiet_begins, quiet_ends
from nhipcau.places.models import Locality

EVENING = timedelta(minutes=165)
MORNING = timedelta(minutes=30)
SECOND_TRY = timedelta(minutes=30)
MARGIN = 1.25  # a helper who cannot come, a house that is hard to find
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes of one person for one household, calls included, and how many are not at home."""

    minutes: float
    absent: float

    def minutes_for(self, doors: int) -> float:
        return doors * self.minutes * (1 + self.absent) * MARGIN


def door_hours(locality: Locality, start: datetime, deadline: datetime) -> list[Span]:
    """The evenings between; of mornings the first half hour; by day when nothing else is left."""
    chosen: list[Span] = []
    days = waking_hours(locality, start, deadline)
    for wakes, sleeps in days:
        if wakes > start:
            chosen.append((wakes, min(wakes + MORNING, sleeps)))
        begins = max(quiet_begins(locality, wakes) - EVENING, wakes)
        if begins < sleeps:
            chosen.append((begins, sleeps))
    return chosen or days


def waking_hours(locality: Locality, start: datetime, until: datetime) -> list[Span]:
    """Every span between the two in which people may be disturbed."""
    spans: list[Span] = []
    at = start
    while at < until:
        wakes = quiet_ends(locality, at)
        sleeps = quiet_begins(locality, wakes)
        if sleeps <= wakes:  # a place without quiet hours
            return [(start, until)]
        if wakes < until:
            spans.append((wakes, min(sleeps, until)))
        at = sleeps
    return spans


def waking(locality: Locality, start: datetime, until: datetime) -> timedelta:
    """How much time there is for people to look at anything."""
    spans = waking_hours(locality, start, until)
    return sum((ends - begins for begins, ends in spans), timedelta(0))


def latest_start(
    locality: Locality,
    *,
    doors: int,
    helpers: int,
    pace: Pace,
    now: datetime,
    deadline: datetime,
    hours: list[Span] | None = None,
) -> datetime:
    """When the remaining doors must be in people's hands; `now` when it is late already.

    `hours` is what door_hours says, for whoever asks for many neighbourhoods at once.

    Counted back from the last evening, less half an hour for second tries; into the day before it
    when evenings are not enough. The morning of the deadline is kept in reserve, and counted only
    when no evening is left.
    """
    if not doors:
        return deadline
    spans = door_hours(locality, now, deadline) if hours is None else hours
    evenings = evenings_of(spans)
    if not helpers or not evenings:
        return now
    needed = timedelta(minutes=pace.minutes_for(doors) / helpers) + SECOND_TRY
    start = _counted_back(evenings, needed)
    if start is None:
        start = _counted_back(waking_hours(locality, now, evenings[-1][1]), needed)
    return start or now


def _counted_back(spans: list[Span], needed: timedelta) -> datetime | None:
    """The moment from which these spans hold that much time; None when they do not."""
    for begins, ends in reversed(spans):
        if ends - needed >= begins:
            return ends - needed
        needed -= ends - begins
    return None


def evenings_of(spans: list[Span]) -> list[Span]:
    """Without the mornings, which are kept in reserve; all of them when nothing else is left."""
    return [span for span in spans if span[1] - span[0] > MORNING] or spans


def doors_possible(
    locality: Locality,
    *,
    helpers: int,
    pace: Pace,
    now: datetime,
    deadline: datetime,
    hours: list[Span] | None = None,
) -> int:
    """How many households that many people can tell from now on."""
    spans = door_hours(locality, now, deadline) if hours is None else hours
    minutes = sum((ends - begins).total_seconds() / 60 for begins, ends in spans)
    return int(minutes * helpers / (pace.minutes * (1 + pace.absent)))
