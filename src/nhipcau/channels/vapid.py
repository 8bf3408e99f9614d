"""The ward's own keys for push services (RFC 8292): made once, kept sealed, never in a log.

A browser subscribes to the public half; a new pair would silence every subscription there is.
"""

import secrets
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid.utils import b64urlencode

from nhipcau.channels.credentials import open_credential
from nhipcau.channels.intake import address_key
from nhipcau.channels.models import Account

PRIVATE: Final = "vapid_private"
PUBLIC: Final = "vapid_public"
RECEIPT: Final = "receipt_key"


def new_keys() -> dict[str, str]:
    """Secrets of a new `web_push` account. The last signs what our own workers report."""
    made = ec.generate_private_key(ec.SECP256R1())
    point = made.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {
        PRIVATE: b64urlencode(made.private_numbers().private_value.to_bytes(32, "big")),
        PUBLIC: b64urlencode(point),
        RECEIPT: secrets.token_urlsafe(32),
    }


def own_settings(account: Account) -> dict[str, str]:
    """Settings nobody types: what pages hand to a browser, who speaks, where it reports."""
    return {
        "public_key": public_key(account),
        "title": account.locality.issuer,
        "receipts": f"/wh/push/{address_key(account.pk)}/",
    }


def public_key(account: Account) -> str:
    """What a browser subscribes to; empty when the account has none."""
    return open_credential(account).secrets.get(PUBLIC, "")
