"""The register as it stands, in memory, to hold a file against."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from nhipcau.people.addresses import fold_alley, fold_house, fold_place
from nhipcau.people.models import ContactPoint, Group, Household, Membership, Resident
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.text.fold import fold

HOUSEHOLD_FIELDS = (
    "id", "key", "neighbourhood_id", "code", "head_name", "house", "alley", "landmark",
    "walk_order", "people", "has_smartphone", "best_way", "language", "follows_oa", "is_gone",
    "circumstance__is_elder_alone",
)  # fmt: skip
RESIDENT_FIELDS = (
    "id", "household_id", "key", "name", "born_on", "birth_year", "sex", "residence", "relation",
    "is_head", "is_gone",
)  # fmt: skip


@dataclass(slots=True)
class KnownResident:
    id: int
    household_id: int
    key: str
    name: str
    born_on: date | None
    birth_year: int | None
    sex: str
    residence: str
    relation: str
    is_head: bool
    is_gone: bool
    has_joined: bool = False


@dataclass(slots=True)
class KnownHousehold:
    id: int
    key: str
    neighbourhood_id: int
    code: str
    head_name: str
    house: str
    alley: str
    landmark: str
    walk_order: int
    people: int
    has_smartphone: bool | None
    best_way: str
    language: str
    follows_oa: bool | None
    is_gone: bool
    elder_alone: bool | None
    residents: list[KnownResident] = field(default_factory=list)
    phones: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    is_matched: bool = False

    @property
    def address(self) -> tuple[str, str]:
        return fold_house(self.house), fold_alley(self.alley)


class Known:
    """Everything a file of this locality can be about. Ten thousand people take a few megabytes."""

    def __init__(self, locality: Locality) -> None:
        self.places: dict[str, list[Neighbourhood]] = defaultdict(list)
        for neighbourhood in Neighbourhood.objects.filter(locality=locality):
            self.places[fold_place(neighbourhood.name)].append(neighbourhood)
        homes = Household.objects.filter(locality=locality).order_by("id")
        self.households = {
            row[0]: KnownHousehold(*row) for row in homes.values_list(*HOUSEHOLD_FIELDS)
        }
        self._load_people(locality)
        self.by_place: dict[int, list[KnownHousehold]] = defaultdict(list)
        self.by_key = {home.key: home for home in self.households.values()}
        self.by_code: dict[tuple[int, str], list[KnownHousehold]] = defaultdict(list)
        self.by_house: dict[tuple[int, tuple[str, str]], list[KnownHousehold]] = defaultdict(list)
        self.by_head: dict[tuple[int, str], list[KnownHousehold]] = defaultdict(list)
        for home in self.households.values():
            place = home.neighbourhood_id
            self.by_place[place].append(home)
            if home.code:
                self.by_code[place, fold(home.code)].append(home)
            self.by_house[place, home.address].append(home)
            self.by_head[place, fold(home.head_name)].append(home)

    def _load_people(self, locality: Locality) -> None:
        residents: dict[int, KnownResident] = {}
        people = Resident.objects.filter(locality=locality).order_by("id")
        for row in people.values_list(*RESIDENT_FIELDS):
            resident = KnownResident(*row)
            residents[resident.id] = resident
            self.households[resident.household_id].residents.append(resident)
        kinds = ContactPoint.Kind
        known = ContactPoint.objects.filter(
            locality=locality, kind__in=[kinds.PHONE, kinds.EMAIL]
        ).values_list("household_id", "kind", "value")
        for household_id, kind, value in known:
            home = self.households[household_id]
            (home.phones if kind == kinds.PHONE else home.emails).add(value)
        members = Membership.objects.filter(
            locality=locality,
            group__kind=Group.Kind.HOUSEHOLDS,
            resident__isnull=False,
        ).exclude(state=Membership.State.PENDING)
        for resident_id in members.values_list("resident_id", flat=True):
            if resident_id in residents:
                residents[resident_id].has_joined = True

    def neighbourhoods_named(self, written: str) -> list[Neighbourhood]:
        """Those a written name can mean: the whole name decides when its short form does not."""
        found = self.places.get(fold_place(written), [])
        exact = [place for place in found if fold(place.name) == fold(written)]
        return exact or found
