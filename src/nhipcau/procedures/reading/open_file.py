"""A file of procedures, whatever its form: the form is told by the content, not by the name."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from nhipcau.core.errors import BadInput
from nhipcau.procedures.codes import tidy_code
from nhipcau.procedures.reading.columns import find_headings
from nhipcau.procedures.reading.crawl import is_crawl, read_crawl
from nhipcau.procedures.reading.record import Record
from nhipcau.procedures.reading.sheets import read_sheet
from nhipcau.procedures.reading.structured import is_structured, read_structured
from nhipcau.tables import faults
from nhipcau.tables.delimited import decode
from nhipcau.tables.faults import TableFault
from nhipcau.tables.read import OLE_MAGIC, ZIP_MAGIC, Sheet, read_table

SIZE_LIMIT = 60 * 1024 * 1024  # the whole national crawl is a tenth of it


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """`total` is how many records to expect, for a progress bar."""

    records: Iterator[Record]
    total: int
    unused: tuple[str, ...] = ()


def open_file(file: BinaryIO, *, retrieved_at: datetime | None = None) -> OpenedFile:
    """Raises BadInput when nothing can be read of it; faults of single records come with them."""
    if file.seek(0, 2) > SIZE_LIMIT:
        raise BadInput(say_fault(faults.TOO_BIG), field="file")
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    try:
        if head[:2] == ZIP_MAGIC or head == OLE_MAGIC:
            return _tables(read_table(file), retrieved_at)
        text = decode(file.read())
        if text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["} and not is_structured(text):
            return _json(text, retrieved_at)
        if is_structured(text):
            records = list(read_structured(text, retrieved_at))
            return OpenedFile(iter(records), len(records))
        file.seek(0)
        return _tables(read_table(file, size_limit=SIZE_LIMIT), retrieved_at)
    except TableFault as fault:
        raise BadInput(say_fault(fault.code), field="file") from None


def _tables(sheets: list[Sheet], retrieved_at: datetime | None) -> OpenedFile:
    """Sheets without headings of procedures are passed over, unless there is no other."""
    useful = [sheet for sheet in sheets if find_headings(sheet)] or sheets[:1]
    unused = [
        name for sheet in useful if (headings := find_headings(sheet)) for name in headings.unused
    ]
    total = sum(len(sheet.rows) - 1 for sheet in useful)
    records = (record for sheet in useful for record in read_sheet(sheet, retrieved_at))
    return OpenedFile(records, total, tuple(dict.fromkeys(unused)))


def _json(text: str, retrieved_at: datetime | None) -> OpenedFile:
    if text.lstrip("\ufeff \t\r\n").startswith("["):
        try:
            given = json.loads(text)
        except (ValueError, RecursionError):
            raise BadInput(_("Tệp JSON bị hỏng hoặc bị cắt cụt."), field="file") from None
        records = (_crawled(row, record, retrieved_at) for row, record in enumerate(given, start=1))
        return OpenedFile(records, len(given))
    numbered = enumerate(text.split("\n"), start=1)
    lines = [(row, line) for row, line in numbered if line.strip("\ufeff \r\t")]
    return OpenedFile((_line(row, line, retrieved_at) for row, line in lines), len(lines))


def _line(row: int, line: str, retrieved_at: datetime | None) -> Record:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return Record(row, fault=_("Dòng này không phải JSON hợp lệ (có thể bị cắt cụt)."))
    return _crawled(row, given, retrieved_at)


def _crawled(row: int, given: Any, retrieved_at: datetime | None) -> Record:
    if not isinstance(given, dict):
        return Record(row, fault=_("Bản ghi này không phải một thủ tục."))
    if not is_crawl(given):
        code = tidy_code(str(given.get("ma_thu_tuc", "")))
        return Record(
            row, code, column="ma_thu_tuc", fault=_("Bản ghi không có mã hoặc tên thủ tục.")
        )
    return Record(row, *read_crawl(given, retrieved_at))


def say_fault(code: str) -> str:
    return {
        faults.NOT_FOUND: _("Không tìm thấy tệp."),
        faults.TOO_BIG: _("Tệp quá lớn hoặc có quá nhiều ô. Hãy chia thành nhiều tệp nhỏ hơn."),
        faults.LOCKED: _("Tệp có mật khẩu. Hãy bỏ mật khẩu, lưu lại rồi gửi lần nữa."),
        faults.DAMAGED: _("Tệp bị hỏng, không mở được. Hãy mở bằng Excel, lưu lại rồi gửi lại."),
        faults.UNKNOWN_FORMAT: _(
            "Không nhận ra loại tệp. Hãy gửi tệp Excel (.xlsx), CSV, TSV, JSON hoặc TOML."
        ),
        faults.EMPTY: _("Tệp không có dữ liệu."),
    }.get(code, _("Không đọc được tệp."))
