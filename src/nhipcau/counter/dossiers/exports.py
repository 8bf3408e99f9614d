"""An export opened: its headings and its lines as texts, whatever file or source it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from nhipcau.core.errors import BadInput
from nhipcau.counter.dossiers.cells import plain
from nhipcau.counter.dossiers.columns import header_row
from nhipcau.tables import faults
from nhipcau.tables.read import read_table

MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Export:
    """`rows`: the number a spreadsheet gives the line, and its cells in the order of headings."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[int, list[str]]]


def open_export(file: BinaryIO, name: str) -> Export:
    """The first sheet that has headings. Raises BadInput with what is wrong with the file."""
    try:
        sheets = read_table(file)
    except faults.TableFault as fault:
        raise BadInput(say_fault(fault.code), field="file") from None
    for sheet in sheets:
        rows = [(row.number, [plain(cell) for cell in row.cells]) for row in sheet.rows]
        place = header_row([cells for _number, cells in rows])
        if place is None:
            continue
        headings = tuple(_apart(rows[place][1]))
        below = [(n, cells) for n, cells in rows[place + 1 :] if any(cells)]
        if len(below) > MOST_ROWS:
            raise BadInput(_("Tệp có quá nhiều dòng. Hãy xuất theo từng quý."), field="file")
        if below:
            return Export(name, headings, below)
    raise BadInput(_("Tệp không có hàng tiêu đề, hoặc bên dưới không có hồ sơ nào."), field="file")


def _apart(cells: Sequence[str]) -> list[str]:
    """Headings are told apart by their words: a second one of the same gets its number."""
    found: list[str] = []
    for cell in cells:
        heading = cell[:80]
        while heading and heading in found:
            heading = f"{heading} (2)"
        found.append(heading)
    return found


def say_fault(code: str) -> str:
    known = {
        faults.TOO_BIG: _("Tệp lớn hơn 20 MB. Hãy xuất theo từng quý."),
        faults.LOCKED: _("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại."),
        faults.DAMAGED: _("Tệp bị hỏng, không mở được. Hãy xuất lại từ hệ thống tỉnh."),
        faults.EMPTY: _("Tệp không có dòng nào."),
        faults.NOT_FOUND: _("Không mở được tệp này."),
    }
    return known.get(code, _("Chỉ đọc được tệp Excel (.xlsx, .xls), ODS và CSV."))
