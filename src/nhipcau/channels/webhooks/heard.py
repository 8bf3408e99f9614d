"""One thing a platform told us, as a plain value, before it is a row."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

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


def from_milliseconds(value: str) -> datetime | None:
    if not value.isdecimal() or len(value) > 14:
        return None
    return datetime.fromtimestamp(int(value) / 1000, UTC)


def bounded(key: str) -> str:
    if len(key) <= KEY_LIMIT:
        return key
    return key[:100] + ":" + hashlib.sha256(key.encode()).hexdigest()[:40]
