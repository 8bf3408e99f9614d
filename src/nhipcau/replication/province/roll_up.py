"""Every day the counts of each ward become one row in the province's own tenant. The province's
pages read these rows and never open a ward."""

from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from django.db import DatabaseError, transaction
from django_scopes import scope

from nhipcau.core.clock import civil_now, local
from nhipcau.places.models import Locality
from nhipcau.places.oversee import wards_of
from nhipcau.replication.models import WardDay, WardStory
from nhipcau.replication.province.measure import measure

log = structlog.get_logger("nhipcau.province")


def roll_up() -> int:
    """Periodic. Returns how many wards were counted. One that cannot be counted does not keep the
    others from it."""
    now = civil_now()
    counted = 0
    for office in Locality.objects.filter(is_office=True, closed_at=None):
        for ward in wards_of(office):
            try:
                roll_up_ward(office, ward, now)
                counted += 1
            except (ArithmeticError, LookupError, ValueError, DatabaseError):
                log.exception("ward not counted", ward=ward.pk)
    return counted


def roll_up_ward(office: Locality, ward: Locality, now: datetime) -> WardDay:
    """Verb. Once a ward and day; again the same day is the same row."""
    with scope(locality=ward):
        whole, places = measure(ward, now)
        story = WardStory.objects.filter(locality=ward).values_list("text", flat=True).first()
    with scope(locality=office), transaction.atomic():
        row, _is_new = WardDay.objects.update_or_create(
            locality=office,
            ward=ward,
            on=local(now, ZoneInfo(office.time_zone)).date(),
            defaults={
                "counts": whole.to_json(),
                "places": [place.to_json() for place in places],
                "story": story or "",
                "taken_at": now,
            },
        )
    return row
