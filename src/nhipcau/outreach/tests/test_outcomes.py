"""What became of deliveries, as evidence; what failed gets a person."""

import pytest
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.channels.quotas import BROADCAST, left_of
from nhipcau.core.actor import SYSTEM
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.models import Delivery
from nhipcau.dispatch.outcomes import Outcome
from nhipcau.outreach.counters import reconcile
from nhipcau.outreach.escalate import escalate_version
from nhipcau.outreach.models import Level, Reminder, Route, Standing, Task, Visit
from nhipcau.outreach.outcomes import take_outcomes
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.tests.conftest import open_window
from nhipcau.people.models import ContactPoint
from nhipcau.people.ways import confirm_way, offer_way


@pytest.fixture
def out(ward, approved, sms, zalo):
    ContactPoint.objects.create(
        locality=ward.locality, household=ward.tung, account=zalo, kind="zalo", value="u1"
    )
    version = publish_notice(approved, by=ward.lan)
    fill_waiting()
    return version


def say(version, kind, state, purpose="households"):
    tell(Route.objects.get(version=version, kind=kind, purpose=purpose).job, state)


def tell(job, state, error=""):
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
                error=error,
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
    tell(Reminder.objects.get(version=out).job, "refused")
    assert Task.objects.get(kind="call_leader").neighbourhood == ward.to_13


def test_a_leader_with_another_way_is_told_by_that_one_first(out, ward, zalo, civil):
    open_window(zalo, "z13", civil.now)
    confirm_way(
        offer_way(ward.hoa, kind="zalo_oa", account=zalo, value="z13", by=SYSTEM), by=SYSTEM
    )
    tell(Reminder.objects.get(version=out).job, "refused")
    assert not Task.objects.filter(kind="call_leader").exists()
    escalate_version(out, civil.now)
    assert [row.channel for row in Reminder.objects.order_by("step")] == ["sms", "zalo_oa"]


def test_a_number_of_ours_that_is_no_more_counts_no_more(out, ward):
    tell(Reminder.objects.get(version=out).job, "refused", "108")
    assert ward.hoa.ways.get().failed_at is not None


@pytest.mark.parametrize(("state", "queries"), [("sent", 1), ("refused", 2)])
def test_jobs_of_others_cost_a_query_or_two(out, django_assert_num_queries, state, queries):
    with django_assert_num_queries(queries):
        take_outcomes(
            [Outcome(1, 999, 1, None, None, "x", state, "", FRIDAY_AFTERNOON) for _ in range(50)]
        )


def refuse(version, kind, error):
    job = Route.objects.get(version=version, kind=kind, purpose="households").job
    rows = Delivery.objects.filter(job=job)
    take_outcomes(
        [
            Outcome(
                row.pk, job.pk, row.account, row.household, row.neighbourhood, row.address,
                "refused", error, FRIDAY_AFTERNOON,
            )
            for row in rows
        ]
    )  # fmt: skip


def test_a_refused_broadcast_is_no_way_and_costs_no_allowance(out, zalo, civil):
    before = left_of(zalo, BROADCAST, civil.now)
    refuse(out, "zalo_oa", "no-cover")
    route = Route.objects.get(version=out, kind="zalo_oa", purpose="households")
    assert route.state == Route.State.FAILED
    assert "ảnh bìa" in route.why
    assert left_of(zalo, BROADCAST, civil.now) == before + 1
    escalate_version(out, civil.now)
    assert Route.objects.get(pk=route.pk).state == Route.State.FAILED


def test_a_number_that_is_no_more_is_not_counted_on_again(out, ward):
    refuse(out, "sms", "108")
    assert ward.mai.contacts.get().failed_at is not None


def test_a_message_refused_for_its_content_says_nothing_of_the_number(out, ward):
    refuse(out, "sms", "146")
    assert ward.mai.contacts.get().failed_at is None
