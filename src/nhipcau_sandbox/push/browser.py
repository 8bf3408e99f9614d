"""A browser that subscribed: its keys (RFC 8291), and what a push service sees of a sender."""

import base64
import binascii
import hashlib
import json
from typing import Any

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from nhipcau_sandbox.world import PushSubscription, secret_word

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


class Refused(Exception):
    """With the status a push service answers."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


def private_key(subscription: PushSubscription) -> ec.EllipticCurvePrivateKey:
    """Made from its id, so that a simulation that was killed can still open what comes."""
    made = hashlib.sha256(secret_word("push", subscription.id).encode()).digest()
    return ec.derive_private_key(int.from_bytes(made, "big") % (ORDER - 1) + 1, ec.SECP256R1())


def auth_secret(subscription: PushSubscription) -> bytes:
    return hashlib.sha256(secret_word("auth", subscription.id).encode()).digest()[:16]


def public_keys(subscription: PushSubscription) -> dict[str, str]:
    point = private_key(subscription).public_key()
    raw = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {"p256dh": _word(raw), "auth": _word(auth_secret(subscription))}


def opened(subscription: PushSubscription, body: bytes) -> dict[str, Any] | None:
    """What the browser shows; None when it cannot open it, as a browser drops such a message."""
    try:
        raw = http_ece.decrypt(
            body,
            private_key=private_key(subscription),
            auth_secret=auth_secret(subscription),
            version="aes128gcm",
        )
        found = json.loads(raw)
    except Exception:  # whatever is wrong with it, a browser says nothing
        return None
    return found if isinstance(found, dict) else None


def check_sender(header: str, *, origin: str, wanted: str, now: float) -> str:
    """RFC 8292: the signature, for this service, for at most a day, by the key subscribed to."""
    scheme, _space, rest = header.partition(" ")
    parts = (part.partition("=") for part in rest.split(","))
    given = {name.strip(): value for name, _eq, value in parts}
    if scheme.lower() != "vapid" or not given.get("t") or not given.get("k"):
        raise Refused(401, "no vapid authorization")
    claims = _verified(given["t"], given["k"])
    if claims.get("aud") != origin:
        raise Refused(403, "aud is not this service")
    ends = claims.get("exp")
    if not isinstance(ends, int) or ends <= now or ends > now + 86400:
        raise Refused(403, "exp is past, or more than 24 hours away")
    if not str(claims.get("sub", "")).startswith(("mailto:", "https:")):
        raise Refused(403, "sub is no contact")
    if given["k"].rstrip("=") != wanted.rstrip("="):
        raise Refused(403, "another key than the one subscribed to")
    return given["k"]


def _verified(token: str, key: str) -> dict[str, Any]:
    try:
        signed, _dot, signature = token.rpartition(".")
        head, _dot, body = signed.partition(".")
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(key))
        raw = _bytes(signature)
        half = len(raw) // 2
        der = encode_dss_signature(
            int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")
        )
        point.verify(der, signed.encode(), ec.ECDSA(SHA256()))
        if json.loads(_bytes(head)).get("alg") != "ES256":
            raise Refused(403, "alg")
        claims = json.loads(_bytes(body))
    except (InvalidSignature, ValueError, AttributeError, binascii.Error) as error:
        raise Refused(403, "bad signature") from error
    if not isinstance(claims, dict):
        raise Refused(403, "no claims")
    return claims


def _word(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(word: str) -> bytes:
    return base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
