"""The leader's page of ways, and the pages that links in messages lead to."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from nhipcau.core.actor import SYSTEM
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.models import Delivery
from nhipcau.links.models import Link
from nhipcau.outreach.drill import start_drill
from nhipcau.outreach.models import Relay, Reminder
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.tests.conftest import approved, civil, connect, open_window, sms, zalo
from nhipcau.people.ways import confirm_way, offer_way, ways_of

__all__ = ["approved", "civil", "sms", "zalo"]


@pytest.fixture
def hoa(ward, client):
    client.force_login(ward.hoa)
    return client


def path_of(delivery: Delivery) -> str:
    return "/t/" + delivery.link.rsplit("/", 1)[1]


def action(page: str, word: str) -> str:
    return next(found for found in re.findall(r'action="([^"]+)"', page) if word in found)


def test_a_test_is_sent_and_confirmed_by_the_link_without_signing_in(ward, hoa, sms, civil):
    page = hoa.get("/to/cach-bao/").content.decode()
    assert "Chưa có cách nào được xác nhận" in page
    hoa.post(action(page, "/thu/"))
    fill_waiting()
    link = path_of(Delivery.objects.get())
    elsewhere = Client()
    shown = elsewhere.get(link).content.decode()
    assert ways_of(ward.hoa)[0].confirmed_at is None
    done = elsewhere.post(action(shown, "/da-nhan/"))
    assert "Cảm ơn bác" in done.content.decode()
    assert ways_of(ward.hoa)[0].confirmed_at == civil.now
    assert elsewhere.get(link).status_code == 410


def test_ways_change_places_by_buttons(ward, hoa, sms, zalo, civil):
    open_window(zalo, "z13", civil.now)
    hoa.get("/to/cach-bao/")
    way = offer_way(ward.hoa, kind="zalo_oa", account=zalo, value="z13", by=SYSTEM)
    hoa.post(f"/to/cach-bao/{way.pk}/cho/", {"to": "up"})
    assert [one.kind for one in ways_of(ward.hoa)] == ["zalo_oa", "sms"]
    hoa.post(f"/to/cach-bao/{way.pk}/bo/")
    assert [one.kind for one in ways_of(ward.hoa)] == ["sms"]


def test_the_ways_of_others_are_not_there(ward, hoa, sms):
    way = offer_way(ward.tam, kind="sms", value=ward.tam.phone, by=SYSTEM)
    for act in ("thu", "cho", "bo"):
        assert hoa.post(f"/to/cach-bao/{way.pk}/{act}/").status_code == 404


def test_days_away_are_said_and_taken_back(ward, hoa, civil):
    days = {"first_on": "2023-05-27", "last_on": "2023-05-29"}
    hoa.post("/to/vang/", days)
    page = hoa.get("/to/cach-bao/").content.decode()
    assert "Vắng từ" in page
    hoa.post(action(page, "/ve/"))
    assert "Vắng từ ngày mai" not in hoa.get("/to/cach-bao/").content.decode()
    wrong = hoa.post("/to/vang/", {**days, "last_on": "2023-05-20"})
    assert (wrong.status_code, "Ngày về phải sau ngày đi" in wrong.content.decode()) == (422, True)


def test_the_link_of_an_alert_leads_to_the_own_page_and_proves_the_way(ward, hoa, approved, sms):
    publish_notice(approved, by=ward.lan)
    reminder = Reminder.objects.get(staff=ward.hoa)
    link = f"/t/{Link.objects.get(pk=reminder.link_id).code}"
    answer = hoa.get(link, follow=True)
    assert answer.redirect_chain[-1][0] == f"/to/chuyen-tiep/{Relay.objects.get().pk}/"
    assert ways_of(ward.hoa)[0].confirmed_at is not None
    assert "/dien-thoai/" in Client().get(link, follow=True).redirect_chain[-1][0]


def test_the_list_of_the_day_counts_as_seen(ward, hoa, approved, sms, civil):
    publish_notice(approved, by=ward.lan)
    civil.step(1)
    hoa.get("/to/")
    assert Reminder.objects.get(staff=ward.hoa).opened_at == civil.now


def test_a_drill_is_answered_by_its_link_or_on_the_phone(ward, hoa, sms, civil):
    start_drill(ward.locality, by=SYSTEM)
    fill_waiting()
    row = Delivery.objects.get(address=ward.tam.phone)
    elsewhere = Client()
    shown = elsewhere.get(path_of(row)).content.decode()
    assert "không có việc gì xảy ra" in shown
    assert Reminder.objects.get(staff=ward.tam).opened_at is None
    civil.set(civil.now + timedelta(seconds=20))
    elsewhere.post(action(shown, "/dien-tap/"))
    assert Reminder.objects.get(staff=ward.tam).opened_at == civil.now
    home = hoa.get("/to/").content.decode()
    assert "Diễn tập, không có việc thật" in home
    hoa.post(action(home, "/to/dien-tap/"))
    assert Reminder.objects.get(staff=ward.hoa).opened_at == civil.now
    assert "Diễn tập, không" not in hoa.get("/to/").content.decode()


def test_a_made_up_code_opens_no_drill(client, db):
    assert client.get("/dien-tap/").status_code == 404
    assert client.get("/dien-tap/abcdefghj/").status_code == 404
    assert client.get("/da-nhan/abc/").status_code == 410


def test_a_channel_in_trouble_offers_no_test(ward, hoa, civil):
    account = connect(ward, "zalo_oa", sender="v2")
    confirm_way(
        offer_way(ward.hoa, kind="zalo_oa", account=account, value="z13", by=SYSTEM), by=SYSTEM
    )
    type(account).objects.filter(pk=account.pk).update(state="troubled")
    assert "đang tạm không gửi được" in hoa.get("/to/cach-bao/").content.decode()
