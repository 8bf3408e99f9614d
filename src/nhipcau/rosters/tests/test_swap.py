"""Swaps: asked, accepted, refused."""

from datetime import timedelta

import pytest

from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.people.absences import say_absent
from nhipcau.rosters.models import Swap
from nhipcau.rosters.swap import accept_swap, ask_swap, refuse_swap, withdraw_swap
from nhipcau.rosters.tests.conftest import MONDAY

TUESDAY = MONDAY + timedelta(days=1)


def test_an_exchange_moves_both_shifts_only_when_the_other_says_yes(roster):
    mine, theirs = roster.plan(roster.oanh), roster.plan(roster.phuc, TUESDAY)
    swap = ask_swap(mine, to=roster.phuc, by=roster.oanh, in_return=theirs, words="Con ốm ạ")
    mine.refresh_from_db()
    assert mine.staff == roster.oanh
    accept_swap(swap, by=roster.phuc)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.staff, mine.was, theirs.staff) == (roster.phuc, roster.oanh, roster.oanh)


def test_refused_or_withdrawn_the_shift_stays(roster):
    mine = roster.plan(roster.oanh)
    refuse_swap(ask_swap(mine, to=roster.phuc, by=roster.oanh), by=roster.phuc)
    withdraw_swap(ask_swap(mine, to=roster.phuc, by=roster.oanh), by=roster.oanh)
    mine.refresh_from_db()
    assert mine.staff == roster.oanh


def test_one_is_asked_at_a_time_and_an_answer_counts_once(roster, ward):
    mine = roster.plan(roster.oanh)
    swap = ask_swap(mine, to=roster.phuc, by=roster.oanh)
    with pytest.raises(WrongState, match="đang chờ"):
        ask_swap(mine, to=ward.sinh, by=roster.oanh)
    accept_swap(swap, by=roster.phuc)
    with pytest.raises(WrongState):
        accept_swap(swap, by=roster.phuc)


def test_only_the_owner_asks_and_only_the_asked_answers(roster, ward, stranger):
    mine = roster.plan(roster.oanh)
    with pytest.raises(NotAllowed):
        ask_swap(mine, to=roster.phuc, by=ward.quan)
    with pytest.raises(NotAllowed):
        ask_swap(mine, to=stranger.thu, by=roster.oanh)
    swap = ask_swap(mine, to=roster.phuc, by=roster.oanh)
    for act in (accept_swap, refuse_swap):
        with pytest.raises(NotAllowed):
            act(swap, by=ward.quan)
    with pytest.raises(NotAllowed):
        withdraw_swap(swap, by=roster.phuc)


def test_what_changed_meanwhile_is_seen_when_it_is_answered(roster, civil):
    mine = roster.plan(roster.oanh)
    swap = ask_swap(mine, to=roster.phuc, by=roster.oanh)
    roster.plan(roster.phuc, opens="09:00", closes="10:00", post="inbox")
    with pytest.raises(WrongState, match="hai nơi"):
        accept_swap(swap, by=roster.phuc)
    civil.go(days=5)
    with pytest.raises(WrongState, match="đã bắt đầu"):
        accept_swap(swap, by=roster.phuc)
    swap.refresh_from_db()
    assert swap.state == Swap.State.WAITING


def test_who_says_to_be_away_gives_a_shift_but_takes_none(roster, ward):
    mine, theirs = roster.plan(roster.oanh), roster.plan(roster.phuc, TUESDAY)
    say_absent(roster.oanh, first_on=MONDAY, last_on=TUESDAY, by=roster.oanh.actor)
    with pytest.raises(WrongState, match="báo vắng"):
        ask_swap(mine, to=roster.phuc, by=roster.oanh, in_return=theirs)
    accept_swap(ask_swap(mine, to=roster.phuc, by=roster.oanh), by=roster.phuc)
