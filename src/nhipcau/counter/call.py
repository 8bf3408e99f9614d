"""A window calls who is next, calls again, and says what became of them.

Calls of one day go one after the other at the row of that day: so two windows never call one
ticket, and the fair rule (fair.py) counts every call.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.counter.fair import InLine, in_turn
from nhipcau.counter.models import DeskDay, DeskWindow, Ticket
from nhipcau.counter.rights import require_server
from nhipcau.counter.take import day_of
from nhipcau.people.models import Staff

State = Ticket.State
BACK_AFTER: Final = 3  # people: who comes back from outside waits for no more
A_MOMENT: Final = timedelta(microseconds=1)


def call_next(window: DeskWindow, *, by: Staff, seen: int = 0) -> Ticket | None:
    """Verb, one tap: whoever stands at the window is done, the next is called. `seen`: the ticket
    that the page showed at the window, so that a second tap calls nobody. None: nobody waits."""
    require_server(by, window.locality_id)
    now = civil_now()
    with transaction.atomic():
        day = _lock_day(window, now)
        _sit_down(window, by, now)
        current = Ticket.objects.filter(window=window, state=State.CALLED).first()
        if (current.pk if current else 0) != seen:
            raise WrongState(_("Quầy này vừa gọi số khác. Hãy xem lại rồi bấm tiếp."))
        if current is not None:
            _end(current, State.SERVED, by.actor, now)
        return _call_first(window, day, by, now)


def call_again(ticket: Ticket, *, by: Staff) -> None:
    """Verb. Same number, same window: the screen says it anew."""
    require_server(by, ticket.locality_id)
    with transaction.atomic():
        _move(ticket, State.CALLED, called_at=civil_now(), calls=F("calls") + 1)
        audit.record(by.actor, "ticket.called_again", ticket)


def mark_absent(ticket: Ticket, *, by: Staff) -> Ticket:
    """Verb. Once they get their place back after a few people; the second time it is over."""
    require_server(by, ticket.locality_id)
    now = civil_now()
    with transaction.atomic():
        if ticket.absences:
            _end(ticket, State.MISSED, by.actor, now)
        else:
            _move(
                ticket,
                State.CALLED,
                state=State.WAITING,
                absences=1,
                window=None,
                queue_at=_place_again(ticket, now),
            )
            audit.record(by.actor, "ticket.absent", ticket)
    ticket.refresh_from_db()
    return ticket


def mark_served(ticket: Ticket, *, by: Staff) -> None:
    """Verb. Done, and nobody else is called yet."""
    require_server(by, ticket.locality_id)
    with transaction.atomic():
        _end(ticket, State.SERVED, by.actor, civil_now())


def leave_line(ticket: Ticket, *, by: Actor) -> None:
    """Verb. By whoever holds the ticket, or by a clerk who was told."""
    with transaction.atomic():
        _move(ticket, State.WAITING, state=State.LEFT, done_at=civil_now())
        audit.record(by, "ticket.left", ticket)


def is_first(ticket: Ticket, now: datetime) -> bool:
    """An appointment goes first from its time on; before it is a person like any other."""
    return bool(ticket.priority) and (ticket.first_from is None or ticket.first_from <= now)


def served_at(window: DeskWindow) -> Q:
    return Q(kind__in=window.kinds) if window.kinds else Q()


def line_of(tickets: QuerySet[Ticket], now: datetime) -> list[InLine]:
    """Those of them who wait, in the order of the calls to come."""
    waiting = tickets.filter(state=State.WAITING)
    last = tickets.exclude(first_called_at=None).order_by("-call_order").first()
    was_first = last is not None and is_first(last, last.called_at or now)
    return in_turn(
        [InLine(one.pk, one.kind_id, one.queue_at, is_first(one, now)) for one in waiting],
        was_first=was_first,
        now=now,
    )


def _lock_day(window: DeskWindow, now: datetime) -> DeskDay:
    """Everybody who calls on this day waits here; an update that changes nothing takes the row."""
    day, _is_new = DeskDay.objects.get_or_create(
        locality_id=window.locality_id, day=day_of(window.locality, now)
    )
    DeskDay.objects.filter(pk=day.pk).update(calls=F("calls"))
    day.refresh_from_db()
    return day


def _sit_down(window: DeskWindow, by: Staff, now: datetime) -> None:
    live = DeskWindow.objects.filter(pk=window.pk, ended_at=None)
    window.refresh_from_db()
    since = window.since if window.staff_id == by.pk and window.since else now
    if not live.update(staff=by, since=since):
        raise WrongState(_("Quầy này đã bỏ."))


def _call_first(window: DeskWindow, day: DeskDay, by: Staff, now: datetime) -> Ticket | None:
    tickets = Ticket.objects.filter(served_at(window), day=day.day)
    for one in line_of(tickets, now):
        free = Ticket.objects.filter(pk=one.pk, state=State.WAITING)
        if not free.update(
            state=State.CALLED,
            window=window,
            called_by=by,
            called_at=now,
            calls=F("calls") + 1,
            call_order=day.calls + 1,
        ):
            continue  # left at this very moment
        Ticket.objects.filter(pk=one.pk, first_called_at=None).update(first_called_at=now)
        DeskDay.objects.filter(pk=day.pk).update(calls=F("calls") + 1)
        ticket = Ticket.objects.select_related("kind", "window").get(pk=one.pk)
        audit.record(by.actor, "ticket.called", ticket, after={"window": window.pk})
        return ticket
    return None


def _place_again(ticket: Ticket, now: datetime) -> datetime:
    """Just behind the third who waits for the same: not in front of them, not at the very end."""
    others = Ticket.objects.filter(kind=ticket.kind_id, day=ticket.day, state=State.WAITING)
    places = list(others.order_by("queue_at", "id").values_list("queue_at", flat=True)[:BACK_AFTER])
    return places[-1] + A_MOMENT if len(places) == BACK_AFTER else now


def _end(ticket: Ticket, state: str, by: Actor, now: datetime) -> None:
    _move(ticket, State.CALLED, state=state, done_at=now)
    audit.record(by, f"ticket.{state}", ticket)


def _move(ticket: Ticket, among: str, **changes: Any) -> None:
    if not Ticket.objects.filter(pk=ticket.pk, state=among).update(**changes):
        raise WrongState(_("Số này vừa được xử lý ở nơi khác. Hãy xem lại hàng chờ."))
