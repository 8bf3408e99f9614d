"""XLSX for people: a title, headings that stay in sight, and text that is never a formula."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import xlsxwriter

Value = str | int | float | bool | date | datetime | None

DATE = "dd/mm/yyyy"
MOMENT = "dd/mm/yyyy hh:mm"
FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. `widths` in characters; a column without one is 16 wide."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Value]]
    title: str = ""
    widths: Sequence[int] = field(default=())


def write_xlsx(pages: Sequence[Page]) -> bytes:
    """Moments must be in the reader's own zone: a spreadsheet knows none."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "remove_timezone": True,
        },
    )
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "heading": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "date": book.add_format({"num_format": DATE}),
        "moment": book.add_format({"num_format": MOMENT}),
        # Excel shows it as text even after it was edited or saved as CSV.
        "quoted": book.add_format({"quote_prefix": True}),
    }
    for page in pages:
        _write_page(book, page, formats)
    book.close()
    return target.getvalue()


def _write_page(book: xlsxwriter.Workbook, page: Page, formats: dict[str, object]) -> None:
    sheet = book.add_worksheet(page.name.translate(FORBIDDEN_IN_NAMES)[:31])
    top = 0
    if page.title:
        sheet.write_string(0, 0, page.title, formats["title"])
        top = 2
    for column, heading in enumerate(page.headings):
        sheet.set_column(column, column, page.widths[column] if page.widths else 16)
        sheet.write_string(top, column, heading, formats["heading"])
    sheet.freeze_panes(top + 1, 0)
    for number, row in enumerate(page.rows, start=top + 1):
        for column, value in enumerate(row):
            _write_cell(sheet, number, column, value, formats)


def _write_cell(
    sheet: "xlsxwriter.worksheet.Worksheet",
    row: int,
    column: int,
    value: Value,
    formats: dict[str, object],
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["date"])
    else:
        risky = value[0] in "=+-@\t\r"
        sheet.write_string(row, column, value, formats["quoted"] if risky else None)
