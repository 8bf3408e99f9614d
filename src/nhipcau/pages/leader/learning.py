"""Two lines of the leader's home: how many houses a telephone reaches, and internal groups."""

from dataclasses import dataclass
from datetime import datetime

from nhipcau.circles.models import Viewer
from nhipcau.circles.queries import memberships
from nhipcau.core.clock import local
from nhipcau.counter.gap.lists import reached_in
from nhipcau.counter.models import GapMonth
from nhipcau.people.models import Staff


@dataclass(frozen=True, slots=True)
class Reach:
    """`before`: how many it was at the end of the last month that is over; None without one."""

    by_phone: int
    households: int
    before: int | None

    @property
    def more(self) -> int:
        return max(0, self.by_phone - self.before) if self.before is not None else 0


def reach(staff: Staff, now: datetime) -> Reach | None:
    """Two queries."""
    if staff.neighbourhood is None:
        return None
    found = reached_in(staff.neighbourhood)
    this_month = local(now).date().replace(day=1)
    rows = GapMonth.objects.filter(neighbourhood=staff.neighbourhood, month__lt=this_month)
    last = rows.order_by("-month").first()
    before = last.by_app + last.by_sms if last else None
    return Reach(found.by_phone, found.households, before)


def has_circles(staff: Staff) -> bool:
    return memberships(Viewer.of(staff)).exists()
