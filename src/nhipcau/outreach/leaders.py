"""Who of ours can be reached in a hurry, by which confirmed ways, and whom nobody can reach."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from nhipcau.channels.models import Account
from nhipcau.outreach.our_people import is_working
from nhipcau.people.absences import today
from nhipcau.people.models import Role, Staff, StaffAbsence, StaffWay
from nhipcau.people.models.staff import TIED_ROLES
from nhipcau.places.models import Locality, Neighbourhood


@dataclass(frozen=True, slots=True)
class WayLine:
    way: StaffWay
    is_working: bool

    @property
    def is_sure(self) -> bool:
        return self.is_working and self.way.confirmed_at is not None

    @property
    def address(self) -> str:
        """Enough to recognise a number by, never the number."""
        return f"…{self.way.value[-3:]}" if self.way.value.startswith("+") else ""


@dataclass(frozen=True, slots=True)
class Contact:
    """One person. `is_sure`: at least one way is confirmed and works today."""

    person: Staff
    ways: tuple[WayLine, ...]
    away: StaffAbsence | None

    @property
    def is_sure(self) -> bool:
        return any(line.is_sure for line in self.ways)


@dataclass(frozen=True, slots=True)
class PlaceLine:
    neighbourhood: Neighbourhood
    people: tuple[Contact, ...]

    @property
    def leader(self) -> Contact | None:
        return next((one for one in self.people if one.person.role == Role.LEADER), None)


@dataclass(frozen=True, slots=True)
class Unsure:
    """Leaders whom no message reaches, and those of whom nobody knows whether one does."""

    mute: tuple[Staff, ...]
    untried: tuple[Staff, ...]


def contacts(locality: Locality, at: datetime) -> list[PlaceLine]:
    """Every neighbourhood, leader first. Five queries."""
    people: dict[int | None, list[Staff]] = defaultdict(list)
    found = Staff.objects.filter(locality=locality, is_active=True, role__in=TIED_ROLES)
    for person in found.order_by("-role", "name"):
        people[person.neighbourhood_id].append(person)
    everybody = [person for some in people.values() for person in some]
    ways, away = _ways(locality, everybody), _away(locality, everybody, at)
    return [
        PlaceLine(
            place,
            tuple(Contact(one, tuple(ways[one.pk]), away.get(one.pk)) for one in people[place.pk]),
        )
        for place in Neighbourhood.objects.all()
    ]


def unsure_leaders(locality: Locality) -> Unsure:
    """Three queries: for today's page and for `nhipcau doctor`."""
    leaders = list(
        Staff.objects.filter(locality=locality, is_active=True, role=Role.LEADER).order_by(
            "neighbourhood__position", "pk"
        )
    )
    ways = _ways(locality, leaders)
    sure = {pk for pk, mine in ways.items() if any(line.is_sure for line in mine)}
    some = {pk for pk, mine in ways.items() if any(line.is_working for line in mine)}
    return Unsure(
        mute=tuple(one for one in leaders if one.pk not in some),
        untried=tuple(one for one in leaders if one.pk in some - sure),
    )


def _ways(locality: Locality, people: Iterable[Staff]) -> dict[int, list[WayLine]]:
    """A telephone that no message has gone to yet is shown as the way that it will be."""
    people = list(people)
    accounts = {
        account.kind: account
        for account in Account.objects.filter(
            locality=locality, state=Account.State.WORKING
        ).order_by("-id")
    }
    found: dict[int, list[WayLine]] = {person.pk: [] for person in people}
    for way in StaffWay.objects.filter(staff__in=people).select_related("account"):
        way.account = way.account or accounts.get(way.kind)
        found[way.staff_id].append(WayLine(way, is_working(way)))
    for person in people:
        if person.phone and not any(line.way.kind == "sms" for line in found[person.pk]):
            way = StaffWay(staff=person, kind="sms", value=person.phone)
            way.account = accounts.get("sms")
            found[person.pk].append(WayLine(way, is_working(way)))
    return found


def _away(locality: Locality, people: Iterable[Staff], at: datetime) -> dict[int, StaffAbsence]:
    """Now or next: the absence that matters."""
    rows = StaffAbsence.objects.filter(
        staff__in=list(people), ended_at__isnull=True, last_on__gte=today(locality, at)
    ).order_by("-first_on")
    return {row.staff_id: row for row in rows}
