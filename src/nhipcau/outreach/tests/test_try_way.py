"""A test by each way, and the ward's pages of it."""

import pytest

from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.outreach.leaders import contacts, unsure_leaders
from nhipcau.outreach.tests.conftest import connect, open_window
from nhipcau.outreach.try_way import send_test
from nhipcau.people.models import Staff
from nhipcau.people.ways import confirm_way, fail_way, offer_way
from nhipcau.text.sms import sms_parts


@pytest.fixture
def number(ward, civil):
    return offer_way(ward.hoa, kind="sms", value=ward.hoa.phone, by=SYSTEM)


def test_a_test_is_one_short_sms_to_the_owner(ward, sms, number):
    job = send_test(number, by=ward.hoa.actor)
    fill_waiting()
    row = Delivery.objects.get(job=job)
    assert row.address == ward.hoa.phone
    assert "/t/" in row.link
    assert sms_parts(job.text.replace("{link}", "x" * 34)).parts == 1


def test_a_second_tap_on_the_button_sends_no_second_message(ward, sms, number, civil):
    send_test(number, by=ward.hoa.actor)
    with pytest.raises(WrongState):
        send_test(number, by=ward.hoa.actor)
    civil.step(1)
    number.refresh_from_db()
    send_test(number, by=ward.hoa.actor)
    assert Job.objects.count() == 2


def test_without_a_working_account_it_says_so(ward, number):
    with pytest.raises(WrongState):
        send_test(number, by=ward.hoa.actor)


def test_outside_the_window_nothing_is_sent(ward, zalo, civil):
    way = offer_way(ward.hoa, kind="zalo_oa", account=zalo, value="z13", by=SYSTEM)
    with pytest.raises(WrongState):
        send_test(way, by=ward.hoa.actor)
    open_window(zalo, "z13", civil.now)
    assert send_test(way, by=ward.hoa.actor).account == zalo


def test_nobody_tests_the_ways_of_others(ward, stranger, sms, number):
    for by in (ward.tam, ward.lan, stranger.thu):
        with pytest.raises(NotAllowed):
            send_test(number, by=by.actor)


def test_who_is_unsure_and_who_is_mute(ward, sms, number):
    assert unsure_leaders(ward.locality).untried == (ward.hoa,)
    confirm_way(number, by=ward.hoa.actor)
    assert unsure_leaders(ward.locality).untried == ()
    fail_way(number, by=SYSTEM)
    assert unsure_leaders(ward.locality).mute == (ward.hoa,)


def test_a_number_that_nobody_used_yet_is_shown_as_the_way_that_it_will_be(ward, sms, civil):
    line = next(one for one in contacts(ward.locality, civil.now) if one.people)
    assert line.leader.person == ward.hoa
    assert [(way.way.kind, way.is_sure) for way in line.leader.ways] == [("sms", False)]
    Account.objects.update(state="troubled")
    assert unsure_leaders(ward.locality).mute == (ward.hoa,)


def test_the_page_shows_the_end_of_a_number_only(ward, client, number):
    connect(ward, "sms")
    client.force_login(ward.lan)
    page = client.get("/lam-viec/to-truong/").content.decode()
    assert f"…{ward.hoa.phone[-3:]}" in page
    assert ward.hoa.phone not in page


def test_the_ward_writes_down_who_is_away(ward, client, civil):
    client.force_login(ward.lan)
    address = f"/lam-viec/to-truong/{ward.hoa.pk}/vang/"
    days = {"first_on": "2023-05-27", "last_on": "2023-05-28"}
    assert client.post(address, {**days, "last_on": "2023-05-20"}).status_code == 422
    assert client.post(address, days).status_code == 302
    assert "27/05 đến hết 28/05" in client.get("/lam-viec/to-truong/").content.decode()
    client.post(f"/lam-viec/to-truong/vang/{ward.hoa.absences.get().pk}/ve/")
    assert ward.hoa.absences.get().ended_at is not None


def test_another_wards_people_are_not_here(ward, stranger, client, civil):
    client.force_login(ward.lan)
    assert client.get(f"/lam-viec/to-truong/{stranger.thu.pk}/vang/").status_code == 404


def test_drills_are_begun_by_admins_and_approvers_and_shown_to_all(ward, client, sms, civil):
    client.force_login(ward.lan)
    assert client.post("/lam-viec/to-truong/dien-tap/bat-dau/").status_code == 403
    client.force_login(ward.minh)
    answer = client.post("/lam-viec/to-truong/dien-tap/bat-dau/", follow=True)
    assert "Báo được 0 trên 2 người" in answer.content.decode()
    client.force_login(ward.lan)
    assert "0 trên 2 người" in client.get("/lam-viec/to-truong/dien-tap/").content.decode()
    assert Staff.objects.get(pk=ward.hoa.pk).phone not in answer.content.decode()
