"""The minute's look: reminders, deputies, the ward, doors; each once, in order, not at night."""

from datetime import timedelta

import pytest
from tests.cast import FRIDAY_AFTERNOON, make_staff

from nhipcau.core.actor import SYSTEM
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach import waves
from nhipcau.outreach.escalate import escalate, pace_for
from nhipcau.outreach.models import Relay, Reminder, Route, Task, Visit
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.relay import mark_posted, open_relay
from nhipcau.outreach.tests.conftest import make_approved
from nhipcau.outreach.visits import open_visits
from nhipcau.outreach.waves import Evening


@pytest.fixture
def out(ward, approved, sms):
    return publish_notice(approved, by=ward.lan)


def after(civil, minutes):
    civil.set(FRIDAY_AFTERNOON + timedelta(minutes=minutes))
    escalate()


def reminders():
    return list(Reminder.objects.order_by("at").values_list("staff__username", "what", "number"))


def test_a_silent_leader_is_reminded_twice_then_the_deputy_then_the_ward(out, civil):
    for minute in range(61):
        after(civil, minute)
    relays = [row for row in reminders() if row[1] == "relay"]
    assert relays == [
        ("hoa", "relay", 0),
        ("hoa", "relay", 1),
        ("tam", "relay", 0),
        ("hoa", "relay", 2),
    ]
    relay = Relay.objects.get()
    assert relay.handed_to_deputy_at == FRIDAY_AFTERNOON + timedelta(minutes=15)
    assert relay.taken_over_at == FRIDAY_AFTERNOON + timedelta(minutes=35)
    assert Task.objects.filter(kind="call_leader").count() == 1


def test_who_has_looked_and_done_nothing_is_given_more_time(out, ward, civil):
    open_relay(Relay.objects.get(), by=ward.hoa)
    for minute in range(61):
        after(civil, minute)
    relay = Relay.objects.get()
    assert relay.handed_to_deputy_at == FRIDAY_AFTERNOON + timedelta(minutes=35)
    assert relay.taken_over_at == FRIDAY_AFTERNOON + timedelta(minutes=60)


def test_each_reminder_is_one_sms_to_the_own_page(out, civil):
    after(civil, 10)
    after(civil, 10)
    fill_waiting()
    job = Job.objects.get(key__contains=":relay:1:")
    row = Delivery.objects.get(job=job)
    assert "{link}" in job.text
    assert "/t/" in row.link


def test_who_has_posted_is_left_in_peace(out, ward, civil):
    mark_posted(Relay.objects.get(), by=ward.hoa)
    after(civil, 90)
    assert [row for row in reminders() if row[1] == "relay"] == [("hoa", "relay", 0)]


def test_nobody_is_disturbed_at_night(ward, civil, sms):
    civil.set(FRIDAY_AFTERNOON + timedelta(hours=5))  # 21:30
    publish_notice(make_approved(ward, deadline_in=timedelta(hours=30)), by=ward.lan)
    after(civil, 8 * 60)
    assert reminders() == []
    after(civil, 13 * 60 + 45)  # 06:15
    assert ("hoa", "relay", 1) in reminders()


def test_days_to_go_make_longer_rungs(ward, civil):
    version = NoticeVersion(
        notice=Notice(kind="announcement"),
        published_at=FRIDAY_AFTERNOON,
        deadline=FRIDAY_AFTERNOON + timedelta(days=4),
    )
    version.locality = ward.locality
    assert pace_for(version).remind[0] == timedelta(minutes=40)
    assert pace_for(version).each == timedelta(minutes=20)


def test_an_emergency_climbs_fast_and_opens_every_door(ward, civil, sms):
    version = publish_notice(make_approved(ward, kind=Notice.Kind.EMERGENCY), by=ward.lan)
    after(civil, 4)
    assert Visit.objects.filter(version=version).count() == 7
    assert ("hoa", "relay", 1) in reminders()


def test_the_rest_of_the_doors_open_before_it_is_too_late(out, ward, civil):
    after(civil, 50)
    assert not Visit.objects.filter(household=ward.tung).exists()
    after(civil, 4 * 60)  # 20:30
    visit = Visit.objects.get(household=ward.tung)
    assert visit.why == "not_seen"
    assert ("sinh", "doors", 1) in reminders()


def test_doors_that_nobody_tries_are_shown_to_the_ward(out, ward, civil):
    after(civil, 4 * 60)
    after(civil, 4 * 60 + 27)
    assert Visit.objects.filter(by_ward=True, household=ward.tung).exists()


def test_who_was_told_of_doors_and_does_not_look_is_not_counted_on(out, ward, civil):
    after(civil, 4 * 60)  # 20:30: all three of the neighbourhood are told
    now = FRIDAY_AFTERNOON + timedelta(hours=4)
    told = Evening(out, now)
    assert told.at_hand(ward.to_13.pk) == 3
    Reminder.objects.filter(staff=ward.sinh, what="doors").update(opened_at=now)
    later = Evening(out, now + timedelta(minutes=26))
    assert later.at_hand(ward.to_13.pk) == 1


def test_on_the_morning_of_the_deadline_helpers_are_told_again(out, ward, civil):
    after(civil, 4 * 60)
    after(civil, 13 * 60 + 31)
    assert ("hoa", "doors", 2) in reminders()


def test_who_walked_a_few_early_doors_is_told_of_the_wave_that_follows(
    out, ward, civil, monkeypatch
):
    monkeypatch.setattr(waves, "A_WAVE", 1)
    after(civil, 20)
    open_visits(out, [ward.tung.pk], why="not_seen", by=SYSTEM)  # an SMS came back refused
    after(civil, 21)
    after(civil, 30)  # nothing new since
    assert [row for row in reminders() if row[1] == "doors" and row[0] == "hoa"] == [
        ("hoa", "doors", 1)
    ]
    after(civil, 4 * 60)  # 20:30: all the others
    after(civil, 4 * 60 + 30)
    assert [row for row in reminders() if row[1] == "doors" and row[0] == "hoa"] == [
        ("hoa", "doors", 1),
        ("hoa", "doors", 2),
    ]


def test_without_sms_the_ward_is_asked_to_call(ward, civil, approved):
    publish_notice(approved, by=ward.lan)
    after(civil, 10)
    assert "Hoàng Đình Hoà" in Task.objects.get(kind="call_leader").text


def test_the_second_sms_starts_when_its_time_comes(out, civil):
    route = Route.objects.get(kind="sms", purpose="rest")
    assert route.state == Route.State.PLANNED
    civil.set(route.starts_at)
    escalate()
    route.refresh_from_db()
    assert route.state == Route.State.RUNNING


def test_a_notice_that_is_over_is_left_alone(out, civil):
    civil.set(out.deadline + timedelta(minutes=1))
    assert escalate() == 0


def test_one_notice_in_trouble_does_not_stop_the_others(out, ward, civil, monkeypatch):
    other = publish_notice(make_approved(ward), by=ward.lan)
    broken = out.pk

    def fail(version, *, by):
        if version.pk == broken:
            raise RuntimeError("broken")

    monkeypatch.setattr("nhipcau.outreach.escalate.start_due", fail)
    after(civil, 10)
    assert Reminder.objects.filter(version=other).exists()


def test_two_leaders_of_one_place_are_both_reminded(out, ward, civil):
    make_staff(ward.locality, "hoa2", "Hoàng Thị Hai", "leader", ward.to_13)
    after(civil, 10)
    assert {row[0] for row in reminders()} == {"hoa", "hoa2"}
