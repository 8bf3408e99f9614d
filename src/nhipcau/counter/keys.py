"""Secret addresses of the desk's tablets, codes on the wall and screens."""

from django.utils.translation import gettext as _

from nhipcau.core.errors import BadInput
from nhipcau.counter.models import DeskKey
from nhipcau.people.models import Staff
from nhipcau.people.secret_addresses import find_address, make_address
from nhipcau.places.models import Locality


def add_key(locality: Locality, kind: str, *, name: str, by: Staff) -> tuple[DeskKey, str]:
    """Verb. The row, and the token of its address, which is shown this once."""
    if kind not in DeskKey.Kind.values:
        raise BadInput(_("Hãy chọn loại máy."), field="kind")
    unnamed = _("Hãy đặt tên, ví dụ “Màn hình sảnh chờ”.")
    row = DeskKey(locality=locality, kind=kind, name=name)
    return make_address(row, by=by, unnamed=unnamed, after={"kind": kind})


def key_of(token: str, *kinds: str) -> DeskKey | None:
    return find_address(DeskKey, token, kind__in=kinds)
