"""A holiday and the roster, which do not know each other: declared, it frees its day's shifts."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.places.keep_hours import add_holiday, drop_holiday
from nhipcau.places.models import Holiday, Locality
from nhipcau.rosters.holidays import Freed, bring_back, free_for_holiday
from nhipcau.rosters.tell import tell_freed


def declare_holiday(locality: Locality, on: date, name: str, *, by: Actor) -> Freed:
    """Both or neither; whose shift is no more is told so."""
    with transaction.atomic():
        add_holiday(locality, on, name, by=by)
        freed = free_for_holiday(locality, on, by=by)
        tell_freed(freed.shifts, civil_now())
    return freed


def take_holiday_back(holiday: Holiday, *, by: Actor) -> int:
    """Returns how many shifts stand again."""
    on, locality = holiday.on, holiday.locality
    with transaction.atomic():
        drop_holiday(holiday, by=by)
        return bring_back(locality, on, by=by)


def said_of(freed: Freed) -> str:
    """What a late holiday did, in words."""
    said = _("Đã ghi ngày nghỉ.")
    if freed.shifts:
        said += " " + _("%(shifts)d ca trực hôm đó không còn; %(people)d người được nghỉ.") % {
            "shifts": len(freed.shifts),
            "people": len(freed.people),
        }
    if freed.stood:
        said += " " + _("%(n)d ca đã trực trước khi ghi, giữ nguyên trong sổ.") % {"n": freed.stood}
    return said
