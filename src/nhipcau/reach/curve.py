"""Households informed over time, and where it leads: numbers for the drawing in chart.py."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.capacity import waking_hours
from nhipcau.outreach.models import HourCount

QUARTER = timedelta(minutes=15)
LOOK_BACK = HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Curve:
    """`points` begin with nobody at publishing; `ahead` is where the last hour's pace leads."""

    start: datetime
    deadline: datetime
    households: int
    points: tuple[tuple[datetime, int], ...]
    ahead: tuple[tuple[datetime, int], ...]

    @property
    def now(self) -> tuple[datetime, int]:
        return self.points[-1]

    @property
    def expected(self) -> int:
        return self.ahead[-1][1] if self.ahead else self.points[-1][1]


def curve(version: NoticeVersion, *, households: int, now: datetime) -> Curve:
    """One query."""
    start = version.published_at or now
    points = [(start, 0)]
    total = 0
    rows = HourCount.objects.filter(version=version, informed__gt=0).order_by("slot")
    for slot, informed in rows.values_list("slot", "informed"):
        total += informed
        points.append((min(max(slot + QUARTER, start), max(now, start)), total))
    end = min(now, version.deadline) if total == 0 else max(points[-1][0], _until(version, now))
    if end > points[-1][0]:
        points.append((end, total))
    return Curve(
        start=start,
        deadline=version.deadline,
        households=households,
        points=tuple(points),
        ahead=_ahead(version, points, households, now),
    )


def _until(version: NoticeVersion, now: datetime) -> datetime:
    """The curve is drawn to the deadline, or a little beyond while people still look."""
    return min(now, version.deadline + timedelta(hours=1))


def _ahead(
    version: NoticeVersion, points: list[tuple[datetime, int]], households: int, now: datetime
) -> tuple[tuple[datetime, int], ...]:
    """Straight on at the pace of the last hour while people are awake; never above everybody."""
    at, total = points[-1]
    if at >= version.deadline or total == 0:
        return ()
    before = max((count for when, count in points if when <= now - LOOK_BACK), default=0)
    hours = max(min(now - points[0][0], LOOK_BACK) / HOUR, 0.25)
    found, reached = [(at, total)], float(total)
    for wakes, sleeps in waking_hours(version.locality, at, version.deadline):
        found.append((wakes, round(reached)))
        reached = min(households, reached + (total - before) / hours * ((sleeps - wakes) / HOUR))
        found.append((sleeps, round(reached)))
    return (*found, (version.deadline, round(reached)))
