"""Who in the file is whom in the register: first everybody who is surely themselves, then the rest.

The sure matches of the whole file are made before any doubtful one, so that nobody is taken by a
namesake who comes earlier in the file.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from nhipcau.people.addresses import fold_alley, fold_house
from nhipcau.people.register.known import Known, KnownHousehold, KnownResident
from nhipcau.people.register.rows import PersonRow
from nhipcau.people.register.split import FileHousehold
from nhipcau.text.fold import fold

CORRECTED_YEARS = 5


@dataclass(slots=True)
class Candidate:
    """A household of the file that lies in a known neighbourhood; `key` as a first import would
    have made it."""

    home: FileHousehold
    place: int
    key: str
    known: KnownHousehold | None = None

    @property
    def code(self) -> str:
        return fold(self.home.first("code"))

    @property
    def address(self) -> tuple[str, str]:
        return fold_house(self.home.first("house")), fold_alley(self.home.first("alley"))

    @property
    def head(self) -> str:
        return fold(self.home.head_name)

    @property
    def is_living(self) -> bool:
        return any(not row.is_gone for row in self.home.persons)

    def shares(self, known: KnownHousehold) -> int:
        """How many of its people are known there by name and year of birth."""
        names = {(fold(row.name), row.birth_year) for row in self.home.persons}
        return sum((fold(one.name), one.birth_year) in names for one in known.residents)


Find = Callable[[Known, Candidate], Iterable[KnownHousehold]]


def match_households(known: Known, candidates: Sequence[Candidate]) -> None:
    """Fill in `known` of each candidate; one household is nobody's twice."""
    for find, needs_shared in (
        (_of_key, True),
        (_of_code, False),
        (_of_address_and_head, False),
        (_of_address, True),
        (_of_head, True),
    ):
        for candidate in candidates:
            if candidate.known:
                continue
            free = [home for home in find(known, candidate) if not home.is_matched]
            best = max(free, key=candidate.shares, default=None)
            if best and (candidate.shares(best) or not needs_shared):
                candidate.known = best
                best.is_matched = True


def _of_key(known: Known, candidate: Candidate) -> Iterable[KnownHousehold]:
    found = known.by_key.get(candidate.key)
    return [found] if found and found.neighbourhood_id == candidate.place else []


def _of_code(known: Known, candidate: Candidate) -> Iterable[KnownHousehold]:
    return known.by_code.get((candidate.place, candidate.code), []) if candidate.code else []


def _of_address_and_head(known: Known, candidate: Candidate) -> Iterable[KnownHousehold]:
    there = known.by_house.get((candidate.place, candidate.address), [])
    same = [home for home in there if fold(home.head_name) == candidate.head]
    return _not_of_another_code(same, candidate)


def _of_address(known: Known, candidate: Candidate) -> Iterable[KnownHousehold]:
    """Another head than before at the same address."""
    if not any(candidate.address) or not candidate.is_living:
        return []
    there = known.by_house.get((candidate.place, candidate.address), [])
    return _not_of_another_code(there, candidate)


def _of_head(known: Known, candidate: Candidate) -> Iterable[KnownHousehold]:
    """Moved within the neighbourhood."""
    if not candidate.is_living:
        return []
    found = known.by_head.get((candidate.place, candidate.head), [])
    return _not_of_another_code(found, candidate)


def _not_of_another_code(
    homes: Iterable[KnownHousehold], candidate: Candidate
) -> list[KnownHousehold]:
    return [home for home in homes if not (candidate.code and home.code)]


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
