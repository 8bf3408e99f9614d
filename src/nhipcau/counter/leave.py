"""Somebody serves here no more, or forgot to say that they were done: the desk goes on without."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.counter.models import Assist, DeskWindow, Ticket
from nhipcau.people.models import Staff


@dataclass(frozen=True, slots=True)
class LeftDesk:
    """How many windows are free, numbers wait again and helps were closed."""

    windows: int
    tickets: int
    assists: int

    def __bool__(self) -> bool:
        return bool(self.windows or self.tickets or self.assists)


def leave_desk(staff: Staff, *, by: Actor) -> LeftDesk:
    """Verb. Whoever stands at their window is in line again where they were, so the next call is
    theirs. Call it in the transaction that lets them go, which has asked whether `by` may."""
    with transaction.atomic():
        windows = DeskWindow.objects.filter(staff=staff)
        called = Ticket.objects.filter(window__in=windows.values("pk"), state=Ticket.State.CALLED)
        back = called.update(state=Ticket.State.WAITING, window=None)
        left = LeftDesk(
            windows=windows.update(staff=None, since=None),
            tickets=back,
            assists=close_assists(Assist.objects.filter(staff=staff), civil_now()),
        )
        if left:
            audit.record(
                by, "desk.left", staff, locality=staff.locality_id,
                after={"windows": left.windows, "tickets": back, "assists": left.assists},
            )  # fmt: skip
    return left


def close_assists(rows: QuerySet[Assist], now: datetime) -> int:
    """Part of a verb. How long they helped and what came of it nobody knows: no minutes, so that
    no average is spoilt."""
    return rows.filter(ended_at=None).update(ended_at=now, minutes=None)
