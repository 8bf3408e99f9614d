"""A leader's neighbourhood in numbers: who joined, who moved, who asks; in few questions to the
database, because the page is opened often and from old telephones."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nhipcau.inbox.models import OPEN, Question
from nhipcau.links.models import Poster
from nhipcau.outreach.models import Claim, PassedOn, Visit
from nhipcau.people.models import Group, Handover, Household, JoinAsk, Membership, OaMember, Staff
from nhipcau.places.models import Neighbourhood

NEW_FOR = timedelta(days=14)
MOVES = (Visit.Outcome.MOVED, Visit.Outcome.NEW_TENANT)
TOLD_WITHIN = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Households, but for `claims`, `passed_on` and `posters`."""

    households: int = 0
    joined: int = 0
    new: int = 0
    moved: int = 0
    pending: int = 0
    asks: int = 0
    at_zalo: int = 0
    claims: int = 0
    passed_on: int = 0
    posters: int = 0

    @property
    def share(self) -> float:
        return self.joined / self.households if self.households else 0.0

    @property
    def joining(self) -> int:
        return self.pending + self.asks + self.at_zalo

    @property
    def news(self) -> int:
        return self.new + self.moved


def numbers(staff: Staff, now: datetime) -> Numbers:
    """One query."""
    place = staff.neighbourhood_id
    if place is None:
        return Numbers()
    members = Membership.objects.filter(group__kind=Group.Kind.HOUSEHOLDS, household__is_gone=False)
    joined = members.filter(state=Membership.State.CONFIRMED)
    moved = Visit.objects.filter(outcome__in=MOVES, closed_at__gte=now - NEW_FOR)
    counted = {
        "households": _count(Household.objects.filter(is_gone=False)),
        "joined": _count(joined, "group__neighbourhood", "household"),
        "new": _count(
            joined.filter(confirmed_at__gte=now - NEW_FOR), "group__neighbourhood", "household"
        ),
        "moved": _count(moved, "neighbourhood", "household"),
        "pending": _count(
            members.filter(state=Membership.State.PENDING), "group__neighbourhood", "household"
        ),
        "asks": _count(JoinAsk.objects.filter(settled_at__isnull=True), "group__neighbourhood"),
        "at_zalo": _count(
            OaMember.objects.filter(state=OaMember.State.PENDING), "group__group__neighbourhood"
        ),
        "claims": _count(Claim.objects.filter(settled_at__isnull=True)),
        "passed_on": _count(PassedOn.objects.filter(household__isnull=True)),
        "posters": _count(
            Poster.objects.filter(state__in=[Poster.State.TO_HANG, Poster.State.TO_REMOVE])
        ),
    }
    named = {f"n_{name}": count for name, count in counted.items()}  # beside the model's own names
    row = Neighbourhood.objects.filter(pk=place).order_by().annotate(**named).values(*named).first()
    return Numbers(**{name: row[f"n_{name}"] for name in counted}) if row else Numbers()


@dataclass(frozen=True, slots=True)
class Asked:
    """`waiting` is how many of the neighbourhood wait for the ward: their words are theirs and the
    ward's. What this person passed on comes back to be told."""

    waiting: int = 0
    mine: int = 0
    to_tell: int = 0


def asked(staff: Staff, now: datetime) -> Asked:
    """One query."""
    passed = Q(conversation__passed_by=staff.pk)
    here = Q(conversation__neighbourhood=staff.neighbourhood_id or 0)
    found: dict[str, int] = Question.objects.filter(passed | here).aggregate(
        waiting=Count("pk", filter=here & Q(state__in=OPEN)),
        mine=Count("pk", filter=passed & Q(state__in=OPEN)),
        to_tell=Count(
            "pk",
            filter=passed & Q(state=Question.State.ANSWERED, answered_at__gte=now - TOLD_WITHIN),
        ),
    )
    return Asked(**found)


def fresh_handover(staff: Staff) -> Handover | None:
    """The last one that this person took over and has not ticked off yet."""
    taken = Handover.objects.filter(successor=staff).first()
    return taken if taken is not None and taken.steps_left else None


def _count(rows: QuerySet[Any], where: str = "neighbourhood", what: str = "pk") -> Coalesce:
    counted = (
        rows.filter(**{where: OuterRef("pk")})
        .order_by()
        .values(where)
        .annotate(n=Count(what, distinct=True))
        .values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
