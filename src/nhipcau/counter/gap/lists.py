"""Who is on the far side of the gap: households of a neighbourhood, by why a telephone does not
reach them; and how many it reaches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.channels.models import Account
from nhipcau.people.circumstances import elders_alone
from nhipcau.people.models import ContactPoint, Group, Household, Membership
from nhipcau.places.models import Locality, Neighbourhood

COLUMNS = ("all", "app", "sms", "without", "unknown")
APPS = (ContactPoint.Kind.ZALO, ContactPoint.Kind.MESSENGER, ContactPoint.Kind.PUSH)
WHY: dict[str, str | Promise] = {
    "khong-may": _("Không có máy thông minh"),
    "mot-minh": _("Người già ở một mình"),
    "xa": _("Ở xa, khó đi"),
    "chua-vao": _("Có máy, chưa vào nhóm"),
    "chua-ro": _("Chưa hỏi có máy không"),
}


@dataclass(frozen=True, slots=True)
class Reached:
    """Households of one neighbourhood. `by_sms`: a number, and nothing on a smartphone."""

    neighbourhood: Neighbourhood
    households: int
    by_app: int
    by_sms: int
    without: int
    unknown: int

    @property
    def by_phone(self) -> int:
        return self.by_app + self.by_sms

    @property
    def nobody(self) -> int:
        return self.households - self.by_phone


def by_app() -> Q:
    """In the household group, or known to an account that can write to them."""
    joined = Membership.objects.filter(
        state=Membership.State.CONFIRMED,
        group__kind=Group.Kind.HOUSEHOLDS,
        group__state=Group.State.ACTIVE,
    )
    live = _live().filter(kind__in=APPS, account__state=Account.State.WORKING)
    return Q(pk__in=joined.values("household")) | Q(pk__in=live.values("household"))


def by_number() -> Q:
    phones = _live().filter(kind=ContactPoint.Kind.PHONE, takes_sms=True)
    return Q(pk__in=phones.values("household"))


def why(name: str, today: date) -> Q:
    """One reason of WHY as a filter over households."""
    return {
        "khong-may": Q(has_smartphone=False),
        "mot-minh": elders_alone(today),
        "xa": Q(circumstance__is_remote=True),
        "chua-vao": Q(has_smartphone=True) & ~by_app(),
        "chua-ro": Q(has_smartphone__isnull=True),
    }[name]


def homes_of(neighbourhood: int, name: str, today: date) -> QuerySet[Household]:
    """In the order of the walk, with `taught_on`, the day of the last visit."""
    here = Household.objects.filter(neighbourhood=neighbourhood, is_gone=False)
    chosen = here.filter(why(name, today)).values("pk")
    taught = Max("skill_visits__on", filter=Q(skill_visits__undone_at=None))
    found = here.filter(pk__in=chosen).annotate(taught_on=taught)
    return found.select_related("circumstance").order_by("walk_order", "pk")


def counts_of(neighbourhood: int, today: date) -> dict[str, int]:
    here = Household.objects.filter(neighbourhood=neighbourhood, is_gone=False)
    return {name: here.filter(why(name, today)).distinct().count() for name in WHY}


def reached(locality: Locality) -> list[Reached]:
    """Every neighbourhood now. Two queries."""
    homes = Household.objects.filter(locality=locality, is_gone=False).order_by()
    rows = homes.values("neighbourhood").annotate(**_counts())
    by_place = {row["neighbourhood"]: row for row in rows}
    places = Neighbourhood.objects.filter(locality=locality)
    return [_reached(place, by_place.get(place.pk)) for place in places]


def reached_in(place: Neighbourhood) -> Reached:
    """One neighbourhood now. One query."""
    homes = Household.objects.filter(neighbourhood=place, is_gone=False)
    return _reached(place, homes.aggregate(**_counts()))


def _counts() -> dict[str, Count]:
    app = by_app()
    return {
        "all": Count("pk"),
        "app": Count("pk", filter=app),
        "sms": Count("pk", filter=by_number() & ~app),
        "without": Count("pk", filter=Q(has_smartphone=False)),
        "unknown": Count("pk", filter=Q(has_smartphone__isnull=True)),
    }


def _reached(place: Neighbourhood, row: Mapping[str, Any] | None) -> Reached:
    return Reached(place, *(row[name] if row else 0 for name in COLUMNS))


def _live() -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(stopped_at__isnull=True, failed_at__isnull=True)
