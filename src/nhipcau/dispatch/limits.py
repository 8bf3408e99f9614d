"""How fast an account may go (GCRA on the civil clock), and how large a chunk is. Plain numbers.

`gap` is a little longer than the limit says and a row may go AHEAD of its time: in any minute
(60 + AHEAD) / gap rows are then still within the limit, and 98 % of it is used.
"""

from typing import Final

AHEAD: Final = 0.5  # civil seconds a row may go early, so that one window carries several rows
MARGIN: Final = 1.02
CHUNK_LIMIT: Final = 500
CHUNK_SECONDS: Final = 2.0  # an urgent row waits no longer than this behind a chunk in hand
WINDOW: Final = 64


def gap_for(per_minute: int) -> float:
    """Seconds between two sends; 0 is no limit."""
    return 60.0 / per_minute * MARGIN if per_minute > 0 else 0.0


def chunk_size(gap: float) -> int:
    if gap <= 0:
        return CHUNK_LIMIT
    return max(1, min(CHUNK_LIMIT, int(CHUNK_SECONDS / gap)))


def reserve(tat: float, now: float, gap: float, rows: int) -> tuple[float, float]:
    """When the first of so many rows may go, and the bucket's new `tat`."""
    starts = max(tat, now)
    return starts, starts + gap * rows


def due(starts: float, gap: float, nth: int) -> float:
    return starts + gap * nth


def how_many_by(starts: float, gap: float, now: float) -> int:
    """How many rows of a reservation may have gone by now, AHEAD included."""
    if gap <= 0:
        return CHUNK_LIMIT
    return max(0, int((now + AHEAD - starts) / gap) + 1) if now + AHEAD >= starts else 0


def backoff(attempts: int, luck: float) -> float:
    """Civil seconds until the next try; `luck` from 0 to 1 spreads those that failed together."""
    return min(900.0, 5.0 * 2.0 ** min(attempts, 10)) * (0.7 + 0.6 * luck)
