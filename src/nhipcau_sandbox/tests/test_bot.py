"""The Zalo Bot: token in the path, one way of listening, limits of people, groups and messages."""

import asyncio
import json

import pytest

from nhipcau_sandbox.replay import replay
from nhipcau_sandbox.tests.cast import Stage
from nhipcau_sandbox.world import World

TOKEN = "77:secret-of-the-bot"
HOOK = {"url": "https://ward.test/wh/zalo-bot/1-abc/", "secret_token": "12345678"}
MAKE = {"bots": [{"id": "77", "token": TOKEN}], "groups": [{"id": "g", "members": ["binh", "thu"]}]}


@pytest.fixture
def stage(tmp_path):
    found = Stage(tmp_path)
    found.admin("make", MAKE)
    return found


def bot(stage):
    return stage.box.world.bots[TOKEN]


def call(stage, method, body=None, token=TOKEN):
    answer = stage.ask(
        "POST", f"/bot{token}/{method}", body or {}, content__type="application/json"
    )
    if not answer.body and answer.later:
        answer = asyncio.run(answer.later)
    return json.loads(answer.body)


def writes(stage, text="xin chào", person="binh", **more):
    return stage.act("bot_text", bot="77", person=person, text=text, **more)


def test_the_token_is_in_the_path_and_a_wrong_one_is_401_in_the_body(stage):
    assert call(stage, "getMe")["result"]["account_name"].startswith("Bot")
    assert call(stage, "getMe", token="77:wrong") == {
        "ok": False,
        "error_code": 401,
        "description": "Unauthorized (mô phỏng)",
    }


def test_an_update_is_one_object_and_comes_once(stage):
    writes(stage, "123456")
    found = call(stage, "getUpdates", {"timeout": 0})["result"]
    assert found["event_name"] == "message.text.received"
    assert found["message"]["text"] == "123456"
    assert found["message"]["chat"]["chat_type"] == "PRIVATE"
    assert call(stage, "getUpdates", {"timeout": 0})["error_code"] == 408


def test_nothing_new_is_408_after_the_time_asked_for(stage):
    assert call(stage, "getUpdates", {"timeout": 0.05})["error_code"] == 408


def test_webhook_and_asking_exclude_each_other(stage):
    assert call(stage, "setWebhook", HOOK)["ok"]
    assert call(stage, "getUpdates", {"timeout": 0})["error_code"] == 409
    assert call(stage, "getWebhookInfo")["result"]["url"] == HOOK["url"]
    assert call(stage, "deleteWebhook")["result"]["url"] == ""
    assert call(stage, "getUpdates", {"timeout": 0})["error_code"] == 408


@pytest.mark.parametrize("changed", [{"url": "http://ward.test/"}, {"secret_token": "1234567"}])
def test_a_webhook_needs_https_and_a_secret(stage, changed):
    assert call(stage, "setWebhook", HOOK | changed)["error_code"] == 400


def test_a_webhook_carries_the_secret_in_its_header(stage):
    call(stage, "setWebhook", HOOK)
    writes(stage)
    (hook,) = stage.hooks
    assert hook.headers_for(0)["X-Bot-Api-Secret-Token"] == "12345678"
    assert json.loads(hook.body)["result"]["message"]["text"] == "xin chào"
    bot(stage).wraps = False
    writes(stage)
    assert json.loads(stage.hooks[-1].body)["event_name"] == "message.text.received"


def test_a_message_has_1_to_2000_characters(stage):
    chat = writes(stage)["chat_id"]
    assert call(stage, "sendMessage", {"chat_id": chat, "text": "ả" * 2000})["ok"]
    for text in ("", "ả" * 2001):
        assert call(stage, "sendMessage", {"chat_id": chat, "text": text})["error_code"] == 400
    assert [one["channel"] for one in stage.shown("binh")] == ["zalo_bot"]


def test_nobody_is_written_to_who_has_not_written_first(stage):
    assert call(stage, "sendMessage", {"chat_id": "x", "text": "a"})["error_code"] == 400


def test_after_the_month_s_messages_it_is_429(stage):
    chat = writes(stage)["chat_id"]
    stage.set("bot", "77", messages_a_month=1)
    said = [call(stage, "sendMessage", {"chat_id": chat, "text": "a"}) for _ in range(2)]
    assert [one.get("error_code") for one in said] == [None, 429]


def test_the_free_bot_hears_so_many_people(stage):
    stage.set("bot", "77", users=1)
    assert writes(stage)["heard"] and not writes(stage, person="thu")["heard"]
    assert len(bot(stage).waiting) == 1


def test_the_free_bot_is_in_so_many_groups(stage):
    stage.set("bot", "77", groups=1)
    stage.admin("make", {"groups": [{"id": "h", "members": ["son"]}]})
    joined = [stage.act("bot_join", bot="77", group=group)["joined"] for group in ("g", "h")]
    assert joined == [True, False]


def test_in_a_group_it_hears_only_what_mentions_it_and_speaks_to_all(stage):
    chat = stage.act("bot_join", bot="77", group="g")["chat_id"]
    for mention in (False, True):
        asked = {"bot": "77", "group": "g", "person": "binh", "text": "123456"}
        stage.act("bot_group_text", mention=mention, **asked)
    (heard,) = bot(stage).waiting
    assert heard["message"]["chat"] == {"id": chat, "chat_type": "GROUP"}
    assert heard["message"]["text"].endswith("123456")
    assert call(stage, "sendMessage", {"chat_id": chat, "text": "Chào cả nhóm"})["ok"]
    assert stage.shown("thu")[0]["text"] == "Chào cả nhóm"


def test_a_voice_into_a_group_looks_accepted_and_reaches_nobody(stage):
    chat = stage.act("bot_join", bot="77", group="g")["chat_id"]
    asked = {"chat_id": chat, "voice_url": "https://a.vn/a.aac"}
    assert call(stage, "sendVoice", asked)["ok"] and stage.shown("binh") == []
    assert call(stage, "sendVoice", asked | {"voice_url": "a.mp3"})["error_code"] == 400


def test_a_bot_remembers_its_webhook_and_its_chats_after_a_kill(stage):
    chat = writes(stage)["chat_id"]
    call(stage, "setWebhook", HOOK)
    call(stage, "sendMessage", {"chat_id": chat, "text": "Chào bà"})
    stage.box.world = World()
    replay(stage.box)
    assert bot(stage).webhook_url == HOOK["url"] and chat in bot(stage).chats
    assert [one["text"] for one in stage.shown("binh")] == ["Chào bà"]


def test_its_phones_page_shows_what_it_said_and_that_it_is_a_simulation(stage):
    call(stage, "sendMessage", {"chat_id": writes(stage)["chat_id"], "text": "Chào bà"})
    page = stage.ask("GET", "/").body.decode()
    assert "MÔ PHỎNG" in page and "Zalo Bot" in page
