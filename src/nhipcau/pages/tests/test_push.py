"""The button for notifications: residents, leaders, and the page that connects the channel."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from nhipcau.channels.accounts import account_works
from nhipcau.channels.credentials import open_credential
from nhipcau.channels.intake import address_key
from nhipcau.channels.load import load_raw_events
from nhipcau.channels.models import Account, Incoming, RawEvent
from nhipcau.channels.transport import Finding
from nhipcau.channels.transports.web_push import seal
from nhipcau.channels.vapid import own_settings
from nhipcau.outreach.tests.conftest import version  # noqa: F401
from nhipcau.people.models import ContactPoint, StaffWay, Subscriber
from nhipcau.people.tests.test_subscribe import AUTH, ENDPOINT, P256DH, VALUE, connect

SAID = {"endpoint": ENDPOINT, "p256dh": P256DH, "auth": AUTH}


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


@pytest.fixture
def account(ward):
    made = connect(ward.locality)
    made.settings |= own_settings(made)
    made.save()
    return made


@pytest.fixture
def quan(ward):
    client = Client()
    client.force_login(ward.quan)
    return client


def at(ward, name):
    return reverse(name, args=[ward.locality.slug])


def known(client, link):
    client.post(f"{link.path}da-doc/", {"link": link.code, "house": "12 ngõ 4", "digits": "678"})


def test_the_page_says_what_comes_and_hands_over_the_public_key_only(client, ward, account):
    page = client.get(at(ward, "portal_push")).content.decode()
    keys = open_credential(account).secrets
    assert keys["vapid_public"] in page and keys["vapid_private"] not in page
    assert "không tính nhà bạn" in page


def test_a_browser_that_said_no_house_is_nobody_s(client, ward, account):
    assert client.post(at(ward, "portal_subscribed"), SAID).status_code == 200
    assert Subscriber.objects.get().value == VALUE
    assert not ContactPoint.objects.filter(kind="push").exists()


def test_a_remembered_browser_is_its_household_s(client, ward, account, link):
    known(client, link)
    client.post(at(ward, "portal_subscribed"), SAID)
    assert ContactPoint.objects.get(kind="push").household == ward.binh
    page = client.get(at(ward, "portal_push")).content.decode()
    assert "nhà 12 ngõ 4" in page
    client.post(at(ward, "portal_unsubscribed"), {"endpoint": ENDPOINT})
    assert ContactPoint.objects.get(kind="push").stopped_at


def test_a_strange_service_is_refused_in_words(client, ward, account):
    answer = client.post(
        at(ward, "portal_subscribed"), {**SAID, "endpoint": "http://127.0.0.1:1/x"}
    )
    assert answer.status_code == 422
    assert "Chrome" in answer.json()["error"]


def test_without_the_channel_the_page_says_so_and_nothing_is_kept(client, ward):
    assert 'data-key=""' in client.get(at(ward, "portal_push")).content.decode()
    assert client.post(at(ward, "portal_subscribed"), SAID).status_code == 422
    assert not Subscriber.objects.exists()


def test_somebody_who_presses_without_end_is_asked_to_wait(client, ward, account, monkeypatch):
    monkeypatch.setattr("nhipcau.pages.portal.limits.may_subscribe", lambda _request: False)
    answer = client.post(at(ward, "portal_subscribed"), SAID)
    assert answer.status_code == 422 and "chờ" in answer.json()["error"]


def test_the_worker_tells_a_new_address_by_the_old(client, ward, account):
    client.post(at(ward, "portal_subscribed"), SAID)
    fresh = {**SAID, "endpoint": f"{ENDPOINT}new"}
    assert client.post(at(ward, "portal_renewed"), {"old": ENDPOINT, **fresh}).status_code == 200
    assert Subscriber.objects.get().value.startswith(f"{ENDPOINT}new#")
    assert client.post(at(ward, "portal_renewed"), {"old": "", **fresh}).status_code == 422


def test_the_worker_is_a_script_that_is_looked_for_anew(client, ward, account):
    answer = client.get(at(ward, "portal_worker"))
    assert answer["Content-Type"] == "text/javascript" and "no-cache" in answer["Cache-Control"]
    assert account.settings["public_key"] in answer.content.decode()


def test_the_home_screen_opens_the_ward_s_pages(client, ward):
    said = client.get(at(ward, "portal_manifest")).json()
    assert (said["scope"], said["display"]) == ("/song-cau/", "standalone")


def test_a_leader_s_telephone_becomes_a_way_that_waits_for_a_tap(hoa, ward, account):
    assert hoa.post(reverse("leader_subscribed"), SAID).status_code == 200
    way = StaffWay.objects.get(staff=ward.hoa, kind="web_push")
    assert (way.value, way.account, way.confirmed_at) == (VALUE, account, None)
    assert account.settings["public_key"] in hoa.get(reverse("leader_worker")).content.decode()
    hoa.post(reverse("leader_unsubscribed"), {"endpoint": ENDPOINT})
    assert not StaffWay.objects.filter(kind="web_push").exists()


def test_the_leader_s_page_shows_its_button(hoa, ward, account):
    page = hoa.get(reverse("leader_push")).content.decode()
    assert "Nhắc việc trên máy này" in page and 'data-scope="/to/"' in page


# --- what the worker reports


def shown(client, account, key="job7", mac=None):
    mac = mac or seal(open_credential(account).secrets["receipt_key"], key)
    return client.post(f"/wh/push/{address_key(account.pk)}/?k={key}&m={mac}")


def test_what_a_browser_shows_comes_in_as_a_receipt(client, ward, account):
    assert shown(client, account).status_code == 200
    load_raw_events()
    row = Incoming.objects.get()
    assert (row.what, row.reference, row.detail["state"]) == ("receipt", "job7", "delivered")


def test_a_report_without_the_right_seal_is_nothing(client, ward, account):
    assert shown(client, account, mac="A" * 20).status_code == 403
    assert client.post(f"/wh/push/{address_key(account.pk)}/").status_code == 403
    assert client.post("/wh/push/1-abc/?k=a&m=b").status_code == 403
    assert not RawEvent.objects.exists()


# --- the channel's page


def test_connecting_makes_the_keys_and_saving_again_keeps_them(quan, ward, monkeypatch):
    monkeypatch.setattr("nhipcau.pages.channels.views.check_account", _works)
    form = {"name": "Thông báo", "contact": "phuong@sc.example", "per_minute": "3000"}
    quan.post(reverse("channel_new", args=["web_push"]), form)
    account = Account.objects.get(kind="web_push")
    keys = dict(open_credential(account).secrets)
    assert account.settings["public_key"] == keys["vapid_public"]
    quan.post(reverse("channel_one", args=[account.pk]), {**form, "per_minute": "60"})
    assert open_credential(account).secrets == keys
    page = quan.get(reverse("channel_one", args=[account.pk])).content.decode()
    assert keys["vapid_private"] not in page and "Hộ đã bấm nhận" in page


def test_a_letter_that_is_none_is_shown_beside_its_field(quan, ward):
    form = {"name": "Thông báo", "contact": "phuong", "per_minute": "3000"}
    page = quan.post(reverse("channel_new", args=["web_push"]), form)
    assert not Account.objects.exists() and "phuong" in page.content.decode()


def _works(account, *, by):
    account_works(account, by=by, settings={})
    return Finding(is_working=True)
