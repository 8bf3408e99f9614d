"""A browser asks for notifications, says which house it is, changes its address, leaves."""

import pytest
from django_scopes import scope

from nhipcau.channels.accounts import account_works, connect_account
from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.vapid import new_keys
from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.consent import has_consent
from nhipcau.people.models import ContactPoint, Subscriber
from nhipcau.people.subscribe import (
    PURPOSE,
    drop_subscribers,
    push_account,
    read_subscription,
    renew,
    subscribe,
    unsubscribe,
)
from nhipcau.people.ways import offer_way

ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc:def"
P256DH, AUTH = "B" * 87, "A" * 22
VALUE = f"{ENDPOINT}#{P256DH}.{AUTH}"


def connect(locality):
    account = connect_account(
        locality,
        ChannelKind.WEB_PUSH,
        name="Thông báo",
        by=SYSTEM,
        settings={"contact": "phuong@sc.example"},
        secrets=new_keys(),
    )
    account_works(account, by=SYSTEM, settings={})
    return account


@pytest.fixture
def account(ward):
    return connect(ward.locality)


def live():
    return ContactPoint.objects.filter(kind="push", stopped_at=None)


def test_a_browser_becomes_a_way_to_its_household_by_consent(ward, account):
    subscribe(account, VALUE, household=ward.binh)
    contact = live().get()
    assert (contact.household, contact.account, contact.value) == (ward.binh, account, VALUE)
    assert contact.verified_at and contact.legal_basis == "consent"
    assert has_consent(ward.binh, PURPOSE)


def test_asking_twice_is_asking_once_and_new_keys_are_the_same_browser(ward, account):
    subscribe(account, VALUE, household=ward.binh)
    subscribe(account, VALUE, household=ward.binh)
    subscribe(account, f"{ENDPOINT}#{'C' * 87}.{AUTH}", household=ward.binh)
    assert [one.value for one in live()] == [f"{ENDPOINT}#{'C' * 87}.{AUTH}"]


def test_without_a_house_it_is_nobody_s_until_it_says_which(ward, account):
    subscribe(account, VALUE, household=None)
    subscribe(account, VALUE, household=None)
    assert Subscriber.objects.count() == 1 and not live().exists()
    subscribe(account, VALUE, household=ward.binh)
    assert not Subscriber.objects.exists() and live().count() == 1
    subscribe(account, VALUE, household=None)  # the cookie is gone: what was said stays
    assert not Subscriber.objects.exists() and live().count() == 1


def test_a_browser_that_moves_house_leaves_the_former(ward, account):
    subscribe(account, VALUE, household=ward.binh)
    subscribe(account, VALUE, household=ward.tung)
    assert [one.household for one in live()] == [ward.tung]


def test_leaving_takes_the_consent_of_the_last_browser_along(ward, account):
    subscribe(account, VALUE, household=ward.binh)
    other = f"{ENDPOINT}2#{P256DH}.{AUTH}"
    subscribe(account, other, household=ward.binh)
    assert unsubscribe(account, ENDPOINT) == 1
    assert has_consent(ward.binh, PURPOSE)
    unsubscribe(account, f"{ENDPOINT}2")
    assert not has_consent(ward.binh, PURPOSE) and not live().exists()
    assert unsubscribe(account, ENDPOINT) == 0


def test_who_left_comes_back_by_asking(ward, account):
    subscribe(account, VALUE, household=ward.binh)
    unsubscribe(account, ENDPOINT)
    subscribe(account, VALUE, household=ward.binh)
    assert live().count() == 1


def test_a_new_address_takes_the_place_of_the_old_everywhere(ward, account):
    subscribe(account, VALUE, household=ward.binh)
    way = offer_way(
        ward.hoa, kind=ChannelKind.WEB_PUSH, account=account, value=VALUE, by=ward.hoa.actor
    )
    fresh = f"{ENDPOINT}new#{P256DH}.{AUTH}"
    assert renew(account, ENDPOINT, fresh) == 2
    way.refresh_from_db()
    assert live().get().value == way.value == fresh
    assert renew(account, ENDPOINT, fresh) == 0


def test_what_its_service_calls_gone_is_forgotten(ward, account):
    subscribe(account, VALUE, household=None)
    assert drop_subscribers(account, [VALUE], by=SYSTEM) == 1
    assert not Subscriber.objects.exists()


def test_a_stopped_account_takes_nobody(ward, account):
    Account.objects.filter(pk=account.pk).update(state=Account.State.TROUBLED)
    account.refresh_from_db()
    assert push_account(ward.locality) is None
    with pytest.raises(WrongState):
        subscribe(account, VALUE, household=ward.binh)


def test_another_locality_s_household_is_refused(ward, stranger, account):
    with scope(locality=stranger.locality):
        home = stranger.household
    with pytest.raises(NotAllowed):
        subscribe(account, VALUE, household=home)


@pytest.mark.parametrize(
    ("endpoint", "p256dh", "auth"),
    [
        ("", P256DH, AUTH),
        ("http://127.0.0.1:9999/x", P256DH, AUTH),
        ("https://evil.example/x", P256DH, AUTH),
        (ENDPOINT, "", AUTH),
        (ENDPOINT, P256DH, "ngắn"),
        (ENDPOINT + "#x", P256DH, AUTH),
        (ENDPOINT + "x" * 500, P256DH, AUTH),
        (ENDPOINT + " x", P256DH, AUTH),
        (ENDPOINT + "\x00", P256DH, AUTH),
    ],
)
def test_what_is_no_subscription_of_a_known_service_is_refused(endpoint, p256dh, auth):
    with pytest.raises(BadInput):
        read_subscription(endpoint, p256dh, auth)


def test_padding_that_some_browsers_add_is_no_difference():
    assert read_subscription(ENDPOINT, P256DH + "=", AUTH + "==") == VALUE
