"""Who is in the audience and how they can be reached, by neighbourhood: what the planner counts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from nhipcau.channels.models import Account
from nhipcau.people.models import ContactPoint, Group, Household, Membership, Role, Staff
from nhipcau.places.models import Locality

HANDS = (Role.LEADER, Role.DEPUTY, Role.TEAM_MEMBER)


@dataclass(frozen=True, slots=True)
class Place:
    """One neighbourhood of the audience. `apart`: a person has to go, nothing else informs them."""

    neighbourhood: int
    households: int
    joined: int
    apart: int
    by_sms: int
    linked: int
    helpers: int
    leaders: int
    has_group: bool


@dataclass(frozen=True, slots=True)
class Audience:
    places: tuple[Place, ...]
    ward_households: int
    ward_helpers: int

    def total(self, name: str) -> int:
        return sum(int(getattr(place, name)) for place in self.places)


def count_audience(locality: Locality, homes: QuerySet[Household]) -> Audience:
    """Three queries, whatever the size."""
    counted = (
        homes.order_by()
        .annotate(is_joined=is_joined(), is_linked=is_linked(), has_sms=has_sms())
        .values("neighbourhood_id")
        .annotate(
            households=Count("pk"),
            joined=Count("pk", filter=Q(is_joined=True)),
            apart=Count("pk", filter=APART),
            by_sms=Count("pk", filter=APART & Q(has_sms=True)),
            linked=Count("pk", filter=Q(is_linked=True)),
        )
        .order_by("neighbourhood_id")
    )
    people = _people_by_neighbourhood(locality)
    groups = set(
        Group.objects.filter(
            locality=locality, kind=Group.Kind.HOUSEHOLDS, state=Group.State.ACTIVE
        ).values_list("neighbourhood_id", flat=True)
    )
    places = []
    for row in counted:
        where = row["neighbourhood_id"]
        helpers, leaders = people.get(where, (0, 0))
        places.append(
            Place(
                neighbourhood=where,
                households=row["households"],
                joined=row["joined"],
                apart=row["apart"],
                by_sms=row["by_sms"],
                linked=row["linked"],
                helpers=helpers,
                leaders=leaders,
                has_group=where in groups,
            )
        )
    everybody = Household.objects.filter(locality=locality, is_gone=False).count()
    return Audience(tuple(places), everybody, locality.ward_helpers)


def is_joined() -> Exists:
    """By one of its people in the household group."""
    return Exists(
        Membership.objects.filter(
            household=OuterRef("pk"),
            state=Membership.State.CONFIRMED,
            group__kind=Group.Kind.HOUSEHOLDS,
            group__state=Group.State.ACTIVE,
        )
    )


def is_linked() -> Exists:
    """Follows the Official Account and is known there."""
    return Exists(_live(ContactPoint.Kind.ZALO).filter(account__state=Account.State.WORKING))


def has_sms() -> Exists:
    return Exists(_live(ContactPoint.Kind.PHONE).filter(takes_sms=True))


APART = Q(has_smartphone=False, is_joined=False) | Q(is_joined=False, is_linked=False)


def _live(kind: str) -> QuerySet[Any]:
    return ContactPoint.objects.filter(
        household=OuterRef("pk"), kind=kind, stopped_at__isnull=True, failed_at__isnull=True
    )


def _people_by_neighbourhood(locality: Locality) -> dict[int | None, tuple[int, int]]:
    rows = (
        Staff.objects.filter(locality=locality, is_active=True, role__in=HANDS)
        .order_by()
        .values("neighbourhood_id")
        .annotate(hands=Count("pk"), leaders=Count("pk", filter=Q(role=Role.LEADER)))
    )
    return {row["neighbourhood_id"]: (row["hands"], row["leaders"]) for row in rows}
