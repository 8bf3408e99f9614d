"""What platforms said is pulled from above: an ordered list of takers, the first that wants wins.

The list is filled in config/wiring.py; this room does not know who is in it.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import structlog
from django.db import transaction
from django_scopes import scope, scopes_disabled

from nhipcau.channels.models import Incoming, RawEvent
from nhipcau.core.clock import civil_now

log = structlog.get_logger()
BATCH = 200
NOBODY = "nobody"
# Receipts are many and mean nothing but to the ledger: dispatch pulls them itself, in bulk.
OF_THE_LEDGER = (Incoming.What.RECEIPT, Incoming.What.SEEN, Incoming.What.ECHO)


@dataclass(frozen=True, slots=True)
class Taker:
    """`take` gets rows of one locality in its scope, inside the transaction that marks them, and
    returns the keys (pk) of those it took. Rows of other kinds are never shown to it. `at_once`:
    how many it gets in one transaction; few, where each costs much."""

    name: str
    whats: frozenset[str]
    take: Callable[[Sequence[Incoming]], Collection[int]]
    at_once: int = BATCH


_takers: list[Taker] = []


def set_takers(takers: Sequence[Taker]) -> None:
    """Called once by config/wiring.py."""
    _takers[:] = takers


def take_incoming(*, batches: int = 50) -> int:
    """Returns how many rows found an end. Two workers at once take each row once."""
    done = 0
    for _ in range(batches):
        rows = _next_batch()
        if not rows:
            break
        with scope(locality=rows[0].locality_id):
            done += _offer(rows)
    return done


def is_idle() -> bool:
    """True when nothing waits to be understood or to be taken."""
    if RawEvent.objects.filter(loaded_at__isnull=True).exists():
        return False
    with scopes_disabled():  # every locality's rows
        return not Incoming.objects.filter(taken_at__isnull=True).exists()


def _next_batch() -> list[Incoming]:
    with scopes_disabled():  # the oldest row says whose turn it is
        free = Incoming.objects.filter(taken_at__isnull=True).order_by("id")
        free = free.exclude(what__in=OF_THE_LEDGER)
        first = free.first()
        return list(free.filter(locality_id=first.locality_id)[:BATCH]) if first else []


def _offer(rows: list[Incoming]) -> int:
    left, done = rows, 0
    for taker in _takers:
        wanted = [row for row in left if row.what in taker.whats]
        parts = range(0, len(wanted), taker.at_once)
        taken = set().union(*(_give(taker, wanted[n : n + taker.at_once]) for n in parts))
        done += len(taken)
        left = [row for row in left if row.pk not in taken]
    return done + len(_mark(left, NOBODY))


def _give(taker: Taker, rows: list[Incoming]) -> set[int]:
    """What the taker took; a row it stumbles over is set aside under its name."""
    if not rows:
        return set()
    try:
        return _give_at_once(taker, rows)
    except Exception as fault:
        if len(rows) == 1:
            log.exception("incoming not taken", taker=taker.name, id=rows[0].pk)
            return _mark(rows, f"fault:{taker.name}"[:30])
        log.warning("incoming taken one by one", taker=taker.name, fault=type(fault).__name__)
    return set().union(*(_give(taker, [row]) for row in rows))


def _give_at_once(taker: Taker, rows: list[Incoming]) -> set[int]:
    with transaction.atomic():
        claimed = _mark(rows, taker.name)
        mine = [row for row in rows if row.pk in claimed]
        taken = set(taker.take(mine)) if mine else set()
        back = claimed - taken
        Incoming.objects.filter(pk__in=back).update(taken_by="", taken_at=None)
    # Rows that another worker took are no longer ours to offer to anybody.
    return taken | {row.pk for row in rows if row.pk not in claimed}


def _mark(rows: Sequence[Incoming], name: str) -> set[int]:
    """Claims free rows; the row lock of the update is what two workers meet at."""
    now = civil_now()
    claimed = set()
    for row in rows:
        free = Incoming.objects.filter(pk=row.pk, taken_at__isnull=True)
        if free.update(taken_by=name, taken_at=now):
            claimed.add(row.pk)
    return claimed
