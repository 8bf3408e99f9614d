"""Secrets of an account: kept sealed, opened for sending, never shown again, never logged."""

import secrets as randomness
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.channels import spool
from nhipcau.channels.models import Account, Credential
from nhipcau.channels.seal import seal, unseal
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.errors import WrongState


@dataclass(frozen=True, slots=True)
class Opened:
    """`version` grows with every change: who holds made-up requests makes them anew."""

    version: int
    secrets: Mapping[str, str]
    expires_at: datetime | None


def open_credential(account: Account) -> Opened:
    with scope(locality=account.locality_id):
        row = Credential.objects.filter(account_id=account.keeper_id or account.pk).first()
    if row is None:
        return Opened(0, {}, None)
    return Opened(row.version, unseal(row.sealed), row.expires_at)


def keep_secrets(account: Account, given: Mapping[str, str], *, by: Actor) -> None:
    """Verb. An empty value keeps what is there: a saved secret is never sent back to a form."""
    given = {name: value.strip() for name, value in given.items() if value.strip()}
    if not given:
        return
    with transaction.atomic():
        credential = _row(account)
        merged = unseal(credential.sealed) | given
        _write(credential, merged, expires_at=credential.expires_at)
        audit.record(by, "account.secrets_kept", account, after={"names": sorted(given)})


def keep_pair(
    account: Account, *, access_token: str, refresh_token: str, expires_at: datetime
) -> None:
    """The first pair of a new connection; pairs that follow are written by tokens.py."""
    series = randomness.token_hex(8)
    spool.keep(account.pk, spool.Spooled(series, 1, access_token, refresh_token, expires_at))
    with transaction.atomic():
        credential = _row(account)
        merged = unseal(credential.sealed) | {
            "access_token": access_token,
            "refresh_token": refresh_token,
            "series": series,
            "pair": "1",
        }
        _write(credential, merged, expires_at=expires_at)


def drop_secrets(account: Account) -> None:
    """Called by the disconnecting verb, in its transaction."""
    Credential.objects.filter(account=account).update(
        sealed="", version=F("version") + 1, expires_at=None, refreshing_until=None
    )
    transaction.on_commit(lambda: spool.forget(account.pk))


def _row(account: Account) -> Credential:
    row, _made = Credential.objects.get_or_create(
        account=account, defaults={"locality_id": account.locality_id, "sealed": ""}
    )
    return row


def _write(row: Credential, merged: Mapping[str, str], *, expires_at: datetime | None) -> None:
    unchanged = Credential.objects.filter(pk=row.pk, version=row.version)
    if not unchanged.update(sealed=seal(merged), version=row.version + 1, expires_at=expires_at):
        raise WrongState(_("Khoá truy cập vừa được người khác thay đổi. Hãy mở lại trang."))
