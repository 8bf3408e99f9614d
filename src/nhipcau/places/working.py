"""When the desk is open, and what is due when: opening hours less holidays, on the locality's own
clock. A ward that has entered none is taken to work as offices do by law (country/)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nhipcau.country.chosen import country
from nhipcau.places.models import Holiday, Locality, OpeningHours

Span = tuple[time, time]
FARTHEST = 400  # days looked ahead: whoever closes for a year gets an end all the same


@dataclass(frozen=True, slots=True)
class Office:
    """The week and the holidays of one locality, read once."""

    zone: ZoneInfo
    week: dict[int, tuple[Span, ...]]
    holidays: frozenset[date]

    def spans_on(self, day: date) -> tuple[Span, ...]:
        return () if day in self.holidays else self.week.get(day.weekday(), ())

    def is_open(self, at: datetime) -> bool:
        return any(begins <= at < ends for begins, ends in self._from(at))

    def next_open(self, at: datetime) -> datetime:
        """`at` itself while it is open."""
        return next((max(begins, at) for begins, _ends in self._from(at)), at)

    def after(self, at: datetime, hours: float) -> datetime:
        """The moment at which that many working hours have passed since `at`."""
        left = timedelta(hours=hours)
        for begins, ends in self._from(at):
            begins = max(begins, at)
            if ends - begins >= left:
                return begins + left
            left -= ends - begins
        return at + timedelta(hours=hours)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time that passed from `start` to `end`."""
        passed = timedelta()
        for begins, ends in self._from(start):
            if begins >= end:
                break
            passed += max(timedelta(), min(ends, end) - max(begins, start))
        return passed

    def _from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Spans that end after `at`, in order."""
        first = at.astimezone(self.zone).date()
        for days in range(FARTHEST):
            day = first + timedelta(days=days)
            for opens, closes in self.spans_on(day):
                begins = datetime.combine(day, opens, self.zone).astimezone(at.tzinfo)
                ends = datetime.combine(day, closes, self.zone).astimezone(at.tzinfo)
                if ends > at:
                    yield begins, ends


def usual_week() -> dict[int, tuple[Span, ...]]:
    work = country().work
    return dict.fromkeys(sorted(work.days), work.hours)


def office_of(locality: Locality) -> Office:
    """Reads; inside the locality's scope."""
    week: dict[int, list[Span]] = defaultdict(list)
    for row in OpeningHours.objects.filter(locality=locality).order_by("opens"):
        week[row.weekday].append((row.opens, row.closes))
    holidays = Holiday.objects.filter(locality=locality).values_list("on", flat=True)
    known = {day: tuple(spans) for day, spans in week.items()}
    return Office(
        locality.zone,
        known or usual_week(),
        frozenset(holidays),
    )
