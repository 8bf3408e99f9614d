"""Letters that came back: a delivery status report (RFC 3464) as news of one letter.

Whose letter it was stands in the Message-ID of the returned head, or in the address that the
report came to (VERP). A person's "I am on holiday" is no report and stays in the mailbox.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import Final

from nhipcau.channels.webhooks.heard import Heard, bounded, parse, storable, word

STATUS: Final = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
MESSAGE_ID: Final = re.compile(r"<([0-9a-f]{6,12}\d{0,30})@")
VERP: Final = re.compile(r"\+([0-9a-f]{6,12}\d{0,30})@")
TOLD_IN: Final = ("Delivered-To", "X-Original-To", "Envelope-To", "To")


def understood(raw: bytes) -> bytes | None:
    """What is kept of a letter in the mailbox; None when it is no report on a letter of ours."""
    letter = message_from_bytes(raw, policy=compat32)
    if letter.get_content_type() != "multipart/report":
        return None
    key = _key(letter)
    states = list(_states(letter))
    if not key or not states:
        return None
    action, status = states[0]
    return json.dumps({"key": key, "action": action, "status": status}).encode()


def read(raw: bytes, *, received_at: datetime) -> list[Heard]:
    """Only the end is news: delayed and relayed letters are still on their way."""
    said = parse(raw) or {}
    key, action, status = word(said, "key")[:80], word(said, "action"), word(said, "status")
    if not key or action not in {"failed", "delivered"}:
        return []
    detail = {"state": "delivered"}
    if action == "failed":
        detail = {"state": "failed", "error": status if STATUS.fullmatch(status) else "bounced"}
    return [Heard("receipt", bounded(f"dsn:{key}:{action}"), received_at, "", key, detail=detail)]


def _states(letter: Message) -> Iterator[tuple[str, str]]:
    """Action and status of each recipient; ours had one."""
    for part in letter.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        inner = part.get_payload()
        for fields in inner if isinstance(inner, list) else []:
            if not isinstance(fields, Message):
                continue
            action = str(fields.get("Action", "")).strip().lower()
            found = STATUS.search(str(fields.get("Status", "")))
            if action and found:
                yield action, found.group(1)


def _key(letter: Message) -> str:
    for part in letter.walk():
        kind = part.get_content_type()
        if kind in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}:
            found = MESSAGE_ID.search(_head(part))
            if found:
                return storable(found.group(1))
    for name in TOLD_IN:
        found = VERP.search(str(letter.get(name, "")))
        if found:
            return storable(found.group(1))
    return ""


def _head(part: Message) -> str:
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        return f"{inner[0].get('Message-ID', '')}"
    lines = str(inner).splitlines()
    named = [line for line in lines if line.lower().startswith("message-id:")]
    return " ".join(named)
