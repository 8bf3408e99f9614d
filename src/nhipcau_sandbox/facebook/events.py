"""Facebook's webhooks: batches, the challenge, HMAC over a body whose Vietnamese is escaped."""

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.clock import HOUR
from nhipcau_sandbox.hooks import Hook
from nhipcau_sandbox.world import App, Page, secret_word

LADDER = (0.0, 60.0, 300.0, 900.0, HOUR, 4 * HOUR, 12 * HOUR, 18 * HOUR)
BATCH = 1000


def feed(box: Box, page: Page, value: dict[str, Any]) -> None:
    if "feed" in page.subscribed:
        _queue(box, page, {"changes": [{"field": "feed", "value": value}]})


def messaging(box: Box, page: Page, event: dict[str, Any]) -> None:
    if "messages" not in page.subscribed:
        return
    whole = {
        "sender": {"id": event["sender"]},
        "recipient": {"id": event["recipient"]},
        "timestamp": int(box.now() * 1000),
        "message": event["message"],
    }
    _queue(box, page, {"messaging": [whole]})


def _queue(box: Box, page: Page, part: dict[str, Any]) -> None:
    """Events of one moment leave as one batch."""
    hook = box.world.apps[page.app].hook
    if not hook.url or not hook.enabled or box.outbox.muted:
        return
    time = int(box.now() * (1000 if "messaging" in part else 1))
    hook.held.append({"id": page.id, "time": time, **part})
    if len(hook.held) == 1:
        box.outbox.at(box.now(), lambda: flush(box, box.world.apps[page.app]))


def flush(box: Box, app: App) -> None:
    entries, app.hook.held = app.hook.held[:BATCH], app.hook.held[BATCH:]
    if not entries:
        return
    mode = app.hook.mode
    if mode == "out_of_order":
        entries = list(reversed(entries))
    if mode == "stale_timestamp":
        entries = [{**one, "time": one["time"] - 86400} for one in entries]
    whole: dict[str, Any] = {"object": "page", "entry": entries}
    if mode == "huge":
        whole["padding"] = "x" * (10 * 1024 * 1024)
    raw = json.dumps(whole, separators=(",", ":")).encode()
    if mode == "replay" and app.hook.last_raw:
        raw = app.hook.last_raw
    app.hook.last_raw = raw
    for _copy in range(2 if mode == "duplicates" else 1):
        _post(box, app, raw)
    if app.hook.held:
        box.outbox.at(box.now(), lambda: flush(box, app))


def _post(box: Box, app: App, raw: bytes) -> None:
    headers = {"Content-Type": "application/json", **signature(app, raw)}
    if app.hook.mode == "wrong_signature":
        headers["X-Hub-Signature-256"] = "sha256=" + "0" * 64
    if app.hook.mode == "unsigned":
        del headers["X-Hub-Signature-256"]

    def unsubscribe() -> None:
        app.hook.enabled = False

    hook = Hook(app.hook.url, raw, lambda _n: headers, LADDER, gave_up=unsubscribe)
    hook.wanted = lambda: app.hook.enabled
    box.outbox.post(hook)


def signature(app: App, raw: bytes) -> dict[str, str]:
    mac = hmac.new(app.secret.encode(), raw, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={mac}"}


async def save_url(box: Box, app: App, url: str, verify_token: str) -> bool:
    """Only an address that echoes the challenge is kept."""
    challenge = str(int(secret_word(app.id, str(box.world.number()))[:8], 16))
    asked = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": verify_token}
    joined = "&" if "?" in url else "?"
    status, body = await box.outbox.challenge(url + joined + urlencode(asked))
    app.hook.url, app.hook.verify_token = url, verify_token
    app.hook.enabled = status == 200 and body.decode("utf-8", "replace") == challenge
    return app.hook.enabled
