"""The simulation as a whole: journal and replay, fault modes, the clock file, marks, the server."""

import http.client
import json
import logging
import os
import subprocess
import sys
import time

import pytest

from nhipcau_sandbox.audit import accepted_rows
from nhipcau_sandbox.clock import Clock
from nhipcau_sandbox.journal import MARK, read_journal
from nhipcau_sandbox.replay import replay
from nhipcau_sandbox.tests.cast import Stage
from nhipcau_sandbox.world import World


@pytest.fixture
def stage(tmp_path):
    return Stage(tmp_path)


def reborn(stage):
    """What a killed simulation knows when it starts again from its journal."""
    stage.box.world = World()
    replay(stage.box)
    return stage


def test_what_was_accepted_survives_a_kill(stage, tmp_path):
    stage.act("follow", person="binh", oa="oa")
    stage.say("binh")
    stage.sms(RequestId="d1")
    rows = list(accepted_rows(tmp_path / "journal.jsonl"))
    assert [(one["channel"], one["account"], one["key"]) for one in rows] == [
        ("zalo_oa", "oa", ""),
        ("sms", "UBND.SCAU", "d1"),
    ]
    assert reborn(stage).sms(RequestId="d1")["CodeResult"] == "124"


def test_tokens_and_windows_survive_a_kill(stage):
    stage.act("follow", person="binh", oa="oa")
    assert reborn(stage).say("binh")["error"] == 0


def test_no_message_number_comes_twice_after_a_kill(stage):
    stage.act("follow", person="binh", oa="oa")
    first = stage.say("binh")["data"]["message_id"]
    assert reborn(stage).say("binh")["data"]["message_id"] != first


def test_a_half_written_line_is_passed_over(stage, tmp_path):
    with (tmp_path / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"what":"accep')
    stage.sms(RequestId="d1")
    assert all(line["mark"] == MARK for line in read_journal(tmp_path / "journal.jsonl"))


def test_every_journal_line_and_log_line_is_marked(stage, tmp_path, caplog):
    stage.sms()
    with caplog.at_level(logging.INFO):
        stage.box.routes.insert(0, ("x", __import__("re").compile("/boom"), lambda *_: 1 / 0))
        stage.ask("GET", "/boom")
    lines = (tmp_path / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    assert all('"mark":"mô phỏng"' in line for line in lines)
    assert all("mô phỏng" in record.message for record in caplog.records)


@pytest.mark.parametrize("mode", ["down", "refuse", "garbage", "huge", "error"])
def test_these_faults_accept_nothing(stage, mode):
    stage.admin("mode", {"platform": "sms", "mode": mode})
    stage.ask("POST", "/MainService.svc/json/SendMultipleMessage_V4_post_json/", {})
    assert stage.box.world.accepted == 0


@pytest.mark.parametrize("mode", ["swallow", "stall"])
def test_these_faults_accept_and_give_no_answer(stage, mode):
    stage.admin("mode", {"platform": "zalo", "mode": mode})
    stage.act("follow", person="binh", oa="oa")
    message = {"recipient": {"user_id": stage.uid("binh")}, "message": {"text": "a"}}
    answer = stage.ask("POST", "/v3.0/oa/message/cs", message, access_token=stage.token)
    assert (answer.drop or answer.hang) and stage.box.world.accepted == 1


def test_a_fault_may_hold_for_a_number_of_requests(stage):
    stage.admin("mode", {"platform": "sms", "mode": "down", "times": 1})
    path = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
    assert stage.ask("POST", path, {}).status == 503
    assert stage.sms()["CodeResult"] == "100"


def test_an_unknown_name_is_an_answer_in_words(stage):
    assert "mô phỏng" in stage.act("follow", person="ai", oa="oa")["error"]
    assert "mô phỏng" in stage.act("dance")["error"]


def test_the_clock_file_is_read_at_every_use(tmp_path):
    file = tmp_path / "clock"
    clock = Clock(str(file))
    for seconds in (1_685_093_400.0, 1_685_093_460.5):
        file.write_text(str(seconds), encoding="ascii")
        assert clock.now() == seconds


def test_idle_says_when_the_next_thing_is_due(stage):
    asked = json.loads(stage.ask("GET", "/sandbox/idle").body)
    assert asked["idle"] and asked["next"] is None
    stage.sms()
    asked = json.loads(stage.ask("GET", "/sandbox/idle").body)
    assert asked["next"] == stage.box.now() + 3


def test_a_group_of_people_is_reached_by_people_only(stage):
    stage.admin("make", {"groups": [{"id": "to13", "members": ["binh", "thu"]}]})
    stage.act("group_post", group="to13", text="Mời bà con", link="http://phuong.test/t/abc")
    assert stage.shown("thu")[0]["channel"] == "group"
    assert stage.box.world.accepted == 0


def test_the_page_of_phones_is_marked_and_shows_channel_and_text(stage):
    empty = stage.ask("GET", "/").body.decode()
    stage.sms()
    stage.move(5)
    page = stage.ask("GET", "/").body.decode()
    assert "MÔ PHỎNG" in empty and "Chưa có điện thoại nào" in empty
    assert "Nông Văn Bình" in page and "Tin nhắn SMS" in page and "MÔ PHỎNG" in page
    assert stage.ask("GET", "/dien-thoai/binh").status == 200
    assert stage.ask("GET", "/dien-thoai/khong").status == 404


def test_the_command_serves_until_term_and_remembers(tmp_path):
    port_file = tmp_path / "port"
    command = [sys.executable, "-m", "nhipcau_sandbox.server", "--port", "0"]
    command += ["--journal", str(tmp_path), "--port-file", str(port_file)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process:
        until = time.monotonic() + 20
        while not (port_file.exists() and port_file.read_text()) and time.monotonic() < until:
            time.sleep(0.02)
        talk = http.client.HTTPConnection("127.0.0.1", int(port_file.read_text()), timeout=5)
        talk.request("POST", "/sandbox/make", json.dumps({"people": [{"id": "a", "name": "A"}]}))
        assert talk.getresponse().read()
        talk.request("GET", "/sandbox/state", headers={"Expect": ""})
        assert json.loads(talk.getresponse().read())["people"] == 1
        process.terminate()
        log = process.stderr.read().decode()
        assert process.wait(10) == 0
    assert all("mô phỏng" in line for line in log.splitlines())
