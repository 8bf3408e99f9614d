"""Who of ours is asked, and by which ways they can be told right now, in their own order."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.windows import price_of
from nhipcau.outreach.alert_template import template_for_staff
from nhipcau.people.absences import absent_at
from nhipcau.people.models import Household, Role, Staff, StaffWay
from nhipcau.people.ways import keep_numbers
from nhipcau.places.models import Locality
from nhipcau.text.phones import is_mobile


@dataclass(frozen=True, slots=True)
class Post:
    """One neighbourhood: who is asked first, who stands in. Whoever is away is in neither."""

    leaders: tuple[Staff, ...] = ()
    deputies: tuple[Staff, ...] = ()
    away: tuple[Staff, ...] = ()

    @property
    def people(self) -> tuple[Staff, ...]:
        return (*self.leaders, *self.deputies)


def posts(locality: Locality, places: Collection[int], at: datetime) -> dict[int, Post]:
    """Neighbourhood → its people on that day."""
    found = Staff.objects.filter(
        locality=locality,
        is_active=True,
        role__in=[Role.LEADER, Role.DEPUTY],
        neighbourhood__in=places,
    )
    people: dict[int, list[Staff]] = defaultdict(list)
    for person in found.select_related("neighbourhood", "locality").order_by("pk"):
        if person.neighbourhood_id is not None:
            people[person.neighbourhood_id].append(person)
    away = absent_at(locality, at, [one.pk for some in people.values() for one in some])
    return {
        place: Post(
            leaders=_of(people[place], Role.LEADER, away),
            deputies=_of(people[place], Role.DEPUTY, away),
            away=tuple(one for one in people[place] if one.pk in away),
        )
        for place in places
    }


def working_ways(
    locality: Locality, people: Iterable[Staff], at: datetime
) -> dict[int, list[StaffWay]]:
    """Person → ways that can carry a message now: confirmed ones in their order, then the number
    that the ward noted, though nobody has confirmed it: it is better than silence."""
    people = list(people)
    keep_numbers(people)
    accounts = _accounts(locality)
    ways: dict[int, list[StaffWay]] = {person.pk: [] for person in people}
    for way in _kept(people):
        way.account = way.account or accounts.get(way.kind)
        if way.account is not None and _can_carry(way, at):
            ways[way.staff_id].append(way)
    return ways


def ways_to_add(staff: Staff, at: datetime) -> list[str]:
    """Kinds that need nothing but the telephone number that the ward has."""
    account = _accounts(staff.locality).get(ChannelKind.ZALO_TEMPLATE)
    has_it = StaffWay.objects.filter(staff=staff, kind=ChannelKind.ZALO_TEMPLATE).exists()
    if account is None or has_it or not is_mobile(staff.phone):
        return []
    return [ChannelKind.ZALO_TEMPLATE] if template_for_staff(account) else []


def account_for(way: StaffWay) -> Account | None:
    """Which account carries it: its own, or the ward's for a bare telephone number."""
    return way.account or _accounts(way.locality).get(way.kind)


def first_ways(
    homes: QuerySet[Household], accounts: Iterable[Account], at: datetime
) -> Counter[str]:
    """How many leaders of these homes are told first by which kind; "" is by none. For the plan:
    it only reads, so a number that is not a way yet counts as one."""
    working = {account.kind: account for account in accounts}
    leaders = list(
        Staff.objects.filter(
            is_active=True,
            role=Role.LEADER,
            neighbourhood__in=homes.order_by().values("neighbourhood"),
        )
    )
    first: dict[int, str] = {}
    for way in _kept(leaders):
        way.account = way.account or working.get(way.kind)
        if way.staff_id not in first and way.account is not None and _can_carry(way, at):
            first[way.staff_id] = way.kind
    for person in leaders:
        if person.pk not in first and person.phone and ChannelKind.SMS in working:
            first[person.pk] = ChannelKind.SMS
    return Counter(first.get(person.pk, "") for person in leaders)


def _kept(people: Sequence[Staff]) -> list[StaffWay]:
    rows = StaffWay.objects.filter(staff__in=people, failed_at__isnull=True)
    found = list(rows.select_related("account"))
    return sorted(found, key=lambda way: (way.confirmed_at is None, way.position, way.pk))


def _accounts(locality: Locality) -> dict[str, Account]:
    """The first working account of each kind."""
    rows = Account.objects.filter(locality=locality, state=Account.State.WORKING).order_by("-id")
    return {account.kind: account for account in rows}


def _can_carry(way: StaffWay, at: datetime) -> bool:
    is_known = way.confirmed_at is not None or way.kind == ChannelKind.SMS
    return is_known and can_test(way, at)


def is_working(way: StaffWay) -> bool:
    """Not refused, and its account runs. Whether a window is open today is another question."""
    account = way.account
    return way.failed_at is None and account is not None and account.state == Account.State.WORKING


def can_test(way: StaffWay, at: datetime) -> bool:
    """The account works and the platform lets us write to this person now."""
    account = way.account or account_for(way)
    if account is None or account.state != Account.State.WORKING:
        return False
    if way.kind == ChannelKind.ZALO_TEMPLATE:
        return template_for_staff(account) is not None
    if way.kind != ChannelKind.ZALO_OA:
        return True
    is_served = account.settings.get("sender") != "none"
    return is_served and price_of(account, way.value, at=at) != "no"


def _of(people: Sequence[Staff], role: Role, away: set[int]) -> tuple[Staff, ...]:
    return tuple(one for one in people if one.role == role and one.pk not in away)
