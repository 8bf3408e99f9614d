"""XLSX, XLS, ODS and CSV as rows with the numbers a spreadsheet gives them. Domain-free."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import BinaryIO, cast

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from nhipcau.tables.apart import read_apart
from nhipcau.tables.delimited import read_delimited
from nhipcau.tables.faults import DAMAGED, EMPTY, LOCKED, NOT_FOUND, TOO_BIG, TableFault
from nhipcau.tables.guard import check_archive

Cell = str | int | float | bool | date | datetime | time | timedelta

SIZE_LIMIT = 20 * 1024 * 1024
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP_MAGIC = b"PK"
# An encrypted workbook is an OLE file with this stream, its name in UTF-16.
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: list[Cell]

    @property
    def is_blank(self) -> bool:
        return not any(cell != "" and str(cell).strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: list[Row]


def read_table(file: Path | BinaryIO, *, size_limit: int = SIZE_LIMIT) -> list[Sheet]:
    """Every visible sheet that has anything in it; a CSV is one sheet without a name.

    The format is told by the content, not by the name. Raises TableFault.
    """
    if isinstance(file, Path):
        try:
            with file.open("rb") as opened:
                return read_table(cast(BinaryIO, opened), size_limit=size_limit)
        except OSError:
            raise TableFault(NOT_FOUND) from None
    if file.seek(0, 2) > size_limit:
        raise TableFault(TOO_BIG)
    file.seek(0)
    magic = file.read(8)
    file.seek(0)
    if magic[:2] == ZIP_MAGIC:
        check_archive(file)
        sheets = open_workbook(file)
    elif magic == OLE_MAGIC:
        content = file.read()
        if ENCRYPTED_STREAM in content:
            raise TableFault(LOCKED)
        sheets = read_apart(content)
    else:
        rows = read_delimited(file.read())
        sheets = [Sheet("", [Row(number, list(cells)) for number, cells in rows])]
    sheets = [sheet for sheet in sheets if any(not row.is_blank for row in sheet.rows)]
    if not sheets:
        raise TableFault(EMPTY)
    return sheets


def open_workbook(file: BinaryIO) -> list[Sheet]:
    return list(_workbook(file))


def _workbook(file: BinaryIO) -> Iterator[Sheet]:
    try:
        with CalamineWorkbook.from_filelike(file) as workbook:
            for place, about in enumerate(workbook.sheets_metadata):
                if about.typ != SheetTypeEnum.WorkSheet:
                    continue
                if about.visible != SheetVisibleEnum.Visible:
                    continue
                found = workbook.get_sheet_by_index(place).to_python(skip_empty_area=False)
                yield Sheet(
                    about.name,
                    [Row(number, list(cells)) for number, cells in enumerate(found, start=1)],
                )
    except PasswordError:
        raise TableFault(LOCKED) from None
    except (CalamineError, OSError, ValueError) as error:
        raise TableFault(DAMAGED, type(error).__name__) from None
    except BaseException as error:
        # The reader's own panic is no Exception: a damaged file must not end the worker.
        if type(error).__name__ == "PanicException":
            raise TableFault(DAMAGED, "PanicException") from None
        raise
