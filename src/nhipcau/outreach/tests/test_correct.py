"""A correction and a withdrawal follow the notice into everything that carried it."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import translation
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.counters import reconcile
from nhipcau.outreach.models import Relay, Route, Sheet, Standing, Task, Visit
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.relay import mark_posted
from nhipcau.outreach.seen import record_seen
from nhipcau.outreach.sheets import mark_hung
from nhipcau.outreach.tests.conftest import connect, make_approved
from nhipcau.outreach.visits import record_try
from nhipcau.outreach.withdraw import withdraw_notice


@pytest.fixture
def first(ward, civil, sms):
    """Out for an hour: posted in the group, seen by Tùng, told to Bình at the door, hung up."""
    connect(ward, "facebook_page", page_id="1")
    version = publish_notice(make_approved(ward, deadline_in=timedelta(days=3)), by=ward.lan)
    fill_waiting()
    Delivery.objects.update(state=Delivery.State.SENT)
    civil.step(60)
    mark_posted(Relay.objects.get(), by=ward.hoa)
    record_seen(version, ward.tung)
    visit = Visit.objects.get(household=ward.binh)
    record_try(visit, try_id=uuid.uuid4(), result="told", at=civil.now, by=ward.hoa)
    mark_hung(Sheet.objects.get(neighbourhood=ward.to_13), by=ward.hoa)
    return version


@pytest.fixture
def second(first, ward):
    first.notice.refresh_from_db()
    version = make_approved(
        ward,
        deadline_in=timedelta(days=3),
        notice=first.notice,
        number=2,
        correction="Giờ khám lùi sang 08:00.",
    )
    return publish_notice(version, by=ward.lan)


def test_informed_of_version_1_is_not_informed_of_version_2(first, second, ward):
    stands = Standing.objects.get(version=second, household=ward.tung)
    assert stands.informed_at is None
    assert Standing.objects.get(version=first, household=ward.tung).informed_at is not None
    assert reconcile(first) == reconcile(second) == []


def test_every_earlier_route_is_taken_again(first, second):
    before = set(Route.objects.filter(version=first, job__isnull=False).values_list("kind"))
    after = set(Route.objects.filter(version=second, job__isnull=False).values_list("kind"))
    assert before
    assert before <= after
    assert Relay.objects.filter(version=second, state=Relay.State.WAITING).count() == 1


def test_a_door_for_each_household_that_was_told(second, ward):
    assert Visit.objects.get(version=second, household=ward.binh).why == "corrected"


def test_a_task_and_a_new_sheet_for_each_sheet_that_hangs(first, second, ward):
    old = Sheet.objects.get(version=first, neighbourhood=ward.to_13)
    assert old.state == Sheet.State.TO_REMOVE
    assert Task.objects.filter(version=second, kind="correct_sheet").count() == 1
    assert Sheet.objects.filter(version=second, place=old.place).count() == 1


def test_the_earlier_version_is_carried_no_further(first, second):
    assert not Visit.objects.filter(version=first, state=Visit.State.OPEN).exists()
    assert not Relay.objects.filter(version=first, state=Relay.State.WAITING).exists()
    open_jobs = Job.objects.filter(key__startswith=f"v{first.pk}:").exclude(state="stopped")
    assert not open_jobs.exists()


def test_whoever_heard_of_version_1_hears_the_correction(first, ward):
    first.notice.selection = {"neighbourhoods": [ward.to_1.pk]}
    first.notice.save()
    first.notice.refresh_from_db()
    narrower = make_approved(
        ward, deadline_in=timedelta(days=3), notice=first.notice, number=2, correction="Chỉ Tổ 1."
    )
    publish_notice(narrower, by=ward.lan)
    assert Standing.objects.filter(version=narrower, household=ward.tung).exists()


def test_a_withdrawal_stops_everything_and_says_so(first, ward):
    withdraw_notice(first, why="Trạm Y tế hoãn đợt khám.", by=ward.lan)
    assert not Visit.objects.filter(state=Visit.State.OPEN).exists()
    assert Sheet.objects.get(neighbourhood=ward.to_13).state == Sheet.State.TO_REMOVE
    kinds = set(Task.objects.filter(stopped_at__isnull=True).values_list("kind", flat=True))
    assert kinds == {"correct_post", "tell_withdrawn"}


def test_whoever_got_an_sms_gets_the_withdrawal(first, ward):
    withdraw_notice(first, why="Trạm Y tế hoãn đợt khám.", by=ward.lan)
    fill_waiting()
    told = Delivery.objects.filter(job__key=f"v{first.pk}:withdrawn")
    assert set(told.values_list("household", flat=True)) == {
        ward.binh.pk,
        ward.khanh.pk,
        ward.mai.pk,
    }


def test_a_withdrawal_happens_once_and_by_those_who_may(first, ward, stranger):
    with pytest.raises(NotAllowed):
        withdraw_notice(first, why="Không phải tôi", by=ward.hoa)
    withdraw_notice(first, why="Trạm Y tế hoãn đợt khám.", by=ward.lan)
    with pytest.raises(WrongState):
        withdraw_notice(first, why="Trạm Y tế hoãn đợt khám.", by=ward.lan)
    assert NoticeVersion.objects.get(pk=first.pk).state == NoticeVersion.State.WITHDRAWN


def test_the_clock_of_the_cast_is_the_storys(civil):
    assert civil.now == FRIDAY_AFTERNOON


def test_what_others_read_is_vietnamese_when_the_officer_reads_english(ward, civil, sms):
    with translation.override("en"):
        version = publish_notice(make_approved(ward, deadline_in=timedelta(days=3)), by=ward.lan)
        fill_waiting()
        Delivery.objects.update(state=Delivery.State.SENT)
        mark_posted(Relay.objects.get(), by=ward.hoa)
        withdraw_notice(version, why="Trung tâm Y tế hoãn khám.", by=ward.minh)
    said = [
        *Route.objects.values_list("why", flat=True),
        *Task.objects.values_list("text", flat=True),
        *Sheet.objects.values_list("place", flat=True),
        *Job.objects.values_list("text", flat=True),
    ]
    english = [text for text in said if re.search(r"(?i)\b(the|please|free|withdrawn)\b", text)]
    assert len(said) > 5 and english == []
