"""Notifications and Messenger: planned, sent to whom they are for, worth what they prove."""

from datetime import timedelta

import pytest
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.channels.models import Account, Window
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.notices.models import Notice
from nhipcau.outreach.models import Level, Route, Standing, Visit
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.tests.test_outcomes import say, tell
from nhipcau.outreach.tests.test_plan import plan_for, way
from nhipcau.outreach.withdraw import withdraw_notice
from nhipcau.people.models import ContactPoint, Subscriber
from nhipcau.people.subscribe import subscribe
from nhipcau.people.tests.test_subscribe import ENDPOINT, VALUE, connect

OTHER = VALUE.replace(ENDPOINT, ENDPOINT + "2")


@pytest.fixture
def push(ward):
    return connect(ward.locality)


@pytest.fixture
def page(ward):
    return Account.objects.create(
        locality=ward.locality, kind="facebook_page", name="Trang", state="working"
    )


def writes(ward, page, at=FRIDAY_AFTERNOON):
    Window.objects.create(locality=ward.locality, account=page, person="2512", last_act_at=at)
    return ContactPoint.objects.create(
        locality=ward.locality,
        household=ward.tung,
        account=page,
        kind="messenger",
        value="2512",
    )


def rows(version, kind, purpose="households"):
    fill_waiting()
    route = Route.objects.get(version=version, kind=kind, purpose=purpose)
    return list(Delivery.objects.filter(job=route.job).order_by("pk")) if route.job else []


def level(version, household):
    return Standing.objects.get(version=version, household=household).level


def test_the_plan_says_how_many_and_what_it_costs(ward, civil, push):
    subscribe(push, VALUE, household=ward.binh)
    subscribe(push, OTHER, household=None)
    plan = plan_for(ward)
    homes, nobody = way(plan, "web_push"), way(plan, "web_push", "nobody")
    assert homes.is_used and "1 hộ" in homes.why and homes.cost_vnd == 0
    assert nobody.is_used and "1 máy" in nobody.why and nobody.expects == 0


def test_without_channel_or_anybody_it_says_why_not(ward, civil):
    assert "Chưa mở" in way(plan_for(ward), "web_push").why
    connect(ward.locality)
    assert "Chưa hộ nào" in way(plan_for(ward), "web_push").why


def test_at_night_it_waits_and_is_left_out_when_that_is_too_late(ward, civil, push):
    subscribe(push, VALUE, household=ward.binh)
    night = FRIDAY_AFTERNOON + timedelta(hours=6)
    waits = way(plan_for(ward, hours=12, at=night), "web_push")
    assert waits.is_used and waits.starts_at > night
    assert not way(plan_for(ward, hours=2, at=night), "web_push").is_used
    urgent = plan_for(ward, hours=2, at=night, kind=Notice.Kind.EMERGENCY)
    assert way(urgent, "web_push").starts_at == night


def test_it_comes_after_the_groups_and_before_what_costs(ward, civil, push, sms):
    order = [one.kind for one in plan_for(ward).ways]
    assert order.index("relay") < order.index("web_push") < order.index("sms")


def test_whoever_takes_notifications_is_not_apart(ward, civil, push):
    before = plan_for(ward).audience.total("apart")
    ward.binh.has_smartphone = True
    ward.binh.save()
    subscribe(push, VALUE, household=ward.phuong)
    assert plan_for(ward).audience.total("apart") <= before


def test_each_household_has_its_own_link_and_one_topic(ward, approved, push):
    subscribe(push, VALUE, household=ward.binh)
    subscribe(push, OTHER, household=None)
    version = publish_notice(approved, by=ward.lan)
    (row,) = rows(version, "web_push")
    code = Standing.objects.get(version=version, household=ward.binh).code
    assert (row.address, row.household) == (VALUE, ward.binh.pk)
    assert row.link.endswith(f"/t/{code}?tu=may")
    job = Job.objects.get(pk=row.job_id)
    assert job.note["topic"] == f"tb-{version.notice_id}"
    assert job.note["until"] == str(int(version.deadline.timestamp()))
    (nobody,) = rows(version, "web_push", "nobody")
    assert nobody.household is None and nobody.address == OTHER


def test_who_stopped_gets_nothing(ward, approved, push):
    subscribe(push, VALUE, household=ward.binh)
    subscribe(push, OTHER, household=ward.tung)
    ContactPoint.objects.filter(household=ward.binh).update(stopped_at=FRIDAY_AFTERNOON)
    version = publish_notice(approved, by=ward.lan)
    assert [row.household for row in rows(version, "web_push")] == [ward.tung.pk]


def test_taken_by_the_service_is_covered_and_no_more(ward, approved, push):
    subscribe(push, VALUE, household=ward.binh)
    version = publish_notice(approved, by=ward.lan)
    rows(version, "web_push")
    say(version, "web_push", "sent")
    assert level(version, ward.binh) == Level.POSTED
    say(version, "web_push", "delivered")
    assert level(version, ward.binh) == Level.DELIVERED
    assert not Standing.objects.filter(version=version, informed_at__isnull=False).exists()


def test_a_browser_that_is_gone_is_taken_out_and_its_household_gets_a_door(ward, approved, push):
    subscribe(push, VALUE, household=ward.binh)
    subscribe(push, OTHER, household=None)
    version = publish_notice(approved, by=ward.lan)
    rows(version, "web_push")
    tell(Route.objects.get(version=version, kind="web_push", purpose="households").job,
         "refused", "http-410")  # fmt: skip
    tell(Route.objects.get(version=version, kind="web_push", purpose="nobody").job,
         "refused", "http-410")  # fmt: skip
    assert ContactPoint.objects.get(value=VALUE).failed_at
    assert Visit.objects.filter(version=version, household=ward.binh).exists()
    assert not Subscriber.objects.exists()
    assert not Route.objects.filter(version=version, kind="web_push", state="failed").exists()


def test_a_withdrawal_takes_the_place_of_the_notification(ward, approved, push):
    subscribe(push, VALUE, household=ward.binh)
    version = publish_notice(approved, by=ward.lan)
    (row,) = rows(version, "web_push")
    Delivery.objects.filter(pk=row.pk).update(state="sent")
    withdraw_notice(version, why="Trạm y tế mất điện", by=ward.minh)
    job = Job.objects.get(key=f"v{version.pk}:withdrawn:households")
    assert job.note["topic"] == f"tb-{version.notice_id}"
    assert job.title.startswith("Đã thu hồi") and job.text == "Trạm y tế mất điện"
    fill_waiting()
    assert [one.address for one in Delivery.objects.filter(job=job)] == [VALUE]


# --- Messenger


def test_messenger_is_used_inside_its_day_only(ward, civil, page):
    writes(ward, page)
    assert way(plan_for(ward), "facebook_page", "windows").is_used
    Window.objects.update(last_act_at=FRIDAY_AFTERNOON - timedelta(hours=25))
    assert not way(plan_for(ward), "facebook_page", "windows").is_used


def test_messenger_goes_to_the_person_by_the_page(ward, approved, page):
    writes(ward, page)
    version = publish_notice(approved, by=ward.lan)
    (row,) = rows(version, "facebook_page", "windows")
    assert (row.address, row.household) == ("psid:2512", ward.tung.pk)
    say(version, "facebook_page", "sent", "windows")
    assert level(version, ward.tung) == Level.POSTED


def test_who_takes_no_messages_of_the_page_is_not_counted_on_again(ward, approved, page):
    contact = writes(ward, page)
    version = publish_notice(approved, by=ward.lan)
    rows(version, "facebook_page", "windows")
    job = Route.objects.get(version=version, kind="facebook_page", purpose="windows").job
    tell(job, "refused", "10/2018278")
    contact.refresh_from_db()
    assert contact.failed_at is None
    tell(job, "refused", "551")
    contact.refresh_from_db()
    assert contact.failed_at
