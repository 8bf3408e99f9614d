"""Template messages: approval, parameters, trial mode, quota, people, money, receipts."""

import json

import pytest

from nhipcau_sandbox.replay import replay
from nhipcau_sandbox.tests.cast import DAY, HOUR, Stage
from nhipcau_sandbox.world import World

DATA = {"title": "Khám sàng lọc", "when": "07:00 27/05/2023", "link": "https://sc.vn/t/a"}
TEMPLATE = {
    "id": "31239",
    "name": "Thông báo của phường",
    "text": "UBND phường: <title>. Lúc <when>. Xem <link> <note>",
    "params": [
        {"name": "title", "require": True, "type": "STRING", "maxLength": 30, "minLength": 3},
        {"name": "when", "require": True, "type": "DATE", "maxLength": 20},
        {"name": "link", "require": True, "type": "URL", "maxLength": 60},
        {"name": "note", "require": False, "type": "STRING", "maxLength": 10},
    ],
}


@pytest.fixture
def stage(tmp_path):
    found = Stage(tmp_path)
    found.admin("make", {"zbs": [{"oa": "oa", "templates": [TEMPLATE]}]})
    return found


def zbs(stage):
    return stage.box.world.zbs["oa"]


def host(stage, method, path, body=None, **headers):
    answer = stage.ask(method, path, body, **({"access_token": stage.token} | headers))
    assert answer.status == 200
    return json.loads(answer.body)


def send(stage, phone="84912345678", **changed):
    body = {"phone": phone, "template_id": "31239", "template_data": DATA, "tracking_id": "d-1"}
    return host(stage, "POST", "/message/template", body | changed)


def by_uid(stage, uid=None, **changed):
    body = {"user_id": uid or stage.uid("binh"), "template_id": "31239", "template_data": DATA}
    return stage.zalo("POST", "/v3.0/oa/message/template", body | changed)


def events(stage, name):
    told = [json.loads(hook.body) for hook in stage.hooks]
    return [one for one in told if one["event_name"] == name]


def listen(stage):
    hook = stage.box.world.apps["app"].hook
    hook.url, hook.enabled = "http://ward.test/wh/zalo/", True


def decide(stage, state, **more):
    return stage.admin("template_state", {"oa": "oa", "template": "31239", "state": state} | more)


def test_a_template_reaches_the_phone_with_its_words_in_place(stage):
    found = send(stage)
    assert found["error"] == 0 and found["data"]["msg_id"]
    assert found["data"]["quota"] == {"dailyQuota": "500", "remainingQuota": "499"}
    assert stage.shown("binh") == []
    stage.move(2)
    (shown,) = stage.shown("binh")
    assert shown["channel"] == "zalo_template"
    assert shown["text"].startswith("UBND phường: Khám sàng lọc. Lúc 07:00 27/05/2023.")


@pytest.mark.parametrize("phone", ["84912345678", "+84912345678", "0912345678"])
def test_three_ways_to_write_a_telephone(stage, phone):
    assert send(stage, phone)["error"] == 0


@pytest.mark.parametrize(
    ("state", "code"), [("2", -131), ("3", -131), ("REJECT", -131), ("4", -146), ("1", 0)]
)
def test_only_an_approved_template_is_sent(stage, state, code):
    decide(stage, state)
    assert send(stage)["error"] == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, -111),
        ("x", -112),
        (DATA | {"title": ["x"]}, -112),
        (DATA | {"title": "x" * 31}, -1121),
        (DATA | {"title": "x"}, -1121),
        ({"title": "Khám", "when": DATA["when"]}, -1122),
        (DATA | {"title": ""}, -1122),
        (DATA | {"when": "sáng mai"}, -1124),
        (DATA | {"link": "sc.vn/t/a"}, -1124),
        (DATA | {"note": "x" * 11}, -1121),
    ],
)
def test_parameters_have_a_type_and_a_length(stage, data, code):
    assert send(stage, template_data=data)["error"] == code


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"phone": "02093870000"}, -108),
        ({"template_id": ""}, -109),
        ({"template_id": "99"}, -117),
        ({"tracking_id": "x" * 49}, -122),
    ],
)
def test_what_is_wrong_in_the_request_has_its_code(stage, changed, code):
    assert send(stage, **changed)["error"] == code


def test_trial_mode_goes_to_admins_only_and_has_a_purse_of_its_own(stage):
    decide(stage, "2")
    assert send(stage, mode="development")["error"] == -127
    stage.set("zbs", "oa", admins=["binh"], dev_money=10)
    assert send(stage, mode="development")["error"] == 0
    assert send(stage, mode="development")["error"] == -126
    assert zbs(stage).used == {}


def test_the_day_s_quota_of_the_oa_ends_and_the_next_day_begins_anew(stage):
    stage.set("zbs", "oa", daily_quota=1)
    assert [send(stage)["error"] for _ in range(2)] == [0, -144]
    stage.move(DAY)
    assert send(stage)["error"] == 0


def test_a_template_may_have_a_quota_of_its_own(stage):
    stage.admin("template_quota", {"oa": "oa", "template": "31239", "quota": 1})
    assert [send(stage)["error"] for _ in range(2)] == [0, -147]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("has_zalo", False, -118), ("refuses_templates", True, -141), ("phone_state", "dead", -119)],
)
def test_what_a_person_is_or_set_refuses(stage, field, value, code):
    stage.set("person", "binh", **{field: value})
    assert send(stage)["error"] == code


def test_a_number_of_nobody_has_no_zalo(stage):
    assert send(stage, "84900000001")["error"] == -118


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"money": 119}, -137),
        ({"zca_linked": False}, -136),
        ({"may_send": False}, -135),
        ({"night_rule": True}, 0),
    ],
)
def test_the_account_must_be_able_to_pay_and_to_send(stage, fields, code):
    stage.set("zbs", "oa", **fields)
    assert send(stage)["error"] == code


def test_the_old_rule_of_the_night_can_be_switched_on(stage):
    stage.set("zbs", "oa", night_rule=True)
    stage.move(6 * HOUR)
    assert send(stage)["error"] == -133


def test_money_goes_by_the_way_it_was_sent(stage):
    stage.act("follow", person="binh", oa="oa")
    send(stage)
    by_uid(stage)
    assert zbs(stage).money == 1_000_000 - 120 - 84


@pytest.mark.parametrize("headers", [{"access_token": "x"}, {"access_token": ""}])
def test_this_host_has_its_own_number_for_a_dead_token(stage, headers):
    assert host(stage, "GET", "/message/quota", **headers)["error"] == -124


def test_a_new_token_kills_the_old_one_here_too(stage):
    stage.admin("token", {"oa": "oa"})
    assert send(stage)["error"] == -124


def test_the_receipt_names_our_tracking_id_and_when_it_arrived(stage):
    listen(stage)
    reference = send(stage, tracking_id="key-7")["data"]["msg_id"]
    assert events(stage, "user_received_message") == []
    stage.move(2)
    (told,) = events(stage, "user_received_message")
    assert told["message"]["tracking_id"] == "key-7"
    assert told["message"]["msg_id"] == reference and told["message"]["delivery_time"]
    assert told["recipient"]["id"] == "84912345678"
    assert stage.hooks[-1].headers_for(0)["X-ZEvent-Server"] == "ZNS"


def test_a_phone_that_is_off_gets_nothing_and_nobody_says_it_did(stage):
    listen(stage)
    stage.set("person", "binh", phone_state="off")
    reference = send(stage)["data"]["msg_id"]
    stage.move(60)
    assert events(stage, "user_received_message") == []
    found = host(stage, "GET", f"/message/status?message_id={reference}")
    assert found["data"]["status"] == 0


def test_a_message_s_status_can_be_asked(stage):
    reference = send(stage)["data"]["msg_id"]
    stage.move(2)
    asked = f"/message/status?message_id={reference}"
    assert host(stage, "GET", asked)["data"]["status"] == 1
    assert host(stage, "GET", "/message/status?message_id=x")["data"]["status"] == -1


def test_by_user_id_the_oa_host_answers_with_its_own_envelope(stage):
    listen(stage)
    stage.act("follow", person="binh", oa="oa")
    found = by_uid(stage)
    assert found["data"]["message_id"] and found["data"]["quota"]["remain"] == "499"
    stage.move(1)
    (told,) = events(stage, "user_received_message")
    assert "delivery_time" not in told["message"]
    assert [one["channel"] for one in stage.shown("binh")] == ["zalo_template"]


def test_no_interaction_is_needed_by_user_id(stage):
    person = {"id": "lan", "name": "Lan", "phone": "0911111111", "known_to": ["oa"]}
    stage.admin("make", {"people": [person]})
    assert by_uid(stage, stage.uid("lan"))["error"] == 0


def test_a_template_that_is_not_for_user_ids_is_refused_there(stage):
    stage.act("follow", person="binh", oa="oa")
    zbs(stage).templates["31239"].for_uid = False
    assert by_uid(stage)["error"] == -249


def test_by_user_id_a_dead_token_has_the_oa_host_s_number(stage):
    stage.admin("token", {"oa": "oa"})
    assert by_uid(stage, "1")["error"] == -220


def test_templates_are_listed_by_state_and_told_in_detail(stage):
    decide(stage, "1")
    assert host(stage, "GET", "/template/all?offset=0&limit=100&status=2")["data"] == []
    listed = host(stage, "GET", "/template/all?offset=0&limit=100&status=1")
    assert listed["metadata"]["total"] == 1
    found = host(stage, "GET", "/template/info/v2?template_id=31239")["data"]
    assert [one["name"] for one in found["listParams"]] == ["title", "when", "link", "note"]
    assert (found["price_sdt"], found["price_uid"]) == ("120", "84")


def test_a_change_of_state_is_told_with_its_reason(stage):
    listen(stage)
    decide(stage, "4", reason="Mẫu tin có dấu hiệu spam")
    (told,) = events(stage, "change_template_status")
    assert told["status"] == {"prev_status": "ENABLE", "new_status": "DISABLE"}
    assert told["reason"] == "Mẫu tin có dấu hiệu spam" and told["oa_id"] == "oa"


def test_a_change_of_quota_is_told_and_read(stage):
    listen(stage)
    stage.admin("template_quota", {"oa": "oa", "quota": 2000})
    (told,) = events(stage, "change_oa_daily_quota")
    assert (told["oaId"], told["quota"]) == ("oa", {"prev_value": 500, "new_value": 2000})
    assert host(stage, "GET", "/message/quota")["data"]["dailyQuota"] == 2000


def test_a_new_template_waits_for_approval_and_only_a_rejected_one_is_mended(stage):
    asked = {"template_name": "Thông báo họp tổ dân phố", "params": [{"name": "title"}]}
    made = host(stage, "POST", "/template/create", asked)["data"]
    assert made["status"] == "PENDING_REVIEW"
    changed = asked | {"template_id": made["template_id"]}
    assert host(stage, "POST", "/template/edit", changed)["error"] == -1091
    stage.move(DAY)
    assert zbs(stage).templates[made["template_id"]].state == "ENABLE"
    decide(stage, "3", reason="Logo không hợp lệ")
    mended = host(stage, "POST", "/template/edit", asked | {"template_id": "31239"})
    assert mended["data"]["status"] == "PENDING_REVIEW"


def test_what_was_accepted_is_known_after_a_kill(stage, tmp_path):
    reference = send(stage)["data"]["msg_id"]
    stage.box.world = World()
    replay(stage.box)
    assert reference in zbs(stage).messages and sum(zbs(stage).used.values()) == 1
    assert [one["channel"] for one in stage.shown("binh")] == ["zalo_template"]


def test_every_phone_shows_that_this_is_a_simulation(stage):
    send(stage)
    stage.move(2)
    page = stage.ask("GET", "/").body.decode()
    assert "MÔ PHỎNG" in page and "Mẫu tin Zalo (ZBS)" in page
