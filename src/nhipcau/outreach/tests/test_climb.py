"""From way to way on the civil clock; absences; what a tap on a link does."""

from datetime import timedelta

import pytest
from tests.cast import FRIDAY_AFTERNOON, make_staff

from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import NotAllowed
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.outreach.answered import note_seen, open_reminder
from nhipcau.outreach.escalate import escalate
from nhipcau.outreach.models import Relay, Reminder, Task
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.relay import mark_posted, open_relay
from nhipcau.outreach.tests.conftest import connect, make_approved, open_window
from nhipcau.people.absences import say_absent
from nhipcau.people.ways import arrange_ways, confirm_way, offer_way


def after(civil, minutes):
    civil.set(FRIDAY_AFTERNOON + timedelta(minutes=minutes))
    escalate()


def told(staff, number=0):
    rows = Reminder.objects.filter(staff=staff, what="relay", number=number).order_by("step")
    minutes = [round((row.at - FRIDAY_AFTERNOON).total_seconds() / 60) for row in rows]
    return list(zip((row.channel for row in rows), minutes, strict=True))


@pytest.fixture
def two_ways(ward, sms, zalo, civil):
    """Hoà confirmed Zalo and prefers it; the ward knows her number too."""
    open_window(zalo, "z13", civil.now)
    way = offer_way(ward.hoa, kind="zalo_oa", account=zalo, value="z13", by=ward.hoa.actor)
    confirm_way(way, by=ward.hoa.actor)
    return way


@pytest.fixture
def out(ward, approved, two_ways):
    return publish_notice(approved, by=ward.lan)


def test_the_confirmed_way_comes_first_and_sms_within_minutes(out, ward, civil):
    for minute in range(15):
        after(civil, minute)
    assert told(ward.hoa) == [("zalo_oa", 0), ("sms", 5)]


def test_each_goes_to_its_own_address_with_a_link_of_its_own(out, ward, civil):
    after(civil, 5)
    fill_waiting()
    rows = Delivery.objects.filter(job__in=Reminder.objects.values("job"))
    assert {row.address for row in rows} == {"z13", ward.hoa.phone}
    assert len({row.link for row in rows}) == 2
    text = {job.account.kind: job.text for job in Job.objects.filter(key__contains=":relay:")}
    assert "Khám sàng lọc" in text["zalo_oa"]
    assert "Kham sang loc" in text["sms"]


def test_whoever_has_opened_the_page_is_not_told_by_the_next_way(out, ward, civil):
    civil.step(2)
    open_relay(Relay.objects.get(), by=ward.hoa)
    after(civil, 6)
    assert told(ward.hoa) == [("zalo_oa", 0)]


def test_seeing_the_list_counts_as_well(out, ward, civil):
    civil.step(2)
    assert note_seen(ward.hoa, [out.pk], "relay", "doors") == 1
    assert note_seen(ward.hoa, [out.pk], "relay", "doors") == 0
    after(civil, 6)
    assert told(ward.hoa) == [("zalo_oa", 0)]


def test_a_posted_relay_ends_the_climb(out, ward, civil):
    mark_posted(Relay.objects.get(), by=ward.tam)
    after(civil, 6)
    assert told(ward.hoa) == [("zalo_oa", 0)]


def test_a_way_whose_account_is_in_trouble_is_left_out(out, ward, sms, civil):
    Account.objects.filter(pk=sms.pk).update(state="troubled")
    after(civil, 6)
    assert told(ward.hoa) == [("zalo_oa", 0)]


def test_a_window_that_has_closed_is_no_way(ward, approved, two_ways, civil, zalo):
    civil.set(FRIDAY_AFTERNOON)
    type(open_window(zalo, "z14", civil.now)).objects.filter(person="z13").update(
        last_act_at=FRIDAY_AFTERNOON - timedelta(days=8)
    )
    publish_notice(approved, by=ward.lan)
    assert told(ward.hoa) == [("sms", 0)]


def test_the_leaders_own_order_is_kept(ward, approved, two_ways):
    number = offer_way(ward.hoa, kind="sms", value=ward.hoa.phone, by=SYSTEM)
    confirm_way(number, by=ward.hoa.actor)
    arrange_ways(ward.hoa, [number.pk, two_ways.pk], by=ward.hoa.actor)
    publish_notice(approved, by=ward.lan)
    assert told(ward.hoa) == [("sms", 0)]


def test_the_ward_may_choose_other_minutes(ward, approved, two_ways, civil):
    ward.locality.escalate_after = 2
    ward.locality.save()
    publish_notice(approved, by=ward.lan)
    for minute in range(4):
        after(civil, minute)
    assert told(ward.hoa) == [("zalo_oa", 0), ("sms", 2)]


def test_who_is_away_is_left_in_peace_and_the_deputy_is_asked_at_once(ward, approved, sms, civil):
    day = FRIDAY_AFTERNOON.date()
    say_absent(ward.hoa, first_on=day, last_on=day, by=ward.hoa.actor)
    publish_notice(approved, by=ward.lan)
    for minute in range(20):
        after(civil, minute)
    assert (told(ward.hoa), told(ward.hoa, 1), told(ward.tam)) == ([], [], [("sms", 0)])
    assert Relay.objects.get().handed_to_deputy_at == FRIDAY_AFTERNOON
    assert "đang vắng" in Reminder.objects.get(staff=ward.tam).begins


def test_when_both_are_away_the_ward_calls_at_once(ward, approved, sms, civil):
    day = FRIDAY_AFTERNOON.date()
    for person in (ward.hoa, ward.tam):
        say_absent(person, first_on=day, last_on=day, by=SYSTEM)
    publish_notice(approved, by=ward.lan)
    after(civil, 0)
    assert Relay.objects.get().taken_over_at == FRIDAY_AFTERNOON
    assert Task.objects.filter(kind="call_leader").count() == 2


def test_a_deputy_climbs_as_well(ward, approved, sms, zalo, civil):
    open_window(zalo, "z-tam", civil.now)
    way = offer_way(ward.tam, kind="zalo_oa", account=zalo, value="z-tam", by=SYSTEM)
    confirm_way(way, by=SYSTEM)
    publish_notice(approved, by=ward.lan)
    for minute in range(30):
        after(civil, minute)
    assert told(ward.tam) == [("zalo_oa", 15), ("sms", 20)]


def test_a_tap_on_the_link_answers_and_proves_the_way(out, ward, civil):
    after(civil, 5)
    by_sms = Reminder.objects.get(staff=ward.hoa, channel="sms")
    assert by_sms.way.confirmed_at is None
    assert open_reminder(by_sms, by=ward.hoa) == f"/to/chuyen-tiep/{Relay.objects.get().pk}/"
    by_sms.refresh_from_db()
    assert by_sms.opened_at == civil.now
    assert by_sms.way.confirmed_at == civil.now


def test_somebody_elses_link_answers_for_nobody(out, ward, stranger):
    reminder = Reminder.objects.get()
    open_reminder(reminder, by=ward.tam)
    reminder.refresh_from_db()
    assert reminder.opened_at is None
    other = make_staff(ward.locality, "khac", "Người Khác", "leader", ward.to_1)
    for by in (other, stranger.thu):
        with pytest.raises(NotAllowed):
            open_reminder(reminder, by=by)


def test_the_minute_run_twice_tells_nobody_twice(out, ward, civil):
    for minute in (5, 5, 5):
        after(civil, minute)
    assert Reminder.objects.count() == 2
    assert Job.objects.filter(key__contains=":relay:").count() == 2


def test_an_emergency_goes_to_the_next_way_sooner(ward, sms, zalo, two_ways, civil):
    publish_notice(make_approved(ward, kind="emergency"), by=ward.lan)
    for minute in range(5):
        after(civil, minute)
    assert told(ward.hoa) == [("zalo_oa", 0), ("sms", 3)]


def test_an_oa_that_may_not_write_to_people_is_no_way(ward, approved, sms, civil):
    mute = connect(ward, "zalo_oa", sender="none")
    open_window(mute, "z13", civil.now)
    confirm_way(
        offer_way(ward.hoa, kind="zalo_oa", account=mute, value="z13", by=SYSTEM), by=SYSTEM
    )
    publish_notice(approved, by=ward.lan)
    assert told(ward.hoa) == [("sms", 0)]
