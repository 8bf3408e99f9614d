"""What the engine may count on, for every channel in the registry. A new one adds a SAMPLE."""

import json
from dataclasses import dataclass, field, fields

import pytest

from nhipcau.channels.models import ChannelKind
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.channels.transport import Checks, Finding, Message, Outcome, Prepares, Response, Step
from nhipcau.channels.words import words_for


@dataclass(frozen=True)
class Sample:
    """An account, an address, and an answer that means "accepted"."""

    settings: dict
    secrets: dict
    address: str
    accepted: dict | bytes
    job_note: dict = field(default_factory=dict)
    status: int = 200
    is_encrypted: bool = False  # its own test opens what it says


# Made for this test alone: a private key of nobody's and a browser's subscription (RFC 8291).
VAPID = "fQ7L8pTqvYVgBrmv4c-kbRVh3T3M0Kh8Dq9yMNcmHmU"
SUBSCRIBED = (
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    ".BTBZMqHH6r4Tts7J_aSIgg"
)
SAMPLES = {
    "zalo_oa": Sample(
        {"sender": "v3", "cover_url": "https://sc.example/a.jpg"},
        {"access_token": "SECRET-one", "app_secret": "SECRET-two"},
        "2512523625412515",
        {"error": 0, "data": {"message_id": "m-1"}},
    ),
    "zalo_template": Sample(
        {},
        {"access_token": "SECRET-one", "app_secret": "SECRET-two"},
        "+84912345678",
        {"error": 0, "data": {"msg_id": "m-1"}},
        {"template": "31239", "data": '{"title": "Khám sàng lọc"}'},
    ),
    "zalo_bot": Sample(
        {}, {"bot_token": "SECRET-one"}, "6ede9afa", {"ok": True, "result": {"message_id": "m"}}
    ),
    "facebook_page": Sample(
        {"page_id": "104"}, {"access_token": "SECRET-one"}, "feed", {"id": "104_1"}
    ),
    "web_push": Sample(
        {"contact": "mailto:phuong@sc.example", "title": "UBND phường"},
        {"vapid_private": VAPID, "receipt_key": "SECRET-two"},
        f"https://fcm.googleapis.com/fcm/send/abc#{SUBSCRIBED}",
        {},
        status=201,
        is_encrypted=True,
    ),
    "sms_viettel": Sample(
        {"brandname": "UBND", "user": "scau", "cp_code": "SCAU"},
        {"password": "SECRET-one"},
        "+84912345678",
        b"<S:Body><return><message>Insert MT_QUEUE: OK</message><result>1</result></return>",
    ),
    "sms": Sample(
        {"brandname": "UBND"},
        {"api_key": "SECRET-one", "secret_key": "SECRET-two"},
        "+84912345678",
        {"CodeResult": "100", "SMSID": "s-1"},
    ),
}
LINES = {"email", "sms_smpp"}  # not HTTP: test_lines_contract.py
KINDS = sorted(set(TRANSPORTS) - LINES)
READABLE = [kind for kind in KINDS if kind not in SAMPLES or not SAMPLES[kind].is_encrypted]
KEY = "delivery-key-77"


def made(kind):
    sample = SAMPLES[kind]
    return TRANSPORTS[kind](sample.settings, sample.secrets), sample


def message(sample):
    return Message(KEY, sample.address, "Khám sàng lọc", job_note=sample.job_note)


def answered(kind, status, body):
    to, sample = made(kind)
    return to.next(to.start(message(sample)), Response(status, body))


@pytest.mark.parametrize("kind", KINDS)
def test_every_channel_has_a_sample_and_is_a_known_kind(kind):
    assert kind in SAMPLES
    assert kind in ChannelKind.values or kind.rpartition("_")[0] in ChannelKind.values


@pytest.mark.parametrize("kind", KINDS)
def test_it_sends_once_and_keeps_the_platform_s_reference(kind):
    to, sample = made(kind)
    step = to.start(message(sample))
    assert isinstance(step, Step)
    body = sample.accepted
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    outcome = to.next(step, Response(sample.status, body))
    assert isinstance(outcome, Outcome)
    assert outcome.state == "sent"
    assert 0 < len(outcome.reference) <= 80


@pytest.mark.parametrize("kind", KINDS)
def test_the_key_travels_where_it_is_taken_and_only_then_a_send_may_be_repeated(kind):
    to, sample = made(kind)
    request = to.start(message(sample)).request
    carries = kind == "zalo_template"  # for the receipt, which is no promise to send once
    assert (KEY.encode() in request.body) is (to.takes_key or carries)
    assert request.is_repeatable is to.takes_key


@pytest.mark.parametrize("kind", READABLE)
def test_the_text_arrives_as_utf_8(kind):
    to, sample = made(kind)
    body = to.start(message(sample)).request.body
    assert "Khám".encode() in body or b"Kh%C3%A1m" in body


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", [400, 403, 404, 410, 422])
def test_a_4xx_is_never_taken_for_sent(kind, status):
    outcome = answered(kind, status, b"")
    if TRANSPORTS[kind].takes_key:
        assert outcome.state == "unavailable"
    elif outcome.state == "unavailable":  # it says that it is us whom the gateway does not let in
        assert outcome.scope == "account"
    else:
        assert outcome.state == "refused"


@pytest.mark.parametrize("kind", KINDS)
def test_429_pauses_the_account(kind):
    outcome = answered(kind, 429, b"")
    assert (outcome.state, outcome.scope) == ("unavailable", "account")
    assert outcome.retry_after


@pytest.mark.parametrize("kind", KINDS)
def test_503_was_not_handled_and_goes_again(kind):
    assert answered(kind, 503, b"<h1>503</h1>").state == "unavailable"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b""),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b"{}"),
        (200, b"\xff"),
        (500, b""),
        (502, b"x"),
    ],
)
def test_an_unclear_answer_is_unknown_unless_asking_again_is_safe(kind, status, body):
    outcome = answered(kind, status, body)
    assert outcome.state == ("unavailable" if TRANSPORTS[kind].takes_key else "unknown")


@pytest.mark.parametrize("kind", KINDS)
def test_no_secret_is_in_what_is_kept_or_said(kind):
    to, sample = made(kind)
    step = to.start(message(sample))
    echo = json.dumps({"error": {"message": list(sample.secrets.values()), "code": 1}}).encode()
    for status in (200, 400, 500):
        outcome = to.next(step, Response(status, echo))
        said = [getattr(outcome, one.name) for one in fields(outcome)]
        assert not any(secret in str(said) for secret in sample.secrets.values())
        assert len(outcome.error) <= 40
    kept = str(step.note) + step.request.path
    assert not any(secret in kept for secret in sample.secrets.values())


@pytest.mark.parametrize("kind", [kind for kind in KINDS if issubclass(TRANSPORTS[kind], Prepares)])
def test_a_prepare_stage_reaches_nobody_so_each_of_its_steps_may_be_repeated(kind):
    to, sample = made(kind)
    assert isinstance(to, Prepares)
    for content in (
        Message("j1", sample.address, "Khám", image=b"\x89PNG"),
        Message("j1", "followers", "Khám"),
    ):
        step = to.prepare(content)
        assert isinstance(step, Outcome) or step.request.is_repeatable


@pytest.mark.parametrize("kind", KINDS)
def test_its_check_asks_without_harm_and_says_what_is_wrong_in_words(kind):
    to, _sample = made(kind)
    assert isinstance(to, Checks)
    step = to.check()
    assert step.request.is_repeatable
    for response in (Response(500, b""), Response(200, b"<html>"), Response(401, b"")):
        finding = to.check_next(step, response)
        assert isinstance(finding, Finding)
        assert not finding.is_working
        assert all(words_for(kind, finding.error))
