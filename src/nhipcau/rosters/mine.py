"""What one person sees of the roster: their shifts, who is with them, what they are asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from nhipcau.people.models import Staff
from nhipcau.rosters.models import Ask, Post, Shift, Swap, TeamMember
from nhipcau.rosters.queries import Away, away_between, day_of, is_there, shifts_between
from nhipcau.rosters.rights import STANDS
from nhipcau.rosters.watch import OFFICERS

AHEAD = timedelta(days=28)
CHOICES = 40


@dataclass(frozen=True, slots=True)
class Mine:
    """One of my shifts. `with_me`: colleagues on duty at the same time; `swap`: what waits."""

    shift: Shift
    is_now: bool
    is_away: bool
    with_me: tuple[Shift, ...]
    swap: Swap | None


@dataclass(frozen=True, slots=True)
class MyRoster:
    shifts: list[Mine]
    asked: list[Ask]
    offered: list[Swap]

    @property
    def waiting(self) -> int:
        return len(self.asked) + len(self.offered)


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody to ask; `in_return` one of their shifts, or none: they stand in."""

    staff: Staff
    in_return: Shift | None = None

    @property
    def key(self) -> str:
        return f"{self.staff.pk}-{self.in_return.pk if self.in_return else 0}"


def mine_of(staff: Staff, now: datetime) -> MyRoster:
    """Seven queries, however many shifts."""
    locality = staff.locality
    shifts = shifts_between(locality, now, now + AHEAD)
    away = away_between(locality, day_of(locality, now), day_of(locality, now + AHEAD))
    own = [one for one in shifts if one.staff_id == staff.pk]
    swaps = {
        swap.shift_id: swap
        for swap in Swap.objects.filter(asker=staff, state=Swap.State.WAITING).select_related("to")
    }
    return MyRoster(
        [
            Mine(
                one,
                one.starts_at <= now,
                away.is_away(staff.pk, one.starts_at),
                _beside(one, shifts, away),
                swaps.get(one.pk),
            )
            for one in own
        ],
        list(asked_of(staff, now)),
        list(offered_to(staff, now)),
    )


def asked_of(staff: Staff, now: datetime) -> Iterable[Ask]:
    return Ask.objects.filter(staff=staff, state=Ask.State.WAITING, ends_at__gt=now).order_by(
        "starts_at"
    )


def offered_to(staff: Staff, now: datetime) -> Iterable[Swap]:
    waiting = Swap.objects.filter(to=staff, state=Swap.State.WAITING, shift__starts_at__gt=now)
    return waiting.select_related("asker", "shift", "in_return").order_by("shift__starts_at")


def waiting_count(staff: Staff, now: datetime) -> int:
    """How many answers are waited for, for the first page of the telephone."""
    asks = Ask.objects.filter(staff=staff, state=Ask.State.WAITING, ends_at__gt=now).count()
    swaps = Swap.objects.filter(
        to=staff, state=Swap.State.WAITING, shift__starts_at__gt=now
    ).count()
    return asks + swaps


def swap_choices(shift: Shift, staff: Staff, now: datetime) -> list[Choice]:
    """Who could stand in, then shifts of others that could be had for it, soonest first."""
    locality, end = shift.locality, shift.starts_at + AHEAD
    around = shifts_between(locality, now, end)
    away = away_between(locality, day_of(locality, now), day_of(locality, end))
    free = [
        one
        for one in _colleagues(shift, staff, around)
        if not away.is_away(one.pk, shift.starts_at) and not _is_busy(one.pk, shift, around)
    ]
    fit = {one.pk for one in free}
    beside = [one for one in around if one.pk != shift.pk]
    returns = [
        Choice(one.staff, one)
        for one in around
        if one.staff is not None
        and one.staff_id in fit
        and one.starts_at > now
        and staff.role in STANDS[Post(one.post)]
        and not away.is_away(staff.pk, one.starts_at)
        and not _is_busy(staff.pk, one, beside)
    ]
    return [Choice(one) for one in free] + returns[:CHOICES]


def _colleagues(shift: Shift, staff: Staff, around: list[Shift]) -> list[Staff]:
    """Members of teams, officers, and who is on duty these weeks; the shift's own team first."""
    members = dict(
        TeamMember.objects.filter(left_at=None, team__closed_at=None).values_list(
            "staff_id", "team_id"
        )
    )
    stood = {one.staff_id for one in around}
    people = Staff.objects.filter(
        locality=shift.locality_id, is_active=True, role__in=STANDS[Post(shift.post)]
    ).exclude(pk=staff.pk)
    known = [one for one in people if one.pk in members or one.role in OFFICERS or one.pk in stood]
    return sorted(known, key=lambda one: (members.get(one.pk) != shift.team_id, one.name))


def _is_busy(staff_id: int, shift: Shift, around: list[Shift]) -> bool:
    return any(
        one.staff_id == staff_id and one.starts_at < shift.ends_at and one.ends_at > shift.starts_at
        for one in around
    )


def _beside(mine: Shift, shifts: list[Shift], away: Away) -> tuple[Shift, ...]:
    return tuple(
        one
        for one in shifts
        if one.staff_id != mine.staff_id
        and one.starts_at < mine.ends_at
        and one.ends_at > mine.starts_at
        and is_there(one, away)
    )
