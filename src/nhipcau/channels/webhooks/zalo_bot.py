"""What the Zalo Bot hears: one object a message, with or without the ok/result around it."""

import hashlib
from datetime import datetime
from typing import Any

from nhipcau.channels.webhooks.heard import Heard, bounded, from_milliseconds, parse, part, word

SECRET = "X-Bot-Api-Secret-Token"  # noqa: S105  the header's name


def read(raw: bytes, *, name: str, received_at: datetime) -> list[Heard]:
    """`name` is the bot's own: in a group it stands before what was said."""
    found = parse(raw) or {}
    update = part(found, "result") or found
    message, event = part(update, "message"), word(update, "event_name")
    chat = part(message, "chat")
    who = word(chat, "id")[:64]
    if not who or part(message, "from").get("is_bot") is True:
        return []
    at = from_milliseconds(word(message, "date")) or received_at
    said = word(message, "text") or word(message, "caption")
    reference = word(message, "message_id")[:80]
    key = reference or hashlib.sha256(raw).hexdigest()[:40]
    detail: dict[str, Any] = {"event": event[:80], "chat": word(chat, "chat_type")[:10]}
    what = "message" if event.startswith("message.") and "unsupported" not in event else "other"
    return [Heard(what, bounded(f"bot:{key}"), at, who, reference, _spoken(said, name), detail)]


def _spoken(text: str, name: str) -> str:
    """Without the mention that made the platform tell us."""
    for mention in (f"@{name}", "@"):
        if name and mention != "@" and text.strip().startswith(mention):
            return text.strip().removeprefix(mention).strip()
    return text.strip()
