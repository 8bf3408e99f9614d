"""A window calls: one tap, the fair rule, absent once, and nobody is ever lost."""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.core.errors import DomainError, NotAllowed, WrongState
from nhipcau.counter.call import (
    call_again,
    call_next,
    leave_line,
    mark_absent,
    mark_served,
)
from nhipcau.counter.models import Ticket
from nhipcau.counter.tests.conftest import DOOR


def labels(*tickets):
    return [one.label if one else None for one in tickets]


def test_one_tap_ends_the_one_and_calls_the_next(desk, civil):
    first, _second = desk.take(), desk.take()
    assert desk.call().pk == first.pk
    civil.go(7)
    assert desk.call().label == "A002"
    first.refresh_from_db()
    assert (first.state, first.done_at) == ("served", civil.at)
    assert desk.call() is None


def test_a_second_tap_calls_nobody(desk):
    desk.take()
    desk.take()
    call_next(desk.one, by=desk.clerk)
    with pytest.raises(WrongState):
        call_next(desk.one, by=desk.clerk)
    assert Ticket.objects.filter(state="called").count() == 1


def test_who_goes_first_goes_every_second_time_at_the_most(desk):
    for priority in ("", "", "elder", "pregnant", "disabled"):
        desk.take(priority=priority)
    assert labels(*[desk.call() for _n in range(5)]) == ["A003", "A001", "A004", "A002", "A005"]


def test_a_window_calls_only_what_it_serves(desk):
    desk.one.kinds = [desk.ask.pk]
    desk.one.save()
    desk.take()
    asked = desk.take(desk.ask)
    assert desk.call().pk == asked.pk
    assert desk.call() is None


def test_who_is_absent_comes_back_once_behind_a_few(desk):
    away = desk.take()
    for _n in range(5):
        desk.civil.go(1)
        desk.take()
    desk.call()
    mark_absent(away, by=desk.clerk)
    assert labels(*[desk.call() for _n in range(4)]) == ["A002", "A003", "A004", "A001"]
    away.refresh_from_db()
    mark_absent(away, by=desk.clerk)
    assert away.state == "missed"
    with pytest.raises(WrongState):
        call_again(away, by=desk.clerk)


def test_calling_again_is_said_anew_and_waiting_counts_to_the_first_call(desk, civil):
    desk.take()
    civil.go(9)
    ticket = desk.call()
    civil.go(2)
    call_again(ticket, by=desk.clerk)
    ticket.refresh_from_db()
    assert (ticket.calls, ticket.called_at) == (2, civil.at)
    assert (ticket.first_called_at - ticket.taken_at).total_seconds() == 9 * 60


def test_who_left_is_not_called_and_who_is_called_cannot_leave(desk):
    gone, here = desk.take(), desk.take()
    leave_line(gone, by=DOOR)
    assert desk.call().pk == here.pk
    with pytest.raises(WrongState):
        leave_line(here, by=DOOR)


@pytest.mark.parametrize("who", ["hoa", "minh"])
def test_only_who_serves_at_the_desk_calls(desk, who):
    ticket = desk.take()
    with pytest.raises(NotAllowed):
        call_next(desk.one, by=getattr(desk.ward, who))
    with pytest.raises(NotAllowed):
        mark_served(ticket, by=getattr(desk.ward, who))


def test_a_stranger_calls_nobody(desk, stranger):
    desk.take()
    with pytest.raises(NotAllowed):
        call_next(desk.one, by=stranger.thu)


ACTS = st.lists(
    st.sampled_from(["take", "first", "call 1", "call 2", "absent", "served", "leave"]),
    min_size=4,
    max_size=14,
)


@given(ACTS)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_ticket_is_lost_and_none_stands_at_two_windows(desk, acts):
    with transaction.atomic():
        for act in acts:
            try:
                _do(desk, act)
            except DomainError:
                continue
        rows = list(Ticket.objects.all())
        assert len(rows) == sum(act in {"take", "first"} for act in acts)
        assert len({(row.kind_id, row.number) for row in rows}) == len(rows)
        at = Counter(row.window_id for row in rows if row.state == "called")
        assert all(n == 1 for n in at.values())
        assert all(row.done_at for row in rows if row.is_over)
        assert all(row.window_id for row in rows if row.state == "called")
        transaction.set_rollback(True)


def _do(desk, act):
    called = Ticket.objects.filter(state="called").first()
    if act in {"take", "first"}:
        desk.take(priority="elder" if act == "first" else "")
    elif act.startswith("call"):
        desk.call(desk.one if act.endswith("1") else desk.two)
    elif act == "leave":
        waiting = Ticket.objects.filter(state="waiting").last()
        if waiting:
            leave_line(waiting, by=DOOR)
    elif called:
        (mark_absent if act == "absent" else mark_served)(called, by=desk.clerk)
