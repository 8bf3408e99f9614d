"""One shift: planned, given, dropped; nobody at two places at once."""

from datetime import timedelta

import pytest

from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.absences import say_absent
from nhipcau.rosters.models import Shift, Swap
from nhipcau.rosters.shifts import drop_shift, give_shift
from nhipcau.rosters.swap import ask_swap
from nhipcau.rosters.tests.conftest import MONDAY


def test_overlapping_shifts_of_one_person_are_refused_with_the_other_shift_named(roster):
    roster.plan(roster.oanh)
    with pytest.raises(WrongState, match="Bộ phận một cửa 07:30"):
        roster.plan(roster.oanh, opens="11:00", closes="12:00", post="inbox")
    roster.plan(roster.oanh, opens="11:30", closes="12:00", post="inbox")  # touches only
    assert Shift.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"opens": "11:00", "closes": "08:00"}, "closes"),
        ({"opens": "00:00", "closes": "23:00"}, "closes"),
        ({"day": MONDAY - timedelta(days=10)}, "on"),
        ({"post": "roof"}, "post"),
    ],
)
def test_what_is_no_shift_is_refused_at_its_field(roster, given, field):
    with pytest.raises(BadInput) as fault:
        roster.plan(roster.oanh, **given)
    assert fault.value.field == field


def test_only_who_arranges_plans_and_only_our_own_people_stand(roster, ward, stranger):
    shift = roster.plan(roster.oanh)
    for who in (ward.lan, ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            give_shift(shift, to=roster.phuc, by=who)
    with pytest.raises(NotAllowed):
        roster.plan(stranger.thu)
    with pytest.raises(NotAllowed):
        roster.plan(ward.hoa, post="inbox")  # a leader does not answer in the inbox


def test_who_is_away_is_not_planned(roster, ward):
    say_absent(roster.oanh, first_on=MONDAY, last_on=MONDAY, by=ward.quan.actor)
    with pytest.raises(WrongState, match="báo vắng"):
        roster.plan(roster.oanh)


def test_a_shift_given_away_ends_what_was_asked_about_it(roster):
    shift = roster.plan(roster.oanh)
    swap = ask_swap(shift, to=roster.phuc, by=roster.oanh)
    give_shift(shift, to=None, by=roster.by)
    swap.refresh_from_db()
    assert (shift.staff, shift.was, shift.why) == (None, roster.oanh, "opened")
    assert swap.state == Swap.State.VOID


def test_of_two_who_change_a_shift_at_once_one_is_told(roster):
    mine, theirs = roster.plan(roster.oanh), Shift.objects.get()
    give_shift(mine, to=roster.phuc, by=roster.by)
    with pytest.raises(WrongState, match="vừa có thay đổi"):
        give_shift(theirs, to=None, by=roster.by)
    with pytest.raises(WrongState):
        drop_shift(theirs, by=roster.by)
    drop_shift(mine, by=roster.by)
    assert (mine.state, mine.staff) == (Shift.State.FREED, roster.phuc)


def test_a_shift_that_is_over_stays_as_it_was(roster, civil):
    shift = roster.plan(roster.oanh)
    civil.go(days=4)
    for act in (
        lambda: give_shift(shift, to=None, by=roster.by),
        lambda: drop_shift(shift, by=roster.by),
    ):
        with pytest.raises(WrongState, match="đã qua"):
            act()
