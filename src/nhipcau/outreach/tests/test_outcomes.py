"""What became of deliveries, as evidence; what failed gets a person."""

import pytest
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.models import Delivery
from nhipcau.dispatch.outcomes import Outcome
from nhipcau.outreach.counters import reconcile
from nhipcau.outreach.models import Level, Route, Standing, Task, Visit
from nhipcau.outreach.outcomes import take_outcomes
from nhipcau.outreach.publish import publish_notice
from nhipcau.people.models import ContactPoint


@pytest.fixture
def out(ward, approved, sms, zalo):
    ContactPoint.objects.create(
        locality=ward.locality, household=ward.tung, account=zalo, kind="zalo", value="u1"
    )
    version = publish_notice(approved, by=ward.lan)
    fill_waiting()
    return version


def say(version, kind, state, purpose="households"):
    job = Route.objects.get(version=version, kind=kind, purpose=purpose).job
    take_outcomes(
        [
            Outcome(
                delivery=row.pk,
                job=job.pk,
                account=row.account,
                household=row.household,
                neighbourhood=row.neighbourhood,
                address=row.address,
                state=state,
                error="",
                at=FRIDAY_AFTERNOON,
            )
            for row in Delivery.objects.filter(job=job)
        ]
    )


def level(version, household):
    return Standing.objects.get(version=version, household=household).level


@pytest.mark.parametrize(
    ("state", "worth"),
    [("sent", Level.POSTED), ("delivered", Level.DELIVERED), ("seen", Level.SEEN)],
)
def test_each_state_is_worth_its_evidence(out, ward, state, worth):
    say(out, "sms", state)
    say(out, "sms", state)
    assert level(out, ward.mai) == worth
    assert reconcile(out) == []


def test_a_broadcast_covers_the_known_followers_only(out, ward):
    say(out, "zalo_oa", "sent")
    assert level(out, ward.tung) == Level.POSTED
    assert level(out, ward.yen) == Level.NONE


@pytest.mark.parametrize("state", ["refused", "unknown"])
def test_what_failed_gets_a_door(out, ward, state):
    Visit.objects.all().delete()
    say(out, "sms", state)
    assert set(Visit.objects.values_list("household", flat=True)) == {
        ward.binh.pk,
        ward.khanh.pk,
        ward.mai.pk,
    }


def test_a_leader_whose_sms_failed_is_called(out, ward):
    say(out, "sms", "refused", "leaders")
    assert Task.objects.get(kind="call_leader").neighbourhood == ward.to_13


def test_jobs_of_others_cost_one_query(out, django_assert_num_queries):
    with django_assert_num_queries(1):
        take_outcomes(
            [Outcome(1, 999, 1, None, None, "x", "sent", "", FRIDAY_AFTERNOON) for _ in range(50)]
        )
