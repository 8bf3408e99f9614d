"""Several doors at once are what the same doors one by one are."""

import uuid
from datetime import timedelta

import pytest
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import NotAllowed
from nhipcau.core.models import AuditEvent
from nhipcau.outreach.counters import reconcile
from nhipcau.outreach.models import Level, Standing, Visit, VisitTry
from nhipcau.outreach.tries import TOGETHER, Trial, record_tries
from nhipcau.outreach.visits import open_visits, stop_visits, undo_try

R = VisitTry.Result


@pytest.fixture
def visits(version, ward):
    homes = [ward.binh.pk, ward.tung.pk, ward.yen.pk, ward.khanh.pk]
    open_visits(version, homes, why="not_seen", by=SYSTEM)
    return list(Visit.objects.order_by("household_id"))


def trials(visits, *results, at=None):
    when = at or FRIDAY_AFTERNOON + timedelta(minutes=5)
    return [
        Trial(visit, uuid.uuid4(), str(result), when)
        for visit, result in zip(visits, results, strict=False)
    ]


def test_told_called_and_sheet_close_and_absent_stays_open(version, ward, visits, civil):
    civil.step(10)
    done = trials(visits, R.TOLD, R.CALLED, R.SHEET, R.ABSENT)
    assert record_tries(version, done, by=ward.hoa) == 4
    found = list(Visit.objects.order_by("household_id").values_list("state", "outcome"))
    assert found == [("closed", "told"), ("closed", "called"), ("closed", "sheet"), ("open", "")]
    levels = Standing.objects.filter(household__in=[v.household_id for v in visits])
    assert list(levels.order_by("household_id").values_list("level", flat=True)) == [
        Level.TOLD,
        Level.TOLD,
        Level.DELIVERED,
        Level.NONE,
    ]
    assert reconcile(version) == []


def test_each_door_keeps_its_own_time_and_person(version, ward, visits, civil):
    civil.step(30)
    first, second = trials(visits, R.TOLD, R.TOLD)
    second = Trial(second.visit, second.id, second.result, FRIDAY_AFTERNOON + timedelta(minutes=9))
    record_tries(version, [first, second], by=ward.hoa)
    closed = Visit.objects.filter(state="closed").order_by("household_id")
    assert [row.closed_at - FRIDAY_AFTERNOON for row in closed] == [
        timedelta(minutes=5),
        timedelta(minutes=9),
    ]
    assert {row.closed_by_id for row in closed} == {ward.hoa.pk}


def test_a_replay_changes_nothing(version, ward, visits):
    done = trials(visits, R.TOLD, R.ABSENT)
    record_tries(version, done, by=ward.hoa)
    assert record_tries(version, done, by=ward.tam) == 0
    assert VisitTry.objects.count() == 2


def test_absent_twice_half_an_hour_apart_accounts_for_the_household(version, ward, visits, civil):
    record_tries(version, trials(visits, R.ABSENT), by=ward.hoa)
    civil.step(40)
    later = trials(visits, R.ABSENT, at=FRIDAY_AFTERNOON + timedelta(minutes=40))
    record_tries(version, later, by=ward.hoa)
    stands = Standing.objects.get(household=visits[0].household_id)
    assert stands.accounted_at is not None and stands.informed_at is None
    assert reconcile(version) == []


def test_a_withdrawn_door_stays_stopped_but_the_try_is_kept(version, ward, visits):
    stop_visits(version, by=SYSTEM)
    record_tries(version, trials(visits, R.TOLD), by=ward.hoa)
    assert set(Visit.objects.values_list("state", flat=True)) == {"stopped"}
    assert VisitTry.objects.count() == 1


def test_a_try_made_together_is_undone_alone(version, ward, visits):
    done = trials(visits, R.TOLD, R.TOLD)
    record_tries(version, done, by=ward.hoa)
    undo_try(VisitTry.objects.get(pk=done[0].id), by=ward.hoa)
    assert sorted(Visit.objects.values_list("state", flat=True)) == ["closed", *["open"] * 3]
    assert reconcile(version) == []


def test_a_stranger_is_refused_and_nothing_is_kept(version, ward, visits, stranger):
    with pytest.raises(NotAllowed):
        record_tries(version, trials(visits, R.TOLD), by=stranger.thu)
    assert VisitTry.objects.count() == 0


def test_one_event_for_the_batch(version, ward, visits):
    record_tries(version, trials(visits, R.TOLD, R.ABSENT), by=ward.hoa)
    event = AuditEvent.objects.get(verb="doors.tried")
    assert event.after == {"doors": 2, "results": ["absent", "told"]}


def test_who_moved_away_is_not_among_them():
    assert {"told", "called", "no_answer", "absent", "sheet"} == TOGETHER
