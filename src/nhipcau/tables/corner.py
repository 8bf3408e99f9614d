"""How far the cells of a sheet reach, before a reader lays out every cell up to there: one value in
the last cell of a small file is enough to end the process that opens it.

Read as strictly as XML is meant: a reader may forgive what is not well formed, a sheet may not be.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from nhipcau.tables.faults import DAMAGED, TOO_BIG, TableFault

CELLS_LIMIT: Final = 20_000_000
CELL_NAME = re.compile(r"([A-Za-z]{1,7})(\d{1,9})")
NUMBER = re.compile(r"\d{1,9}")
XLSX_CELL, ODS_TABLE = "c", "table"
ODS_CELLS = ("table-cell", "covered-table-cell")
ROWS = ("row", "table-row")
FILLS = ("v", "is", "f", "p")


@dataclass(slots=True)
class Corner:
    """Of one part of a workbook, fed piece by piece. What is no sheet has no cells."""

    row: int = 0
    column: int = 0
    last_row: int = 0
    last_column: int = 0
    in_cell: bool = False  # a value that opens next stands in it
    parser: Any = field(init=False)

    def __post_init__(self) -> None:
        self.parser = expat.ParserCreate(encoding="UTF-8")
        self.parser.StartElementHandler = self._open
        self.parser.StartDoctypeDeclHandler = self._refuse

    @property
    def is_sheet(self) -> bool:
        return bool(self.row or self.column)

    def feed(self, piece: bytes, *, is_last: bool = False) -> None:
        """Raises ExpatError for what is not well formed."""
        self.parser.Parse(piece, is_last)
        if self.last_row * self.last_column > CELLS_LIMIT:
            raise TableFault(TOO_BIG)

    def _refuse(self, *_of_doctype: object) -> None:
        raise TableFault(DAMAGED)

    def _open(self, name: str, told: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == XLSX_CELL:
            self._cell(told)
        elif name in ODS_CELLS:
            self._ods_cell(told)
        elif name in ROWS:
            self._row(told)
        elif name == ODS_TABLE:
            self.row = self.column = 0
            self.in_cell = False
        elif self.in_cell and name in FILLS:
            self.in_cell = False
            self._reach()

    def _row(self, told: dict[str, str]) -> None:
        ahead = _repeats(told, "number-rows-repeated")
        self.row = _number(told["r"]) if "r" in told else self.row + ahead
        self.column = 0
        self.in_cell = False

    def _cell(self, told: dict[str, str]) -> None:
        """Filled when something stands in it: one that is only painted reaches nowhere."""
        self.in_cell = True
        if "r" not in told:
            self.column += 1
            return
        found = CELL_NAME.fullmatch(told["r"])
        if found is None:
            raise TableFault(DAMAGED)
        self.column, self.row = column_number(found[1].upper()), int(found[2])

    def _ods_cell(self, told: dict[str, str]) -> None:
        self.column += _repeats(told, "number-columns-repeated")
        self.in_cell = True
        if any(name.rpartition(":")[2] in {"value-type", "formula"} for name in told):
            self._reach()

    def _reach(self) -> None:
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)


def column_number(letters: str) -> int:
    """ "A" → 1, "AA" → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(index: int) -> str:
    """0 → "A", 26 → "AA": how a spreadsheet names the column of a cell's index."""
    letters, rest = "", index + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def _number(written: str) -> int:
    if not NUMBER.fullmatch(written):
        raise TableFault(DAMAGED)
    return int(written)


def _repeats(told: dict[str, str], name: str) -> int:
    for key, value in told.items():
        if key.rpartition(":")[2] == name:
            return max(1, _number(value))
    return 1
