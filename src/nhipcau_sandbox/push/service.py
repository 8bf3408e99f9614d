"""A push service: takes encrypted notifications for browsers, keeps them while a phone is off."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.make import Unknown
from nhipcau_sandbox.push.browser import Refused, check_sender, opened, public_keys
from nhipcau_sandbox.wire import Request, Response, as_json
from nhipcau_sandbox.world import PushSubscription, Shown, long_id

LARGEST = 4096
RETRY_AFTER = 30
A_MINUTE = 60.0


def send(box: Box, request: Request) -> Response:
    try:
        return _take(box, request)
    except Refused as no:
        headers = (("Retry-After", str(RETRY_AFTER)),) if no.status == 429 else ()
        return as_json({"error": f"{no.why} (mô phỏng)"}, no.status, headers)


def _take(box: Box, request: Request) -> Response:
    to = box.world.push.get(request.path.rsplit("/", 1)[-1])
    if to is None or to.gone:
        raise Refused(410 if to else 404, "no such subscription")
    sender = check_sender(
        request.headers.get("authorization", ""), origin=box.address, wanted=to.key, now=box.now()
    )
    ttl = request.headers.get("ttl", "")
    if not ttl.isdecimal():
        raise Refused(400, "TTL is needed")
    if request.headers.get("content-encoding") != "aes128gcm":
        raise Refused(400, "only aes128gcm")
    if len(request.body) > LARGEST:
        raise Refused(413, "too large")
    _count(box, to)
    said = opened(to, request.body) or {}
    to.opened.append(said)
    item = box.accept("web_push", sender[:40], endpoint(box, to), **_line(to, said, sender))
    topic = request.headers.get("topic", "")
    _deliver(box, to, item, topic, box.now() + int(ttl))
    place = (("Location", f"{box.address}/push/m/{item.reference}"), ("TTL", ttl))
    return Response(b"", 201, place)


def _line(to: PushSubscription, said: dict[str, Any], sender: str) -> dict[str, Any]:
    title, text = str(said.get("title", "")), str(said.get("text", ""))
    known = parse_qs(urlsplit(str(said.get("receipt", ""))).query)
    words = "\n".join(one for one in (title, text) if one) or "(máy không mở được nội dung)"
    return {
        "text": words,
        "person": to.person,
        "sender": "Thông báo trên máy",
        "link": str(said.get("url", "")),
        "key": known.get("k", [""])[0],
        "id": long_id("push", to.id, sender, words),
    }


def _deliver(box: Box, to: PushSubscription, item: Shown, topic: str, until: float) -> None:
    person = box.world.people.get(to.person)
    if person is None or person.phone_state == "on":
        box.world.show(item)
        return
    if topic:  # RFC 8030, 5.4: the newer takes the place of the one that still waits
        to.waiting = [one for one in to.waiting if one[0] != topic]
    to.waiting.append((topic, until, item))


def _count(box: Box, to: PushSubscription) -> None:
    if box.world.limits_lifted:
        return
    to.calls = [at for at in to.calls if at > box.now() - A_MINUTE]
    if len(to.calls) >= to.per_minute:
        raise Refused(429, "too many")
    to.calls.append(box.now())


def endpoint(box: Box, subscription: PushSubscription) -> str:
    return f"{box.address}/push/{subscription.id}"


def status(_box: Box, _request: Request) -> Response:
    return as_json({"status": "OK", "mark": "mô phỏng"})


# --- what browsers do


def subscribe(box: Box, asked: dict[str, Any]) -> dict[str, Any]:
    """As a browser answers `PushManager.subscribe`: an address and its public keys."""
    person, key = str(asked.get("person", "")), str(asked["key"])
    identity = long_id("push", person, key, str(len(box.world.push)))
    made = PushSubscription(identity, person, key)
    box.world.push[identity] = made
    return {"endpoint": endpoint(box, made), "keys": public_keys(made), "expirationTime": None}


def unsubscribe(box: Box, asked: dict[str, Any]) -> dict[str, Any]:
    found = box.world.push.get(str(asked["endpoint"]).rsplit("/", 1)[-1])
    if found is None:
        raise Unknown("mô phỏng: không có đăng ký này")
    found.gone = True
    return {}


def wake(box: Box, asked: dict[str, Any]) -> dict[str, Any]:
    """The phone is on again: what has not run out is shown now."""
    shown = 0
    for one in box.world.push.values():
        if one.person != str(asked["person"]):
            continue
        for _topic, until, item in one.waiting:
            if until > box.now():
                box.world.show(item)
                shown += 1
        one.waiting = []
    box.world.people[str(asked["person"])].phone_state = "on"
    return {"shown": shown}


BROWSERS = {"push_subscribe": subscribe, "push_unsubscribe": unsubscribe, "push_wake": wake}


def read(box: Box, request: Request) -> Response:
    """What the browser's own keys opened, word for word."""
    found = box.world.push.get(request.params.get("endpoint", "").rsplit("/", 1)[-1])
    if found is None:
        return as_json({"error": "mô phỏng: không có đăng ký này"}, 404)
    return as_json({"mark": "mô phỏng", "opened": found.opened})


def add_routes(box: Box) -> None:
    box.route("sandbox", r"/sandbox/push_opened$", read)
    box.route("push", r"/push/\d+$", send)
    box.route("push", r"/status$", status)
