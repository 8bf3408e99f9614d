"""Loudspeakers that play by themselves, and where they are heard."""

from django.db.models import Q
from django.utils.translation import gettext as _

from nhipcau.core.errors import BadInput
from nhipcau.outreach.models import Speaker
from nhipcau.people.models import Staff
from nhipcau.people.secret_addresses import find_address, make_address
from nhipcau.places.models import Locality, Neighbourhood


def add_speaker(
    locality: Locality, *, name: str, neighbourhood: Neighbourhood | None, by: Staff
) -> tuple[Speaker, str]:
    """Verb. The row, and the token of its address, which is shown this once."""
    if neighbourhood is not None and neighbourhood.locality_id != locality.pk:
        raise BadInput(_("Tổ này không thuộc địa bàn."), field="neighbourhood")
    row = Speaker(locality=locality, name=name, neighbourhood=neighbourhood)
    unnamed = _("Hãy đặt tên cho loa, ví dụ “Loa nhà văn hoá Tổ 13”.")
    return make_address(row, by=by, unnamed=unnamed)


def speaker_of(token: str) -> Speaker | None:
    return find_address(Speaker, token, beside=("neighbourhood",))


def live_speakers(neighbourhoods: list[int]) -> list[Speaker]:
    """Those that are heard in any of these neighbourhoods, the ward's own first."""
    here = Q(neighbourhood__in=neighbourhoods) | Q(neighbourhood__isnull=True)
    rows = Speaker.objects.filter(here, revoked_at__isnull=True).select_related("neighbourhood")
    return sorted(rows, key=lambda row: (row.neighbourhood_id is not None, row.pk))
