"""Whose turn it is. Plain values: the rule that hangs at the desk is this one.

Elders, disabled and pregnant people and those who come to their appointment go first, but never
twice in a row while somebody else waits; and who has waited AGED goes before everybody who came
later. Within each lane it is first come, first served.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

AGED: Final = timedelta(minutes=40)


@dataclass(frozen=True, slots=True)
class InLine:
    """`is_first`: of the lane that goes first at this moment."""

    pk: int
    kind: int
    queue_at: datetime
    is_first: bool


def in_turn(waiting: Iterable[InLine], *, was_first: bool, now: datetime) -> list[InLine]:
    """All of them, in the order in which they will be called. `was_first`: the last call was."""
    ordered = sorted(waiting, key=lambda one: (one.queue_at, one.pk))
    firsts = [one for one in ordered if one.is_first]
    others = [one for one in ordered if not one.is_first]
    turn: list[InLine] = []
    n = m = 0
    while n < len(firsts) and m < len(others):
        other = others[m]
        is_aged = now - other.queue_at >= AGED and other.queue_at < firsts[n].queue_at
        if was_first or is_aged:
            turn.append(other)
            m, was_first = m + 1, False
        else:
            turn.append(firsts[n])
            n, was_first = n + 1, True
    return turn + firsts[n:] + others[m:]
