"""The week as the page shows it: by day and post, shifts and gaps in the order of time."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from nhipcau.people.models import Staff
from nhipcau.places.models import Holiday, Locality
from nhipcau.places.working import office_of
from nhipcau.rosters.coverage import Gap, find_gaps
from nhipcau.rosters.models import Ask, Post, Shift, Swap
from nhipcau.rosters.queries import (
    A_DAY,
    away_between,
    day_begins,
    day_of,
    days_of,
    is_there,
    needs_of,
    open_between,
    shifts_between,
    stands_of,
)
from nhipcau.text.dates import say_weekday


@dataclass(frozen=True, slots=True)
class Line:
    """A shift that somebody stands in, or a gap. `away`: who was planned and is not there."""

    starts_at: datetime
    ends_at: datetime
    shift: Shift | None = None
    gap: Gap | None = None
    away: Staff | None = None
    asked: tuple[Ask, ...] = ()
    swap: Swap | None = None
    is_now: bool = False
    is_past: bool = False

    @property
    def was(self) -> Staff | None:
        return self.shift.was if self.shift else None

    @property
    def waiting(self) -> list[Ask]:
        return [ask for ask in self.asked if ask.state == Ask.State.WAITING]


@dataclass(slots=True)
class AtPost:
    post: str
    lines: list[Line] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(Post(self.post).label)


@dataclass(slots=True)
class Day:
    on: date
    holiday: str
    is_open: bool
    is_today: bool
    posts: list[AtPost]

    @property
    def weekday(self) -> str:
        return say_weekday(self.on)

    @property
    def is_shown(self) -> bool:
        return self.is_open or bool(self.holiday) or any(one.lines for one in self.posts)


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    days: list[Day]
    gaps: int
    shifts: int

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def before(self) -> str:
        return (self.monday - timedelta(days=7)).isoformat()

    @property
    def after(self) -> str:
        return (self.monday + timedelta(days=7)).isoformat()


def week_of(locality: Locality, monday: date, now: datetime) -> Week:
    """Eight queries, however many shifts."""
    sunday = monday + timedelta(days=6)
    start, end = day_begins(locality, monday), day_begins(locality, sunday + A_DAY)
    office, away = office_of(locality), away_between(locality, monday, sunday)
    shifts = shifts_between(locality, start, end)
    needs = needs_of(locality)
    gaps = find_gaps(stands_of(shifts, away), open_between(office, monday, sunday), needs)
    holidays = dict(Holiday.objects.filter(on__range=(monday, sunday)).values_list("on", "name"))
    found: dict[tuple[date, str], list[Line]] = defaultdict(list)
    swaps, asks = _swaps(shifts), _asks(start, end)
    for shift in shifts:
        if is_there(shift, away):
            found[day_of(locality, shift.starts_at), shift.post].append(
                _stood(shift, swaps.get(shift.pk), now)
            )
    by_key = {shift.pk: shift for shift in shifts}
    for gap in gaps:
        found[day_of(locality, gap.starts_at), gap.post].append(
            _missing(gap, by_key, asks, swaps, now)
        )
    today = day_of(locality, now)
    used = {post for (_day, post), lines in found.items() if lines}
    days = [
        Day(
            on=day,
            holiday=holidays.get(day, ""),
            is_open=bool(office.spans_on(day)),
            is_today=day == today,
            posts=[
                AtPost(post, sorted(found[day, post], key=lambda one: (one.starts_at, one.ends_at)))
                for post in Post.values
                if needs[post] or post in used
            ],
        )
        for day in days_of(monday, sunday)
    ]
    return Week(monday, [day for day in days if day.is_shown], _ahead(gaps, now), len(shifts))


def _stood(shift: Shift, swap: Swap | None, now: datetime) -> Line:
    return Line(
        shift.starts_at,
        shift.ends_at,
        shift=shift,
        swap=swap,
        is_now=shift.starts_at <= now < shift.ends_at,
        is_past=shift.ends_at <= now,
    )


def _missing(
    gap: Gap,
    shifts: dict[int, Shift],
    asks: dict[tuple[str, datetime, datetime, int], list[Ask]],
    swaps: dict[int, Swap],
    now: datetime,
) -> Line:
    shift = shifts.get(gap.shift or 0)
    return Line(
        gap.starts_at,
        gap.ends_at,
        shift=shift,
        gap=gap,
        away=shift.staff if shift else None,
        asked=tuple(asks.get(gap.key, ())),
        swap=swaps.get(gap.shift or 0),
        is_now=gap.starts_at <= now < gap.ends_at,
        is_past=gap.ends_at <= now,
    )


def _ahead(gaps: list[Gap], now: datetime) -> int:
    return sum(1 for gap in gaps if gap.ends_at > now)


def _swaps(shifts: list[Shift]) -> dict[int, Swap]:
    rows = Swap.objects.filter(shift__in=shifts, state=Swap.State.WAITING).select_related("to")
    return {swap.shift_id: swap for swap in rows}


def _asks(start: datetime, end: datetime) -> dict[tuple[str, datetime, datetime, int], list[Ask]]:
    rows = Ask.objects.filter(starts_at__gte=start, starts_at__lt=end).select_related("staff")
    found: dict[tuple[str, datetime, datetime, int], list[Ask]] = defaultdict(list)
    for ask in rows.exclude(state=Ask.State.VOID):
        found[ask.post, ask.starts_at, ask.ends_at, ask.shift_id or 0].append(ask)
    return found
