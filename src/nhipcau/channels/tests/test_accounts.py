"""Accounts are connected once, troubled in words, and forgotten when disconnected."""

import json
from datetime import timedelta

import pytest
from django.test import override_settings

from nhipcau.channels.accounts import (
    account_works,
    connect_account,
    disconnect_account,
    pause_account,
    revise_account,
    trouble_account,
)
from nhipcau.channels.credentials import keep_secrets, open_credential
from nhipcau.channels.models import Account, ChannelKind, Credential
from nhipcau.channels.seal import BrokenSeal, seal, unseal
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.models import AuditEvent


@pytest.fixture
def page(ward):
    return connect_account(
        ward.locality,
        ChannelKind.FACEBOOK_PAGE,
        name="Trang phường",
        by=ward.quan.actor,
        external_id="104",
        settings={"page_id": "104"},
        secrets={"access_token": "EAAsecret"},
    )


def test_an_account_is_new_until_it_was_seen_to_work(page, ward):
    assert page.state == "new"
    account_works(page, by=ward.quan.actor, settings={"followers": "12"})
    assert page.state == "working"
    assert page.settings == {"page_id": "104", "followers": "12"}


def test_secrets_are_sealed_and_never_in_the_audit(page):
    assert "EAAsecret" not in Credential.objects.get().sealed
    assert open_credential(page).secrets["access_token"] == "EAAsecret"
    trail = json.dumps(list(AuditEvent.objects.values("before", "after")))
    assert "EAAsecret" not in trail
    assert "access_token" in trail


def test_an_empty_field_keeps_the_secret_that_is_there(page, ward):
    version = open_credential(page).version
    keep_secrets(page, {"access_token": "  "}, by=ward.quan.actor)
    assert open_credential(page).version == version
    revise_account(page, by=ward.quan.actor, secrets={"access_token": "new "})
    assert open_credential(page).secrets["access_token"] == "new"


@override_settings(SECRET_KEY="another")
def test_a_changed_server_key_is_told_in_words():
    with override_settings(SECRET_KEY="first"):
        sealed = seal({"a": "b"})
    with pytest.raises(BrokenSeal, match=r"secret\.key"):
        unseal(sealed)
    with override_settings(SECRET_KEY_FALLBACKS=["first"]):
        assert unseal(sealed) == {"a": "b"}


def test_one_platform_account_belongs_to_one_locality(page, stranger):
    with pytest.raises(BadInput, match="địa bàn khác"):
        connect_account(
            stranger.locality,
            ChannelKind.FACEBOOK_PAGE,
            name="x",
            by=stranger.thu.actor,
            external_id="104",
        )


def test_trouble_is_news_once(page, ward):
    account_works(page, by=ward.quan.actor, settings={})
    assert trouble_account(page, "-224")
    assert not trouble_account(page, "-221")
    page.refresh_from_db()
    assert (page.state, page.problem) == ("troubled", "-221")
    assert AuditEvent.objects.filter(verb="account.troubled").count() == 1


def test_a_pause_only_grows(page):
    later, sooner = civil_now() + timedelta(minutes=9), civil_now() + timedelta(minutes=1)
    for until in (sooner, later, sooner):
        pause_account(page, until)
    page.refresh_from_db()
    assert page.paused_until == later


def test_a_disconnected_account_is_over_and_its_id_free_again(page, ward, stranger):
    disconnect_account(page, by=ward.quan.actor)
    assert (page.state, page.external_id) == (Account.State.CLOSED, "")
    with pytest.raises(WrongState):
        disconnect_account(page, by=ward.quan.actor)
    with pytest.raises(WrongState):
        revise_account(page, by=ward.quan.actor, name="x")
    with pytest.raises(WrongState):
        account_works(page, by=ward.quan.actor, settings={})
    assert not trouble_account(page, "-220")
    connect_account(
        stranger.locality,
        ChannelKind.FACEBOOK_PAGE,
        name="x",
        by=stranger.thu.actor,
        external_id="104",
    )
