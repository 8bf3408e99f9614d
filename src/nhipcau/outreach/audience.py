"""Who is in the audience and how they can be reached, by neighbourhood: what the planner counts."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from nhipcau.channels.models import Account
from nhipcau.people.models import (
    ContactPoint,
    Group,
    Household,
    Membership,
    OaGroup,
    Role,
    Staff,
)
from nhipcau.people.oa_members import contacts_in_groups
from nhipcau.places.models import Locality

NO_ZALO = "no_zalo"  # in a contact's detail: when Zalo said so (people/contacts.py)
HANDS = (Role.LEADER, Role.DEPUTY, Role.TEAM_MEMBER)


@dataclass(frozen=True, slots=True)
class Place:
    """One neighbourhood of the audience. `apart`: a person has to go, nothing else informs them."""

    neighbourhood: int
    households: int
    joined: int
    apart: int
    by_sms: int
    by_template: int
    rest_by_template: int
    by_email: int
    linked: int
    in_oa_group: int
    helpers: int
    leaders: int
    has_group: bool
    has_oa_group: bool


@dataclass(frozen=True, slots=True)
class Audience:
    places: tuple[Place, ...]
    ward_households: int
    ward_helpers: int

    def total(self, name: str) -> int:
        return sum(int(getattr(place, name)) for place in self.places)


def count_audience(locality: Locality, homes: QuerySet[Household]) -> Audience:
    """Four queries, whatever the size."""
    counted = (
        homes.order_by()
        .values("neighbourhood_id")
        .annotate(
            households=Count("pk"),
            joined=Count("pk", filter=joined()),
            apart=Count("pk", filter=apart()),
            by_sms=Count("pk", filter=apart() & by_sms()),
            by_template=Count("pk", filter=apart() & by_template()),
            rest_by_template=Count("pk", filter=joined() & ~linked() & by_template()),
            by_email=Count("pk", filter=by_email()),
            linked=Count("pk", filter=linked()),
            in_oa_group=Count("pk", filter=in_oa_group()),
        )
        .order_by("neighbourhood_id")
    )
    people = _people_by_neighbourhood(locality)
    groups = set(
        Group.objects.filter(
            locality=locality, kind=Group.Kind.HOUSEHOLDS, state=Group.State.ACTIVE
        ).values_list("neighbourhood_id", flat=True)
    )
    oa_groups = set(working_oa_groups().values_list("group__neighbourhood", flat=True))
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
                by_template=row["by_template"],
                rest_by_template=row["rest_by_template"],
                by_email=row["by_email"],
                linked=row["linked"],
                in_oa_group=row["in_oa_group"],
                helpers=helpers,
                leaders=leaders,
                has_group=where in groups,
                has_oa_group=where in oa_groups,
            )
        )
    everybody = Household.objects.filter(locality=locality, is_gone=False).count()
    return Audience(tuple(places), everybody, locality.ward_helpers)


def joined() -> Q:
    """Households of which somebody is in the household group. As a set and not as a question to
    each household: without statistics SQLite answers that by walking through the whole locality."""
    return Q(
        pk__in=Membership.objects.filter(
            state=Membership.State.CONFIRMED,
            group__kind=Group.Kind.HOUSEHOLDS,
            group__state=Group.State.ACTIVE,
        ).values("household")
    )


def linked() -> Q:
    """Follow the Official Account and are known there."""
    live = _live(ContactPoint.Kind.ZALO).filter(account__state=Account.State.WORKING)
    return Q(pk__in=live.values("household"))


def pushed() -> Q:
    """Have asked for notifications on a screen."""
    live = _live(ContactPoint.Kind.PUSH).filter(account__state=Account.State.WORKING)
    return Q(pk__in=live.values("household"))


def in_oa_group() -> Q:
    """Of whom somebody known is in a group that a working account owns."""
    known = contacts_in_groups().filter(account__state=Account.State.WORKING)
    return Q(pk__in=known.values("household"))


def working_oa_groups() -> QuerySet[OaGroup]:
    return OaGroup.objects.filter(
        state=OaGroup.State.ENABLED,
        account__state=Account.State.WORKING,
        group__neighbourhood__isnull=False,
    )


def by_sms() -> Q:
    return Q(pk__in=_live(ContactPoint.Kind.PHONE).filter(takes_sms=True).values("household"))


def by_template() -> Q:
    """Something to read it on, and a telephone of which Zalo has not said that nobody is there."""
    return ~Q(has_smartphone=False) & Q(pk__in=template_phones().values("household"))


def template_phones() -> QuerySet[ContactPoint]:
    phones = _live(ContactPoint.Kind.PHONE).filter(takes_sms=True)
    return phones.exclude(detail__has_key=NO_ZALO)


def by_email() -> Q:
    return Q(pk__in=_live(ContactPoint.Kind.EMAIL).values("household"))


def apart() -> Q:
    """Neither groups nor account reach them, or they have nothing to read it on."""
    return ~joined() & ~in_oa_group() & (Q(has_smartphone=False) | ~(linked() | pushed()))


def _live(kind: str) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(kind=kind, stopped_at__isnull=True, failed_at__isnull=True)


def _people_by_neighbourhood(locality: Locality) -> dict[int | None, tuple[int, int]]:
    rows = (
        Staff.objects.filter(locality=locality, is_active=True, role__in=HANDS)
        .order_by()
        .values("neighbourhood_id")
        .annotate(hands=Count("pk"), leaders=Count("pk", filter=Q(role=Role.LEADER)))
    )
    return {row["neighbourhood_id"]: (row["hands"], row["leaders"]) for row in rows}
