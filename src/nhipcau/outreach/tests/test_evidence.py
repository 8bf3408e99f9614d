"""Evidence: countable once, only rising, taken back by a row; the counters always follow."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.core.actor import SYSTEM
from nhipcau.outreach.counters import reconcile
from nhipcau.outreach.evidence import (
    Observation,
    record_evidence,
    retract_all,
)
from nhipcau.outreach.models import Counter, Evidence, HourCount, Level, Standing, Visit


def seen(household, level=Level.SEEN, key="k", minutes=0, channel="relay"):
    return Observation(
        household.pk, level, channel, FRIDAY_AFTERNOON + timedelta(minutes=minutes), key
    )


def standing(version, household):
    return Standing.objects.get(version=version, household=household)


def test_a_replay_is_counted_once(version, ward):
    assert record_evidence(version, [seen(ward.tung)], by=SYSTEM) == 1
    assert record_evidence(version, [seen(ward.tung)], by=SYSTEM) == 0
    assert Counter.objects.get(version=version, neighbourhood=ward.to_13).informed == 1


def test_levels_only_rise(version, ward, civil):
    civil.step(30)
    record_evidence(version, [seen(ward.tung, Level.ACKNOWLEDGED, "a", 3)], by=SYSTEM)
    record_evidence(version, [seen(ward.tung, Level.POSTED, "b", 1)], by=SYSTEM)
    stands = standing(version, ward.tung)
    assert (stands.level, stands.covered) == (Level.ACKNOWLEDGED, True)
    assert stands.informed_at == FRIDAY_AFTERNOON + timedelta(minutes=3)


@pytest.mark.parametrize("level", [Level.POSTED, Level.DELIVERED, Level.PASSED_ON])
def test_weak_evidence_does_not_inform(version, ward, level):
    record_evidence(version, [seen(ward.tung, level)], by=SYSTEM)
    assert standing(version, ward.tung).informed_at is None
    assert standing(version, ward.tung).covered is (level != Level.PASSED_ON)


def test_the_curve_counts_the_first_time(version, ward, civil):
    civil.step(120)
    record_evidence(version, [seen(ward.tung, key="a", minutes=40)], by=SYSTEM)
    record_evidence(version, [seen(ward.tung, key="b", minutes=20)], by=SYSTEM)
    counts = HourCount.objects.filter(version=version, informed__gt=0)
    assert [(row.slot, row.informed) for row in counts] == [
        (FRIDAY_AFTERNOON + timedelta(minutes=15), 1)
    ]


def test_evidence_from_the_future_is_held_at_now(version, ward, civil):
    record_evidence(version, [seen(ward.tung, minutes=500)], by=SYSTEM)
    assert Evidence.objects.get().at == civil.now


def test_a_household_outside_the_audience_is_left_out(version, ward, stranger):
    assert record_evidence(version, [seen(stranger.household)], by=SYSTEM) == 0
    with scope(locality=stranger.locality):
        assert not Evidence.objects.exists()


def test_a_retraction_takes_everything_back(version, ward):
    record_evidence(version, [seen(ward.tung)], by=SYSTEM)
    retract_all(version, [Evidence.objects.get()], by=SYSTEM)
    assert standing(version, ward.tung).level == Level.NONE
    assert Counter.objects.get(version=version, neighbourhood=ward.to_13).levels == {"0": 6}
    assert not HourCount.objects.filter(informed__gt=0).exists()
    assert reconcile(version) == []


def test_a_retraction_leaves_the_next_strongest(version, ward):
    record_evidence(version, [seen(ward.tung, Level.POSTED, "a")], by=SYSTEM)
    record_evidence(version, [seen(ward.tung, Level.SEEN, "b")], by=SYSTEM)
    retract_all(version, [Evidence.objects.get(key="b")], by=SYSTEM)
    assert standing(version, ward.tung).level == Level.POSTED


def test_the_same_row_is_taken_back_once(version, ward):
    record_evidence(version, [seen(ward.tung)], by=SYSTEM)
    row = Evidence.objects.get()
    taken = retract_all(version, [row], by=SYSTEM)
    assert [one.retracts for one in taken] == [row]
    assert retract_all(version, [row, *taken], by=SYSTEM) == []


def test_a_retracted_observation_stays_retracted_when_replayed(version, ward):
    record_evidence(version, [seen(ward.tung)], by=SYSTEM)
    retract_all(version, [Evidence.objects.get()], by=SYSTEM)
    record_evidence(version, [seen(ward.tung)], by=SYSTEM)
    assert standing(version, ward.tung).level == Level.NONE


def test_learning_by_itself_stops_the_visit_and_a_retraction_reopens_it(version, ward):
    visit = Visit.objects.create(
        locality=ward.locality,
        version=version,
        household=ward.tung,
        neighbourhood=ward.to_13,
        why="not_seen",
        opened_at=FRIDAY_AFTERNOON,
    )
    record_evidence(version, [seen(ward.tung)], by=SYSTEM)
    visit.refresh_from_db()
    assert (visit.state, visit.outcome) == (Visit.State.STOPPED, Visit.Outcome.INFORMED)
    retract_all(version, Evidence.objects.all(), by=SYSTEM)
    visit.refresh_from_db()
    assert (visit.state, visit.outcome) == (Visit.State.OPEN, "")


def test_a_visit_closed_after_the_deadline_accounts_for_nobody(version, ward, civil):
    for household, minutes in [(ward.tung, -1), (ward.yen, 1)]:
        Visit.objects.create(
            locality=ward.locality,
            version=version,
            household=household,
            neighbourhood=ward.to_13,
            why="not_seen",
            opened_at=FRIDAY_AFTERNOON,
            state=Visit.State.CLOSED,
            outcome=Visit.Outcome.SHEET,
            closed_at=version.deadline + timedelta(minutes=minutes),
        )
    rows = [seen(ward.tung, Level.POSTED), seen(ward.yen, Level.POSTED)]
    record_evidence(version, rows, by=SYSTEM)
    assert standing(version, ward.tung).accounted_at is not None
    assert standing(version, ward.yen).accounted_at is None


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["record", "retract"]),
        st.integers(0, 6),
        st.sampled_from(list(Level)[1:]),
        st.integers(0, 90),
        st.integers(0, 5),
    ),
    max_size=25,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_counters_equal_plain_queries_after_any_history(version, ward, civil, steps):
    civil.set(FRIDAY_AFTERNOON + timedelta(hours=2))
    homes = [*ward.households_13, ward.mai]
    for what, which, level, minutes, key in steps:
        if what == "record":
            row = SimpleNamespace(pk=homes[which].pk)
            record_evidence(version, [seen(row, level, f"k{key}", minutes)], by=SYSTEM)
        else:
            rows = Evidence.objects.filter(version=version, household=homes[which])
            retract_all(version, rows, by=SYSTEM)
    assert reconcile(version) == []
