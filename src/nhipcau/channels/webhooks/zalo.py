"""Zalo's webhooks: who signed, and what was said. Plain values; nothing is stored here.

Who is `sender` in seen and received events differs between sources: the person is whoever is not
the OA. Names with several spellings are all known; an event nobody knows is kept as OTHER.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

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
from nhipcau.channels.webhooks.zalo_groups import is_of_group, read_group
from nhipcau.text.mentions import strip_mentions

SIGNATURE, TIMESTAMP = "X-ZEvent-Signature", "X-ZEvent-Timestamp"
FOLLOWS = {"follow": True, "unfollow": False}
ACTS = frozenset({"follow", "user_click_chatnow", "user_reply_consent", "user_call_oa"})
NO_EVENT = (b"", b"{}")


def is_probe(raw: bytes) -> bool:
    """Zalo asks so, unsigned, when the address is saved: it wants a 200 and says nothing."""
    return raw.strip() in NO_EVENT


def oa_ids(event: dict[str, Any]) -> list[str]:
    """Every id in the event that may be the OA's."""
    sender, recipient = (word(part(event, who), "id") for who in ("sender", "recipient"))
    named = (word(event, "oa_id"), word(event, "oaId"), sender, recipient)
    return [one for one in named if one]


def signed_by(
    headers: Mapping[str, str], raw: bytes, *, app_id: str, oa_id: str, secrets: Mapping[str, str]
) -> str | None:
    """The variant of Zalo's signature that matches, or None.

    mac = sha256(app id + raw body + timestamp + OA secret key). Sources differ in the key, in
    where the timestamp is and in the prefix: each needs a secret only Zalo and we know.
    """
    given = headers.get(SIGNATURE, "").strip().removeprefix("mac=").lower()
    if not given:
        return None
    event = parse(raw) or {}
    times = {"body": word(event, "timestamp"), "header": headers.get(TIMESTAMP, "").strip()}
    for name, key, prefix, time in _variants(secrets, times, app_id, oa_id):
        mac = hashlib.sha256(prefix.encode() + raw + time.encode() + key.encode()).hexdigest()
        if hmac.compare_digest(mac.encode(), given.encode()):
            return name
    return None


def _variants(
    secrets: Mapping[str, str], times: Mapping[str, str], app_id: str, oa_id: str
) -> Iterator[tuple[str, str, str, str]]:
    for secret in ("oa_secret", "app_secret"):
        key = secrets.get(secret, "")
        for where, time in times.items():
            for prefix_name, prefix in (("app", app_id), ("oa", oa_id)):
                if key and time and prefix:
                    yield f"{secret}/{where}/{prefix_name}", key, prefix, time


def said_at(event: dict[str, Any]) -> datetime | None:
    return from_milliseconds(word(event, "timestamp"))


def read(event: dict[str, Any], *, oa_id: str, received_at: datetime) -> list[Heard]:
    name = word(event, "event_name")
    at = said_at(event) or received_at
    person = _person(event, oa_id)
    message = part(event, "message")
    if name == "user_seen_message":
        return _seen(message, person, at)
    if is_of_group(name):
        found = read_group(event, name, at=at, attachments=_attachments(message))
        if found:
            return [found]
    if name == "user_reacted_message":
        return [_reaction(message, person, at, name)]
    what = _what(name)
    if what == "echo" and word(part(event, "sender"), "admin_id"):
        what = "typed"  # by one of ours, in Zalo's own manager
    msg_id = word(message, "msg_id")
    about = word(event, "template_id") or person
    subject = msg_id or f"{word(event, 'timestamp')}:{about}"
    text, detail = _content(name, what, event)
    return [
        Heard(
            what=what,
            key=bounded(f"{name}:{subject}"),
            at=at,
            person="" if detail.get("zbs") else person,  # a telephone: our own row has it
            reference=msg_id[:80],
            text=text,
            detail=detail,
            is_act=name in ACTS or (what == "message" and not name.startswith("anonymous")),
            follows=FOLLOWS.get(name),
        )
    ]


def _what(name: str) -> str:
    if name in KNOWN:
        return KNOWN[name]
    if is_of_group(name):
        return "other"
    if name.startswith(("user_send_", "anonymous_send_")):
        return "message"
    return "echo" if name.startswith("oa_send_") else "other"


KNOWN = {
    "follow": "follow",
    "unfollow": "unfollow",
    "user_received_message": "receipt",
    "user_withdraw": "withdraw",
    "permission_revoked": "revoked",
    "oa_send_consent": "other",
}


def _person(event: dict[str, Any], oa_id: str) -> str:
    follower = word(part(event, "follower"), "id")
    if follower:
        return follower[:64]
    for who in ("sender", "recipient"):
        found = word(part(event, who), "id")
        if found and found != oa_id:
            return found[:64]
    return (word(event, "user_id") or word(part(event, "user"), "id"))[:64]


def _content(name: str, what: str, event: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """What is kept: words, and of a file its kind only. Our own words in an echo let the ledger
    find the delivery whose answer was lost."""
    message = part(event, "message")
    text = word(message, "text")
    detail: dict[str, Any] = {"event": name[:80]}
    if quoted := word(message, "quote_msg_id"):
        detail["quote"] = quoted[:80]
    if kinds := _attachments(message):
        detail["attachments"] = kinds
    if what == "message" and (files := media(message.get("attachments"))):
        detail["files"] = files
    if name == "user_submit_info":
        detail["info"] = _info(part(event, "info"))
    if tracking := word(message, "tracking_id"):
        detail["tracking"] = tracking[:80]
    if name.startswith("change_"):
        detail["news"] = _news(event)
    if what == "receipt" and word(message, "delivery_time"):
        # A template by telephone: the same name as the receipt of a 1:1 message, told apart so.
        detail["zbs"], detail["key"] = True, word(message, "tracking_id")[:80]
    if what in {"echo", "typed"}:
        return text, detail
    return (strip_mentions(text) if what == "message" else ""), detail


def _news(event: dict[str, Any]) -> dict[str, str]:
    """What changed of a template or a quota; flat, whatever level it stood on."""
    found = {"template": word(event, "template_id")[:40], "reason": word(event, "reason")[:300]}
    found["new_status"] = word(part(event, "status"), "new_status")[:20]
    found["quality"] = word(event, "quality")[:20]
    found["new_value"] = word(part(event, "quota"), "new_value")[:20]
    return {name: value for name, value in found.items() if value}


def _attachments(message: dict[str, Any]) -> list[str]:
    found = message.get("attachments")
    rows = found if isinstance(found, list) else []
    return [word(row, "type")[:20] for row in rows[:10] if isinstance(row, dict)]


def _info(info: dict[str, Any]) -> dict[str, str]:
    address = part(info, "full_address")
    kept = {name: word(info, name)[:120] for name in ("name", "phone")}
    kept["address"] = word(address, "user_address")[:200]
    return {name: value for name, value in kept.items() if value}


def _seen(message: dict[str, Any], person: str, at: datetime) -> list[Heard]:
    ids = words(message, "msg_ids") or [word(message, "msg_id")]
    return [
        Heard("seen", bounded(f"seen:{one}"), at, person, one[:80], detail={"event": "seen"})
        for one in ids
        if one
    ]


def _reaction(message: dict[str, Any], person: str, at: datetime, name: str) -> Heard:
    """Who puts a sign under our message has seen it."""
    msg_id = word(message, "msg_id")
    detail = {"event": name, "icon": word(message, "react_icon")[:40]}
    return Heard("seen", bounded(f"react:{msg_id}"), at, person, msg_id[:80], detail=detail)
