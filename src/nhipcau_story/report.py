"""The ward's report as a superior reads it: each household's way in one of the law's eight kinds,
its price, and whether the prices add up."""

import io
from collections import Counter
from typing import Any

from python_calamine import CalamineWorkbook

HOMES, COSTS = "Từng hộ", "Chi phí"
PLACE, EVIDENCE, KIND, CHANNEL, PRICE = "Tổ", "Bằng chứng mạnh nhất", "Loại hình", "Kênh", "Đã chi"
BY_CHANNEL = "Kênh"
EIGHT = tuple(f"{number}. " for number in range(1, 9))
OURS, TOTAL = "Ngoài các hộ", "Cộng"  # the two lines below the households
Row = dict[str, Any]


def read_report(content: bytes) -> dict[str, Any]:
    """`without_kind`: households whose row names none of the eight; `homes_vnd` and
    `ours_vnd` are one page, `costs_vnd` another: they must say the same."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = [row for row in table(book, HOMES) if row[PLACE] != TOTAL]
    homes = [row for row in rows if row[PLACE] != OURS]
    costs = [row for row in table(book, COSTS) if row["Theo"] == BY_CHANNEL]
    return {
        "homes": len(homes),
        "without_kind": sum(1 for row in homes if not str(row[KIND]).startswith(EIGHT)),
        "without_price": sum(1 for row in rows if not isinstance(row[PRICE], int | float)),
        "by_kind": dict(Counter(str(row[KIND]) for row in homes)),
        "by_channel": dict(Counter(str(row[CHANNEL]) for row in homes)),
        "by_evidence": dict(Counter(str(row[EVIDENCE]) for row in homes)),
        "homes_vnd": round(sum(row[PRICE] for row in homes)),
        "ours_vnd": round(sum(row[PRICE] for row in rows if row[PLACE] == OURS)),
        "costs_vnd": round(sum(row[PRICE] for row in costs)),
    }


def table(book: CalamineWorkbook, name: str) -> list[Row]:
    """The rows below the headings; a heading is known by how it begins."""
    lines = [line for line in book.get_sheet_by_name(name).to_python() if any(line)]
    top = next(nth for nth, line in enumerate(lines) if sum(1 for cell in line if cell) > 2)
    names = [_short(str(cell)) for cell in lines[top]]
    return [dict(zip(names, line, strict=False)) for line in lines[top + 1 :]]


def _short(heading: str) -> str:
    known = (EVIDENCE, KIND, PRICE)
    return next((one for one in known if heading.startswith(one)), heading)
