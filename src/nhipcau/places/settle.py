"""What a locality says about itself: its name on papers, its hours, its helpers."""

from dataclasses import asdict, dataclass
from datetime import time

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.errors import BadInput
from nhipcau.places.hours import loudspeaker_spans
from nhipcau.places.models import Locality
from nhipcau.text.fold import tidy


@dataclass(frozen=True, slots=True)
class Settings:
    issuer: str
    phone: str
    address: str
    quiet_from: time
    quiet_until: time
    loudspeaker_hours: str
    ward_helpers: int
    emergency_reserve: int
    escalate_after: int
    drill_day: int
    drill_at: time


def set_locality(locality: Locality, settings: Settings, *, by: Actor) -> None:
    wanted = asdict(settings) | {"issuer": tidy(settings.issuer)}
    if not wanted["issuer"]:
        raise BadInput(_("Cần tên cơ quan ban hành, ví dụ “UBND phường Sông Cầu”."), field="issuer")
    wanted["loudspeaker_hours"] = settings.loudspeaker_hours.replace(" ", "")
    try:
        spans = loudspeaker_spans(Locality(loudspeaker_hours=wanted["loudspeaker_hours"]))
    except ValueError:
        spans = [(time.max, time.min)]
    if any(begins >= ends for begins, ends in spans):
        raise BadInput(
            _("Ghi giờ phát loa như “05:30-06:30, 17:00-19:00”."), field="loudspeaker_hours"
        )
    with transaction.atomic():
        Locality.objects.filter(pk=locality.pk).update(**wanted)
        record(by, "locality.settled", locality, locality=locality.pk)
    locality.refresh_from_db()
