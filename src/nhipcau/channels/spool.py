"""The newest pair of tokens of an account, on disk before it is used.

Zalo's refresh token is used up by the answer that brings the next one: a crash between that
answer and the commit would lose the account. The file stays after the commit: it also saves the
account after a restore from an older backup. Sealed, 0600, one file an account.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from nhipcau.channels.seal import BrokenSeal, seal, unseal


@dataclass(frozen=True, slots=True)
class Spooled:
    """`series` names one connection of the account: a pair of an earlier one is never adopted.
    `number` counts the pairs of a series."""

    series: str
    number: int
    access_token: str
    refresh_token: str
    expires_at: datetime


def keep(account_id: int, pair: Spooled) -> None:
    """On return the pair survives a power cut."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    sealed = seal(
        {
            "series": pair.series,
            "number": str(pair.number),
            "access_token": pair.access_token,
            "refresh_token": pair.refresh_token,
            "expires_at": pair.expires_at.astimezone(UTC).isoformat(),
        }
    )
    fresh = folder / f".{account_id}-{pair.number}-{os.getpid()}"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, sealed.encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)
    fresh.replace(_file(account_id))
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def newest(account_id: int) -> Spooled | None:
    try:
        kept = unseal(_file(account_id).read_text(encoding="ascii"))
        return Spooled(
            series=kept["series"],
            number=int(kept["number"]),
            access_token=kept["access_token"],
            refresh_token=kept["refresh_token"],
            expires_at=datetime.fromisoformat(kept["expires_at"]),
        )
    except (OSError, BrokenSeal, KeyError, ValueError):
        return None


def forget(account_id: int) -> None:
    _file(account_id).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA) / "spool"


def _file(account_id: int) -> Path:
    return _folder() / f"token-{account_id}.sealed"
