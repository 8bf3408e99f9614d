"""Find the heading row of a sheet and which column holds what; titles above it are passed over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nhipcau.people.register.columns import DROPPED, MANY, Field, field_of
from nhipcau.tables.read import Row, Sheet
from nhipcau.text.fold import tidy

LOOKED_AT = 60
NUMBERING = re.compile(r"^\(?([0-9]{1,2}|[A-Za-z])\)?(\s*=.*)?$")


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the data begins, and for each field the places of its columns (0-based)."""

    first_row: int
    places: dict[Field, list[int]]
    names: dict[Field, str]
    dropped: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    unread: frozenset[int] = field(default=frozenset())


def find_headings(sheet: Sheet) -> Headings | None:
    """None when no row names both people and something that tells households apart."""
    rows = sheet.rows[:LOOKED_AT]
    best: Headings | None = None
    for place, row in enumerate(rows):
        for below in (None, rows[place + 1] if place + 1 < len(rows) else None):
            found = _read(row, below, sheet.rows[place + 1 :])
            if found and (best is None or len(found.places) > len(best.places)):
                best = found
        # Real headings are text; looking on would only find data that looks like words.
        if best and place > best.first_row:
            break
    return best


def _read(row: Row, below: Row | None, rest: Sequence[Row]) -> Headings | None:
    if below is not None and not _is_second_line(row, below):
        return None
    labels = _labels(row, below)
    places: dict[Field, list[int]] = {}
    names: dict[Field, str] = {}
    dropped, unused, unread = [], [], set()
    for place, (label, group) in enumerate(labels):
        if not label:
            continue
        found = field_of(label, under=group)
        named = tidy(f"{group} {label}" if group and found in {Field.MALE, Field.FEMALE} else label)
        if found is None or (found in places and found not in MANY):
            unused.append(named)
        elif found in DROPPED:
            dropped.append(named)
            unread.add(place)
        else:
            places.setdefault(found, []).append(place)
            names.setdefault(found, named)
    if not _is_enough(places):
        return None
    last = below or row
    after = [row_after for row_after in rest if row_after.number > last.number]
    return Headings(
        first_row=_first_row(last, after, places),
        places=places,
        names=names,
        dropped=tuple(dropped),
        unused=tuple(unused),
        unread=frozenset(unread),
    )


def _is_enough(places: dict[Field, list[int]]) -> bool:
    names_people = Field.NAME in places or Field.HEAD in places
    others = set(places) - {Field.NAME, Field.ORDINAL, Field.NOTE}
    return names_people and len(others) >= 1 and len(places) >= 2


def _labels(row: Row, below: Row | None) -> list[tuple[str, str]]:
    """(heading, heading merged above it) for each column."""
    upper = [_text(cell) for cell in row.cells]
    if below is None:
        return [(label, "") for label in upper]
    lower = [_text(cell) for cell in below.cells]
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    labels, group = [], ""
    for above, own in zip(upper, lower, strict=True):
        group = above or (group if own else "")
        labels.append((own, group) if own else (above, ""))
    return labels


def _is_second_line(row: Row, below: Row) -> bool:
    """Under a merged heading: text only, and only where it says more than the line above."""
    lower = [(place, _text(cell)) for place, cell in enumerate(below.cells) if _text(cell)]
    if not lower or any(not isinstance(below.cells[place], str) for place, _label in lower):
        return False
    known = [place for place, label in lower if field_of(label, under="-")]
    upper = [_text(cell) for cell in row.cells] + [""] * len(below.cells)
    says_more = any(not upper[place] or not upper[place + 1] for place, _label in lower)
    return says_more and len(known) * 2 >= len(lower)


def _first_row(last: Row, after: list[Row], places: dict[Field, list[int]]) -> int:
    """The number of the first row of data: a line "(1) (2) (3)" under the headings is none."""
    for row in after[:2]:
        filled = [_text(cell) for cell in row.cells if _text(cell)]
        named = places.get(Field.NAME) or places[Field.HEAD]
        name = _text(row.cells[named[0]]) if named[0] < len(row.cells) else ""
        if filled and NUMBERING.match(name) and all(NUMBERING.match(cell) for cell in filled):
            return row.number + 1
    return last.number + 1


def _text(cell: object) -> str:
    text = tidy(str(cell)) if cell is not None else ""
    return re.sub(r"\.0$", "", text)
