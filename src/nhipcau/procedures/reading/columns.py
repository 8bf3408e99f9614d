"""Headings of a table of procedures, in any order and as people write them."""

import re
from dataclasses import dataclass, field

from nhipcau.procedures.models import Way
from nhipcau.procedures.reading.cells import UNITS
from nhipcau.tables.read import Row, Sheet
from nhipcau.text.fold import fold, tidy

LOOKED_AT = 40
# Field → beginnings of headings, folded. The longest that fits wins.
TEXT_HEADINGS: dict[str, tuple[str, ...]] = {
    "code": ("ma thu tuc", "ma tthc", "ma so", "ma", "code", "ky hieu thu tuc"),
    "name": ("ten thu tuc", "ten tthc", "thu tuc hanh chinh", "thu tuc", "ten", "name"),
    "level": ("cap thuc hien", "cap giai quyet", "cap", "level"),
    "sector": ("linh vuc", "nhom thu tuc", "sector"),
    "audience": ("doi tuong", "audience"),
    "steps": ("trinh tu", "cac buoc", "steps"),
    "conditions": ("yeu cau", "dieu kien"),
    "result": ("ket qua", "result"),
    "legal_basis": ("can cu", "co so phap ly", "legal"),
    "decision": ("quyet dinh", "so quyet dinh", "decision"),
    "agency": ("co quan thuc hien", "co quan giai quyet", "don vi giai quyet", "co quan"),
    "source_url": ("duong dan", "nguon", "dia chi trang", "lien ket", "link", "url"),
    "retrieved_at": ("ngay lay", "ngay tra cuu", "lay ngay"),
    "papers": ("thanh phan ho so", "giay to", "ho so gom", "ho so", "papers"),
    "forms": ("bieu mau", "mau don", "to khai"),
    "ways": ("hinh thuc nop", "cach thuc", "cach nop", "hinh thuc"),
    "time": ("thoi han", "thoi gian", "time"),
    "fee": ("phi", "le phi", "muc thu", "fee"),
}
KIND_WORDS = {
    Way.Kind.DIRECT: ("truc tiep", "tai cho", "tai bo phan mot cua"),
    Way.Kind.ONLINE: ("truc tuyen", "qua mang", "online"),
    Way.Kind.POST: ("buu chinh", "buu dien"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """`unit` and `is_vnd` are what the heading itself says: "Thời hạn (ngày làm việc)"."""

    place: int
    field: str
    heading: str
    kind: str = ""
    unit: str = ""
    is_vnd: bool = False


@dataclass(frozen=True, slots=True)
class Headings:
    row: int
    columns: tuple[Column, ...]
    unused: tuple[str, ...] = field(default=())

    def has(self, name: str) -> bool:
        return any(column.field == name for column in self.columns)


def find_headings(sheet: Sheet) -> Headings | None:
    """The row that names a code and a name; titles above it are passed over."""
    for row in sheet.rows[:LOOKED_AT]:
        found = _read(row)
        if found.has("code") and found.has("name"):
            return found
    return None


def _read(row: Row) -> Headings:
    columns: list[Column] = []
    unused = []
    for place, cell in enumerate(row.cells):
        heading = tidy(str(cell))
        if not heading:
            continue
        column = column_of(place, heading)
        taken = column and any((c.field, c.kind) == (column.field, column.kind) for c in columns)
        if column is None or taken:
            unused.append(heading)
        else:
            columns.append(column)
    return Headings(row.number, tuple(columns), tuple(unused))


def column_of(place: int, heading: str) -> Column | None:
    said = " ".join(re.sub(r"[^\w]+", " ", fold(heading)).split())
    fits = [
        (len(start), name)
        for name, starts in TEXT_HEADINGS.items()
        for start in starts
        if said == start or said.startswith(f"{start} ")
    ]
    if not fits or said in {"stt", "tt", "ministry dir"}:
        return None
    name = max(fits)[1]
    kind, unit, is_vnd = "", "", False
    if name in {"time", "fee"}:
        kinds = [kind for kind, words in KIND_WORDS.items() if any(w in said for w in words)]
        kind = kinds[0] if len(kinds) == 1 else ""
        unit = next((unit for words, unit in UNITS.items() if said.endswith(f" {words}")), "")
        is_vnd = bool(re.search(r"\b(dong|vnd)\b", said))
    return Column(place, name, heading, kind, unit, is_vnd)


def kinds_in(text: str) -> tuple[list[str], str]:
    """(ways named in a cell, the text when something else stands there too)."""
    found, strange = [], []
    for part in re.split(r"[;,\n/+]|\bvà\b|\bhoặc\b", text):
        said = fold(part).strip(" .-")
        kinds = [kind for kind, words in KIND_WORDS.items() if any(w in said for w in words)]
        if len(kinds) == 1 and len(said) <= 40:
            found += [kind for kind in kinds if kind not in found]
        elif said:
            strange.append(part)
    return [str(kind) for kind in found], tidy(text) if strange else ""
