"""Reads of the line: what the screen shows, who is before somebody, how long it may take."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median
from typing import Final

from django.db.models import QuerySet

from nhipcau.counter.call import line_of
from nhipcau.counter.models import DeskWindow, HelpKind, Ticket
from nhipcau.counter.take import day_of
from nhipcau.places.models import Locality

State = Ticket.State
ENOUGH: Final = 5  # of today: fewer say less than what the ward entered
LATEST: Final = 20
STEP: Final = 5  # minutes: a guess is no timetable
SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """`ahead`: people before them. `minutes`: about so long; None while no window is open."""

    ahead: int
    minutes: int | None

    @property
    def wait(self) -> timedelta | None:
        return None if self.minutes is None else timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class KindLine:
    kind: HelpKind
    waiting: int
    behind: Standing  # of somebody who takes a number now


@dataclass(frozen=True, slots=True)
class Board:
    """What the waiting screen shows."""

    called: Sequence[Ticket]  # the last call first
    lately: Sequence[Ticket]
    coming: Sequence[Ticket]
    kinds: Sequence[KindLine]
    windows: Sequence[DeskWindow]


@dataclass(slots=True)
class Today:
    """The line of one day, read once. Three queries."""

    now: datetime
    tickets: list[Ticket]  # waiting and called
    windows: list[DeskWindow]  # open
    order: list[int]
    lengths: dict[int, int]

    def standing(self, ticket: Ticket) -> Standing:
        return self._standing(ticket.kind_id, ticket.kind.minutes, ticket.pk)

    def behind(self, kind: HelpKind) -> Standing:
        """Of somebody who would come now."""
        return self._standing(kind.pk, kind.minutes, None)

    def _standing(self, kind: int, usual: int, pk: int | None) -> Standing:
        serving = [one for one in self.windows if not one.kinds or kind in one.kinds]
        served = {id_ for one in serving for id_ in one.kinds}
        is_all = not serving or any(not one.kinds for one in serving)
        kinds = {one.pk: one.kind_id for one in self.tickets}
        before = []
        for one in self.order:
            if one == pk:
                break
            if is_all or kinds[one] in served:
                before.append(one)
        if not serving:
            return Standing(len(before), None)
        usuals = {one.kind_id: one.kind.minutes for one in self.tickets}
        work: float = sum(self.lengths.get(kinds[one], usuals[kinds[one]]) for one in before)
        if not before and self._has_free(serving):
            return Standing(0, 0)
        work += self.lengths.get(kind, usual) / 2  # who is at the window is half way, as a rule
        return Standing(len(before), max(STEP, ceil(work / len(serving) / STEP) * STEP))

    def _has_free(self, serving: list[DeskWindow]) -> bool:
        busy = {one.window_id for one in self.tickets if one.state == State.CALLED}
        return any(one.pk not in busy for one in serving)

    def waiting(self) -> list[Ticket]:
        """In the order of the calls to come."""
        by_pk = {one.pk: one for one in self.tickets}
        return [by_pk[pk] for pk in self.order]


def today_of(locality: Locality, now: datetime) -> Today:
    """Inside the scope."""
    tickets = tickets_of(locality, now)
    live = list(tickets.filter(state__in=(State.WAITING, State.CALLED)).select_related("kind"))
    windows = DeskWindow.objects.filter(ended_at=None).exclude(since=None)
    return Today(
        now,
        live,
        list(windows.select_related("staff")),
        [one.pk for one in line_of(tickets, now)],
        _lengths(tickets),
    )


def tickets_of(locality: Locality, now: datetime) -> QuerySet[Ticket]:
    return Ticket.objects.filter(day=day_of(locality, now))


def board(locality: Locality, now: datetime) -> Board:
    """Inside the scope."""
    today = today_of(locality, now)
    of_today = tickets_of(locality, now).select_related("kind", "window")
    called = of_today.filter(state=State.CALLED).order_by("-called_at")
    lately = of_today.filter(state=State.SERVED).order_by("-called_at")[:SHOWN]
    counts = Counter(one.kind_id for one in today.waiting())
    kinds = [
        KindLine(kind, counts[kind.pk], today.behind(kind))
        for kind in HelpKind.objects.filter(ended_at=None)
    ]
    return Board(list(called), list(lately), today.waiting()[:SHOWN], kinds, today.windows)


def _lengths(tickets: QuerySet[Ticket]) -> dict[int, int]:
    """Minutes that each kind took lately, where enough of today's can tell."""
    done = tickets.filter(state=State.SERVED, done_at__isnull=False).order_by("-done_at")
    by_kind: dict[int, list[float]] = {}
    for kind, called_at, done_at in done.values_list("kind", "called_at", "done_at")[:200]:
        of_kind = by_kind.setdefault(kind, [])
        if called_at is None or done_at is None or len(of_kind) >= LATEST:
            continue
        minutes = (done_at - called_at).total_seconds() / 60
        if minutes >= 1:
            of_kind.append(minutes)
    return {
        kind: max(1, round(median(took))) for kind, took in by_kind.items() if len(took) >= ENOUGH
    }
