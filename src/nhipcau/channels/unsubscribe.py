"""The link in a letter that stops letters: nobody can make one for somebody else's address.

Signed with a key of the account's own, made from the installation's secret: a letter that was sent
years ago still stops, and nothing has to be kept for it.
"""

import hashlib
import hmac
from typing import Final

LENGTH: Final = 32


def sign(key: str, account: str, contact: str) -> str:
    """Plain: the transport makes it, without Django."""
    return f"{account}-{contact}-{_mac(key, account, contact)}"


def read(token: str) -> tuple[int, int, str] | None:
    """Account, contact and what is to be checked with `is_signed`; None when it is none of ours."""
    account, _, rest = token.partition("-")
    contact, _, mac = rest.partition("-")
    is_number = account.isascii() and account.isdecimal() and len(account) <= 15
    if not (is_number and contact.isascii() and contact.isdecimal() and len(contact) <= 15):
        return None
    return int(account), int(contact), mac


def is_signed(key: str, account: int, contact: int, mac: str) -> bool:
    expected = _mac(key, str(account), str(contact))
    return hmac.compare_digest(expected.encode(), mac.encode("utf-8", "replace"))


def key_of(secret: str, account: int) -> str:
    return hmac.new(secret.encode(), f"unsubscribe {account}".encode(), hashlib.sha256).hexdigest()


def _mac(key: str, account: str, contact: str) -> str:
    said = f"{account} {contact}".encode()
    return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()[:LENGTH]
