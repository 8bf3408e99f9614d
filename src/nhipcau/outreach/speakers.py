"""Loudspeakers that play by themselves: made, shown their address once, taken back at once."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.outreach.models import Speaker
from nhipcau.people.models import Staff
from nhipcau.people.rights import require_officer
from nhipcau.people.tokens import hash_token, make_token
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.text.fold import tidy


def add_speaker(
    locality: Locality, *, name: str, neighbourhood: Neighbourhood | None, by: Staff
) -> tuple[Speaker, str]:
    """The row, and the token of its address, which is shown this once."""
    require_officer(by.actor, locality.pk)
    name = tidy(name)
    if not 2 <= len(name) <= 80:
        raise BadInput(_("Hãy đặt tên cho loa, ví dụ “Loa nhà văn hoá Tổ 13”."), field="name")
    if neighbourhood is not None and neighbourhood.locality_id != locality.pk:
        raise BadInput(_("Tổ này không thuộc địa bàn."), field="neighbourhood")
    token, token_hash = make_token()
    with transaction.atomic():
        speaker = Speaker.objects.create(
            locality=locality,
            name=name,
            neighbourhood=neighbourhood,
            token_hash=token_hash,
            made_at=civil_now(),
            made_by=by,
        )
        audit.record(by.actor, "speaker.added", speaker)
    return speaker, token


def renew_speaker(speaker: Speaker, *, by: Staff) -> str:
    """A new address; the old one is nobody's from the next request on."""
    require_officer(by.actor, speaker.locality_id)
    token, token_hash = make_token()
    with transaction.atomic():
        live = Speaker.objects.filter(pk=speaker.pk, revoked_at__isnull=True)
        if not live.update(token_hash=token_hash, last_seen_at=None):
            raise WrongState(_("Loa này đã thu hồi."))
        audit.record(by.actor, "speaker.renewed", speaker)
    return token


def revoke_speaker(speaker: Speaker, *, by: Staff) -> None:
    require_officer(by.actor, speaker.locality_id)
    with transaction.atomic():
        live = Speaker.objects.filter(pk=speaker.pk, revoked_at__isnull=True)
        if not live.update(revoked_at=civil_now()):
            raise WrongState(_("Loa này đã thu hồi."))
        audit.record(by.actor, "speaker.revoked", speaker)


def speaker_of(token: str) -> Speaker | None:
    """The live loudspeaker of an address. It has no session: its token brings the locality."""
    with scopes_disabled():
        return (
            Speaker.objects.select_related("locality", "neighbourhood")
            .filter(token_hash=hash_token(token), revoked_at__isnull=True)
            .filter(locality__closed_at__isnull=True)
            .first()
        )


def note_seen(speaker: Speaker) -> None:
    """At most once a minute: it asks all day long."""
    now = civil_now()
    if speaker.last_seen_at is None or (now - speaker.last_seen_at).total_seconds() > 60:
        Speaker.objects.filter(pk=speaker.pk).update(last_seen_at=now)


def live_speakers(neighbourhoods: list[int]) -> list[Speaker]:
    """Those that are heard in any of these neighbourhoods, the ward's own first."""
    here = Q(neighbourhood__in=neighbourhoods) | Q(neighbourhood__isnull=True)
    rows = Speaker.objects.filter(here, revoked_at__isnull=True).select_related("neighbourhood")
    return sorted(rows, key=lambda row: (row.neighbourhood_id is not None, row.pk))
