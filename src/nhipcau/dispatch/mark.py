"""Which rows go in this turn: windows whose time has come, as far as the bounds allow."""

from collections import Counter
from collections.abc import Collection
from operator import attrgetter

from nhipcau.dispatch.lease import Held, Row
from nhipcau.dispatch.limits import LATE, WINDOW, how_many_by, in_flight


def due_windows(
    in_hand: Collection[Held], ended: Counter[int], now: float
) -> list[tuple[Held, list[Row]]]:
    """What is written back in the same transaction (`ended`, by chunk) makes room in it."""
    flying = Counter[int]()
    for held in in_hand:
        flying[held.found.bucket] += held.pending - ended[held.found.chunk]
    marks = []
    for held in sorted(in_hand, key=attrgetter("rank")):
        if held.is_leaving or not held.rows or _gave_up(held, now):
            continue
        due = how_many_by(held.starts, held.gap, now) - held.gone if held.gap else WINDOW
        room = in_flight(held.remote) - flying[held.found.bucket]
        size = min(WINDOW, due, len(held.rows), room)
        if size > 0:
            flying[held.found.bucket] += size
            marks.append((held, [held.rows[n] for n in range(size)]))
    return marks


def _gave_up(held: Held, now: float) -> bool:
    """A slow platform held these rows up while others' time was reserved behind them: all at once
    they would pass the limit of this minute. The chunk is given back and reserves anew."""
    is_late = held.gap > 0 and now - held.next_due > LATE
    if is_late:
        held.is_leaving, held.leave_until = True, 0.0
    return is_late
