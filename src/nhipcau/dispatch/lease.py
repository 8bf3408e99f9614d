"""Chunks in hand: found by a plain read, taken in one short transaction together with their time on
the account's limit. A dead worker's chunk is found the same way, once its lease has run out.
"""

import datetime as dt
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, Protocol

from django.db import connection, transaction

from nhipcau.channels.transport import Message
from nhipcau.channels.wire import Remote
from nhipcau.core.clock import machine_seconds
from nhipcau.dispatch import sql
from nhipcau.dispatch.limits import AHEAD, due

LEASE_SECONDS: Final = 4.0


class Row(NamedTuple):
    id: int
    pos: int
    address: str
    thread: str
    link: str
    key: str
    attempts: int


class Found(NamedTuple):
    """A chunk that may go, as PICK reads it."""

    chunk: int
    locality: int
    job: int
    bucket: int
    app: int | None
    account: int
    gap: float
    nrows: int
    started: int
    lane: int
    turn: float


class Says(Protocol):
    """What a job says (content.py)."""

    def message(self, row: Row) -> Message: ...


@dataclass(slots=True, eq=False)
class Held:
    """A chunk in hand. `rows` are still to be marked; `pending` are marked and not written back."""

    found: Found
    fence: int
    started: int
    starts: float
    gap: float
    remote: Remote
    content: Says
    renewed_at: float
    rows: deque[Row] = field(default_factory=deque)
    pending: int = 0
    gone: int = 0
    is_leaving: bool = False
    leave_until: float = 0.0
    is_lost: bool = False

    @property
    def rank(self) -> tuple[int, float]:
        return self.found.lane, self.found.turn

    @property
    def next_due(self) -> float:
        return due(self.starts, self.gap, self.gone)


def pick(now: float, at: dt.datetime) -> list[Found]:
    """Per bucket that may go, the first chunk by lane and turn."""
    found = sql.run(sql.PICK, now=now, machine=machine_seconds(), ahead=AHEAD, time=sql_time(at))
    return [Found(*row) for row in found]


def lease(
    found: Found, *, now: float, worker: str, takes_key: bool
) -> tuple[int, int, float, float] | None:
    """Fence, started, when its first row may go, and the gap; None when somebody was faster."""
    machine = machine_seconds()
    rows = _still_to_go(found, takes_key) if found.started else found.nrows
    with transaction.atomic():
        taken = sql.run(
            sql.LEASE,
            chunk=found.chunk,
            locality=found.locality,
            now=now,
            machine=machine,
            until=machine + LEASE_SECONDS,
            worker=worker,
        )
        if not taken:
            return None
        starts, gap = now, found.gap
        for bucket in (found.bucket, found.app):
            if bucket is None:
                continue
            time = sql.run(
                sql.RESERVE, bucket=bucket, now=now, ahead=AHEAD, rows=rows, turn=found.turn
            )
            if not time:
                transaction.set_rollback(True)
                return None
            starts, gap = max(starts, time[0][0]), max(gap, time[0][1])
    fence, started = taken[0]
    return fence, started, starts, gap


def _still_to_go(found: Found, takes_key: bool) -> int:
    """Of a chunk taken up again. Rows in doubt take no time of the account's limit where they are
    never sent again; reserving a whole window for them kept slow accounts idle for minutes."""
    return sum(takes_key or row.pos >= found.started for row in rows_of(found))


def rows_of(found: Found) -> list[Row]:
    rows = sql.run(sql.ROWS, chunk=found.chunk, locality=found.locality)
    return [Row(*row) for row in rows]


def sql_time(moment: dt.datetime) -> Any:
    """A moment as this database keeps it, for raw statements."""
    return connection.ops.adapt_datetimefield_value(moment)
