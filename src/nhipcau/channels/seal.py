"""Secrets at rest: sealed with a key derived from SECRET_KEY. Nothing here writes a log."""

import base64
import json
from collections.abc import Mapping
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from nhipcau.core.errors import DomainError

PURPOSE = b"nhipcau channels credential v1"


class BrokenSeal(DomainError):
    """The seal does not open: SECRET_KEY is not the one it was made with, or the row is damaged."""


def seal(secrets: Mapping[str, str]) -> str:
    return _lock().encrypt(json.dumps(dict(secrets)).encode()).decode("ascii")


def unseal(sealed: str) -> dict[str, str]:
    if not sealed:
        return {}
    try:
        opened: dict[str, str] = json.loads(_lock().decrypt(sealed.encode("ascii")))
    except (InvalidToken, ValueError):
        raise BrokenSeal(
            _(
                "Không mở được khoá truy cập đã lưu: khoá bí mật của máy chủ đã thay đổi. "
                "Khôi phục tệp secret.key từ bản sao lưu, hoặc kết nối lại kênh này."
            )
        ) from None
    return opened


def _lock() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derived(key)) for key in keys])


@lru_cache(maxsize=8)
def _derived(secret_key: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return base64.urlsafe_b64encode(derived.derive(secret_key.encode()))
