"""Signing as Standard Webhooks says: HMAC-SHA256 over id, time and the very bytes of the body."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Final

PREFIX: Final = "whsec_"
BYTES: Final = 32


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode("ascii")


def signature(secret: str, uid: str, at: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{uid}.{at}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode("ascii")


def headers(living: Sequence[str], uid: str, at: int, body: bytes) -> dict[str, str]:
    """With two living secrets two signatures: whoever knows either believes it."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "webhook-id": uid,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signature(secret, uid, at, body) for secret in living),
    }
