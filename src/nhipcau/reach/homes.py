"""Households of one neighbourhood with their strongest evidence; open doors of the whole ward."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q

from nhipcau.channels.models import ChannelKind
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Level, Standing, Visit, VisitTry
from nhipcau.people.models import Household, Staff
from nhipcau.places.models import Neighbourhood

LEVEL_NAMES = {
    Level.NONE: "none",
    Level.POSTED: "posted",
    Level.DELIVERED: "delivered",
    Level.PASSED_ON: "passed_on",
    Level.OBSERVED: "observed",
    Level.SEEN: "seen",
    Level.ACKNOWLEDGED: "acknowledged",
    Level.TOLD: "told",
}


@dataclass(frozen=True, slots=True)
class Home:
    household: Household
    level: str
    label: str
    channel: str
    informed_at: datetime | None
    is_accounted: bool
    visit: Visit | None

    @property
    def visit_words(self) -> str:
        """How the door stands: still to be told, absent twice, a sheet left…"""
        if self.visit is None:
            return ""
        if self.visit.state == Visit.State.CLOSED:
            return str(Visit.Outcome(self.visit.outcome).label)
        return str(Visit.State(self.visit.state).label)


@dataclass(frozen=True, slots=True)
class DoorPlace:
    """One neighbourhood's open doors and who is at them."""

    neighbourhood: Neighbourhood
    open: int
    by_ward: int
    tried: int
    since: datetime
    last_try_at: datetime | None
    hands: list[Staff]


def homes_of(version: NoticeVersion, neighbourhood: Neighbourhood) -> list[Home]:
    """In walking order; two queries."""
    stands = (
        Standing.objects.filter(version=version, neighbourhood=neighbourhood)
        .select_related("household")
        .order_by("household__walk_order", "household_id")
    )
    visits = {
        visit.household_id: visit
        for visit in Visit.objects.filter(
            version=version, neighbourhood=neighbourhood
        ).select_related("closed_by")
    }
    return [_home(stand, visits.get(stand.household_id)) for stand in stands]


def open_doors(version: NoticeVersion) -> list[DoorPlace]:
    """Four queries."""
    rows = list(
        Visit.objects.filter(version=version, state=Visit.State.OPEN)
        .values("neighbourhood_id")
        .annotate(
            open=Count("pk", distinct=True),
            ward=Count("pk", filter=Q(by_ward=True), distinct=True),
            tried=Count(
                "pk", filter=Q(tries__undone_at__isnull=True, tries__isnull=False), distinct=True
            ),
            since=Min("opened_at"),
        )
        .order_by("neighbourhood__position", "neighbourhood_id")
    )
    places = {
        n.pk: n for n in Neighbourhood.objects.filter(pk__in=[r["neighbourhood_id"] for r in rows])
    }
    last = dict(
        VisitTry.objects.filter(visit__version=version, undone_at__isnull=True)
        .values("visit__neighbourhood_id")
        .annotate(at=Max("at"))
        .values_list("visit__neighbourhood_id", "at")
    )
    hands: dict[int | None, list[Staff]] = {}
    for person in Staff.objects.filter(
        locality=version.locality_id, is_active=True, neighbourhood__in=places
    ).order_by("role", "name"):
        hands.setdefault(person.neighbourhood_id, []).append(person)
    return [
        DoorPlace(
            neighbourhood=places[row["neighbourhood_id"]],
            open=row["open"],
            by_ward=row["ward"],
            tried=row["tried"],
            since=row["since"],
            last_try_at=last.get(row["neighbourhood_id"]),
            hands=hands.get(row["neighbourhood_id"], []),
        )
        for row in rows
    ]


def _home(stand: Standing, visit: Visit | None) -> Home:
    level = Level(stand.level)
    is_known = stand.channel in ChannelKind.values
    return Home(
        household=stand.household,
        level=LEVEL_NAMES[level],
        label=str(level.label),
        channel=str(ChannelKind(stand.channel).label) if is_known else "",
        informed_at=stand.informed_at,
        is_accounted=stand.accounted_at is not None,
        visit=visit,
    )
