"""Rows grouped into households: told apart by code, head, address, or where a head begins."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from nhipcau.people.addresses import fold_alley, fold_house, fold_place
from nhipcau.people.register.rows import PersonRow
from nhipcau.text.fold import fold

Identity = tuple[str, ...]


@dataclass(slots=True)
class FileHousehold:
    """What the file says about one household; its persons in the order of the file."""

    place: str
    persons: list[PersonRow] = field(default_factory=list)

    @property
    def place_key(self) -> str:
        return fold_place(self.place)

    @property
    def head(self) -> PersonRow:
        """The one marked as head, else the one named as head elsewhere, else the first."""
        marked = next((row for row in self.persons if row.is_head), None)
        if marked:
            return marked
        name = next((fold(row.head_name) for row in self.persons if row.head_name), "")
        return next((row for row in self.persons if fold(row.name) == name), self.persons[0])

    @property
    def head_name(self) -> str:
        named = next((row.head_name for row in self.persons if row.head_name), "")
        return named if named and not any(row.is_head for row in self.persons) else self.head.name

    def first(self, name: str) -> str:
        """The first row's value that is not empty: merged cells fill only the first."""
        return next((value for row in self.persons if (value := getattr(row, name))), "")

    def flag(self, name: str) -> bool | None:
        """True when one row says yes, False when one says no and none yes."""
        said = [value for row in self.persons if (value := getattr(row, name)) is not None]
        return any(said) if said else None


def split_households(rows: Iterable[PersonRow]) -> list[FileHousehold]:
    """Rows that are refused belong to nobody. The order of the file is kept."""
    homes: dict[Identity, FileHousehold] = {}
    last: dict[str, tuple[Identity, PersonRow]] = {}  # per sheet: whose the row above is
    rows = list(rows)
    is_told = any(
        row.is_head or row.code or row.group or row.head_name or row.house or row.alley
        for row in rows
    )
    for row in rows:
        above = last.get(row.sheet)
        identity = _identity(row, above) if is_told else _alone(row)
        if not row.place and above:
            row.place = above[1].place
        continues = above is not None and above[0] == identity
        if above and continues and not (row.house or row.alley):
            last[row.sheet] = (identity, above[1])  # whose address still holds
        else:
            last[row.sheet] = (identity, row)
        if not row.is_refused:
            home = homes.setdefault((fold_place(row.place), *identity), FileHousehold(row.place))
            home.persons.append(row)
    return _merge_repeats(homes.values())


def _merge_repeats(homes: Iterable[FileHousehold]) -> list[FileHousehold]:
    """A household that begins twice: same head, birth and address, and no code to say otherwise."""
    kept: dict[tuple[object, ...], FileHousehold] = {}
    for home in homes:
        head, house, alley = home.head, fold_house(home.first("house")), home.first("alley")
        key: tuple[object, ...] = (id(home),)
        if house and not home.first("code"):
            birth = (head.born_on, head.birth_year)
            key = (home.place_key, house, fold_alley(alley), fold(head.name), birth)
        same = kept.setdefault(key, home)
        if same is not home:
            same.persons += home.persons
    return list(kept.values())


def _identity(row: PersonRow, above: tuple[Identity, PersonRow] | None) -> Identity:
    current, before = above or (None, None)
    if row.code:
        return ("code", fold(row.code))
    if row.group:
        return ("group", row.sheet, row.group)
    address = (fold_house(row.house), fold_alley(row.alley))
    if row.head_name:
        if current and current[:2] == ("head", fold(row.head_name)) and not any(address):
            return current
        return ("head", fold(row.head_name), *address)
    if current is None or before is None or row.is_head:
        return _alone(row)
    is_elsewhere = any(address) and address != (fold_house(before.house), fold_alley(before.alley))
    is_other_place = bool(row.place) and fold_place(row.place) != fold_place(before.place)
    return _alone(row) if is_elsewhere or is_other_place else current


def _alone(row: PersonRow) -> Identity:
    return ("row", row.sheet, str(row.number))
