"""When whom: the rungs from one way to the next, to the deputy, to the ward. Pure arithmetic.

Times are minutes in which people are awake, counted from when the leader was asked. A notice with
days to go has longer rungs, an emergency shorter ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

RUNGS = (10, 25, 35, 60)
EMERGENCY_RUNGS = (3, 8, 12, 20)
SHORT = timedelta(hours=24)
LONGEST = 12


@dataclass(frozen=True, slots=True)
class Pace:
    """`each`: how long one way may stay unanswered before the next. `remind` twice; whoever has
    looked and done nothing is passed over at `deputy`, and the ward steps in at `ward`."""

    each: timedelta
    remind: tuple[timedelta, timedelta]
    deputy: timedelta
    ward: timedelta

    def deputy_is_due(self, waited: timedelta, *, is_silent: bool) -> bool:
        """Earlier when no way brought any sign of life, and a reminder did not either."""
        early = is_silent and waited >= self.remind[0] + self.each
        return early or waited >= self.deputy

    def ward_is_due(self, waited: timedelta, *, is_silent: bool) -> bool:
        """`is_silent`: neither the leader nor the deputy by any way."""
        return (is_silent and waited >= self.deputy) or waited >= self.ward


def pace_of(*, each_minutes: int, whole: timedelta, is_emergency: bool) -> Pace:
    """`whole`: from publishing to the deadline."""
    if is_emergency:
        rungs, stretch, each = EMERGENCY_RUNGS, 1.0, min(each_minutes, EMERGENCY_RUNGS[0])
    else:
        rungs, stretch, each = RUNGS, min(LONGEST, max(1.0, whole / SHORT)), each_minutes
    first, second, deputy, ward = (timedelta(minutes=minutes * stretch) for minutes in rungs)
    return Pace(timedelta(minutes=max(1, each) * stretch), (first, second), deputy, ward)


@dataclass(frozen=True, slots=True)
class Tried:
    """One message: which way, how long ago, whether it certainly failed, whether it was opened."""

    way: int | None
    ago: timedelta
    failed: bool = False
    opened: bool = False


def next_way(ways: Sequence[int], tried: Sequence[Tried], each: timedelta) -> int | None:
    """The way to use now. None: somebody may still answer, has answered, or nothing is left."""
    if any(one.opened for one in tried):
        return None
    if tried and not _is_over(tried[-1], each):
        return None
    used = {one.way for one in tried}
    return next((way for way in ways if way not in used), None)


def is_silent(ways: Sequence[int], tried: Sequence[Tried], each: timedelta) -> bool:
    """Every way was tried and nothing came back. Not yet asked is not silent."""
    if not tried or any(one.opened for one in tried):
        return False
    used = {one.way for one in tried}
    return all(way in used for way in ways) and _is_over(tried[-1], each)


def _is_over(last: Tried, each: timedelta) -> bool:
    return last.failed or last.way is None or last.ago >= each
