"""Taking a number: once for each tap, never the same twice, only while somebody is there."""

import pytest

from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.counter.arrange import end_kind, set_up
from nhipcau.counter.models import HelpKind, Ticket
from nhipcau.counter.queue import today_of
from nhipcau.counter.take import Wanted, take_ticket


def test_numbers_count_by_kind_and_begin_anew_each_day(desk, civil):
    assert [desk.take().label for _n in range(3)] == ["A001", "A002", "A003"]
    assert desk.take(desk.ask).label == "D001"
    civil.go(3 * 24 * 60)  # Monday
    assert desk.take().label == "A001"


def test_two_taps_are_one_ticket(desk):
    assert desk.take(key="x").pk == desk.take(key="x").pk
    assert Ticket.objects.count() == 1


def test_what_a_database_does_not_keep_is_not_in_a_forms_key(desk):
    first = desk.take(key="k\x00" + "1" * 90)
    assert "\x00" not in first.key and desk.take(key="k\x00" + "1" * 90).pk == first.pk


def test_out_of_hours_a_clerk_may_and_the_tablet_not(desk, civil):
    civil.go(12 * 60)
    with pytest.raises(WrongState, match="06:30"):
        desk.take()
    wanted = Wanted(source="desk")
    assert take_ticket(desk.file, wanted, by=desk.clerk.actor, staff=desk.clerk).number == 1


def test_what_the_desk_no_longer_does_gives_no_number(desk):
    end_kind(desk.ask, by=desk.clerk)
    desk.ask.refresh_from_db()
    with pytest.raises(WrongState):
        desk.take(desk.ask)


def test_nonsense_is_refused_and_identity_numbers_are_masked(desk):
    with pytest.raises(BadInput):
        desk.take(priority="vip")
    assert "001051234567" not in desk.take(name="Bà Bình 001051234567").name
    assert "Bình" not in str(list(AuditEvent.objects.values_list("after", flat=True)))


def test_a_stranger_cannot_set_the_desk_up_and_nobody_twice(desk, stranger):
    with pytest.raises(NotAllowed):
        set_up(desk.ward.locality, by=stranger.thu)
    with pytest.raises(WrongState):
        set_up(desk.ward.locality, by=desk.clerk)
    with pytest.raises(BadInput, match="A"):
        desk.kind("Khác", "a")
    assert HelpKind.objects.count() == 2


def test_the_place_in_line_and_the_wait_are_told(desk, civil):
    first, second = desk.take(), desk.take()
    assert today_of(desk.ward.locality, civil.at).standing(second).minutes is None  # no window
    desk.call()
    today = today_of(desk.ward.locality, civil.at)
    assert (today.standing(second).ahead, today.standing(second).minutes) == (0, 5)
    first.refresh_from_db()
    assert first.state == "called"
