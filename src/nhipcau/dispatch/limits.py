"""How fast an account may go (GCRA on the civil clock), and how large a chunk is. Plain numbers.

`gap` is a little longer than the limit says and a row may go AHEAD of its time: in any minute
(60 + AHEAD) / gap rows are then still within the limit, and 98 % of it is used.
"""

from typing import Final

from nhipcau.channels.wire import Remote

AHEAD: Final = 0.5  # civil seconds a row may go early, so that one window carries several rows
LATE: Final = 1.0  # civil seconds after which a reservation that was not used is given up
MARGIN: Final = 1.02
CHUNK_LIMIT: Final = 500
CHUNK_SECONDS: Final = 2.0  # an urgent row waits no longer than this behind a chunk in hand
WINDOW: Final = 64
IN_FLIGHT: Final = 192  # rows of one bucket marked and not yet written back: unknown after a kill
IN_FLIGHT_WITH_KEY: Final = 576  # these are only asked again


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
    rows = max(0, int((now + AHEAD - starts) / gap) + 1) if now + AHEAD >= starts else 0
    # A division rounds: a row whose time `due` says has come must go, or its chunk, which is told
    # to wait for that very moment, would be asked again and again while the clock stands still.
    return rows + 1 if due(starts, gap, rows) <= now + AHEAD else rows


def in_flight(remote: Remote) -> int:
    """A line carries few at once; what only waits for it need not be in doubt after a kill."""
    if remote.line is not None:
        return min(IN_FLIGHT, 2 * remote.line.limit)
    return IN_FLIGHT_WITH_KEY if remote.transport.takes_key else IN_FLIGHT


def backoff(attempts: int, luck: float) -> float:
    """Civil seconds until the next try; `luck` from 0 to 1 spreads those that failed together."""
    return min(900.0, 5.0 * 2.0 ** min(attempts, 10)) * (0.7 + 0.6 * luck)
