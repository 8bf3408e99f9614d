"""How far a limit was used and whether it was passed, from when messages were accepted.

Used: accepted, over what the limit lets through, in the seconds that count: from the first message
to the end, without those in which a fault of the account's own platform or a kill of the sender
lasted, and RECOVERS seconds after it, since a client that was sent away keeps away for a while.
Passed: the fullest stretch of WINDOW seconds, over the limit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

RECOVERS = {
    "kill -9": 9.0,  # a takeover waits for the lease, a new process has to start
    "busy": 62.0,  # where a platform says 429 the account is left in peace, a minute at the most
}
RECOVERS_USUALLY = 6.0
WINDOW = 60.0
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Used:
    used: float
    fullest: float
    seconds: float


def measure(
    moments: Sequence[float], per_minute: int, *, outages: Iterable[Span], ends: float
) -> Used:
    """`moments` in order. Nothing counted at all says nothing: `seconds` is 0."""
    if not moments or moments[0] >= ends:
        return Used(0.0, 0.0, 0.0)
    begins = moments[0]
    counted = [span for span in without(begins, ends, outages) if span[1] - span[0] >= 1]
    seconds = sum(span[1] - span[0] for span in counted)
    taken = sum(1 for at in moments if any(a <= at < b for a, b in counted))
    used = taken / (per_minute / 60 * seconds) if seconds else 0.0
    return Used(used, fullest(moments, per_minute), seconds)


def fullest(moments: Sequence[float], per_minute: int) -> float:
    """Of all stretches of a minute; 1.0 is exactly the limit."""
    most, first = 0, 0
    for last, at in enumerate(moments):
        while moments[first] <= at - WINDOW:
            first += 1
        most = max(most, last - first + 1)
    return most / per_minute


def without(begins: float, ends: float, outages: Iterable[Span]) -> list[Span]:
    """What is left of a stretch of time."""
    left, at = [], begins
    for start, stop in sorted(outages):
        if start > at:
            left.append((at, min(start, ends)))
        at = max(at, stop)
        if at >= ends:
            break
    if at < ends:
        left.append((at, ends))
    return [span for span in left if span[1] > span[0]]
