"""A leader's phone: enrolled by a one-time link, gone at once when taken back."""

from datetime import timedelta

import pytest
from django.test import Client

from nhipcau.core.clock import machine_now
from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.people.enrol import enrol_phone, phone_link, revoke_device
from nhipcau.people.middleware import KEPT_FOR, PHONE_COOKIE, find_device
from nhipcau.people.models import Device, Invitation
from nhipcau.people.staff import deactivate_staff
from nhipcau.people.tests.test_invite import token_of


@pytest.fixture
def enrolled(ward):
    """Hoà's phone and the secret in its cookie."""
    path = phone_link(ward.hoa, by=ward.quan.actor)
    return enrol_phone(token_of(path), label="Android")


def test_looking_at_the_link_does_not_use_it_up(ward, client):
    path = phone_link(ward.hoa, by=ward.quan.actor)
    for _ in range(3):
        page = client.get(path)
    assert "Dùng điện thoại này" in page.text
    assert Invitation.objects.filter(used_at__isnull=False).count() == 0


def test_pressing_the_button_enrols_the_phone_for_months(ward, client):
    path = phone_link(ward.hoa, by=ward.quan.actor)
    answer = client.post(path, HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 9) Zalo/1.0")
    assert answer.status_code == 302 and answer.url == "/to/"
    cookie = answer.cookies[PHONE_COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) == KEPT_FOR.total_seconds()
    device = Device.objects.get()
    assert device.staff == ward.hoa and device.label == "Android · Zalo"
    assert cookie.value not in device.token_hash


def test_a_leader_may_hold_several_phones(ward, enrolled):
    _device, secret = enrolled
    path = phone_link(ward.hoa, by=ward.quan.actor)
    _second, other = enrol_phone(token_of(path), label="iPhone")
    assert find_device(secret).staff == find_device(other).staff == ward.hoa


def test_the_link_enrols_one_phone_only(ward, enrolled):
    path = phone_link(ward.hoa, by=ward.quan.actor)
    enrol_phone(token_of(path), label="a")
    with pytest.raises(WrongState, match="đã được dùng"):
        enrol_phone(token_of(path), label="b")


def test_an_officer_gets_no_phone_link(ward):
    with pytest.raises(WrongState):
        phone_link(ward.lan, by=ward.quan.actor)


@pytest.mark.parametrize("who", ["lan", "hoa"])
def test_only_an_admin_makes_phone_links(ward, who):
    with pytest.raises(NotAllowed):
        phone_link(ward.hoa, by=getattr(ward, who).actor)


def test_an_admin_of_another_locality_makes_none(ward, stranger):
    with pytest.raises(NotAllowed):
        phone_link(ward.hoa, by=stranger.thu.actor)


def test_a_lost_phone_is_nobodys_at_once(ward, enrolled):
    device, secret = enrolled
    revoke_device(device, by=ward.quan.actor)
    assert find_device(secret) is None


def test_revoking_twice_says_so(ward, enrolled):
    device, _secret = enrolled
    revoke_device(device, by=ward.quan.actor)
    with pytest.raises(WrongState):
        revoke_device(device, by=ward.quan.actor)


def test_a_leader_may_give_up_the_own_phone_but_no_other(ward, enrolled):
    device, _secret = enrolled
    with pytest.raises(NotAllowed):
        revoke_device(device, by=ward.tam.actor)
    revoke_device(device, by=ward.hoa.actor)


def test_a_stranger_revokes_nothing(ward, stranger, enrolled):
    device, secret = enrolled
    with pytest.raises(NotAllowed):
        revoke_device(device, by=stranger.thu.actor)
    assert find_device(secret)


def test_an_expired_phone_is_nobodys(ward, enrolled):
    _device, secret = enrolled
    Device.objects.update(expires_at=machine_now() - timedelta(seconds=1))
    assert find_device(secret) is None


def test_a_phone_ends_with_its_persons_work(ward, enrolled):
    _device, secret = enrolled
    deactivate_staff(ward.hoa, by=ward.quan.actor)
    assert find_device(secret) is None


def test_a_phone_in_use_keeps_sliding_but_is_written_at_most_hourly(ward, enrolled):
    device, secret = enrolled
    client = Client()
    client.cookies[PHONE_COOKIE] = secret
    client.get("/to/")
    device.refresh_from_db()
    first = device.last_seen_at
    Device.objects.update(last_seen_at=first - timedelta(hours=2), expires_at=first)
    Device.objects.update(expires_at=machine_now() + timedelta(days=1))
    answer = client.get("/to/")
    device.refresh_from_db()
    assert device.expires_at > machine_now() + KEPT_FOR - timedelta(minutes=1)
    assert answer.cookies[PHONE_COOKIE].value == secret
    again = client.get("/to/")
    assert PHONE_COOKIE not in again.cookies


def test_a_cookie_that_was_made_up_opens_nothing(ward):
    assert find_device("không có") is None
