"""Secret addresses of tablets, codes on the wall and screens: shown once, taken back at once."""

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.counter.models import DeskKey
from nhipcau.people.models import Staff
from nhipcau.people.rights import require_officer
from nhipcau.people.tokens import hash_token, make_token
from nhipcau.places.models import Locality
from nhipcau.text.fold import tidy


def add_key(locality: Locality, kind: str, *, name: str, by: Staff) -> tuple[DeskKey, str]:
    """Verb. The row, and the token of its address, which is shown this once."""
    require_officer(by.actor, locality.pk)
    if kind not in DeskKey.Kind.values:
        raise BadInput(_("Hãy chọn loại máy."), field="kind")
    name = tidy(name)
    if not 2 <= len(name) <= 80:
        raise BadInput(_("Hãy đặt tên, ví dụ “Màn hình sảnh chờ”."), field="name")
    token, token_hash = make_token()
    with transaction.atomic():
        key = DeskKey.objects.create(
            locality=locality,
            kind=kind,
            name=name,
            token_hash=token_hash,
            made_at=civil_now(),
            made_by=by,
        )
        audit.record(by.actor, "desk_key.added", key, after={"kind": kind})
    return key, token


def renew_key(key: DeskKey, *, by: Staff) -> str:
    """Verb. A new address; the old one is nobody's from the next request on."""
    require_officer(by.actor, key.locality_id)
    token, token_hash = make_token()
    with transaction.atomic():
        live = DeskKey.objects.filter(pk=key.pk, revoked_at=None)
        if not live.update(token_hash=token_hash, last_seen_at=None):
            raise WrongState(_("Địa chỉ này đã thu hồi."))
        audit.record(by.actor, "desk_key.renewed", key)
    return token


def revoke_key(key: DeskKey, *, by: Staff) -> None:
    """Verb."""
    require_officer(by.actor, key.locality_id)
    with transaction.atomic():
        live = DeskKey.objects.filter(pk=key.pk, revoked_at=None)
        if not live.update(revoked_at=civil_now()):
            raise WrongState(_("Địa chỉ này đã thu hồi."))
        audit.record(by.actor, "desk_key.revoked", key)


def key_of(token: str, *kinds: str) -> DeskKey | None:
    """The live key of an address. It has no session: its token brings the locality."""
    with scopes_disabled():
        return (
            DeskKey.objects.select_related("locality")
            .filter(token_hash=hash_token(token), revoked_at=None, kind__in=kinds)
            .filter(locality__closed_at=None)
            .first()
        )


def note_seen(key: DeskKey) -> None:
    """At most once a minute: it asks all day long."""
    now = civil_now()
    if key.last_seen_at is None or (now - key.last_seen_at).total_seconds() > 60:
        DeskKey.objects.filter(pk=key.pk).update(last_seen_at=now)
