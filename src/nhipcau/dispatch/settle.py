"""The sender's one transaction a turn: intents, renewals and ends of chunks in hand, what became of
rows, and rows that go again later. All or nothing; who has lost the fence writes nothing.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from django.db import transaction
from django_scopes import scope

from nhipcau.core.clock import civil_now
from nhipcau.dispatch import sql
from nhipcau.dispatch.lease import Held, Row, sql_time
from nhipcau.dispatch.outcomes import tell
from nhipcau.dispatch.parts import Pair, part_rows
from nhipcau.dispatch.receipts import apply_early

T = TypeVar("T", "Written", "Again")


class Touch(NamedTuple):
    """How a chunk in hand is to stand; done without `ready_at`, free with `leased_until` 0."""

    held: Held
    started: int
    ready_at: float | None
    leased_until: float


class Written(NamedTuple):
    held: Held
    row: Row
    state: str
    reference: str | None
    error: str
    parts: tuple[str, ...] = ()


class Again(NamedTuple):
    """A row that was not sent and goes again in a new chunk."""

    held: Held
    row: Row
    ready_at: float
    attempts: int
    error: str


@dataclass(slots=True)
class Settlement:
    touches: list[Touch] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    again: list[Again] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.touches or self.written or self.again)


def settle(work: Settlement) -> set[int]:
    """Returns the ids of the chunks whose touch held. The others were taken over, or their job is
    not to be sent any more; nothing of theirs was written by `written` or `again` if taken over.
    """
    at = civil_now()
    with transaction.atomic():
        kept = _touch(work.touches)
        for locality, rows in _by_locality(work.written).items():
            _write_back(locality, rows, at)
        for locality, again in _by_locality(work.again).items():
            _move(locality, again)
    return kept


def _touch(touches: list[Touch]) -> set[int]:
    if not touches:
        return set()
    rows = [
        (
            touch.held.found.chunk,
            touch.held.fence,
            touch.started,
            touch.ready_at,
            touch.leased_until,
        )
        for touch in touches
    ]
    return {row[0] for row in sql.run_batch(sql.TOUCH, sql.TOUCH_COLUMNS, rows)}


def _write_back(locality: int, written: list[Written], at: dt.datetime) -> None:
    rows = [
        (each.row.id, each.held.fence, each.state, each.reference, each.error[:40])
        for each in written
    ]
    moved = sql.run_batch(
        sql.WRITE_BACK, sql.WRITE_BACK_COLUMNS, rows, locality=locality, at=sql_time(at)
    )
    with scope(locality=locality):
        tell(moved, at)
        parts = _keep_parts(locality, written)
        apply_early(locality, [(row[2], row[8]) for row in moved if row[8]] + parts)


def _keep_parts(locality: int, written: list[Written]) -> list[Pair]:
    """What a message centre calls the parts of what went: it reports on them one by one."""
    several = [
        (each.held.found.account, each.reference, each.parts)
        for each in written
        if each.parts and each.reference
    ]
    return part_rows(locality, several) if several else []


def _move(locality: int, again: list[Again]) -> None:
    groups: dict[tuple[int, int, int], list[Again]] = defaultdict(list)
    for each in again:
        groups[each.held.found.job, each.attempts, int(each.ready_at)].append(each)
    for (job, _attempts, _second), group in sorted(groups.items()):
        number = sql.run(sql.NEXT_CHUNK, job=job, locality=locality)[0][0]
        chunk = sql.chunk_id(job, number)
        sql.count(
            sql.RETRY_CHUNK,
            chunk=chunk,
            locality=locality,
            ready_at=max(each.ready_at for each in group),
            rows=len(group),
            like=group[0].held.found.chunk,
        )
        rows = [
            (each.row.id, each.held.fence, pos, each.attempts, each.error[:40])
            for pos, each in enumerate(group)
        ]
        sql.run_batch(sql.MOVE, sql.MOVE_COLUMNS, rows, locality=locality, chunk=chunk)


def _by_locality(rows: Iterable[T]) -> dict[int, list[T]]:
    groups: dict[int, list[T]] = defaultdict(list)
    for each in rows:
        groups[each.held.found.locality].append(each)
    return dict(sorted(groups.items()))
