"""One thing a platform told us, as a plain value, before it is a row."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from nhipcau.text.mask import mask_ids

KEY_LIMIT = 160
TEXT_LIMIT = 8000


@dataclass(frozen=True, slots=True)
class Heard:
    """`is_act`: the person did something that opens the window for free messages. `follows` is
    what a follow or unfollow says, else None."""

    what: str
    key: str
    at: datetime
    person: str = ""
    reference: str = ""
    text: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    is_act: bool = False
    follows: bool | None = None


def parse(raw: bytes) -> dict[str, Any] | None:
    """The body as an object, or None when it is none."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def part(of: dict[str, Any], name: str) -> dict[str, Any]:
    """A nested object; empty when it is missing or something else."""
    found = of.get(name)
    return found if isinstance(found, dict) else {}


def word(of: dict[str, Any], name: str) -> str:
    """A plain value as text: platforms send ids and times as strings or as numbers."""
    found = of.get(name)
    is_plain = isinstance(found, str | int) and not isinstance(found, bool)
    return storable(str(found)) if is_plain else ""


def storable(text: str) -> str:
    """Without what a database refuses: NUL, half of a surrogate pair; and not without end."""
    return text[:TEXT_LIMIT].replace("\x00", "").encode("utf-8", "replace").decode()


def words(of: dict[str, Any], name: str) -> list[str]:
    """A list of ids."""
    found = of.get(name)
    rows = found if isinstance(found, list) else []
    return [storable(one) for one in rows if isinstance(one, str) and storable(one)]


# Where platforms keep what people sent: an address elsewhere is never kept or shown.
MEDIA_HOSTS = (".zdn.vn", ".zadn.vn", ".fbcdn.net", ".fbsbx.com")
FILES = 10


def media(attachments: object) -> list[dict[str, str]]:
    """Kind, name, size and address of what was attached; the thing itself stays at the platform."""
    rows = attachments if isinstance(attachments, list) else []
    return [_file(row) for row in rows[:FILES] if isinstance(row, dict)]


def _file(row: dict[str, Any]) -> dict[str, str]:
    payload = part(row, "payload")
    found = {
        "kind": word(row, "type")[:20],
        "name": mask_ids(word(payload, "name")[:120]),
        "size": word(payload, "size")[:12],
        "url": safe_address(word(payload, "url")),
    }
    return {name: value for name, value in found.items() if value}


def safe_address(url: str) -> str:
    """The address when it is https at a platform's own store; else nothing."""
    try:
        parts = urlsplit(url)
        host = f".{parts.hostname or ''}".lower()
    except ValueError:
        return ""
    is_safe = parts.scheme == "https" and host.endswith(MEDIA_HOSTS) and not parts.username
    return url if is_safe and len(url) <= 500 else ""


def from_milliseconds(value: str) -> datetime | None:
    if not value.isdecimal() or len(value) > 14:
        return None
    return datetime.fromtimestamp(int(value) / 1000, UTC)


def bounded(key: str) -> str:
    if len(key) <= KEY_LIMIT:
        return key
    return key[:100] + ":" + hashlib.sha256(key.encode()).hexdigest()[:40]
