"""Web Push: one notification to one browser, encrypted for it alone (RFC 8030, 8291, 8292).

The address is a subscription on one line, `<endpoint>#<p256dh>.<auth>`; each endpoint names its
own push service, and the wire decides which of them it speaks to. A service takes no key: `Topic`
lets a later notification of the same notice take the place of one that still waits there, and the
same name replaces it on the screen, so a correction never stands beside what it corrects.
"""

import hashlib
import hmac
import json
import re
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02
from py_vapid.utils import b64urldecode

from nhipcau.channels.push_services import origin_of
from nhipcau.channels.transport import Finding, Message, Outcome, Request, Response, Step

JWT_LIFE: Final = 12 * 3600  # a service refuses more than 24 hours
JWT_MARGIN: Final = 3600
DAY: Final = 24 * 3600
LONGEST: Final = 28 * DAY
TEXT_LIMIT: Final = 300  # a phone shows two or three lines
RECORD: Final = 4096  # what every service must take (RFC 8030, 7.2)
SAFE: Final = re.compile(r"[A-Za-z0-9_-]{1,32}")
URL: Final = re.compile(r"https?://\S+")
GONE: Final = {404: "http-404", 410: "http-410"}


class WebPush:
    kind: ClassVar[str] = "web_push"
    takes_key: ClassVar[bool] = False
    token_errors: ClassVar[frozenset[str]] = frozenset()
    gone_errors: ClassVar[frozenset[str]] = frozenset(GONE.values())

    def __init__(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        self.title = str(settings.get("title", ""))
        self.receipts = str(settings.get("receipts", ""))
        contact = str(settings.get("contact", ""))
        self.contact = contact if ":" in contact or not contact else f"mailto:{contact}"
        self._private = secrets.get("vapid_private", "")
        self._receipt_key = secrets.get("receipt_key", "")
        self._signed: dict[str, tuple[float, str]] = {}

    def start(self, message: Message) -> Step | Outcome:
        if not self._private or not self.contact:
            return Outcome("unavailable", error="no-vapid", scope="account")
        endpoint, _hash, keys = message.address.partition("#")
        p256dh, _dot, auth = keys.partition(".")
        origin = origin_of(endpoint)
        try:
            body = encrypt(self._said(message), p256dh=p256dh, auth=auth)
        except (ValueError, TypeError, http_ece.ECEException):
            origin = ""
        if not origin:
            return Outcome("refused", error="bad-address")
        parts = urlsplit(endpoint)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = self._headers(message, origin)
        request = Request("POST", path or "/", body, headers, base=origin, one_of_many=True)
        return Step(request, {"key": message.key})

    def _said(self, message: Message) -> bytes:
        """What the worker in the browser shows: short, because phones cut it and services limit it.
        The link stands apart, so it is not spelt out in the text."""
        link = message.link
        if not link and (found := URL.search(message.text)):
            link = found.group()
        text = " ".join(message.text.replace(link, " ").split()) if link else message.text
        said = {
            "title": unicodedata.normalize("NFC", message.title or self.title)[:120],
            "text": _clip(unicodedata.normalize("NFC", text).strip()),
            "url": link,
            "tag": message.job_note.get("topic") or message.key,
        }
        if self.receipts and self._receipt_key:
            said["receipt"] = (
                f"{self.receipts}?k={message.key}&m={seal(self._receipt_key, message.key)}"
            )
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()

    def _headers(self, message: Message, origin: str) -> tuple[tuple[str, str], ...]:
        note = message.job_note
        headers = [
            ("Content-Type", "application/octet-stream"),
            ("Content-Encoding", "aes128gcm"),
            ("TTL", str(_ttl(note.get("until", ""), message.at))),
            ("Urgency", "normal" if note.get("urgency") == "normal" else "high"),
            ("Authorization", self._authorization(origin, message.at)),
        ]
        topic = note.get("topic", "")
        if SAFE.fullmatch(topic):
            headers.append(("Topic", topic))
        return tuple(headers)

    def _authorization(self, origin: str, at: float) -> str:
        """One signature serves a service for hours."""
        ends, header = self._signed.get(origin, (0.0, ""))
        if at > ends - JWT_MARGIN or at < ends - JWT_LIFE:
            ends = at + JWT_LIFE
            claims = {"aud": origin, "exp": int(ends), "sub": self.contact}
            made = Vapid02.from_raw(self._private.encode()).sign(claims)
            header = str(made["Authorization"])
            self._signed[origin] = (ends, header)
        return header

    def next(self, step: Step, response: Response) -> Step | Outcome:
        status = response.status
        if status in {201, 202, 204}:
            return Outcome("sent", step.note["key"])
        if status == 429:
            return Outcome("unavailable", "", "http-429", _wait(response), "account")
        if status == 503:
            return Outcome("unavailable", error="http-503", retry_after=_wait(response))
        if status >= 500 or status < 300:
            return Outcome("unknown", error="garbage" if status < 300 else f"http-{status}")
        return Outcome("refused", error=f"http-{status}")

    # --- is the way to push services open, and are there keys

    def check(self) -> Step:
        return Step(Request("GET", "/status", is_repeatable=True))

    def check_next(self, step: Step, response: Response) -> Step | Finding:
        if not self._private or not self.contact:
            return Finding(is_working=False, error="no-vapid")
        if response.status != 200:
            return Finding(is_working=False, error=f"http-{response.status}")
        if not response.body.lstrip().startswith(b"{"):
            return Finding(is_working=False, error="garbage")
        return Finding(is_working=True)


def encrypt(
    content: bytes,
    *,
    p256dh: str,
    auth: str,
    salt: bytes | None = None,
    private_key: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """RFC 8291: a fresh key and salt for every message; a test gives the RFC's own."""
    point, secret = b64urldecode(p256dh.encode()), b64urldecode(auth.encode())
    if len(point) != 65 or len(secret) != 16 or len(content) > RECORD - 17 - 86:
        raise ValueError("not a subscription")
    made = http_ece.encrypt(
        content,
        salt=salt,
        private_key=private_key or ec.generate_private_key(ec.SECP256R1()),
        dh=point,
        auth_secret=secret,
        version="aes128gcm",
        rs=RECORD,
    )
    return bytes(made)


def seal(key: str, name: str) -> str:
    """Proves to us that whoever reports a notification shown really got that one."""
    mac = hmac.new(key.encode(), name.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(mac[:15]).decode()


def _ttl(until: str, at: float) -> int:
    """How long it is worth keeping for a phone that is off: until the notice's deadline."""
    left = float(until) - at if until.isdecimal() else float(DAY)
    return int(min(max(left, 0.0), LONGEST))


def _clip(text: str) -> str:
    return text if len(text) <= TEXT_LIMIT else text[: TEXT_LIMIT - 1].rsplit(" ", 1)[0] + "…"


def _wait(response: Response) -> float:
    named = {name.lower(): value for name, value in response.headers}
    given = named.get("retry-after", "")
    return float(given) if given.isdecimal() else 60.0
