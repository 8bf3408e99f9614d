"""Reads over households, people, groups: joined counted apart, helpers, one household whole."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from nhipcau.core.language import own_language
from nhipcau.people.addresses import fold_house
from nhipcau.people.models import (
    ContactPoint,
    Group,
    Household,
    Membership,
    Resident,
    Role,
    Staff,
)
from nhipcau.people.models.staff import PHONE_ROLES
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.text.fold import fold

HELPERS_ORDER = {Role.LEADER: 0, Role.DEPUTY: 1, Role.TEAM_MEMBER: 2}


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """One neighbourhood: households and persons joined are never added up with each other."""

    neighbourhood: Neighbourhood
    households: int
    people: int
    joined_households: int
    joined_persons: int
    without_smartphone: int
    smartphone_unknown: int
    leader: str = ""

    @property
    def joined_share(self) -> float:
        return self.joined_households / self.households if self.households else 0.0


def helpers_of(neighbourhood: Neighbourhood) -> list[Staff]:
    """Leader, deputy, team members: in the order in which the ward turns to them."""
    found = Staff.objects.filter(
        locality=neighbourhood.locality_id,
        neighbourhood=neighbourhood,
        role__in=PHONE_ROLES,
        is_active=True,
    ).order_by("id")
    return sorted(found, key=lambda staff: HELPERS_ORDER[Role(staff.role)])


def leader_of(neighbourhood: Neighbourhood) -> Staff | None:
    return next((staff for staff in helpers_of(neighbourhood) if staff.role == Role.LEADER), None)


def ward_helpers(locality: Locality) -> list[Staff]:
    """Who at the ward can telephone and knock when a leader is silent, at most as many as named."""
    found = Staff.objects.filter(
        locality=locality,
        is_active=True,
        role__in=[Role.OFFICER, Role.CLERK, Role.EDITOR, Role.TEAM_MEMBER],
        neighbourhood__isnull=True,
    ).order_by("id")
    return list(found[: locality.ward_helpers])


def counts_by_place(locality: Locality) -> list[PlaceCount]:
    """Five queries, whatever the number of neighbourhoods; each counts one table once."""
    homes = {
        row[0]: row[1:]
        for row in Household.objects.filter(locality=locality, is_gone=False)
        .order_by()
        .values_list("neighbourhood")
        .annotate(
            of_all=Count("pk"),
            without=Count("pk", filter=Q(has_smartphone=False)),
            unknown=Count("pk", filter=Q(has_smartphone__isnull=True)),
        )
    }
    joined = {
        row[0]: row[1:]
        for row in Membership.objects.filter(
            locality=locality,
            group__kind=Group.Kind.HOUSEHOLDS,
            state=Membership.State.CONFIRMED,
            household__is_gone=False,
        )
        .order_by()
        .values_list("household__neighbourhood")
        .annotate(homes=Count("household", distinct=True), persons=Count("pk"))
    }
    people = dict(
        Resident.objects.filter(locality=locality, is_gone=False, household__is_gone=False)
        .order_by()
        .values_list("household__neighbourhood")
        .annotate(Count("pk"))
    )
    leaders = dict(
        Staff.objects.filter(locality=locality, role=Role.LEADER, is_active=True)
        .order_by("-id")
        .values_list("neighbourhood", "name")
    )
    counts = []
    for place in Neighbourhood.objects.filter(locality=locality).select_related("former_unit"):
        of_all, without, unknown = homes.get(place.pk, (0, 0, 0))
        of_joined, persons = joined.get(place.pk, (0, 0))
        counts.append(
            PlaceCount(
                neighbourhood=place,
                households=of_all,
                people=people.get(place.pk, 0),
                joined_households=of_joined,
                joined_persons=persons,
                without_smartphone=without,
                smartphone_unknown=unknown,
                leader=leaders.get(place.pk, ""),
            )
        )
    return counts


def joined_households(neighbourhood: Neighbourhood) -> QuerySet[Household]:
    return Household.objects.filter(
        Exists(
            Membership.objects.filter(
                household=OuterRef("pk"),
                group__kind=Group.Kind.HOUSEHOLDS,
                state=Membership.State.CONFIRMED,
            )
        ),
        neighbourhood=neighbourhood,
        is_gone=False,
    )


def find_households(locality: Locality, words: str, *, limit: int = 60) -> list[Household]:
    """By a person's name, an alley or a telephone's digits, marks and case folded.

    A ward has ten thousand names: they are folded here rather than kept folded beside each name.
    """
    wanted = fold(words)
    if len(wanted) < 2:
        return []
    digits = "".join(sign for sign in wanted if sign.isdecimal())
    found: dict[int, None] = {}
    if len(digits) >= 3 and digits == wanted.replace(" ", ""):
        phones = ContactPoint.objects.filter(
            locality=locality, kind=ContactPoint.Kind.PHONE, value__contains=digits.lstrip("0")
        )
        found |= dict.fromkeys(phones.values_list("household_id", flat=True)[:limit])
    people = Resident.objects.filter(locality=locality, is_gone=False).order_by("id")
    for household_id, name in people.values_list("household_id", "name").iterator():
        if wanted in fold(name):
            found.setdefault(household_id)
    homes = Household.objects.filter(locality=locality)
    for pk, house, alley in homes.values_list("pk", "house", "alley").iterator():
        if wanted == fold_house(house) or (len(wanted) > 3 and wanted in fold(f"{house} {alley}")):
            found.setdefault(pk)
    return list(
        homes.filter(pk__in=list(found)[:limit])
        .select_related("neighbourhood")
        .order_by("is_gone", "neighbourhood__position", "walk_order", "id")
    )


@dataclass(frozen=True, slots=True)
class WardSums:
    households: int
    people: int
    joined_households: int
    joined_persons: int
    without_smartphone: int
    smartphone_unknown: int

    @property
    def joined_share(self) -> float:
        return self.joined_households / self.households if self.households else 0.0


def ward_sums(counts: list[PlaceCount]) -> WardSums:
    return WardSums(
        **{
            name: sum(getattr(count, name) for count in counts)
            for name in WardSums.__dataclass_fields__
        }
    )


def main_language(neighbourhood: Neighbourhood) -> str:
    """What a third of the households there prefer to what the ward writes in; else that."""
    rows = (
        Household.objects.filter(neighbourhood=neighbourhood, is_gone=False)
        .order_by()
        .values_list("language")
        .annotate(n=Count("pk"))
    )
    counted = dict(rows)
    own = own_language()
    others = {code: n for code, n in counted.items() if code != own}
    best = max(others, key=lambda code: others[code], default=own)
    return best if others and others[best] * 3 >= sum(counted.values()) else own
