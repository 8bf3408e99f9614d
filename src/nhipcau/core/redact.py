"""Takes out of a log line what must never be in one: tokens, one-time links, telephone numbers.

Works on everything that is about to be written, tracebacks included: whoever logs need not think.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from nhipcau.country.chosen import country
from nhipcau.country.profile import Country

HIDDEN = "[kín]"
_SECRET_WORDS = (
    "access_token",
    "refresh_token",
    "secret_key",
    "secretkey",
    "apikey",
    "api_key",
    "app_secret",
    "appsecret_proof",
    "client_secret",
    "password",
    "passwd",
    "authorization",
    "cookie",
    "set-cookie",
    "csrfmiddlewaretoken",
    "sessionid",
    "csrftoken",
    "nhipcau_phone",
    "nhipcau_circle",
    "token",
    "khoa",
    "signature",
    "x-zevent-signature",
    "x-hub-signature-256",
    "code_verifier",
    "code_challenge",
)
_WORDS = "|".join(re.escape(word) for word in sorted(_SECRET_WORDS, key=len, reverse=True))
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # /<ward>/hoi/<number>/: whoever has the number of a question may read it
    (re.compile(r"/hoi/[\w-]{9,16}"), f"/hoi/{HIDDEN}"),
    # /<ward>/ho-so/<code>/: whoever has the code of a dossier may read how it stands
    (re.compile(r"(?<!lam-viec)/ho-so/[\w~-]{9,}"), f"/ho-so/{HIDDEN}"),
    # /moi/<token>/, /dien-thoai/<token>/, a loudspeaker's /loa/<token>/, a calendar's /lich/…
    (re.compile(r"/(moi|dien-thoai|loa|lich)/[^/\s\"'?#]+"), rf"/\1/{HIDDEN}"),
    # /t/<code>: a household's own link answers for it
    (re.compile(r"/t/[\w-]{9,16}"), f"/t/{HIDDEN}"),
    # a waiting screen's /quay/<token>/, a tablet's /lay-so/<token>/; the console's own are numbers
    (re.compile(r"(?<!/to)(?<!/lam-viec)/(quay|lay-so)/[^/\s\"'?#]+"), rf"/\1/{HIDDEN}"),
    # /<ward>/so/<code>/, /<ward>/hen/<code>/: whoever has the code gives it back or cancels
    (re.compile(r"/(so|hen)/[\w-]{9,16}"), rf"/\1/{HIDDEN}"),
    # who reads which circle is nobody's business: neither its number nor the way in
    (re.compile(r"/nhom-noi-bo/[^\s\"'?#]+"), f"/nhom-noi-bo/{HIDDEN}"),
    # /wh/sms/<key>/: the gateway signs nothing, so its address is the secret; the bot's repeats it
    (re.compile(r"/wh/(sms|zalo-bot)/[^/\s\"'?#]+"), rf"/wh/\1/{HIDDEN}"),
    # keys of the API and the secrets of its callbacks
    (re.compile(r"\b(nc_live_|nc_test_|whsec_)[\w+/=-]+"), rf"\1{HIDDEN}"),
    # scheme://user:password@host
    (re.compile(r"(://[^/\s:@]+:)[^/\s@]+@"), rf"\1{HIDDEN}@"),
    # Authorization: Bearer …
    (re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]{6,}", re.I), rf"\1 {HIDDEN}"),
    # name=value, "name": "value", name: value
    (
        re.compile(
            rf"(?<![\w-])([\"']?(?:{_WORDS})[\"']?\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|[^\s&,;}})\]]+)",
            re.I,
        ),
        rf"\1{HIDDEN}",
    ),
)


def redact_text(text: str) -> str:
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    for numbers in _of_the_country(country()):
        text = numbers.sub(HIDDEN, text)
    return text


@cache
def _of_the_country(of: Country) -> tuple[re.Pattern[str], ...]:
    """+84 912 345 678, 0912.345.678, 84912345678; identity numbers."""
    fewest, most = of.phones.digits
    begins = rf"(?:\+?{of.phones.code}|{of.phones.trunk})"
    phone = rf"(?<![\w.+-]){begins}(?:[ .-]?\d){{{fewest},{most}}}(?![\w-])"
    return re.compile(phone), re.compile(of.ids.in_logs)


def redact(value: Any, name: str = "") -> Any:
    """The same value without secrets, in depth. `name` is the key that it stood under."""
    if name and name.lower().replace("-", "_") in _SECRET_NAMES:
        return HIDDEN
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {key: redact(inner, str(key)) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redact(inner) for inner in value]
    return redact_text(value.decode(errors="replace") if isinstance(value, bytes) else str(value))


def redact_event(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """The last processor of structlog before a line is drawn."""
    return {key: redact(value, key) for key, value in event.items()}


_SECRET_NAMES = {word.replace("-", "_") for word in _SECRET_WORDS}
