"""Doors: closed by their own tries only, replayed safely, undone exactly."""

import uuid
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.outreach.counters import reconcile
from nhipcau.outreach.doors import arrange_doors, done_doors, doors_for
from nhipcau.outreach.models import Counter, Level, Standing, Task, Visit, VisitTry
from nhipcau.outreach.seen import record_seen
from nhipcau.outreach.visits import open_visits, outcome_of, record_try, take_door, undo_try

R = VisitTry.Result


@pytest.fixture
def visit(version, ward):
    open_visits(version, [ward.binh.pk], why="no_smartphone", by=SYSTEM)
    return Visit.objects.get()


def attempt(visit, by, result, at=None, try_id=None):
    made = record_try(
        visit, try_id=try_id or uuid.uuid4(), result=result, at=at or visit.opened_at, by=by
    )
    visit.refresh_from_db()
    return made


def stands(visit):
    return Standing.objects.get(version=visit.version, household=visit.household)


def test_opening_twice_opens_once(version, ward, visit):
    assert open_visits(version, [ward.binh.pk], why="not_seen", by=SYSTEM) == 0


def test_who_knows_already_gets_no_door(version, ward):
    record_seen(version, ward.tung)
    assert open_visits(version, [ward.tung.pk, ward.yen.pk], why="not_seen", by=SYSTEM) == 1


def test_told_closes_the_door_and_informs(visit, ward):
    attempt(visit, ward.hoa, R.TOLD)
    assert (visit.state, visit.outcome, visit.closed_by) == ("closed", "told", ward.hoa)
    assert stands(visit).level == Level.TOLD
    assert reconcile(visit.version) == []


def test_the_same_try_replayed_is_one_try(visit, ward, civil):
    try_id = uuid.uuid4()
    attempt(visit, ward.hoa, R.ABSENT, try_id=try_id)
    civil.step(40)
    attempt(visit, ward.hoa, R.ABSENT, civil.now, try_id=try_id)
    assert (VisitTry.objects.count(), visit.state) == (1, "open")


def test_a_replay_for_another_door_is_refused(version, visit, ward):
    open_visits(version, [ward.dung.pk], why="not_joined", by=SYSTEM)
    made = attempt(visit, ward.hoa, R.ABSENT)
    with pytest.raises(BadInput):
        attempt(Visit.objects.get(household=ward.dung), ward.hoa, R.TOLD, try_id=made.pk)


@pytest.mark.parametrize(("minutes", "state"), [(29, "open"), (30, "closed")])
def test_not_at_home_closes_after_two_tries_half_an_hour_apart(visit, ward, civil, minutes, state):
    attempt(visit, ward.hoa, R.ABSENT)
    civil.step(minutes)
    attempt(visit, ward.tam, R.ABSENT, civil.now)
    assert visit.state == state
    assert (stands(visit).accounted_at is not None) is (state == "closed")
    assert stands(visit).informed_at is None


def test_no_answer_on_the_telephone_is_not_a_try_at_the_door(visit, ward, civil):
    attempt(visit, ward.hoa, R.NO_ANSWER)
    civil.step(60)
    attempt(visit, ward.hoa, R.ABSENT, civil.now)
    assert visit.state == "open"


def test_a_sheet_left_accounts_but_does_not_inform(visit, ward):
    attempt(visit, ward.hoa, R.SHEET)
    counter = Counter.objects.get(version=visit.version, neighbourhood=ward.to_13)
    assert (counter.covered, counter.informed, counter.accounted) == (1, 0, 1)


def test_time_of_the_phone_is_held_within_the_life_of_the_visit(visit, ward, civil):
    civil.step(10)
    early = attempt(visit, ward.hoa, R.ABSENT, FRIDAY_AFTERNOON - timedelta(days=9))
    late = attempt(visit, ward.hoa, R.ABSENT, FRIDAY_AFTERNOON + timedelta(days=9))
    assert (early.at, late.at) == (visit.opened_at, civil.now)


def test_a_try_from_before_the_deadline_counts_when_it_arrives_later(visit, ward, civil):
    civil.set(visit.version.deadline + timedelta(hours=2))
    attempt(visit, ward.hoa, R.SHEET, visit.version.deadline - timedelta(minutes=5))
    assert stands(visit).accounted_at is not None


def test_a_try_after_the_deadline_accounts_for_nobody(visit, ward, civil):
    civil.set(visit.version.deadline + timedelta(hours=2))
    attempt(visit, ward.hoa, R.SHEET, civil.now)
    assert (visit.state, stands(visit).accounted_at) == ("closed", None)


def test_undoing_opens_the_door_again_and_takes_the_evidence_back(visit, ward):
    made = attempt(visit, ward.hoa, R.TOLD)
    undo_try(made, by=ward.hoa)
    visit.refresh_from_db()
    assert (visit.state, stands(visit).level) == ("open", Level.NONE)
    assert reconcile(visit.version) == []
    with pytest.raises(WrongState):
        undo_try(made, by=ward.hoa)


def test_undoing_leaves_the_door_shut_for_who_saw_it_too(visit, ward):
    made = attempt(visit, ward.hoa, R.TOLD)
    record_seen(visit.version, ward.binh)
    undo_try(made, by=ward.hoa)
    visit.refresh_from_db()
    assert (visit.state, visit.outcome) == ("stopped", "informed")


def test_telling_a_household_that_just_saw_it_is_kept(visit, ward):
    record_seen(visit.version, ward.binh)
    attempt(visit, ward.hoa, R.TOLD)
    assert (visit.state, stands(visit).level) == ("closed", Level.TOLD)


def test_a_new_tenant_is_told_to_the_register(visit, ward):
    attempt(visit, ward.hoa, R.NEW_TENANT)
    assert visit.outcome == "new_tenant"
    assert "Số 12 ngõ 4" in Task.objects.get(kind="register").text


def test_two_never_go_to_the_same_door(visit, ward, civil):
    take_door(visit, by=ward.tam)
    with pytest.raises(WrongState):
        take_door(visit, by=ward.sinh)
    take_door(visit, by=ward.tam)
    civil.step(11)
    take_door(visit, by=ward.sinh)


def test_a_stranger_may_not_act_here(visit, ward, stranger):
    with pytest.raises(NotAllowed):
        record_try(visit, try_id=uuid.uuid4(), result=R.TOLD, at=visit.opened_at, by=stranger.thu)


def test_the_list_follows_the_leaders_own_order(version, ward, django_assert_num_queries):
    homes = [ward.binh, ward.dung, ward.khanh]
    open_visits(version, [h.pk for h in homes], why="not_joined", by=SYSTEM)
    arrange_doors(ward.to_13, [ward.khanh.pk, ward.dung.pk, ward.binh.pk], by=ward.hoa)
    with django_assert_num_queries(3):
        doors = doors_for(ward.sinh, version)
    assert [d.household for d in doors] == [ward.khanh.pk, ward.dung.pk, ward.binh.pk]
    assert doors[2].phone == "+84912345678"


def test_doors_cannot_be_dragged_into_another_neighbourhood(ward):
    with pytest.raises(BadInput):
        arrange_doors(ward.to_13, [ward.mai.pk], by=ward.hoa)


def test_what_is_done_can_be_found_to_mend_it(visit, ward):
    made = attempt(visit, ward.hoa, R.CALLED)
    last = done_doors(ward.tam, visit.version)[0].last_try
    assert last and last.id == made.pk


TRIES = st.lists(st.tuples(st.sampled_from(list(R)), st.integers(0, 200)), max_size=6)


@given(tries=TRIES)
def test_a_door_stays_open_exactly_while_nothing_decides(tries):
    made = [
        VisitTry(result=result, at=FRIDAY_AFTERNOON + timedelta(minutes=minutes))
        for result, minutes in tries
    ]
    absent = [minutes for result, minutes in tries if result == R.ABSENT]
    decided = any(r not in {R.ABSENT, R.NO_ANSWER} for r, _ in tries) or (
        len(absent) > 1 and max(absent) - min(absent) >= 30
    )
    assert (outcome_of(made) is not None) is decided
