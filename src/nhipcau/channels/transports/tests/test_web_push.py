"""Web Push: the RFC's own numbers, what a browser can open, what each answer means."""

import json

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from py_vapid.utils import b64urldecode, b64urlencode

from nhipcau.channels.transport import Message, Outcome, Response, Step
from nhipcau.channels.transports.web_push import WebPush, encrypt, seal

# RFC 8291, section 5 and appendix A
BROWSER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SERVER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
    "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
    "lcy4a-fN"
)
ENDPOINT = "https://fcm.googleapis.com/fcm/send/d0:APA91?x=1"
ADDRESS = f"{ENDPOINT}#{P256DH}.{AUTH}"
PAIR = ec.generate_private_key(ec.SECP256R1())
POINT = PAIR.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
KEYS = {
    "vapid_private": b64urlencode(PAIR.private_numbers().private_value.to_bytes(32, "big")),
    "vapid_public": b64urlencode(POINT),
    "receipt_key": "a-key-for-receipts",
}
SETTINGS = {
    "contact": "mailto:phuong@songcau.example",
    "title": "UBND phường Sông Cầu",
    "receipts": "/wh/push/7-abc/",
}
NOW = 1_685_093_700.0


@pytest.fixture
def to():
    return WebPush(SETTINGS, KEYS)


def message(text="Khám sàng lọc", **more):
    return Message("job7", more.pop("address", ADDRESS), text, at=NOW, **more)


def opened(step):
    """What the browser's own key opens."""
    private = ec.derive_private_key(
        int.from_bytes(b64urldecode(BROWSER.encode()), "big"), ec.SECP256R1()
    )
    secret = b64urldecode(AUTH.encode())
    return json.loads(
        http_ece.decrypt(
            step.request.body, private_key=private, auth_secret=secret, version="aes128gcm"
        )
    )


def headers(step):
    return dict(step.request.headers)


def claims(step):
    token = headers(step)["Authorization"].split("t=")[1].split(",")[0]
    return json.loads(b64urldecode(token.split(".")[1].encode()))


def test_the_rfc_s_message_comes_out_byte_for_byte():
    private = ec.derive_private_key(
        int.from_bytes(b64urldecode(SERVER.encode()), "big"), ec.SECP256R1()
    )
    made = encrypt(
        b"When I grow up, I want to be a watermelon",
        p256dh=P256DH,
        auth=AUTH,
        salt=b64urldecode(b"DGv6ra1nlYgDCS1FRnbzlw"),
        private_key=private,
    )
    assert b64urlencode(made) == BODY


def test_only_the_browser_can_open_it_and_finds_title_text_and_link(to):
    step = to.start(message(title="Khám bệnh", link="https://sc.example/t/abc"))
    said = opened(step)
    assert (said["title"], said["text"]) == ("Khám bệnh", "Khám sàng lọc")
    assert said["url"] == "https://sc.example/t/abc"
    assert "Khám".encode() not in step.request.body


def test_it_goes_to_the_endpoint_s_own_service(to):
    request = to.start(message()).request
    assert request.base == "https://fcm.googleapis.com"
    assert request.path == "/fcm/send/d0:APA91?x=1"
    assert request.one_of_many and not request.is_repeatable


def test_the_signature_is_ours_names_the_service_and_lives_half_a_day(to):
    step = to.start(message())
    assert Vapid02.verify(headers(step)["Authorization"])
    assert claims(step) == {
        "aud": "https://fcm.googleapis.com",
        "exp": int(NOW) + 12 * 3600,
        "sub": "mailto:phuong@songcau.example",
    }
    assert headers(step)["Authorization"].endswith(f"k={KEYS['vapid_public']}")


def test_one_signature_serves_many_and_is_made_anew_before_it_ends(to):
    first = headers(to.start(message()))["Authorization"]
    assert headers(to.start(message()))["Authorization"] == first
    later = Message("job8", ADDRESS, "Khám", at=NOW + 11.5 * 3600)
    assert headers(to.start(later))["Authorization"] != first


def test_it_waits_for_a_phone_that_is_off_until_the_notice_s_deadline(to):
    note = {"until": str(int(NOW) + 5400), "topic": "tb-7", "urgency": "normal"}
    said = headers(to.start(message(job_note=note)))
    assert (said["TTL"], said["Topic"], said["Urgency"]) == ("5400", "tb-7", "normal")
    assert headers(to.start(message()))["TTL"] == "86400"
    past = {"until": str(int(NOW) - 5)}
    assert headers(to.start(message(job_note=past)))["TTL"] == "0"


def test_a_correction_has_the_name_of_what_it_takes_the_place_of(to):
    step = to.start(message(job_note={"topic": "tb-7"}))
    assert opened(step)["tag"] == "tb-7"
    assert opened(to.start(message()))["tag"] == "job7"


def test_a_topic_no_service_takes_is_left_out(to):
    assert "Topic" not in headers(to.start(message(job_note={"topic": "thông báo 7"})))


def test_long_text_is_cut_at_a_word_and_a_link_in_it_stands_apart(to):
    said = opened(
        to.start(message("Nhờ bác đăng vào nhóm https://sc.example/to/7/ " + "chữ " * 999))
    )
    assert said["url"] == "https://sc.example/to/7/"
    assert "http" not in said["text"] and said["text"].endswith("chữ…") and len(said["text"]) <= 300


def test_the_report_of_what_is_shown_carries_a_seal(to):
    assert opened(to.start(message()))["receipt"] == (
        f"/wh/push/7-abc/?k=job7&m={seal(KEYS['receipt_key'], 'job7')}"
    )


@pytest.mark.parametrize(
    "address",
    [
        "",
        "khong-phai",
        ENDPOINT,
        f"{ENDPOINT}#",
        f"{ENDPOINT}#{P256DH}",
        f"{ENDPOINT}#{P256DH}.ngan",
        f"{ENDPOINT}#{AUTH}.{AUTH}",
        f"ftp://fcm.googleapis.com/x#{P256DH}.{AUTH}",
        f"https://u:p@fcm.googleapis.com/x#{P256DH}.{AUTH}",
        f"https://[::1#{P256DH}.{AUTH}",
    ],
)
def test_what_is_no_subscription_is_refused(to, address):
    assert to.start(message(address=address)) == Outcome("refused", error="bad-address")


def test_without_keys_the_account_waits_for_somebody():
    outcome = WebPush(SETTINGS, {}).start(message())
    assert (outcome.state, outcome.scope, outcome.error) == ("unavailable", "account", "no-vapid")


@pytest.mark.parametrize(
    ("status", "state"),
    [(201, "sent"), (410, "refused"), (404, "refused"), (413, "refused"), (429, "unavailable")],
)
def test_each_answer_of_a_service_has_its_meaning(to, status, state):
    step = to.start(message())
    assert isinstance(step, Step)
    assert to.next(step, Response(status, b"")).state == state


def test_a_subscription_that_is_gone_is_not_written_to_again(to):
    step = to.start(message())
    assert to.next(step, Response(410, b"")).error in WebPush.gone_errors
    assert to.next(step, Response(413, b"")).error not in WebPush.gone_errors


def test_it_waits_as_long_as_the_service_asks(to):
    step = to.start(message())
    assert to.next(step, Response(429, b"", [("Retry-After", "17")])).retry_after == 17
