"""Swaps: asked, accepted, refused; and a machine of random acts over which nothing is lost."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.core.errors import DomainError, NotAllowed, WrongState
from nhipcau.people.absences import say_absent
from nhipcau.rosters.models import Shift, Swap
from nhipcau.rosters.shifts import give_shift
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


ACTS = st.lists(
    st.tuples(st.sampled_from(["ask", "yes", "no", "give"]), *[st.integers(0, 5)] * 3),
    max_size=8,
)


@pytest.fixture
def four(roster, ward):
    return [roster.oanh, roster.phuc, ward.sinh, ward.lan]


@pytest.mark.django_db
def test_a_swap_never_loses_a_shift_and_nobody_stands_twice(roster, four):
    @given(ACTS)
    @settings(max_examples=15)
    def play(acts):
        Swap.objects.all().delete()
        Shift.objects.all().delete()
        hours = [("07:30", "11:30"), ("10:00", "14:00"), ("13:30", "17:00")]
        shifts = [
            roster.plan(
                four[n % 4], opens=opens, closes=closes, day=MONDAY + timedelta(days=n // 3)
            )
            for n, (opens, closes) in enumerate(hours * 2)
        ]
        for act, one, two, three in acts:
            for shift in shifts:
                shift.refresh_from_db()
            with suppress(DomainError):
                _do(act, shifts, four, roster, (one, two, three))
            _hold(shifts)

    play()


def _do(act, shifts, people, roster, chosen):
    one, two, three = chosen
    if act == "ask":
        back = shifts[two]
        to = back.staff if three % 2 else people[two % 4]
        ask_swap(shifts[one], to=to, by=shifts[one].staff, in_return=back if three % 2 else None)
    elif act == "give":
        give_shift(shifts[one], to=people[two % 4], by=roster.by)
    else:
        swaps = list(Swap.objects.filter(state=Swap.State.WAITING))
        if swaps:
            swap = swaps[one % len(swaps)]
            (accept_swap if act == "yes" else refuse_swap)(swap, by=swap.to)


def _hold(shifts):
    """Every shift still stands with exactly one person, nobody at two places at once."""
    now = list(Shift.objects.order_by("pk"))
    assert [one.pk for one in now] == sorted(one.pk for one in shifts)
    assert all(one.staff_id and one.state == Shift.State.STANDING for one in now)
    for left in now:
        for right in now:
            if left.pk < right.pk and left.staff_id == right.staff_id:
                assert left.ends_at <= right.starts_at or right.ends_at <= left.starts_at
