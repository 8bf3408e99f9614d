"""How long people waited, by what they came for and by the hour at which they came."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Final

from nhipcau.core.clock import local
from nhipcau.counter.models import Ticket
from nhipcau.places.models import Locality

MOST: Final = 50_000
State = Ticket.State


@dataclass(frozen=True, slots=True)
class Line:
    """Waiting is from taking a number to the first call; only of those who were called."""

    name: str
    taken: int
    called: int
    median: timedelta | None
    p90: timedelta | None
    served_median: timedelta | None
    left: int
    missed: int
    uncalled: int


@dataclass(frozen=True, slots=True)
class Figures:
    whole: Line
    by_kind: Sequence[Line]
    by_hour: Sequence[Line]
    first_share: tuple[int, int]  # called of the lane that goes first, of all calls


def figures(locality: Locality, *, since: date, until: date) -> Figures:
    """Of both days and those between. One query; inside the scope."""
    rows = list(
        Ticket.objects.filter(locality=locality, day__gte=since, day__lte=until)
        .select_related("kind")
        .order_by("taken_at")[:MOST]
    )
    zone = locality.zone
    by_kind: dict[tuple[int, str], list[Ticket]] = defaultdict(list)
    by_hour: dict[int, list[Ticket]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind.position, row.kind.name].append(row)
        by_hour[local(row.taken_at, zone).hour].append(row)
    called = [row for row in rows if row.first_called_at]
    return Figures(
        whole=_line("", rows),
        by_kind=[_line(name, of) for (_place, name), of in sorted(by_kind.items())],
        by_hour=[_line(f"{hour:02d}:00", of) for hour, of in sorted(by_hour.items())],
        first_share=(sum(bool(row.priority) for row in called), len(called)),
    )


def quantile(values: Iterable[timedelta], share: float) -> timedelta | None:
    """The smallest that at least this share does not pass; nothing of nothing."""
    ordered = sorted(values)
    return ordered[max(0, ceil(round(len(ordered) * share, 6)) - 1)] if ordered else None


def _line(name: str, rows: Sequence[Ticket]) -> Line:
    waited = [row.first_called_at - row.taken_at for row in rows if row.first_called_at]
    took = [
        row.done_at - row.called_at
        for row in rows
        if row.state == State.SERVED and row.done_at and row.called_at
        if row.done_at > row.called_at
    ]
    states = [row.state for row in rows]
    return Line(
        name,
        taken=len(rows),
        called=len(waited),
        median=quantile(waited, 0.5),
        p90=quantile(waited, 0.9),
        served_median=quantile(took, 0.5),
        left=states.count(State.LEFT),
        missed=states.count(State.MISSED),
        uncalled=states.count(State.UNCALLED),
    )
