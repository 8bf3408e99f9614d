"""A gap is seen a day before, and somebody is asked: one after the other, until one says yes."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.people.models import Role, Staff
from nhipcau.places.each import each_locality
from nhipcau.places.hours import is_quiet
from nhipcau.places.models import Locality
from nhipcau.places.working import office_of
from nhipcau.rosters.asks import patience, void_stale, write_ask
from nhipcau.rosters.coverage import Gap
from nhipcau.rosters.fit import fit_for
from nhipcau.rosters.models import Ask, Post, Shift
from nhipcau.rosters.queries import (
    A_DAY,
    Away,
    away_between,
    day_begins,
    day_of,
    gaps_between,
    monday_of,
)
from nhipcau.rosters.rights import STANDS
from nhipcau.rosters.tell import tell_nobody_left

MOST_AT_ONCE = 20  # questions in one run: a ward that has not begun its roster is not flooded
OFFICERS = (Role.OFFICER, Role.CLERK)


def watch() -> int:
    """Periodic. Returns how many people were asked."""
    return sum(each_locality(lambda locality: watch_locality(locality, civil_now())))


def watch_locality(locality: Locality, now: datetime) -> int:
    """Nobody is asked at night, and nobody at all where the roster is not used."""
    void_stale(locality, now - timedelta(days=30), now + timedelta(days=60))
    if is_quiet(locality, now) or not is_used(locality, now):
        return 0
    asked = 0
    for gap in gaps_ahead(locality, now):
        if asked >= MOST_AT_ONCE:
            break
        asked += _ask_next(locality, gap, now)
    return asked


def ask_for(locality: Locality, shifts: Collection[int], now: datetime) -> int:
    """Shifts that were just left empty: somebody is asked at once, not only the day before.
    Returns how many people were asked; at night the periodic job does it in the morning."""
    opened = list(Shift.objects.filter(pk__in=list(shifts)).order_by("starts_at"))
    if not opened or is_quiet(locality, now):
        return 0
    first, last = day_of(locality, opened[0].starts_at), day_of(locality, opened[-1].starts_at)
    gaps = [gap for gap in gaps_between(locality, first, last) if gap.shift in set(shifts)]
    return sum(_ask_next(locality, gap, now) for gap in gaps[:MOST_AT_ONCE])


def is_used(locality: Locality, now: datetime) -> bool:
    """A ward that has planned nobody for weeks works without a roster: it has no gaps either."""
    lately = Shift.objects.filter(locality=locality, ends_at__gt=now - timedelta(days=14))
    return lately.exists()


def gaps_ahead(locality: Locality, now: datetime) -> list[Gap]:
    """Those that are not over, until the end of the next working day: on a Friday that is
    Monday, because nobody is asked on a Sunday night for Monday morning."""
    today = day_of(locality, now)
    return [
        gap for gap in gaps_between(locality, today, horizon(locality, now)) if gap.ends_at > now
    ]


def horizon(locality: Locality, now: datetime) -> date:
    tomorrow = day_begins(locality, day_of(locality, now) + A_DAY)
    return day_of(locality, office_of(locality).next_open(tomorrow))


def candidates(locality: Locality, gap: Gap) -> list[Staff]:
    """Who could stand there, the best first (fit.py); among equals whoever has the fewest shifts
    that week. Nobody who is away, busy or was asked."""
    fit = fit_for(gap)
    people = [
        one
        for one in Staff.objects.filter(
            locality=locality, is_active=True, role__in=STANDS[Post(gap.post)]
        ).order_by("pk")
        if fit.is_member(one.pk) or one.role in OFFICERS
    ]
    not_these = _asked(gap) | _busy(gap)
    load = _load(locality, gap)
    day = day_of(locality, gap.starts_at)
    away: Away = away_between(locality, day, day)
    free = [one for one in people if one.pk not in not_these and not away.is_away_on(one.pk, day)]
    return sorted(free, key=lambda one: (*fit.rank(one.pk), load.get(one.pk, 0)))


def _ask_next(locality: Locality, gap: Gap, now: datetime) -> int:
    patient = now - patience(gap, now)
    waiting = [ask for ask in _asks(gap) if ask.state == Ask.State.WAITING]
    wanted = gap.missing - sum(1 for ask in waiting if ask.asked_at > patient)
    if wanted <= 0:
        return 0
    found = candidates(locality, gap)
    asked = [
        staff
        for staff in found[:wanted]
        if write_ask(locality, gap, staff.pk, by=SYSTEM) is not None
    ]
    if not found and not waiting:
        tell_nobody_left(locality, gap)
    return len(asked)


def _asks(gap: Gap) -> Sequence[Ask]:
    return list(
        Ask.objects.filter(
            post=gap.post, starts_at=gap.starts_at, ends_at=gap.ends_at, shift=gap.shift
        )
    )


def _asked(gap: Gap) -> set[int]:
    """And whoever the shift was taken from: they know."""
    asked = {ask.staff_id for ask in _asks(gap) if ask.state != Ask.State.VOID}
    return asked | ({gap.staff} if gap.staff else set())


def _busy(gap: Gap) -> set[int]:
    rows = Shift.objects.filter(
        state=Shift.State.STANDING,
        staff__isnull=False,
        starts_at__lt=gap.ends_at,
        ends_at__gt=gap.starts_at,
    )
    return {staff for staff in rows.values_list("staff_id", flat=True) if staff is not None}


def _load(locality: Locality, gap: Gap) -> dict[int, int]:
    monday = monday_of(day_of(locality, gap.starts_at))
    week = Shift.objects.filter(
        state=Shift.State.STANDING, staff__isnull=False, on__range=(monday, monday + 6 * A_DAY)
    )
    load: dict[int, int] = {}
    for staff in week.values_list("staff_id", flat=True):
        if staff is not None:
            load[staff] = load.get(staff, 0) + 1
    return load
