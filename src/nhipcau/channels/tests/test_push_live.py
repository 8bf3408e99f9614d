"""Notifications over a real wire to the simulated service, which opens what it is sent."""

import pytest
from django.conf import settings

from nhipcau.channels.accounts import connect_account
from nhipcau.channels.ask import bases_of
from nhipcau.channels.check import check_account
from nhipcau.channels.credentials import open_credential
from nhipcau.channels.models import ChannelKind
from nhipcau.channels.transport import Message
from nhipcau.channels.transports.web_push import WebPush
from nhipcau.channels.vapid import new_keys
from nhipcau.channels.wire import Remote, Wire
from nhipcau.channels.words import words_for
from nhipcau.core.clock import civil_seconds


@pytest.fixture
def account(ward, platforms):
    return connect_account(
        ward.locality,
        ChannelKind.WEB_PUSH,
        name="Thông báo",
        by=ward.quan.actor,
        settings={"contact": "phuong@sc.example", "title": "UBND phường"},
        secrets=new_keys(),
    )


@pytest.fixture
def browser(account, platforms):
    key = open_credential(account).secrets["vapid_public"]
    return platforms.call("push_subscribe", key=key, person="binh")


def send(account, browser, *, at=None, endpoint=""):
    keys = browser["keys"]
    address = f"{endpoint or browser['endpoint']}#{keys['p256dh']}.{keys['auth']}"
    message = Message("job1", address, "7 giờ sáng mai", "Khám bệnh", at=at or civil_seconds())
    to = Remote(WebPush(account.settings, open_credential(account).secrets), bases_of("web_push"))
    wire = Wire(settings.CA_FILE, answer_seconds=2)
    wire.send(to, message, "row")
    ended = wire.run(1.0)
    while not ended:
        ended = wire.run(1.0)
    wire.close()
    return ended[0][1]


def test_it_is_taken_and_stands_on_the_phone(account, browser, platforms):
    assert send(account, browser).state == "sent"
    (shown,) = platforms.look("shown?person=binh&channel=web_push")["shown"]
    assert shown["text"] == "Khám bệnh\n7 giờ sáng mai"


def test_whoever_left_is_gone(account, browser, platforms):
    platforms.call("push_unsubscribe", endpoint=browser["endpoint"])
    outcome = send(account, browser)
    assert (outcome.state, outcome.error) == ("refused", "http-410")
    assert outcome.error in WebPush.gone_errors


def test_a_clock_that_is_wrong_is_refused_and_told_in_words(account, browser):
    outcome = send(account, browser, at=civil_seconds() - 13 * 3600)
    assert (outcome.state, outcome.error) == ("refused", "http-403")
    assert "đồng hồ" in words_for("web_push", outcome.error)[1]


@pytest.mark.parametrize(
    ("mode", "state"),
    [
        ("down", "unavailable"),
        ("error", "unknown"),
        ("garbage", "unknown"),
        ("refuse", "unknown"),
        ("swallow", "unknown"),
        ("huge", "unknown"),
    ],
)
def test_a_service_in_trouble_loses_and_doubles_nothing(account, browser, platforms, mode, state):
    platforms.call("mode", platform="push", mode=mode)
    assert send(account, browser).state == state


def test_a_service_that_cannot_be_reached_holds_up_its_own_rows_only(account, browser, platforms):
    platforms.stop()
    outcome = send(account, browser)
    assert (outcome.state, outcome.scope) == ("unavailable", "row")


def test_no_address_inside_the_ward_s_network_is_called(account, browser):
    outcome = send(account, browser, endpoint="http://127.0.0.1:22/x")
    assert (outcome.state, outcome.error) == ("refused", "no-such-service")


def test_the_check_says_whether_the_way_out_is_open(ward, account, platforms):
    assert check_account(account, by=ward.quan.actor).is_working
    platforms.call("mode", platform="push", mode="garbage")
    assert check_account(account, by=ward.quan.actor).error == "garbage"
