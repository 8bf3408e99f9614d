"""Audiences that a ward names to use again."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.audiences.models import Audience
from nhipcau.audiences.resolve import check_selection
from nhipcau.audiences.selection import Selection
from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.errors import BadInput
from nhipcau.places.models import Locality


def save_audience(locality: Locality, *, name: str, selection: Selection, by: Actor) -> Audience:
    """Keep it under its name; the same name again replaces the selection."""
    name = " ".join(name.split())
    if not 0 < len(name) <= 120:
        raise BadInput(_("Tên nhóm người nhận phải có từ 1 đến 120 chữ."), field="name")
    check_selection(locality, selection)
    with transaction.atomic():
        audience, is_new = Audience.objects.update_or_create(
            locality=locality, name=name, defaults={"selection": selection.to_json()}
        )
        record(by, "audience.saved", audience, after={"is_new": is_new})
    return audience


def forget_audience(audience: Audience, *, by: Actor) -> None:
    with transaction.atomic():
        record(by, "audience.forgotten", audience)
        Audience.objects.filter(pk=audience.pk).delete()
