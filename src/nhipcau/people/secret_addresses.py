"""Addresses of devices that nobody signs in on: shown once, renewed, taken back at once, and found
by the token they end with. Which devices there are is said by the rooms above."""

from typing import Any, TypeVar, cast

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.people.models import SecretAddress, Staff
from nhipcau.people.rights import require_officer
from nhipcau.people.tokens import hash_token, make_token
from nhipcau.places.row_security import by_its_key
from nhipcau.text.fold import tidy

T = TypeVar("T", bound=SecretAddress)
SEEN_EVERY = 60  # seconds: it asks all day long


def make_address(
    row: T, *, by: Staff, unnamed: str, after: dict[str, Any] | None = None
) -> tuple[T, str]:
    """Verb. `row` is not kept yet; `unnamed` says what a name could be. With it the token, which is
    shown this once."""
    require_officer(by.actor, row.locality_id)
    row.name = tidy(row.name)
    if not 2 <= len(row.name) <= 80:
        raise BadInput(unnamed, field="name")
    token, row.token_hash = make_token()
    row.made_at, row.made_by = civil_now(), by
    with transaction.atomic():
        row.save(force_insert=True)
        audit.record(by.actor, f"{row.WORD}.added", row, after=after)
    return row, token


def renew_address(row: SecretAddress, *, by: Staff) -> str:
    """Verb. A new one; the old one is nobody's from the next request on."""
    require_officer(by.actor, row.locality_id)
    token, token_hash = make_token()
    with transaction.atomic():
        if not _live(row).update(token_hash=token_hash, last_seen_at=None):
            raise _gone()
        audit.record(by.actor, f"{row.WORD}.renewed", row)
    return token


def revoke_address(row: SecretAddress, *, by: Staff) -> None:
    """Verb."""
    require_officer(by.actor, row.locality_id)
    with transaction.atomic():
        if not _live(row).update(revoked_at=civil_now()):
            raise _gone()
        audit.record(by.actor, f"{row.WORD}.revoked", row)


def find_address(
    model: type[T], token: str, *, beside: tuple[str, ...] = (), **more: Any
) -> T | None:
    """The live one. It has no session: its token brings the locality."""
    with by_its_key():
        rows = model._default_manager.select_related("locality", *beside)
        live = rows.filter(token_hash=hash_token(token), revoked_at=None, **more)
        return cast(T | None, live.filter(locality__closed_at=None).first())


def note_seen(row: SecretAddress) -> None:
    """At most once a minute."""
    now = civil_now()
    if row.last_seen_at is None or (now - row.last_seen_at).total_seconds() > SEEN_EVERY:
        type(row)._default_manager.filter(pk=row.pk).update(last_seen_at=now)


def _live(row: SecretAddress) -> QuerySet[SecretAddress]:
    return type(row)._default_manager.filter(pk=row.pk, revoked_at=None)


def _gone() -> WrongState:
    return WrongState(_("Địa chỉ này đã thu hồi."))
