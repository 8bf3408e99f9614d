"""Webhooks of Zalo: exact bytes signed, probe, two seconds, ladder, unsubscribe, spoilt modes."""

import asyncio
import hashlib
import json

import pytest

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.clock import Clock
from nhipcau_sandbox.hooks import TIMEOUT, Hook, Outbox
from nhipcau_sandbox.server import build
from nhipcau_sandbox.tests.cast import EVENING, SEED, Stage
from nhipcau_sandbox.wire import Request
from nhipcau_sandbox.zalo import events


@pytest.fixture
def stage():
    found = Stage()
    hook = found.box.world.apps["app"].hook
    hook.url, hook.enabled = "http://ward.test/wh/zalo_oa/", True
    return found


def mac(hook):
    stamp = json.loads(hook.body)["timestamp"]
    return "mac=" + hashlib.sha256(b"app" + hook.body + stamp.encode() + b"oa-secret").hexdigest()


def test_the_signature_is_a_plain_hash_of_the_raw_bytes(stage):
    stage.act("text", person="binh", oa="oa", text="Đăng ký ở đâu ạ?")
    hook = stage.hooks[-1]
    assert hook.headers_for(0)["X-ZEvent-Signature"] == mac(hook)
    assert "Đăng ký".encode() in hook.body


def test_the_timestamp_stands_in_body_and_header(stage):
    stage.act("follow", person="binh", oa="oa")
    hook = stage.hooks[-1]
    stamp = json.loads(hook.body)["timestamp"]
    assert isinstance(stamp, str) and hook.headers_for(0)["X-ZEvent-Timestamp"] == stamp


def test_a_retry_carries_its_number(stage):
    stage.act("follow", person="binh", oa="oa")
    assert "num_retry" not in stage.hooks[-1].headers_for(0)
    assert stage.hooks[-1].headers_for(3)["num_retry"] == "3"


def test_our_own_send_comes_back_as_echo_and_receipt(stage):
    stage.act("follow", person="binh", oa="oa")
    reference = stage.say("binh")["data"]["message_id"]
    stage.move(1)
    echo, receipt = (json.loads(hook.body) for hook in stage.hooks[-2:])
    assert (echo["event_name"], echo["message"]["msg_id"]) == ("oa_send_text", reference)
    assert receipt["event_name"] == "user_received_message"


def test_opening_a_message_says_seen(stage):
    stage.act("follow", person="binh", oa="oa")
    reference = stage.say("binh")["data"]["message_id"]
    stage.act("open", n=stage.shown("binh")[0]["n"])
    assert json.loads(stage.hooks[-1].body)["message"] == {"msg_ids": [reference]}


def test_chat_now_comes_once_per_person(stage):
    for _ in range(2):
        stage.act("open_chat", person="thu", oa="oa")
    names = [json.loads(hook.body)["event_name"] for hook in stage.hooks]
    assert names.count("user_click_chatnow") == 1


def test_withdrawal_and_revocation_are_told(stage):
    stage.act("withdraw", person="binh", oa="oa")
    stage.act("revoke", oa="oa")
    names = [json.loads(hook.body)["event_name"] for hook in stage.hooks[-2:]]
    assert names == ["user_withdraw", "permission_revoked"]
    assert stage.zalo("GET", "/v2.0/oa/getoa")["error"] == -220


def spoilt(stage, mode):
    stage.ask("POST", "/sandbox/hook", {"app": "app", "mode": mode})
    stage.act("text", person="binh", oa="oa", text="một")
    stage.act("text", person="binh", oa="oa", text="hai")
    return stage.hooks


def test_mode_wrong_signature(stage):
    hook = spoilt(stage, "wrong_signature")[-1]
    assert hook.headers_for(0)["X-ZEvent-Signature"] != mac(hook)


def test_mode_stale_timestamp_is_old_but_well_signed(stage):
    hook = spoilt(stage, "stale_timestamp")[-1]
    assert int(json.loads(hook.body)["timestamp"]) < (EVENING - 80_000) * 1000
    assert hook.headers_for(0)["X-ZEvent-Signature"] == mac(hook)


def test_mode_replay_sends_the_same_bytes_again(stage):
    first, second = spoilt(stage, "replay")
    assert first.body == second.body
    assert first.headers_for(0) == second.headers_for(0)


def test_mode_duplicates_sends_everything_twice(stage):
    assert len(spoilt(stage, "duplicates")) == 4


def test_mode_out_of_order_turns_two_events_round(stage):
    texts = [json.loads(hook.body)["message"]["text"] for hook in spoilt(stage, "out_of_order")]
    assert texts == ["hai", "một"]


def test_mode_huge_is_ten_megabytes(stage):
    assert len(spoilt(stage, "huge")[-1].body) > 10 * 1024 * 1024


class Receiver:
    """A product that answers as it is told, slowly if so told."""

    def __init__(self, status=200, wait=0.0):
        self.status, self.wait, self.got = status, wait, []

    async def answer(self, reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        size = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0] or 0)
        self.got.append((head, await reader.readexactly(size)))
        await asyncio.sleep(self.wait)
        writer.write(b"HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n" % self.status)
        writer.close()

    async def start(self):
        self.server = await asyncio.start_server(self.answer, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}/wh/"


def outbox():
    clock = Clock("")
    clock.held = EVENING
    return Outbox(clock)


def test_saving_the_address_sends_an_unsigned_probe():
    async def run():
        box, receiver = build(Box(None, outbox().clock)), Receiver()
        box.answer(Request("POST", "/sandbox/make", "", {}, json.dumps(SEED).encode()))
        url = await receiver.start()
        kept = await events.save_url(box, box.world.apps["app"], url)
        receiver.status = 403
        refused = await events.save_url(box, box.world.apps["app"], url)
        return kept, refused, receiver.got

    kept, refused, got = asyncio.run(run())
    assert kept and not refused
    assert got[0][1] == b"{}" and b"X-ZEvent" not in got[0][0]


def test_a_slow_receiver_counts_as_failed_after_the_timeout(monkeypatch):
    monkeypatch.setattr("nhipcau_sandbox.hooks.TIMEOUT", 0.05)

    async def run():
        receiver = Receiver(wait=0.5)
        return await outbox().request("POST", await receiver.start(), b"{}", {})

    assert asyncio.run(run()) == 0


def test_the_ladder_ends_in_unsubscription():
    async def run():
        box, receiver, ended = outbox(), Receiver(status=500), []
        running = asyncio.create_task(box.run())
        await asyncio.sleep(0)
        hook = Hook(await receiver.start(), b"x", lambda n: {"n": str(n)}, events.LADDER)
        hook.gave_up = lambda: ended.append(True)
        waits = []
        box.post(hook)
        while not ended:
            await asyncio.sleep(0.005)
            if box.flying == 0 and (due := box.next_due()) and due > box.clock.held:
                waits.append(due - box.clock.held)
                box.clock.held = due
        running.cancel()
        return waits, len(receiver.got)

    waits, tries = asyncio.run(run())
    assert waits == [30, 300, 900, 1800, 3600] and tries == 6


def test_two_seconds_is_what_zalo_waits():
    assert TIMEOUT == 2.0
