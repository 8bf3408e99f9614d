"""The push service: who may send, what it keeps for a phone that is off, and a client of others."""

import json
import time

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode
from pywebpush import WebPushException, webpush
from requests import Response as Answer
from requests.structures import CaseInsensitiveDict

from nhipcau_sandbox.tests.cast import DAY, HOUR, Stage

HERE = "http://127.0.0.1"
SUB = "mailto:phuong@songcau.example"


class Sender:
    """pywebpush, the client that others wrote, speaking to the simulation in this process."""

    def __init__(self, stage):
        self.stage = stage
        self.left_out = set()
        stage.box.clock.held = time.time()  # pywebpush looks at the machine's clock
        self.vapid = Vapid02()
        self.vapid.generate_keys()
        point = self.vapid.public_key
        self.key = b64urlencode(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
        self.to = stage.admin("push_subscribe", {"person": "binh", "key": self.key})
        self.to = {name: self.to[name] for name in ("endpoint", "keys")}

    def post(self, url, data=None, headers=None, **_more):
        names = {name.lower(): str(value) for name, value in headers.items()}
        path = url.removeprefix(HERE)
        named = {
            name.replace("-", "__"): value
            for name, value in names.items()
            if name not in self.left_out
        }
        found = self.stage.ask("POST", path, data, **named)
        answer = Answer()
        answer.status_code, answer._content = found.status, found.body
        answer.headers = CaseInsensitiveDict(dict(found.headers))
        return answer

    def send(self, said=None, *, ttl=3600, vapid=None, aud=HERE, exp=None, **headers):
        said = {"title": "Khám bệnh"} if said is None else said
        claims = {"sub": SUB, "aud": aud, "exp": int(exp or self.stage.box.now() + 12 * HOUR)}
        return webpush(
            self.to,
            json.dumps(said),
            vapid_private_key=vapid or self.vapid,
            vapid_claims=claims,
            ttl=ttl,
            headers=headers,
            requests_session=self,
        )

    def refused(self, **how):
        with pytest.raises(WebPushException) as fault:
            self.send(**how)
        return fault.value.response.status_code


@pytest.fixture
def sender():
    return Sender(Stage())


def test_a_client_of_others_is_taken_and_opened(sender):
    answer = sender.send({"title": "Khám bệnh", "text": "7 giờ sáng mai", "url": "/t/a"})
    assert answer.status_code == 201 and answer.headers["Location"]
    (shown,) = sender.stage.shown("binh")
    assert shown["channel"] == "web_push"
    assert shown["text"] == "Khám bệnh\n7 giờ sáng mai" and shown["link"] == "/t/a"


def test_the_audience_must_be_this_service(sender):
    assert sender.refused(aud="https://fcm.googleapis.com") == 403


def test_a_signature_lives_a_day_at_most(sender):
    now = sender.stage.box.now()
    assert sender.refused(exp=now + DAY + 60) == 403
    sender.stage.move(2 * HOUR)
    assert sender.refused(exp=now + HOUR) == 403


def test_another_key_than_the_one_subscribed_to_is_refused(sender):
    other = Vapid02()
    other.generate_keys()
    assert sender.refused(vapid=other) == 403


def test_a_changed_signature_is_refused(sender):
    sender.stage.box.world.push[sender.to["endpoint"].rsplit("/", 1)[-1]].key = sender.key
    head = {"authorization": f"vapid t=a.b.{'A' * 86},k={sender.key}", "ttl": "60"}
    path = sender.to["endpoint"].removeprefix(HERE)
    assert sender.stage.ask("POST", path, b"x", **head).status == 403
    assert sender.stage.ask("POST", path, b"x", ttl="60").status == 401


def test_a_ttl_is_needed(sender):
    sender.left_out = {"ttl"}
    assert sender.refused() == 400


def test_more_than_4096_bytes_is_413(sender):
    assert sender.refused(said={"text": "x" * 4000}) == 413


def test_after_unsubscribing_it_is_410_and_an_unknown_one_404(sender):
    sender.stage.admin("push_unsubscribe", {"endpoint": sender.to["endpoint"]})
    assert sender.refused() == 410
    sender.to["endpoint"] = f"{HERE}/push/123"
    assert sender.refused() == 404


def test_too_many_a_minute_are_429_with_a_time_to_wait(sender):
    identity = sender.to["endpoint"].rsplit("/", 1)[-1]
    sender.stage.set("push", identity, per_minute=2)
    sender.send()
    sender.send()
    with pytest.raises(WebPushException) as fault:
        sender.send()
    assert fault.value.response.status_code == 429
    assert int(fault.value.response.headers["Retry-After"]) > 0


def test_for_a_phone_that_is_off_the_newest_of_a_topic_waits(sender):
    sender.stage.set("person", "binh", phone_state="off")
    sender.send({"title": "Bản 1"}, Topic="tb-7")
    sender.send({"title": "Bản 2"}, Topic="tb-7")
    assert sender.stage.shown("binh") == []
    assert sender.stage.admin("push_wake", {"person": "binh"})["shown"] == 1
    assert [one["text"] for one in sender.stage.shown("binh")] == ["Bản 2"]


def test_what_has_run_out_is_never_shown(sender):
    sender.stage.set("person", "binh", phone_state="off")
    sender.send(ttl=60)
    sender.stage.move(61)
    assert sender.stage.admin("push_wake", {"person": "binh"})["shown"] == 0


def test_what_a_browser_cannot_open_is_taken_and_dropped_by_it(sender):
    sender.to["keys"]["auth"] = "BTBZMqHH6r4Tts7J_aSIgg"
    assert sender.send().status_code == 201
    assert "không mở được" in sender.stage.shown("binh")[0]["text"]
