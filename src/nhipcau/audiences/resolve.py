"""A selection becomes households, in SQL. A household is in when one person of it matches."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nhipcau.audiences.selection import Selection
from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import BadInput
from nhipcau.people.models import Group, Household, Membership, Resident
from nhipcau.places.models import Locality, Neighbourhood

OLDEST = 130


@dataclass(frozen=True, slots=True)
class Size:
    """For a person whose exact age is not known either way, both counts include them."""

    households: int
    residents: int
    neighbourhoods: int


def households(
    locality: Locality, selection: Selection, *, on: date | None = None
) -> QuerySet[Household]:
    """Households that still live here and match; ages are counted on the civil day `on`."""
    found: QuerySet[Household] = Household.objects.filter(locality=locality, is_gone=False)
    if selection.neighbourhoods:
        found = found.filter(neighbourhood__in=selection.neighbourhoods)
    if selection.households:
        found = found.filter(pk__in=selection.households)
    if selection.without_smartphone:
        found = found.filter(has_smartphone=False)
    if selection.groups:
        joined = Membership.objects.filter(
            group__in=selection.groups, state=Membership.State.CONFIRMED
        )
        found = found.filter(pk__in=joined.values("household"))
    if _asks_about_people(selection):
        # As a set: asked of each household, SQLite walks through the whole locality each time.
        matching = Resident.objects.filter(_person(selection, on))
        found = found.filter(pk__in=matching.values("household"))
    return found


def residents(
    locality: Locality, selection: Selection, *, on: date | None = None
) -> QuerySet[Resident]:
    """The people themselves, for the count "người" beside the count "hộ"."""
    homes = households(locality, selection, on=on).order_by()
    return Resident.objects.filter(_person(selection, on), household__in=homes.values("pk"))


def size(locality: Locality, selection: Selection, *, on: date | None = None) -> Size:
    homes = households(locality, selection, on=on)
    return Size(
        households=homes.count(),
        residents=residents(locality, selection, on=on).count(),
        neighbourhoods=homes.order_by().values("neighbourhood").distinct().count(),
    )


def check_selection(locality: Locality, selection: Selection) -> None:
    """Raise BadInput for what can match nobody or belongs to another locality."""
    low, high = selection.min_age or 0, selection.max_age
    if not 0 <= low <= OLDEST or (high is not None and not 0 <= high <= OLDEST):
        raise BadInput(_("Tuổi phải từ 0 đến %(oldest)d.") % {"oldest": OLDEST}, field="min_age")
    if high is not None and low > high:
        raise BadInput(_("“Từ tuổi” đang lớn hơn “đến tuổi”."), field="min_age")
    unknown_sex = selection.sex not in set(Resident.Sex.values)
    if unknown_sex or set(selection.residences) - set(Resident.Residence.values):
        raise BadInput(_("Bộ lọc người dân không đúng."), field="residences")
    places = Neighbourhood.objects.filter(locality=locality, pk__in=selection.neighbourhoods)
    if places.count() != len(set(selection.neighbourhoods)):
        raise BadInput(_("Có tổ, thôn không thuộc địa bàn này."), field="neighbourhoods")
    groups = Group.objects.filter(locality=locality, pk__in=selection.groups)
    if groups.count() != len(set(selection.groups)):
        raise BadInput(_("Có nhóm không thuộc địa bàn này."), field="groups")


def _asks_about_people(selection: Selection) -> bool:
    return bool(
        selection.min_age is not None
        or selection.max_age is not None
        or selection.sex
        or selection.residences
    )


def _person(selection: Selection, on: date | None) -> Q:
    today = on or local(civil_now()).date()
    wanted = Q(is_gone=False)
    if selection.sex:
        wanted &= Q(sex=selection.sex)
    if selection.residences:
        wanted &= Q(residence__in=selection.residences)
    if selection.min_age is not None:
        wanted &= Q(born_on__lte=_years_before(today, selection.min_age)) | Q(
            born_on__isnull=True, birth_year__lte=today.year - selection.min_age
        )
    if selection.max_age is not None:
        # Of a bare birth year the birthday may still come: told rather than left out.
        wanted &= Q(born_on__gt=_years_before(today, selection.max_age + 1)) | Q(
            born_on__isnull=True, birth_year__gte=today.year - selection.max_age - 1
        )
    return wanted


def _years_before(day: date, years: int) -> date:
    """The last birthday of somebody who has just turned `years`; of 29 February it is the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
