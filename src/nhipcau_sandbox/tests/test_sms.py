"""The SMS gateway: keys, brandname, phone, balance, dedupe, reports by callback."""

from urllib.parse import parse_qs, urlsplit

import pytest

from nhipcau_sandbox.tests.cast import Stage

BACK = "http://ward.test/wh/sms/?s=1"


@pytest.fixture
def stage():
    return Stage()


def report(stage):
    return {name: one[0] for name, one in parse_qs(urlsplit(stage.hooks[-1].url).query).items()}


def test_100_means_accepted_only(stage):
    found = stage.sms()
    assert found["CodeResult"] == "100" and found["SMSID"]
    assert stage.shown("binh") == []
    stage.move(3)
    assert [one["text"] for one in stage.shown("binh")] == ["Moi ba con xem thong bao"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"SecretKey": "wrong"}, "101"),
        ({"ApiKey": "nobody"}, "101"),
        ({"Brandname": "KHONGCO"}, "104"),
        ({"phone": "02093870000"}, "108"),
        ({"phone": "12345"}, "108"),
        ({"SmsType": "1"}, "118"),
        ({"Content": "x" * 766}, "131"),
        ({"RequestId": "x" * 121}, "159"),
    ],
)
def test_what_is_wrong_has_its_code(stage, fields, code):
    assert stage.sms(**fields)["CodeResult"] == code


@pytest.mark.parametrize("phone", ["0912345678", "84912345678", "+84912345678"])
def test_phones_come_in_three_spellings(stage, phone):
    assert stage.sms(phone)["CodeResult"] == "100"


def test_an_empty_purse_is_103(stage):
    stage.set("sms", "key", balance=849)
    assert stage.sms()["CodeResult"] == "103"


def test_a_request_id_is_taken_once(stage):
    assert stage.sms(RequestId="d1")["CodeResult"] == "100"
    assert stage.sms(RequestId="d1")["CodeResult"] == "124"
    stage.move(10)
    assert len(stage.shown("binh")) == 1


def test_a_delivered_message_is_reported_later(stage):
    reference = stage.sms(RequestId="d1", CallbackUrl=BACK)["SMSID"]
    assert stage.hooks == []
    stage.move(3)
    found = report(stage)
    assert (found["SMSID"], found["RequestId"]) == (reference, "d1")
    assert (found["SendStatus"], found["SendSuccess"], found["s"]) == ("5", "1", "1")


def test_a_dead_number_is_undelivered(stage):
    stage.set("person", "binh", phone_state="dead")
    stage.sms(RequestId="d1", CallbackUrl=BACK)
    stage.move(3)
    assert (report(stage)["SendFailed"], report(stage)["error_info"]) == ("1", "UNDELIV")
    assert stage.shown("binh") == []


def test_a_phone_switched_off_expires(stage):
    stage.set("person", "binh", phone_state="off")
    stage.sms(RequestId="d1", CallbackUrl=BACK)
    stage.move(3599)
    assert stage.hooks == []
    stage.move(1)
    assert report(stage)["error_info"] == "EXPIRED"


def test_unicode_parts_cost_more(stage):
    stage.sms(Content="ư" * 71, IsUnicode="1")
    assert stage.box.world.sms["key"].balance == 10_000_000 - 2 * 850


def test_the_provider_test_flag_carries_nothing(stage):
    stage.sms(Sandbox="1")
    stage.move(10)
    assert stage.shown("binh") == []
