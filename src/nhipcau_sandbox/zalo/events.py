"""Zalo's webhooks: bodies, the plain SHA-256 signature, the probe, the ladder, the spoilt modes."""

import hashlib
import json
from typing import Any

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.clock import DAY, milliseconds
from nhipcau_sandbox.hooks import Hook
from nhipcau_sandbox.world import App, Follower, Oa, Shown, long_id

LADDER = (30.0, 300.0, 900.0, 1800.0, 3600.0)
MODES = (
    "",
    "wrong_signature",
    "stale_timestamp",
    "replay",
    "duplicates",
    "out_of_order",
    "unsigned",
    "huge",
    "no_header_timestamp",
)


def emit(box: Box, oa: Oa, event: dict[str, Any]) -> None:
    """Sends an event of this OA, spoilt in the way the app's mode says."""
    app = box.world.apps[oa.app]
    hook = app.hook
    if not (hook.url and hook.enabled) or box.outbox.muted:
        return
    whole = {"app_id": app.id, "timestamp": milliseconds(box.now()), **event}
    if hook.mode == "out_of_order":
        hook.held.append(whole)
        if len(hook.held) >= 2:
            for one in reversed(hook.held):
                _post(box, app, one)
            hook.held.clear()
        return
    _post(box, app, whole)
    if hook.mode == "duplicates":
        _post(box, app, whole)


def _post(box: Box, app: App, event: dict[str, Any]) -> None:
    mode = app.hook.mode
    if mode == "stale_timestamp":
        event = {**event, "timestamp": milliseconds(box.now() - DAY)}
    if mode == "huge":
        event = {**event, "padding": "x" * (10 * 1024 * 1024)}
    raw = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
    if mode == "replay" and app.hook.last_raw:
        raw, headers = app.hook.last_raw, app.hook.last_headers
    else:
        headers = signed(app, raw, str(event["timestamp"]))
        app.hook.last_raw, app.hook.last_headers = raw, headers
    if "delivery_time" in event.get("message", {}):
        headers = {**headers, "X-ZEvent-Server": "ZNS"}
    if mode == "wrong_signature":
        headers = {**headers, "X-ZEvent-Signature": "mac=" + "0" * 64}
    if mode in {"unsigned", "no_header_timestamp"}:
        gone = "X-ZEvent-Signature" if mode == "unsigned" else "X-ZEvent-Timestamp"
        headers = {name: value for name, value in headers.items() if name != gone}

    def with_number(n: int) -> dict[str, str]:
        return {**headers, "num_retry": str(n)} if n else headers

    def unsubscribe() -> None:
        app.hook.enabled = False

    hook = Hook(app.hook.url, raw, with_number, LADDER, gave_up=unsubscribe)
    hook.wanted = lambda: app.hook.enabled
    box.outbox.post(hook)


def signed(app: App, raw: bytes, timestamp: str) -> dict[str, str]:
    """mac = sha256(appId + raw body + timestamp + OA secret key): a plain hash, no HMAC."""
    mac = hashlib.sha256(app.id.encode() + raw + timestamp.encode() + app.oa_secret.encode())
    return {
        "Content-Type": "application/json",
        "X-ZEvent-Signature": "mac=" + mac.hexdigest(),
        "X-ZEvent-Timestamp": timestamp,
    }


async def save_url(box: Box, app: App, url: str) -> bool:
    """Saving the address sends an unsigned probe `{}`; it counts only when that gets a 200."""
    status = await box.outbox.request("POST", url, b"{}", {"Content-Type": "application/json"})
    app.hook.url, app.hook.enabled = url, status == 200
    return app.hook.enabled


def echo(box: Box, oa: Oa, follower: Follower, reference: str, content: dict[str, str]) -> None:
    """The OA's own send comes back as an event, then the receipt of the phone."""
    kind = content["kind"] if content["kind"] != "template" else "template"
    body = {"msg_id": reference, "text": content["text"]}
    both = {"sender": {"id": oa.id}, "recipient": {"id": follower.uid}}
    common = {**both, "user_id_by_app": user_id_by_app(oa, follower)}
    emit(box, oa, {**common, "event_name": f"oa_send_{kind}", "message": body})
    person = box.world.people.get(follower.person)
    if person is None or person.phone_state == "on":
        receipt = {**both, "event_name": "user_received_message", "message": {"msg_id": reference}}
        box.outbox.at(box.now() + 1.0, lambda: emit(box, oa, receipt))


def seen(box: Box, oa: Oa, follower: Follower, references: list[str]) -> None:
    both = {"sender": {"id": oa.id}, "recipient": {"id": follower.uid}}
    event = {**both, "event_name": "user_seen_message", "message": {"msg_ids": references}}
    emit(box, oa, event)


def user_id_by_app(oa: Oa, follower: Follower) -> str:
    return long_id("app", oa.app, follower.person)


def show_article(box: Box, oa: Oa, follower: Follower, article: str, title: str) -> None:
    box.world.show(
        Shown(
            n=0,
            person=follower.person,
            phone="",
            channel="zalo_article",
            sender=oa.name,
            text=title,
            at=box.now(),
            link=_first_link(oa, article),
            reference=article,
            account=oa.id,
        )
    )


def _first_link(oa: Oa, article: str) -> str:
    """Where an article leads: the first address in its body."""
    found = oa.articles.get(article)
    for piece in found.content.get("body", []) if found else []:
        text = str(piece.get("content", piece.get("url", "")))
        start = text.find("http")
        if start >= 0:
            rest = text[start:]
            stop = next((i for i, c in enumerate(rest) if c in "\"'<> \n"), len(rest))
            return rest[:stop]
    return ""
