"""Reads of the group pages: the ward's groups, one group with its guide and who waits."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from nhipcau.people.groups import STEPS, Step
from nhipcau.people.models import Group, Household, JoinAsk, Membership, OaMember, Staff
from nhipcau.people.queries import counts_by_place
from nhipcau.places.models import Locality, Neighbourhood

State = Membership.State


@dataclass(frozen=True, slots=True)
class GroupLine:
    neighbourhood: Neighbourhood
    group: Group | None
    households: int
    joined: int
    waiting: int

    @property
    def share(self) -> float:
        return self.joined / self.households if self.households else 0.0


@dataclass(frozen=True, slots=True)
class GuideLine:
    step: Step
    is_done: bool


def household_groups(locality: Locality) -> list[GroupLine]:
    """One line a neighbourhood, with a group or without; the queries do not grow with them."""
    groups = {
        group.neighbourhood_id: group
        for group in Group.objects.filter(locality=locality, kind=Group.Kind.HOUSEHOLDS)
    }
    waiting = dict(
        Membership.objects.filter(locality=locality, state=State.PENDING)
        .order_by()
        .values_list("group")
        .annotate(Count("pk"))
    )
    unmatched = dict(
        JoinAsk.objects.filter(locality=locality, settled_at__isnull=True)
        .order_by()
        .values_list("group")
        .annotate(Count("pk"))
    )
    at_zalo = dict(
        OaMember.objects.filter(locality=locality, state=OaMember.State.PENDING)
        .order_by()
        .values_list("group__group")
        .annotate(Count("pk"))
    )
    lines = []
    for count in counts_by_place(locality):
        group = groups.get(count.neighbourhood.pk)
        lines.append(
            GroupLine(
                neighbourhood=count.neighbourhood,
                group=group,
                households=count.households,
                joined=count.joined_households,
                waiting=sum(of.get(group.pk, 0) for of in (waiting, unmatched, at_zalo))
                if group
                else 0,
            )
        )
    return lines


def other_groups(locality: Locality) -> QuerySet[Group]:
    return (
        Group.objects.filter(locality=locality)
        .exclude(kind=Group.Kind.HOUSEHOLDS)
        .select_related("owner", "neighbourhood")
        .order_by("kind", "name")
    )


def guide_of(group: Group) -> list[GuideLine]:
    done = set(group.steps_done)
    return [GuideLine(step, step.name in done) for step in STEPS]


def waiting_members(group: Group) -> QuerySet[Membership]:
    return (
        group.memberships.filter(state=State.PENDING)
        .select_related("household", "group__neighbourhood")
        .order_by("asked_at")
    )


def waiting_asks(group: Group) -> QuerySet[JoinAsk]:
    return group.asks.filter(settled_at__isnull=True).order_by("at")


def members_of(group: Group) -> QuerySet[Membership]:
    return (
        group.memberships.filter(state=State.CONFIRMED, household__is_gone=False)
        .select_related("household", "resident")
        .order_by("household__walk_order", "household_id", "id")
    )


def not_in(group: Group) -> QuerySet[Household]:
    """Households of the neighbourhood of whom nobody is in the group, as they lie on the way."""
    inside = Membership.objects.filter(group=group, household=OuterRef("pk"), state=State.CONFIRMED)
    return (
        Household.objects.filter(neighbourhood=group.neighbourhood, is_gone=False)
        .exclude(Exists(inside))
        .order_by("walk_order", "id")
    )


def group_of(staff: Staff) -> Group | None:
    """The household group of a leader's neighbourhood."""
    return (
        Group.objects.filter(kind=Group.Kind.HOUSEHOLDS, neighbourhood=staff.neighbourhood_id)
        .select_related("neighbourhood", "locality")
        .first()
        if staff.neighbourhood_id
        else None
    )
