"""The second gateway: our transport and somebody else's SOAP client (zeep), one simulator."""

import pytest
import zeep
from django.conf import settings as installed

from nhipcau.channels.ask import ask
from nhipcau.channels.transport import Message, Response
from nhipcau.channels.transports.sms_viettel import SmsViettel
from nhipcau.channels.words import words_for

SETTINGS = {"user": "key", "cp_code": "SCAU", "brandname": "UBND.SCAU"}
BINH = "84912345678"


@pytest.fixture
def client(platforms):
    return zeep.Client(f"{platforms.address}/bulkapi?wsdl")


def said(client, **change):
    asked = {
        "User": "key", "Password": "sms-secret", "CPCode": "SCAU", "RequestID": "1",
        "UserID": BINH, "ReceiverID": BINH, "ServiceID": "UBND.SCAU", "CommandCode": "bulksms",
        "Content": "Moi ba con", "ContentType": "0",
    }  # fmt: skip
    return client.service.wsCpMt(**(asked | change))


def ours(text="Mời bà con khám bệnh", key="k1", address=f"+{BINH}", **more):
    to = SmsViettel(SETTINGS | more, {"password": more.get("secret", "sms-secret")})
    step = to.start(Message(key, address, text))
    return to.next(step, ask("sms_viettel", step.request))


def test_another_soap_client_and_ours_are_taken_alike(client, platforms):
    assert said(client).message == "Insert MT_QUEUE: OK"
    assert said(client, Content="Khác & <lạ>").result == "1"
    outcome = ours("Tin khác & <lạ> 2")
    assert (outcome.state, outcome.reference) == ("sent", "k1")
    assert len(platforms.look("accepted")["accepted"]) == 3
    # The very same words, whoever wrapped them: the gateway takes ours for zeep's again.
    assert ours("Khác & <lạ>").error == "vt-duplicate"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"Password": "x"}, "Authenticate: WRONG_INFORMATION_AUTHENTICATE"),
        ({"CPCode": ""}, "Authenticate: Cp_code: NULL_OR_BLANK"),
        ({"ServiceID": "KHAC"}, "Check ServiceID: ALIAS_INVALID:TELCO=VT"),
        ({"UserID": "84900000000"}, "UserID_NOT_EQUAL_ReceiverID"),
        ({"UserID": "12", "ReceiverID": "12"}, "Check ReceiverID: FORMAT_ERROR"),
        ({"CommandCode": "sms"}, "Check CommandCode: COMMAND_CODE_ERROR"),
        ({"RequestID": "k-1"}, "Check RequestID: REQUEST_ID_NOT_NUMBER"),
        ({"Content": "x" * 919}, "Check Content: MAXLENGTH_LIMIT_918_BYTE"),
    ],
)
def test_the_simulator_refuses_in_the_operators_own_sentences(client, change, sentence):
    answer = said(client, **change)
    assert (answer.message, answer.result) == (sentence, "0")


def test_the_same_text_again_is_a_duplicate_and_that_means_it_is_there(client, platforms):
    assert ours().state == "sent"
    again = ours(key="k2")
    assert (again.state, again.error) == ("sent", "vt-duplicate")
    assert len(platforms.look("accepted")["accepted"]) == 1


@pytest.mark.parametrize(
    ("given", "state", "scope", "code"),
    [
        ({"secret": "sai"}, "unavailable", "account", "vt-password"),
        ({"brandname": "KHAC"}, "unavailable", "account", "vt-brandname"),
        ({"address": "+84123"}, "refused", "row", "vt-number"),
        ({"text": "x" * 1000}, "refused", "row", "vt-too-long"),
    ],
)
def test_what_is_wrong_is_understood_and_said(platforms, given, state, scope, code):
    outcome = ours(**given)
    assert (outcome.state, outcome.scope, outcome.error) == (state, scope, code)
    assert "Nền tảng báo lỗi" not in words_for("sms_viettel", code)[0]


def test_an_answer_without_sense_is_unknown_and_nothing_of_it_is_kept():
    to = SmsViettel(SETTINGS, {"password": "SECRET"})
    step = to.start(Message("k", f"+{BINH}", "x"))
    odd = b"<return><message>SECRET 0912345678</message><result>0</result></return>"
    outcome = to.next(step, Response(200, odd))
    assert (outcome.state, outcome.error) == ("unknown", "vt-unclear")
    assert to.next(step, Response(500, b"")).state == "unknown"


def test_the_check_reads_the_balance_without_sending(platforms, client):
    to = SmsViettel(SETTINGS, {"password": "sms-secret"})
    found = to.check_next(to.check(), ask("sms_viettel", to.check().request))
    assert found.is_working and found.facts["balance"] == "10000000"
    bad = SmsViettel(SETTINGS, {"password": "sai"})
    wrong = bad.check_next(bad.check(), ask("sms_viettel", bad.check().request))
    assert wrong.error == "vt-password"
    asked = client.service.checkBalance(User="key", Password="sms-secret", CPCode="SCAU")
    assert asked.errDesc == "check balance success"
    assert platforms.look("accepted")["accepted"] == []
    assert installed.VIETTEL_API_URL
