"""Windows, free replies, money, refusals by person; text and attachment rules; ids and UTF-8."""

import pytest

from nhipcau_sandbox.tests.cast import DAY, HOUR, Stage
from nhipcau_sandbox.zalo.windows import PRICE_VND


@pytest.fixture
def stage():
    found = Stage()
    found.act("follow", person="binh", oa="oa")
    return found


def body_with(message, uid):
    return {"recipient": {"user_id": uid}, "message": message}


def test_following_opens_the_window(stage):
    assert stage.say("binh")["data"]["quota"]["quota_type"] == "reply"


def test_after_48_hours_a_message_costs(stage):
    stage.move(48 * HOUR + 1)
    stage.token = stage.admin("token", {"oa": "oa"})["access_token"]
    assert stage.say("binh")["data"]["quota"]["quota_type"] == "sub_quota"


def test_after_seven_days_nothing_goes(stage):
    stage.move(7 * DAY + 1)
    stage.token = stage.admin("token", {"oa": "oa"})["access_token"]
    assert stage.say("binh")["error"] == -230


def test_eight_free_replies_then_the_package_then_the_purse(stage):
    kinds = [stage.say("binh")["data"]["quota"]["quota_type"] for _ in range(9)]
    assert kinds == ["reply"] * 8 + ["sub_quota"]
    stage.set("oa", "oa", package="comprehensive", money=PRICE_VND)
    stage.box.world.oas["oa"].used["cs 2023-05"] = 2000
    assert stage.say("binh")["data"]["quota"]["quota_type"] == "purchase_quota"
    assert stage.say("binh")["error"] == -211


def test_writing_gives_the_free_replies_back(stage):
    for _ in range(8):
        stage.say("binh")
    stage.act("text", person="binh", oa="oa", text="Cho tôi hỏi")
    assert stage.say("binh")["data"]["quota"]["remain"] == "7"


def test_somebody_who_never_acted_is_refused(stage):
    person = {"id": "lan", "name": "Lan", "phone": "0911111111", "known_to": ["oa"]}
    stage.admin("make", {"people": [person]})
    assert stage.say("lan")["error"] == -232


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("blocked", True, -217), ("restricted", True, -244), ("offline_since", 0.0, -227)],
)
def test_what_a_person_set_refuses(stage, field, value, code):
    stage.set("follower", "binh", oa="oa", **{field: value})
    assert stage.say("binh")["error"] == code


def test_a_cap_per_recipient_can_be_set(stage):
    stage.set("oa", "oa", recipient_cap=1)
    stage.say("binh")
    assert stage.say("binh")["error"] == -218


def test_text_over_two_thousand_is_invalid(stage):
    assert stage.say("binh", "ả" * 2000)["error"] == 0
    assert stage.say("binh", "ả" * 2001) == {"error": -201, "message": "text is invalid!"}


def test_an_unknown_user_is_invalid(stage):
    found = stage.zalo("POST", "/v3.0/oa/message/cs", body_with({"text": "a"}, "123"))
    assert found["message"] == "user_id is invalid!"


def upload(stage, content):
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    headers = {"content-type": "multipart/form-data; boundary=b"}
    raw = head + content + b"\r\n--b--\r\n"
    return stage.zalo("POST", "/v2.0/oa/upload/image", raw, **headers)


def test_an_attachment_dies_after_seven_days(stage):
    token = upload(stage, b"\x89PNG\r\n")["data"]["attachment_id"]
    element = {"media_type": "image", "attachment_id": token}
    payload = {"template_type": "media", "elements": [element]}
    message = {"text": "", "attachment": {"type": "template", "payload": payload}}
    body = body_with(message, stage.uid("binh"))
    assert stage.zalo("POST", "/v3.0/oa/message/cs", body)["error"] == 0
    stage.move(7 * DAY + 1)
    stage.token = stage.admin("token", {"oa": "oa"})["access_token"]
    stage.act("text", person="binh", oa="oa", text="Chào phường")
    assert stage.zalo("POST", "/v3.0/oa/message/cs", body)["error"] == -100


def test_an_upload_must_be_a_picture(stage):
    assert upload(stage, b"MZ")["error"] == -201


def test_the_list_template_is_refused_on_v3_unless_switched_on(stage):
    payload = {"template_type": "list", "elements": [{"title": "Tra cứu"}]}
    message = {"attachment": {"type": "template", "payload": payload}}
    body = body_with(message, stage.uid("binh"))
    assert stage.zalo("POST", "/v3.0/oa/message/cs", body)["error"] == -233
    stage.set("oa", "oa", list_on_v3=True)
    assert stage.zalo("POST", "/v3.0/oa/message/cs", body)["error"] == 0


def test_promotion_and_transaction_were_stopped(stage):
    assert stage.zalo("POST", "/v3.0/oa/message/promotion", {})["error"] == -212


def test_ids_and_times_are_strings_and_vietnamese_stays_readable(stage):
    answer = stage.ask(
        "GET",
        '/v3.0/oa/user/detail?data={"user_id":"%s"}' % stage.uid("binh"),  # noqa: UP031
        access_token=stage.token,
    )
    assert "Nông Văn Bình".encode() in answer.body
    data = stage.say("binh")["data"]
    assert all(isinstance(data[name], str) for name in ("message_id", "user_id", "sent_time"))
    assert len(data["user_id"]) == 19 and int(data["user_id"]) > 2**53


def test_the_quota_of_a_person_is_told(stage):
    stage.say("binh")
    found = stage.zalo("POST", "/v3.0/oa/quota/message", {"user_id": stage.uid("binh")})["data"]
    assert found["cs_reply"] == {"remain": 7, "total": 8}


def test_the_recent_talk_lists_both_sides_newest_first(stage):
    stage.act("text", person="binh", oa="oa", text="Xin hỏi")
    stage.say("binh", "Xin trả lời")
    talk = stage.zalo("GET", '/v2.0/oa/listrecentchat?data={"offset":0,"count":10}')["data"]
    assert [(one["src"], one["message"]) for one in talk] == [(0, "Xin trả lời"), (1, "Xin hỏi")]
