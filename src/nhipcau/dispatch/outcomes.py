"""The slot through which the room above learns what became of deliveries. Filled in
config/wiring.py; called inside the batch's transaction and its locality's scope; raises unfilled.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple


class Outcome(NamedTuple):
    """One delivery that has just moved up to `state` (never twice to the same one)."""

    delivery: int
    job: int
    account: int
    household: int | None
    neighbourhood: int | None
    address: str
    state: str
    error: str
    at: datetime


Taker = Callable[[Sequence[Outcome]], object]


class Unfilled(RuntimeError):
    """Nobody takes outcomes: sending would lose what it learns."""


_taker: Taker | None = None


def fill(taker: Taker) -> Taker | None:
    """Give the slot its taker; the former one is handed back (tests restore it)."""
    global _taker
    former, _taker = _taker, taker
    return former


def outcomes(batch: Sequence[Outcome]) -> None:
    if _taker is None:
        raise Unfilled("dispatch.outcomes is not filled; config/wiring.py fills it")
    if batch:
        _taker(batch)


def tell(rows: Iterable[Sequence[Any]], at: datetime) -> None:
    """Give rows as the statements of sql.py return them to the slot."""
    outcomes([Outcome(*(*row[:8], at)) for row in rows])
