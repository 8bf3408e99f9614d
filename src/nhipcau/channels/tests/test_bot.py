"""The bot listens: by webhook or by asking, never both; its address and its header are secrets."""

import json

import pytest
from django.conf import settings

from nhipcau.channels import intake
from nhipcau.channels.accounts import connect_account
from nhipcau.channels.bot import listen, poll_bots
from nhipcau.channels.check import check_account
from nhipcau.channels.credentials import keep_secrets, open_credential
from nhipcau.channels.load import load_raw_events
from nhipcau.channels.models import Account, ChannelKind, Incoming, RawEvent
from nhipcau.channels.webhooks.zalo_bot import read
from nhipcau.core.clock import civil_now

TOKEN = "77:secret-of-the-bot"


@pytest.fixture
def account(ward, platforms):
    platforms.call("make", bots=[{"id": "77", "token": TOKEN, "name": "Bot Sông Cầu"}])
    made = connect_account(
        ward.locality,
        ChannelKind.ZALO_BOT,
        name="Bot",
        by=ward.quan.actor,
        external_id="77",
        secrets={"bot_token": TOKEN},
    )
    assert check_account(made, by=ward.quan.actor).is_working
    return made


def test_a_check_says_who_it_is(account):
    assert account.settings["facts"]["name"] == "Bot Sông Cầu"


def test_a_wrong_token_is_said_and_marks_the_account(ward, account):
    account.credential.delete()
    keep_secrets(account, {"bot_token": "77:wrong"}, by=ward.quan.actor)
    assert check_account(account, by=ward.quan.actor).error == "401"
    assert Account.objects.get(pk=account.pk).state == Account.State.TROUBLED


def test_where_nobody_can_reach_us_we_ask_and_every_update_comes_once(ward, account, platforms):
    assert listen(account, address="", by=ward.quan.actor) == ""
    for text in ("123456", "xin chào"):
        platforms.act("bot_text", bot="77", person="binh", text=text)
    assert poll_bots() == 2 and poll_bots() == 0
    load_raw_events()
    assert [row.text for row in Incoming.objects.order_by("id")] == ["123456", "xin chào"]


def test_a_webhook_and_asking_exclude_each_other(ward, account, platforms):
    platforms.set("bot", "77", needs_https=False)
    address = "http://127.0.0.1:1/wh/"
    assert listen(account, address=address, by=ward.quan.actor) == ""
    account.refresh_from_db()
    assert account.settings["updates"] == "webhook" and poll_bots() == 0
    Account.objects.filter(pk=account.pk).update(settings={"updates": "poll"})
    assert poll_bots() == 0
    account.refresh_from_db()
    assert account.problem == "409"


def test_the_platform_wants_https(ward, account):
    assert listen(account, address="http://sc.example/", by=ward.quan.actor) == "400"
    account.refresh_from_db()
    assert "updates" not in account.settings


@pytest.mark.parametrize("mode", ["down", "garbage", "refuse"])
def test_a_platform_in_trouble_loses_nothing(ward, account, platforms, mode):
    listen(account, address="", by=ward.quan.actor)
    platforms.act("bot_text", bot="77", person="binh", text="123456")
    platforms.call("mode", platform="zalo_bot", mode=mode)
    assert poll_bots() == 0
    platforms.call("mode", platform="zalo_bot", mode="")
    assert poll_bots() == 1


def update(text="123456", chat="c-1", kind="PRIVATE", **more):
    message = {"chat": {"id": chat, "chat_type": kind}, "text": text, "message_id": "m-1"}
    message |= {"from": {"id": "u"}, "date": 1685093700000, **more}
    return {"event_name": "message.text.received", "message": message}


def heard(body, name="Bot Sông Cầu"):
    raw = json.dumps(body, ensure_ascii=False).encode()
    return read(raw, name=name, received_at=civil_now())


def test_with_or_without_the_envelope_it_is_the_same():
    (one,) = heard(update())
    (two,) = heard({"ok": True, "result": update()})
    assert one == two and (one.person, one.text) == ("c-1", "123456")


def test_in_a_group_the_mention_is_taken_off():
    (one,) = heard(update("@Bot Sông Cầu 123456", kind="GROUP"))
    assert one.text == "123456" and one.detail["chat"] == "GROUP"


@pytest.mark.parametrize("body", [{}, {"ok": True}, update(chat=""), []])
def test_what_is_no_message_is_nothing(body):
    assert heard(body) == []


def test_a_bot_s_own_words_and_what_it_may_not_see_are_no_message():
    assert heard(update(**{"from": {"is_bot": True}})) == []
    hidden = update() | {"event_name": "message.unsupported.received"}
    assert [one.what for one in heard(hidden)] == ["other"]


@pytest.fixture
def listening_bot(ward, db):
    account = connect_account(
        ward.locality,
        ChannelKind.ZALO_BOT,
        name="Bot",
        by=ward.quan.actor,
        secrets={"bot_token": TOKEN, "webhook_secret": "s" * 48},
    )
    key = intake.address_key(account.pk)
    return account, f"/wh/zalo-bot/{key}/"


def post(client, path, body, secret="s" * 48):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"X-Bot-Api-Secret-Token": secret} if secret else {}
    return client.post(path, raw, content_type="application/json", headers=headers)


def test_a_message_with_the_right_secret_is_kept(client, listening_bot):
    _account, path = listening_bot
    assert post(client, path, update()).status_code == 200
    load_raw_events()
    assert Incoming.objects.get().person == "c-1"


@pytest.mark.parametrize("secret", ["", "wrong"])
def test_without_the_secret_nothing_is_kept(client, listening_bot, secret):
    _account, path = listening_bot
    assert post(client, path, update(), secret).status_code == 403
    assert not RawEvent.objects.exists()


def test_a_guessed_address_garbage_and_ten_megabytes_are_refused(client, listening_bot):
    account, path = listening_bot
    assert post(client, f"/wh/zalo-bot/{account.pk}-{'0' * 32}/", update()).status_code == 403
    assert post(client, path, b"<html>").status_code == 400
    assert post(client, path, b"x" * (10 * 1024 * 1024)).status_code == 413
    assert not RawEvent.objects.exists()


def test_a_closed_bot_hears_nothing(client, ward, listening_bot):
    account, path = listening_bot
    Account.objects.filter(pk=account.pk).update(state="closed")
    assert post(client, path, update()).status_code == 403


def test_a_new_secret_is_made_at_each_connection(ward, account, platforms):
    platforms.set("bot", "77", needs_https=False)
    listen(account, address="http://127.0.0.1:1/", by=ward.quan.actor)
    first = open_credential(account).secrets["webhook_secret"]
    listen(account, address="http://127.0.0.1:1/", by=ward.quan.actor)
    assert open_credential(account).secrets["webhook_secret"] != first
    assert platforms.address == settings.ZALO_BOT_URL
