"""Who has no smartphone, which old people live alone, who lives far off: noted where it is seen."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.people.models import Circumstance, Household, Role, Staff
from nhipcau.people.models.staff import PHONE_ROLES
from nhipcau.people.rights import KEEPS_THE_REGISTER
from nhipcau.places.models import Neighbourhood

OLD = 60  # an elder by Law 39/2009
Source = Circumstance.Source
ANSWERS: dict[str, bool | None] = {"yes": True, "no": False, "": None}


@dataclass(frozen=True, slots=True)
class Seen:
    """Each "yes", "no", "" for not known, or None for "as it is"."""

    smartphone: str | None = None
    elder_alone: str | None = None
    remote: str | None = None


def note_circumstance(household: Household, seen: Seen, *, by: Staff) -> Circumstance:
    """Verb. What is not said stays as it was; the date is of this look."""
    must_visit(by, household.neighbourhood)
    said = {
        "is_elder_alone": _answer("elder_alone", seen.elder_alone),
        "is_remote": _answer("remote", seen.remote),
    }
    given = {"elder_alone": "is_elder_alone", "remote": "is_remote"}
    changed = {
        column: said[column] for name, column in given.items() if getattr(seen, name) is not None
    }
    phone = _answer("smartphone", seen.smartphone)
    with transaction.atomic():
        row, _is_new = Circumstance.objects.update_or_create(
            household=household,
            defaults={
                **changed,
                "locality_id": household.locality_id,
                "source": _source(by),
                "noted_on": local(civil_now()).date(),
                "noted_by": by,
            },
        )
        if seen.smartphone is not None:
            Household.objects.filter(pk=household.pk).update(has_smartphone=phone)
        after = {"fields": sorted(changed), "smartphone": seen.smartphone is not None}
        record(by.actor, "household.circumstance", household, after=after)
    household.refresh_from_db()
    return row


def note_hamlet(neighbourhood: Neighbourhood, *, is_remote: bool, by: Staff) -> int:
    """Verb. All of a hamlet at once, by the ward's officers. Returns how many households."""
    if by.role not in KEEPS_THE_REGISTER:
        raise NotAllowed(_("Việc này dành cho cán bộ của phường, xã."))
    must_visit(by, neighbourhood)
    homes = Household.objects.filter(neighbourhood=neighbourhood, is_gone=False)
    today = local(civil_now()).date()
    with transaction.atomic():
        known = Circumstance.objects.filter(household__in=homes)
        known.update(is_remote=is_remote, source=Source.WARD, noted_on=today, noted_by=by)
        Circumstance.objects.bulk_create(
            Circumstance(
                locality_id=neighbourhood.locality_id,
                household=home,
                is_remote=is_remote,
                source=Source.WARD,
                noted_on=today,
                noted_by=by,
            )
            for home in homes.filter(circumstance=None)
        )
        n = homes.count()
        after = {"households": n, "is_remote": is_remote}
        record(by.actor, "neighbourhood.remote", neighbourhood, after=after)
    return n


def may_visit(staff: Staff, neighbourhood: Neighbourhood) -> bool:
    """The ward's officers, the ward's own team, and the neighbourhood's people."""
    if not staff.is_active or staff.locality_id != neighbourhood.locality_id:
        return False
    if staff.role in KEEPS_THE_REGISTER:
        return True
    is_ward_team = staff.role == Role.TEAM_MEMBER and staff.neighbourhood_id is None
    return is_ward_team or (
        staff.role in PHONE_ROLES and staff.neighbourhood_id == neighbourhood.pk
    )


def must_visit(staff: Staff, neighbourhood: Neighbourhood) -> None:
    if not may_visit(staff, neighbourhood):
        raise NotAllowed(_("Bạn không phụ trách tổ dân phố này."))


def elders_alone(today: date) -> Q:
    """As somebody found it; where nobody looked, as the register says: one person, old enough."""
    noted = Q(circumstance__is_elder_alone=True)
    born = Q(residents__is_gone=False, residents__birth_year__lte=today.year - OLD)
    by_register = Q(circumstance__is_elder_alone__isnull=True, people=1) & born
    return noted | by_register


def _answer(field: str, said: str | None) -> bool | None:
    if said is not None and said not in ANSWERS:
        raise BadInput(_("Lựa chọn này không có."), field=field)
    return ANSWERS[said or ""]


def _source(by: Staff) -> str:
    if by.role == Role.TEAM_MEMBER:
        return Source.VISIT
    return Source.LEADER if by.role in PHONE_ROLES else Source.WARD
