"""The register as it stands, in memory, to hold a file against; and who in the file is whom."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from nhipcau.people.addresses import fold_alley, fold_house, fold_place
from nhipcau.people.models import ContactPoint, Group, Household, Membership, Resident
from nhipcau.people.register.rows import PersonRow
from nhipcau.people.register.split import FileHousehold
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.text.fold import fold

HOUSEHOLD_FIELDS = (
    "id", "key", "neighbourhood_id", "code", "head_name", "house", "alley", "landmark",
    "walk_order", "people", "has_smartphone", "best_way", "language", "follows_oa", "is_gone",
)  # fmt: skip
RESIDENT_FIELDS = (
    "id", "household_id", "key", "name", "born_on", "birth_year", "sex", "residence", "relation",
    "is_head", "is_gone",
)  # fmt: skip


CORRECTED_YEARS = 5


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
    residents: list[KnownResident] = field(default_factory=list)
    phones: set[str] = field(default_factory=set)
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
        self.keys = {home.key for home in self.households.values()}
        self._load_people(locality)
        self.by_place: dict[int, list[KnownHousehold]] = defaultdict(list)
        self._by_code: dict[tuple[int, str], KnownHousehold] = {}
        self._by_house: dict[tuple[int, tuple[str, str]], list[KnownHousehold]] = defaultdict(list)
        self._by_head: dict[tuple[int, str], list[KnownHousehold]] = defaultdict(list)
        for home in self.households.values():
            place = home.neighbourhood_id
            self.by_place[place].append(home)
            if home.code:
                self._by_code[place, fold(home.code)] = home
            self._by_house[place, home.address].append(home)
            self._by_head[place, fold(home.head_name)].append(home)

    def _load_people(self, locality: Locality) -> None:
        residents: dict[int, KnownResident] = {}
        people = Resident.objects.filter(locality=locality).order_by("id")
        for row in people.values_list(*RESIDENT_FIELDS):
            resident = KnownResident(*row)
            residents[resident.id] = resident
            self.households[resident.household_id].residents.append(resident)
        phones = ContactPoint.objects.filter(locality=locality, kind=ContactPoint.Kind.PHONE)
        for household_id, value in phones.values_list("household_id", "value"):
            self.households[household_id].phones.add(value)
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

    def household_of(self, place: int, home: FileHousehold) -> KnownHousehold | None:
        """By code; by address and head; by address and a person; by head who moved next door."""
        code = home.first("code")
        if code:
            by_code = self._by_code.get((place, fold(code)))
            if by_code:
                return None if by_code.is_matched else by_code
        address = (fold_house(home.first("house")), fold_alley(home.first("alley")))
        head = fold(home.head_name)
        there = self._free(self._by_house.get((place, address), []), code)
        same_head = [known for known in there if fold(known.head_name) == head]
        if same_head:
            return max(same_head, key=lambda known: _shared(home, known))
        named = [] if not any(address) else there
        moved = self._free(self._by_head.get((place, head), []), code)
        for candidates in (named, moved):
            best = max(candidates, key=lambda known: _shared(home, known), default=None)
            if best and _shared(home, best):
                return best
        return None

    @staticmethod
    def _free(homes: list[KnownHousehold], code: str) -> list[KnownHousehold]:
        """Nobody else's yet, and not of another code."""
        return [home for home in homes if not home.is_matched and not (code and home.code)]


def _shared(home: FileHousehold, known: KnownHousehold) -> int:
    names = {(fold(person.name), person.birth_year) for person in home.persons}
    return sum((fold(resident.name), resident.birth_year) in names for resident in known.residents)


def match_persons(
    persons: list[PersonRow], residents: list[KnownResident]
) -> dict[int, KnownResident]:
    """Row number in the list → who that is. The same name twice in a house is told by birth."""
    found: dict[int, KnownResident] = {}
    free = list(residents)
    for is_same in (_same_birth, _could_be_same_birth, _corrected_birth):
        for place, person in enumerate(persons):
            if place in found:
                continue
            alike = [resident for resident in free if is_same(person, resident)]
            if alike:
                found[place] = alike[0]
                free.remove(alike[0])
    return found


def _same_name(person: PersonRow, resident: KnownResident) -> bool:
    return fold(person.name) == fold(resident.name)


def _same_birth(person: PersonRow, resident: KnownResident) -> bool:
    same = (person.born_on, person.birth_year) == (resident.born_on, resident.birth_year)
    return same and _same_name(person, resident)


def _could_be_same_birth(person: PersonRow, resident: KnownResident) -> bool:
    """One side knows less: no birth at all, or the year only."""
    years = {person.birth_year, resident.birth_year} - {None}
    is_vague = person.born_on is None or resident.born_on is None
    return is_vague and len(years) <= 1 and _same_name(person, resident)


def _corrected_birth(person: PersonRow, resident: KnownResident) -> bool:
    """A slip of the pen: father and son of one name are further apart than this."""
    if not _same_name(person, resident) or not (person.birth_year and resident.birth_year):
        return False
    same_day = (
        person.born_on is not None
        and resident.born_on is not None
        and (person.born_on.day, person.born_on.month)
        == (resident.born_on.day, resident.born_on.month)
    )
    return same_day or abs(person.birth_year - resident.birth_year) <= CORRECTED_YEARS
