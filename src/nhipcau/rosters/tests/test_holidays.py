"""A holiday declared late, declared afterwards, and taken back."""

from datetime import timedelta

from nhipcau.rosters.holidays import bring_back, free_for_holiday
from nhipcau.rosters.models import Shift, Swap
from nhipcau.rosters.swap import ask_swap
from nhipcau.rosters.tests.conftest import MONDAY, moment


def test_a_late_holiday_frees_the_day_and_says_whose_shifts(roster):
    roster.fill_day(MONDAY, desk=roster.oanh, inbox=roster.phuc)
    swap = ask_swap(Shift.objects.filter(staff=roster.oanh).first(), to=roster.by, by=roster.oanh)
    freed = free_for_holiday(roster.locality, MONDAY, by=roster.by.actor)
    assert (len(freed.shifts), set(freed.people), freed.stood) == (
        4,
        {roster.oanh.pk, roster.phuc.pk},
        0,
    )
    assert set(Shift.objects.values_list("state", "why")) == {("freed", "holiday")}
    swap.refresh_from_db()
    assert swap.state == Swap.State.VOID
    assert free_for_holiday(roster.locality, MONDAY, by=roster.by.actor).shifts == ()


def test_declared_afterwards_what_was_stood_stays_in_the_book(roster, civil):
    roster.fill_day(MONDAY, desk=roster.oanh, inbox=roster.phuc)
    now = civil.go(days=3)  # Monday, half past four: the afternoon is still running
    freed = free_for_holiday(roster.locality, MONDAY, by=roster.by.actor)
    assert (len(freed.shifts), freed.stood) == (2, 4)
    assert {(one.starts_at, one.ends_at) for one in freed.shifts} == {
        (now, moment(MONDAY, "17:00"))
    }
    afternoon = Shift.objects.filter(state="standing", starts_at=moment(MONDAY, "13:30"))
    assert {(one.staff, one.ends_at) for one in afternoon} == {
        (roster.oanh, now),
        (roster.phuc, now),
    }
    civil.go(days=1)
    roster.fill_day(MONDAY + timedelta(days=2), desk=roster.oanh, inbox=roster.phuc)
    yesterday = free_for_holiday(roster.locality, MONDAY, by=roster.by.actor)
    assert (yesterday.shifts, yesterday.stood) == ((), 4)
    assert Shift.objects.filter(on=MONDAY, state="standing").count() == 4


def test_taken_back_while_it_ran_the_rest_stands_again(roster, civil):
    roster.plan(roster.oanh)
    now = civil.to(moment(MONDAY, "09:00"))
    free_for_holiday(roster.locality, MONDAY, by=roster.by.actor)
    assert bring_back(roster.locality, MONDAY, by=roster.by.actor) == 1
    spans = Shift.objects.filter(staff=roster.oanh, state="standing").values_list(
        "starts_at", "ends_at"
    )
    assert list(spans) == [(moment(MONDAY, "07:30"), now), (now, moment(MONDAY, "11:30"))]


def test_taken_back_the_shifts_stand_again_but_nobody_at_two_places(roster):
    mine = roster.plan(roster.oanh)
    other = roster.plan(roster.phuc)
    free_for_holiday(roster.locality, MONDAY, by=roster.by.actor)
    roster.plan(roster.oanh, opens="08:00", closes="09:00", post="inbox")  # she comes all the same
    assert bring_back(roster.locality, MONDAY, by=roster.by.actor) == 2
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, mine.staff, mine.was, mine.why) == ("standing", None, roster.oanh, "clash")
    assert (other.state, other.staff) == ("standing", roster.phuc)
