"""Which rows go in this turn: windows whose time has come, as far as the bounds allow."""

from collections import Counter
from collections.abc import Collection
from operator import attrgetter

from nhipcau.dispatch.lease import Held, Row
from nhipcau.dispatch.limits import WINDOW, Pace, how_many_by, in_flight


def due_windows(
    in_hand: Collection[Held], ended: Counter[int], pace: Pace, now: float
) -> list[tuple[Held, list[Row]]]:
    """What is written back in the same transaction (`ended`, by chunk) makes room in it."""
    flying = Counter[int]()
    for held in in_hand:
        flying[held.found.bucket] += held.pending - ended[held.found.chunk]
    marks = []
    for held in sorted(in_hand, key=attrgetter("rank")):
        if held.is_leaving or not held.rows:
            continue
        bucket, most = held.found.bucket, in_flight(held.remote)
        size = min(WINDOW, _due(held, pace, now), len(held.rows), most - flying[bucket])
        if size > 0:
            flying[bucket] += size
            pace.went(bucket, held.gap, now, size)
            marks.append((held, [held.rows[n] for n in range(size)]))
    return marks


def _due(held: Held, pace: Pace, now: float) -> int:
    """By its reservation, and by what this process has sent on the bucket itself."""
    if not held.gap:
        return WINDOW
    reserved = how_many_by(held.starts, held.gap, now) - held.gone
    return min(reserved, pace.allows(held.found.bucket, held.gap, now))
