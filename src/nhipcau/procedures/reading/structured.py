"""Our own form of a catalogue: TOML that people can write, one [[procedure]] after the other.

[[procedure]]
code = "1.001193"
name = "Đăng ký khai sinh"
[[procedure.ways]]
kind = "direct"
time = "1 ngày làm việc"
fee = "Miễn phí"
[[procedure.papers]]
name = "Tờ khai đăng ký khai sinh"
originals = 1
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.core.clock import zone_here
from nhipcau.core.errors import BadInput
from nhipcau.procedures.codes import tidy_code
from nhipcau.procedures.content import TEXTS, Content, PaperInput, WayInput
from nhipcau.procedures.models import Way
from nhipcau.procedures.reading.cells import read_fee, read_time
from nhipcau.procedures.reading.record import Record
from nhipcau.text.fold import tidy, tidy_lines

# Of one line: "\s*" would run over thousands of empty rows from each of them.
START = re.compile(r"^[ \t]*\[\[procedure\]\]", re.MULTILINE)
LONG = {"steps", "conditions", "result", "legal_basis", "agency"}
KNOWN = {*TEXTS, "code", "ways", "papers", "details", "retrieved_on"}
OF_A_WAY = {"kind", "time", "fee", "fee_note", "note"}
WORDS_OF_A_PAPER = {"name", "case", "form_name", "form_url"}
OF_A_PAPER = {*WORDS_OF_A_PAPER, "originals", "copies"}


def is_structured(text: str) -> bool:
    return bool(START.search(text))


def read_structured(text: str, retrieved_at: datetime | None) -> Iterator[Record]:
    try:
        given = tomllib.loads(text)["procedure"]
    except (ValueError, KeyError, RecursionError) as error:
        raise BadInput(
            _("Tệp TOML có lỗi cú pháp: %(error)s") % {"error": str(error)[:160]}, field="file"
        ) from None
    lines = [text.count("\n", 0, found.end()) + 1 for found in START.finditer(text)]
    for place, procedure in enumerate(given):
        row = lines[place] if place < len(lines) else place + 1
        try:
            code, content = _read(procedure, retrieved_at)
        except BadInput as error:
            yield Record(row, column=error.field, fault=error.message)
        else:
            yield Record(row, code, content)


def _read(given: Mapping[str, Any], retrieved_at: datetime | None) -> tuple[str, Content]:
    _only(given, KNOWN)
    texts: dict[str, Any] = {
        name: tidy_lines(said) if name in LONG else tidy(said)
        for name in TEXTS
        if (said := str(given.get(name, "")))
    }
    on = given.get("retrieved_on")
    if isinstance(on, date):
        retrieved_at = datetime(on.year, on.month, on.day, tzinfo=zone_here()).astimezone(UTC)
    return tidy_code(str(given.get("code", ""))), Content(
        **{"name": "", **texts},
        details={str(name): tidy(str(text)) for name, text in given.get("details", {}).items()},
        ways=tuple(_way(way) for way in given.get("ways", ())),
        papers=tuple(_paper(paper) for paper in given.get("papers", ())),
        retrieved_at=retrieved_at,
    )


def _way(given: Mapping[str, Any]) -> WayInput:
    _only(given, OF_A_WAY)
    if given.get("kind") not in Way.Kind.values:
        raise BadInput(_("Cách nộp phải là direct, online hoặc post."), field="ways.kind")
    time = read_time(str(given.get("time", "")))
    fee = read_fee(str(given.get("fee", "")), str(given.get("fee_note", "")))
    return WayInput(
        kind=given["kind"],
        time_amount=time.amount,
        time_unit=time.unit,
        time_text=time.text,
        fee_kind=fee.kind,
        fee_vnd=fee.vnd,
        fee_text=fee.text,
        note=tidy_lines(str(given.get("note", ""))),
    )


def _paper(given: Mapping[str, Any]) -> PaperInput:
    _only(given, OF_A_PAPER)
    if not str(given.get("name", "")).strip():
        raise BadInput(_("Giấy tờ phải có tên."), field="papers.name")
    counts: dict[str, Any] = {name: given.get(name) for name in ("originals", "copies")}
    if any(not isinstance(n, int | None) or not 0 <= (n or 0) < 1000 for n in counts.values()):
        raise BadInput(_("Số bản phải là số nguyên."), field="papers.originals")
    texts: dict[str, Any] = {name: tidy(str(given.get(name, ""))) for name in WORDS_OF_A_PAPER}
    return PaperInput(**texts, **counts)


def _only(given: Mapping[str, Any], known: set[str]) -> None:
    strange = set(given) - known
    if strange:
        raise BadInput(_("Không hiểu mục “%(name)s”.") % {"name": min(strange)}, field=min(strange))
