"""Facebook's webhooks: the HMAC over the raw body, and what a batch says of each page."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from nhipcau.channels.transports.facebook_page import COMMENT, FEED, PSID
from nhipcau.channels.webhooks.heard import (
    Heard,
    bounded,
    from_milliseconds,
    media,
    parse,
    part,
    word,
    words,
)

SIGNATURE = "X-Hub-Signature-256"


def is_signed(headers: Mapping[str, str], raw: bytes, *, app_secret: str) -> bool:
    """Over the bytes as sent: Facebook escapes Vietnamese, so nothing may be serialised again."""
    given = headers.get(SIGNATURE, "").strip().removeprefix("sha256=").lower()
    if not given or not app_secret:
        return False
    right = hmac.new(app_secret.encode(), raw, hashlib.sha256).hexdigest()
    return hmac.compare_digest(right.encode(), given.encode())


def page_ids(batch: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(word(entry, "id") for entry in entries(batch) if word(entry, "id")))


def entries(batch: dict[str, Any]) -> list[dict[str, Any]]:
    found = batch.get("entry")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def read(raw: bytes, *, page: str, received_at: datetime) -> list[Heard]:
    heard: list[Heard] = []
    for entry in entries(parse(raw) or {}):
        if word(entry, "id") != page:
            continue
        for change in _rows(entry, "changes"):
            if word(change, "field") == "feed":
                heard += _feed(part(change, "value"), page, received_at)
        for event in _rows(entry, "messaging"):
            heard += _messaging(event, page, received_at)
    return heard


def comment_key(comment: str) -> str:
    """The same whether the page told us or we asked it."""
    return bounded(f"feed:{comment}:add")


def _rows(of: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = of.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _feed(value: dict[str, Any], page: str, received_at: datetime) -> list[Heard]:
    """Comments of people; our own posts and comments come back as echoes."""
    item, verb = word(value, "item"), word(value, "verb")
    author = word(part(value, "from"), "id")
    own = word(value, "comment_id") or word(value, "post_id")
    if not own:
        return []
    at = _seconds(word(value, "created_time")) or received_at
    text = word(value, "message")
    detail: dict[str, Any] = {
        "item": item[:40],
        "verb": verb[:40],
        "post": word(value, "post_id")[:80],
    }
    # An edit can come twice for the same comment: its time tells them apart.
    stamp = "" if verb == "add" else f":{word(value, 'created_time')}"
    key = bounded(f"feed:{own}:{verb}{stamp}")
    if author == page:
        # `person` is the address our own delivery had: the ledger finds a lost answer by it.
        to = f"{COMMENT}{word(value, 'parent_id')}" if item == "comment" else FEED
        return [Heard("echo", key, at, to[:64], own[:80], text, detail)]
    if item == "comment" and verb in {"add", "edited"}:
        detail["parent"] = word(value, "parent_id")[:80]
        return [Heard("comment", key, at, author[:64], own[:80], text, detail)]
    return [Heard("other", key, at, author[:64], own[:80], detail=detail)]


def _messaging(event: dict[str, Any], page: str, received_at: datetime) -> list[Heard]:
    at = from_milliseconds(word(event, "timestamp")) or received_at
    sender, recipient = (word(part(event, who), "id") for who in ("sender", "recipient"))
    person = (recipient if sender == page else sender)[:64]
    message = part(event, "message")
    if mid := word(message, "mid"):
        return [_message(message, mid, person, at, is_own=sender == page)]
    if delivered := words(part(event, "delivery"), "mids"):
        return [
            Heard("receipt", bounded(f"delivery:{one}"), at, person, one[:80]) for one in delivered
        ]
    postback = part(event, "postback")
    if postback:
        key = bounded(f"postback:{word(event, 'timestamp')}:{person}")
        detail = {"payload": word(postback, "payload")[:200]}
        return [Heard("message", key, at, person, "", word(postback, "title"), detail, is_act=True)]
    return []


def _message(
    message: dict[str, Any], mid: str, person: str, at: datetime, *, is_own: bool
) -> Heard:
    text = word(message, "text")
    kinds = [word(one, "type")[:20] for one in _rows(message, "attachments")][:10]
    detail: dict[str, Any] = {"attachments": kinds} if kinds else {}
    if files := media(message.get("attachments")):
        detail["files"] = files
    if is_own or message.get("is_echo"):
        # As in our own delivery: the ledger finds a lost answer by it.
        return Heard("echo", bounded(mid), at, f"{PSID}{person}"[:64], mid[:80], text, detail)
    return Heard("message", bounded(mid), at, person, mid[:80], text, detail, is_act=True)


def _seconds(value: str) -> datetime | None:
    if not value.isdecimal() or len(value) > 11:
        return None
    return datetime.fromtimestamp(int(value), UTC)
