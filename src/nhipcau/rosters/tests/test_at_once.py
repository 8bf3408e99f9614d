"""Two verbs about one shift or one person at the same moment."""

import pytest
from django_scopes import scope
from tests import cast
from tests.at_once import at_once, refusals

from nhipcau.people.absences import say_absent
from nhipcau.rosters.asks import accept_ask, ask_person
from nhipcau.rosters.leave import leave_team
from nhipcau.rosters.models import Ask, Shift
from nhipcau.rosters.queries import gaps_between
from nhipcau.rosters.shifts import give_shift
from nhipcau.rosters.swap import accept_swap, ask_swap
from nhipcau.rosters.tests.conftest import MONDAY, Roster

# SQLite's database in memory lets one connection in, and the writers of a file queue.
pytestmark = pytest.mark.postgres


@pytest.fixture
def living(transactional_db, civil):
    ward = cast.song_cau()
    with scope(locality=ward.locality):
        yield Roster(ward, civil)


def asked_for(roster, shift, staff):
    gap = next(
        one for one in gaps_between(roster.locality, MONDAY, MONDAY) if one.shift == shift.pk
    )
    return ask_person(roster.locality, gap, staff=staff, by=roster.by)


def test_what_was_given_on_is_not_taken_back_by_who_leaves(living):
    ward, team = living.ward, living.team(living.ward.sinh)
    shifts = [
        living.plan(ward.sinh, opens=f"{hour:02d}:00", closes=f"{hour + 1:02d}:00", team=team)
        for hour in range(8, 16)
    ]
    found = at_once(
        ward,
        lambda: leave_team(living.member(team, ward.sinh), by=ward.quan),
        *[lambda shift=shift: give_shift(shift, to=living.oanh, by=living.by) for shift in shifts],
    )
    left, given = found[0], refusals(found[1:])
    now = dict(Shift.objects.values_list("pk", "staff"))
    assert list(now.values()).count(living.oanh.pk) == len(shifts) - given
    assert {pk for pk, staff in now.items() if staff is None} == set(left.opened)
    assert ward.sinh.pk not in now.values()


def test_of_two_who_say_yes_one_stands_there(living):
    shift = living.plan(None)
    asks = [asked_for(living, shift, staff) for staff in (living.oanh, living.phuc)]
    found = at_once(living.ward, *[lambda a=ask: accept_ask(a, by=a.staff) for ask in asks])
    assert refusals(found) == 1
    shift.refresh_from_db()
    (yes,) = Ask.objects.filter(state="accepted")
    assert shift.staff_id == yes.staff_id and Shift.objects.count() == 1


def test_a_swap_and_a_stand_in_for_one_shift_leave_one_person_in_it(living):
    """Oanh has asked Phúc to stand in, then says that she is away: Sinh is asked for it too, and
    both say yes."""
    shift = living.plan(living.oanh)
    swap = ask_swap(shift, to=living.phuc, by=living.oanh)
    say_absent(living.oanh, first_on=MONDAY, last_on=MONDAY, by=living.oanh.actor)
    ask = asked_for(living, shift, living.ward.sinh)
    found = at_once(
        living.ward,
        lambda: accept_swap(swap, by=living.phuc),
        lambda: accept_ask(ask, by=living.ward.sinh),
    )
    for row in (shift, swap, ask):
        row.refresh_from_db()
    assert refusals(found) == 1
    taken = {"accepted": living.phuc.pk, "void": living.ward.sinh.pk}
    assert shift.staff_id == taken[swap.state]
    assert (ask.state == "accepted") == (shift.staff_id == living.ward.sinh.pk)
