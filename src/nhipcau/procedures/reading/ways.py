"""The table of ways to file, as the crawl glued it: rows are found again by their grammar.

    Hình thức nộpThời gianPhí, lệ phíMô tảTrực tuyến7 Ngày làm việc10,000 Việt Nam Đồng(…)

A row begins with the name of a way, glued to its next cells. In prose the same words are followed
by a blank or a colon. Cells that cannot be told apart stay text.
"""

import re
from dataclasses import dataclass

from nhipcau.procedures.content import WayInput
from nhipcau.procedures.models import Way
from nhipcau.procedures.reading.cells import AMOUNT, CURRENCY, UNIT_WORDS, read_fee, read_time
from nhipcau.procedures.reading.letters import UPPER
from nhipcau.text.fold import tidy, tidy_lines

KINDS = {
    "Trực tiếp": Way.Kind.DIRECT,
    "Trực tuyến": Way.Kind.ONLINE,
    "Dịch vụ bưu chính": Way.Kind.POST,
}
HEADINGS = re.compile(r"\s*Hình thức nộp\s*Thời gian\s*Phí, lệ phí\s*Mô tả\s*")
# Cells are glued; other crawls may leave a tab or a line between them.
GLUE = r"(?:[ \t]*[\n\t|][\s|]*)?"
NAME = r"(?P<kind>Trực tiếp|Trực tuyến|Dịch vụ bưu chính(?: công ích)?)"
UNITS = UNIT_WORDS.replace("ngày", "Ngày").replace("giờ", "Giờ").replace("phút", "Phút")
UNITS = UNITS.replace("tuần", "Tuần").replace("tháng", "Tháng").replace("năm", "Năm")
TIMED = rf"{AMOUNT}\s?(?:{UNITS})"
NONE = "Không có thông tin"
MONEY = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+)\s?(?:{CURRENCY}|USD|EUR)"
FEE = rf"(?:Miễn phí|{NONE}|{MONEY})"
# The order matters: what is sure comes first.
ROW = re.compile(
    rf"{NAME}{GLUE}(?:"
    rf"(?P<time>{TIMED}|{NONE}){GLUE}(?P<fee>{FEE})?"
    rf"|(?P<bare>\d{{1,4}}){GLUE}(?P<bare_fee>Miễn phí|{NONE})"
    rf"|(?P<run>\d[\d.,]*)\s?(?P<unit>{CURRENCY}|USD|EUR)"
    rf"|(?P<fee_only>Miễn phí)"
    rf"|(?P<words>[{UPPER}][^\n(]{{0,200}}?)(?<=\S)(?P<words_fee>Miễn phí|{NONE}|(?<!\d){MONEY})"
    rf"|(?=Trực tiếp|Trực tuyến|Dịch vụ bưu chính|\Z)"
    rf")"
)
MORE_FEES = re.compile(
    rf"{GLUE}(?:(?:Phí|Lệ phí)\s*:?\s*)?(?P<fee>Miễn phí|{MONEY})(?=\(|\s*$|[{UPPER}-])"
)


@dataclass(frozen=True, slots=True)
class Ways:
    ways: tuple[WayInput, ...]
    unclear: str


def split_ways(glued: str) -> Ways:
    """Every word of `glued` but its headings is in a way or in `unclear`. Never raises."""
    text = HEADINGS.sub("", glued, count=1)
    starts = list(ROW.finditer(text))
    unclear = [tidy_lines(text[: starts[0].start()] if starts else text)]
    ways = []
    for place, row in enumerate(starts):
        end = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        way, left = _way(row, text[row.end() : end])
        ways.append(way)
        unclear.append(left)
    return Ways(tuple(ways), "\n".join(part for part in unclear if part))


def _way(row: re.Match[str], rest: str) -> tuple[WayInput, str]:
    kind = next(value for name, value in KINDS.items() if row["kind"].startswith(name))
    fee_cell = row["fee"] or row["bare_fee"] or row["fee_only"] or row["words_fee"] or ""
    has_fee = bool(fee_cell) or bool(row["run"])
    comment, rest = _comment(rest) if has_fee else ("", rest)
    fee = read_fee(fee_cell, comment)
    if fee_cell and fee_cell[-3:] in {"USD", "EUR"}:
        fee = type(fee)(Way.Fee.AMOUNT, None, tidy(f"{fee_cell} {comment}"))
    more = MORE_FEES.match(rest) if fee_cell and fee_cell != NONE else None
    while more:
        beside, rest = _comment(rest[more.end() :])
        fee = type(fee)(Way.Fee.DEPENDS, None, tidy(f"{fee.text}; {more['fee']} {beside}"))
        more = MORE_FEES.match(rest)
    time = read_time(row["time"] or row["words"] or "")
    way = WayInput(
        kind=kind,
        time_amount=time.amount,
        time_unit=time.unit,
        time_text=time.text,
        fee_kind=fee.kind,
        fee_vnd=fee.vnd,
        fee_text=fee.text,
        note=tidy_lines(rest),
    )
    # A number without a unit, or a time and a fee that ran together: for people to read.
    left = row["bare"] or (f"{row['run']} {row['unit']}" if row["run"] else "")
    extra = row["kind"].removeprefix("Dịch vụ bưu chính").strip() if kind == Way.Kind.POST else ""
    return way, f"{row['kind'] if left or extra else ''}: {left}".strip(": ")


def _comment(rest: str) -> tuple[str, str]:
    """The words in brackets right behind a fee, and what comes after. Brackets may not match."""
    if not rest.startswith("("):
        return "", rest
    depth = 0
    for place, letter in enumerate(rest):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            behind = rest[place + 1 :]
            stray = len(behind) - len(behind.lstrip(")"))  # one bracket too many
            return rest[: place + 1 + stray], behind[stray:]
    close = rest.rfind(")")
    cut = close + 1 if close >= 0 else len(rest.partition("\n")[0])
    return rest[:cut], rest[cut:]
