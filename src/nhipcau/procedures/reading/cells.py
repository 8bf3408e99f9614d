"""A cell that tells a time or a fee. Both an amount and its unit must stand there: never a guess.

What the cell says stays as text beside the figure, whatever was understood of it.
"""

import re
from dataclasses import dataclass

from nhipcau.core.language import house_language
from nhipcau.procedures.models import Way
from nhipcau.text.fold import fold, tidy

UNITS = {
    "ngay lam viec": Way.Unit.WORKING_DAY,
    "gio lam viec": Way.Unit.WORKING_HOUR,
    "ngay": Way.Unit.DAY,
    "gio": Way.Unit.HOUR,
    "phut": Way.Unit.MINUTE,
    "tuan": Way.Unit.WEEK,
    "thang": Way.Unit.MONTH,
    "nam": Way.Unit.YEAR,
}
UNIT_WORDS = r"ngày\s+làm\s+việc|giờ\s+làm\s+việc|ngày|giờ|phút|tuần|tháng|năm"
AMOUNT = r"\d{1,4}(?:[.,]\d{1,2})?"
TIME = re.compile(
    rf"(?:không quá|tối đa|trong(?: vòng| thời hạn)?)?\s*({AMOUNT})\s*({UNIT_WORDS})", re.IGNORECASE
)
CURRENCY = r"Việt Nam Đồng|VNĐ|VND|đồng|đ(?![\w])|₫"
SUM = r"\d{1,3}(?:[.,]\d{3}){1,4}|\d{1,12}"
MONEY = re.compile(rf"(?<![\d.,])({SUM})\s*({CURRENCY})", re.IGNORECASE)
FREE = re.compile(
    r"(?:miễn phí|miễn|không thu(?: phí| lệ phí)?|không mất phí|không)\.?", re.IGNORECASE
)
# What may follow a price without changing it: "/bản sao", "một trang", "(theo thông tư)".
FOR_WHAT = re.compile(r"\s*(?:(?:/|một |mỗi |\().*)?", re.IGNORECASE)
NOTHING = {"", "khong co thong tin", "khong co", "-", "--", "khong ro"}
# A comment that leaves a "free" cell free: it starts with no, or says who is exempt.
STAYS_FREE = re.compile(r"^[\s(+.-]*(?:không|miễn)", re.IGNORECASE)
SAYS_A_PRICE = re.compile(
    r"mức (?:lệ )?(?:phí|thu)|phí cấp bản sao|hội đồng nhân dân|HĐND|mức cụ thể", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Time:
    amount: str = ""
    unit: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    kind: str = ""
    vnd: int | None = None
    text: str = ""


def is_nothing(text: str) -> bool:
    """ "Không có thông tin" and its like mean an empty cell."""
    return fold(text).strip(" .") in NOTHING


def read_time(text: str, *, unit: str = "") -> Time:
    """`unit` is what the column's heading says, for cells that hold a number only."""
    said = tidy(text)
    if is_nothing(said):
        return Time()
    found = TIME.fullmatch(said.rstrip(" ."))
    if found:
        return Time(plain_number(found[1]), UNITS[fold(found[2])], said)
    if unit and re.fullmatch(AMOUNT, said):
        with house_language():  # kept as text, whatever the reader of the preview chose
            return Time(plain_number(said), unit, f"{said} {Way.Unit(unit).label}")
    return Time(text=said)


def read_fee(text: str, comment: str = "", *, in_vnd: bool = False) -> Fee:
    """The figure of a cell and the words beside it. Two that contradict each other give none."""
    said, beside = tidy(text), tidy(comment)
    if is_nothing(said):
        return Fee(text=beside)
    whole = f"{said} {beside}".strip()
    if FREE.fullmatch(said):
        return _free(whole, beside)
    if said.lower().startswith("miễn phí ("):
        return _free(whole, said[8:])
    found = MONEY.match(said)
    if found and FOR_WHAT.fullmatch(said[found.end() :]):
        return _priced(whole, to_vnd(found[1]), f"{said[found.end() :]} {beside}")
    if in_vnd and re.fullmatch(SUM, said):
        return _priced(f"{said} đồng {beside}".strip(), to_vnd(said), beside)
    is_told = MONEY.search(said) or SAYS_A_PRICE.search(said) or "theo quy định" in said.lower()
    return Fee(Way.Fee.DEPENDS if is_told else "", None, whole)


def _free(whole: str, beside: str) -> Fee:
    inner = beside.strip("()-+. ")
    leaves = STAYS_FREE.match(beside) and not SAYS_A_PRICE.search(beside)
    if not inner or leaves:
        return Fee(Way.Fee.FREE, 0, whole)
    return Fee(Way.Fee.DEPENDS, None, whole)


def _priced(whole: str, vnd: int, beside: str) -> Fee:
    others = {to_vnd(number) for number, _unit in MONEY.findall(beside)} - {vnd}
    if others:
        return Fee(Way.Fee.DEPENDS, None, whole)
    return Fee(Way.Fee.AMOUNT, vnd, whole)


def to_vnd(number: str) -> int:
    return int(re.sub(r"[.,]", "", number))


def plain_number(number: str) -> str:
    """ "07" → "7", "1,50" → "1.5"."""
    whole, _, part = number.replace(",", ".").partition(".")
    part = part.rstrip("0")
    return f"{int(whole)}.{part}" if part else str(int(whole))
