"""Tables of procedures: one row each. A cell that is empty leaves what the catalogue has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.core.clock import zone_here
from nhipcau.core.errors import BadInput
from nhipcau.procedures.codes import tidy_code
from nhipcau.procedures.content import TEXTS, Content, PaperInput, WayInput
from nhipcau.procedures.models import Way
from nhipcau.procedures.reading.cells import is_nothing, read_fee, read_time
from nhipcau.procedures.reading.columns import Column, Headings, find_headings, kinds_in
from nhipcau.procedures.reading.papers import part_form, split_papers
from nhipcau.procedures.reading.record import Record
from nhipcau.procedures.reading.results import split_legal, split_result
from nhipcau.procedures.reading.ways import split_ways
from nhipcau.tables.read import Cell, Row, Sheet
from nhipcau.text.fold import tidy, tidy_lines

COUNT = re.compile(
    r"[\s,;:(–-]*(?P<n>\d{1,2})\s*(?P<what>bản chính|bản sao|bản)"
    r"(?:[\s,;và]+(?P<m>\d{1,2})\s*(?P<also>bản chính|bản sao))?[\s).]*\Z",
    re.IGNORECASE,
)
DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z|(\d{4})-(\d{2})-(\d{2})")
URL = re.compile(r"https?://\S+\Z")


@dataclass(slots=True)
class _Said:
    """What one row says, while it is read."""

    texts: dict[str, str] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    unclear: dict[str, str] = field(default_factory=dict)
    ways: list[WayInput] = field(default_factory=list)
    papers: tuple[PaperInput, ...] = ()
    details: dict[str, str] = field(default_factory=dict)
    retrieved_at: datetime | None = None


def read_sheet(sheet: Sheet, retrieved_at: datetime | None) -> Iterator[Record]:
    headings = find_headings(sheet)
    if headings is None:
        raise BadInput(no_headings(), field="file")
    for row in sheet.rows:
        if row.number <= headings.row or row.is_blank:
            continue
        try:
            yield _record(sheet.name, row, headings, retrieved_at)
        except BadInput as error:
            yield Record(row.number, sheet=sheet.name, column=error.field, fault=error.message)


def no_headings() -> str:
    return _(
        "Không thấy hàng tiêu đề. Tệp cần một hàng có cột “Mã thủ tục” và cột “Tên thủ tục”; "
        "các cột khác như “Lĩnh vực”, “Thời hạn”, “Phí”, “Thành phần hồ sơ” theo thứ tự nào cũng "
        "được."
    )


def _record(name: str, row: Row, headings: Headings, retrieved_at: datetime | None) -> Record:
    said = _Said(retrieved_at=retrieved_at)
    cells: dict[Column, str] = {}
    for column in headings.columns:
        cell = row.cells[column.place] if column.place < len(row.cells) else ""
        if column.field == "retrieved_at":
            said.retrieved_at = _date(cell, column) or retrieved_at
        elif not is_nothing(text := _text(cell)):
            cells[column] = text
    code = next((text for column, text in cells.items() if column.field == "code"), "")
    for column, text in cells.items():
        if column.field in TEXTS:
            said.texts[column.field] = text
            said.given.add(column.field)
    _long_texts(said)
    _ways(said, cells)
    _papers(said, cells)
    given = said.given | {"details", "unclear", "retrieved_at"}
    return Record(
        row.number,
        tidy_code(code),
        Content(
            **{"name": "", **said.texts},
            details=said.details,
            unclear=said.unclear,
            ways=tuple(said.ways),
            papers=said.papers,
            retrieved_at=said.retrieved_at,
        ),
        frozenset(given),
        sheet=name,
    )


def _long_texts(said: _Said) -> None:
    """One line where one line is meant; the rest keeps its lines. Glued cells are cut here too."""
    for name in ("name", "level", "sector", "audience", "decision", "source_url"):
        if name in said.texts:
            said.texts[name] = tidy(said.texts[name])
    if "result" in said.texts:
        said.texts["result"], said.details = split_result(said.texts["result"])
    if "legal_basis" in said.texts:
        said.texts["legal_basis"] = split_legal(said.texts["legal_basis"])


def _ways(said: _Said, cells: dict[Column, str]) -> None:
    found = {
        name: {
            column.kind: (column, text) for column, text in cells.items() if column.field == name
        }
        for name in ("time", "fee", "ways")
    }
    heading, told = found["ways"].get("", (None, ""))
    kinds, strange = kinds_in(told)
    if strange and heading:
        glued = split_ways(told)
        said.ways = list(glued.ways)
        kinds = [] if glued.ways else kinds
        if left := glued.unclear if glued.ways else strange:
            said.unclear[heading.heading] = left
    own = {kind for name in ("time", "fee") for kind in found[name] if kind}
    order = [str(kind) for kind in Way.Kind if kind in own or kind in kinds]
    for kind in order:
        said.ways.append(_way(kind, found["time"], found["fee"]))
    if said.ways:
        said.given.add("ways")
    if not order:  # a time or a fee, and nobody says for which way
        for name in ("time", "fee"):
            if "" in found[name]:
                column, text = found[name][""]
                said.unclear[column.heading] = tidy_lines(text)


def _way(
    kind: str, times: dict[str, tuple[Column, str]], fees: dict[str, tuple[Column, str]]
) -> WayInput:
    """Its own column where there is one, else the column for all ways."""
    made = WayInput(kind)
    if told := times.get(kind) or times.get(""):
        time = read_time(told[1], unit=told[0].unit)
        made = replace(made, time_amount=time.amount, time_unit=time.unit, time_text=time.text)
    if told := fees.get(kind) or fees.get(""):
        fee = read_fee(told[1], in_vnd=told[0].is_vnd)
        made = replace(made, fee_kind=fee.kind, fee_vnd=fee.vnd, fee_text=fee.text)
    return made


def _papers(said: _Said, cells: dict[Column, str]) -> None:
    for column, text in cells.items():
        if column.field == "papers":
            glued = split_papers(text)
            if glued.papers:
                said.papers = glued.papers
                if glued.unclear:
                    said.unclear[column.heading] = glued.unclear
            else:
                said.papers = tuple(papers_of(text))
            said.given.add("papers")
        elif column.field == "forms":
            said.details[column.heading] = tidy_lines(text)


def papers_of(text: str) -> Iterator[PaperInput]:
    """One paper a line: "Tờ khai theo mẫu (1 bản chính)"."""
    for line in text.split("\n"):
        said = tidy(line).lstrip("-+*• ").strip()
        if not said:
            continue
        counts: dict[str, Any] = {}
        count = COUNT.search(said)
        if count and count["what"].lower() != "bản" and said[: count.start()]:
            names = {"bản chính": "originals", "bản sao": "copies"}
            counts[names[count["what"].lower()]] = int(count["n"])
            if count["m"]:
                counts.setdefault(names[count["also"].lower()], int(count["m"]))
            said = said[: count.start()]
        name, form = part_form(said)
        yield PaperInput(name=name, form_name=form, **counts)


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y")
    return tidy_lines(str(cell))


def _date(cell: Cell, column: Column) -> datetime | None:
    if isinstance(cell, date):
        on = cell.date() if isinstance(cell, datetime) else cell
    else:
        said = tidy(str(cell))
        if is_nothing(said):
            return None
        found = DATE.match(said)
        try:
            if found is None:
                raise ValueError(said)
            day, month, year = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
            on = date(int(year), int(month), int(day))
        except ValueError:
            raise BadInput(
                _("“%(text)s” không phải ngày (cần dạng 31/12/2025).") % {"text": said[:40]},
                field=column.heading,
            ) from None
    return datetime(on.year, on.month, on.day, tzinfo=zone_here()).astimezone(UTC)
