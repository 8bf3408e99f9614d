"""Text as a person reads it aloud: numbers, times, dates in words, no abbreviation, no URL.

Words are Vietnamese. In a country that writes another language its readers, or its machine voice,
make words of figures themselves: there only what nobody can read aloud is taken out.
"""

import re
from datetime import date, datetime

from nhipcau.core.clock import local
from nhipcau.country.chosen import country
from nhipcau.text import dates

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
# Whole words only, longest first: what stands on papers and cannot be read from a loudspeaker.
ABBREVIATIONS = {
    "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "BHYT": "bảo hiểm y tế", "BHXH": "bảo hiểm xã hội", "CCCD": "căn cước công dân",
    "CMND": "chứng minh nhân dân", "TDP": "tổ dân phố", "TP": "thành phố", "QR": "quy e rờ",
    "TTYT": "Trung tâm Y tế", "VNĐ": "đồng", "VND": "đồng", "đ": "đồng", "SĐT": "số điện thoại",
    "HTX": "hợp tác xã", "THCS": "trung học cơ sở", "THPT": "trung học phổ thông",
    "PCCC": "phòng cháy chữa cháy", "GPLX": "giấy phép lái xe", "NVH": "nhà văn hoá",
    "kg": "ki-lô-gam", "km": "ki-lô-mét", "%": "phần trăm",
}  # fmt: skip
SYLLABLES_A_SECOND = 2.8  # a loudspeaker is read slowly: the echo between houses

_URL = re.compile(r"\S*(?:https?://|www\.)\S+|\{link\}", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\d.,/])0\d{2,3}[ .]?\d{3,4}[ .]?\d{3,4}(?![\d.,/]\d)")
_TIME = re.compile(r"(?<![\d:])([01]?\d|2[0-4])(?::|[hH]|g(?=\d))([0-5]\d)?(?!\w|:)")
_DATE = re.compile(r"(?:ngày )?(?<![\d/])(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?(?![\d/])")
_RANGE = re.compile(r"(?<=\w) ?[–—-] ?(?=\d)")
_DECIMAL = re.compile(r"(?<![\d.,])(\d+),(\d{1,2})(?![\d,])")
_NUMBER = re.compile(r"(?<![\d,])\d{1,3}(?:\.\d{3})+(?!\d)|\d+")
_ABBREVIATION = re.compile(
    r"(?<!\w)(" + "|".join(map(re.escape, ABBREVIATIONS)) + r")(?!\w)\.?"
)  # fmt: skip


def spoken(text: str) -> str:
    """The whole text in words. What stays a digit would be read differently by each reader."""
    text = _URL.sub("", text)
    if not _is_vietnamese():
        return re.sub(r"[ \t]+", " ", text).strip()
    text = _PHONE.sub(lambda found: spoken_digits(found.group()), text)
    text = _RANGE.sub(" đến ", text)
    text = _TIME.sub(_say_time, text)
    text = _DATE.sub(_say_date, text)
    text = _DECIMAL.sub(_say_decimal, text)
    text = _NUMBER.sub(lambda found: spoken_number(int(found.group().replace(".", ""))), text)
    text = _ABBREVIATION.sub(lambda found: ABBREVIATIONS[found.group(1)], text)
    return re.sub(r"[ \t]+", " ", text).strip()


def spoken_number(value: int) -> str:
    """3007 → ba nghìn không trăm linh bảy"""
    if value < 0:
        return "âm " + spoken_number(-value)
    if value == 0:
        return DIGITS[0]
    groups = []
    while value:
        value, group = divmod(value, 1000)
        groups.append(group)
    if len(groups) > 4:  # over a thousand thousand millions nobody listens any more
        return " ".join(DIGITS[group] for group in _digits_of(groups))
    names = ("", " nghìn", " triệu", " tỷ")
    top = len(groups) - 1
    return " ".join(
        _say_hundreds(group, is_first=rank == top) + names[rank]
        for rank, group in reversed(list(enumerate(groups)))
        if group
    )


def spoken_digits(written: str) -> str:
    """A telephone number, digit by digit, with a pause where it was written apart."""
    parts = [part for part in re.split(r"\D+", written) if part]
    return ", ".join(" ".join(DIGITS[int(digit)] for digit in part) for part in parts)


def spoken_time(moment: datetime) -> str:
    """bảy giờ sáng; bốn giờ ba mươi phút chiều"""
    if not _is_vietnamese():
        return dates.say_time(moment)
    shown = local(moment)
    hour = shown.hour
    part = (
        "sáng" if 1 <= hour < 11 else "trưa" if hour < 13 and hour else
        "chiều" if 13 <= hour < 18 else "tối" if 18 <= hour < 23 else "đêm"
    )  # fmt: skip
    said = spoken_number(hour - 12 if hour > 12 else hour or 12) + " giờ"
    minutes = f" {spoken_number(shown.minute)} phút" if shown.minute else ""
    return f"{said}{minutes} {part}"


def spoken_day(day: date | datetime) -> str:
    """Chủ nhật, ngày hai mươi tám tháng năm"""
    shown = local(day).date() if isinstance(day, datetime) else day
    if not _is_vietnamese():
        return f"{dates.say_weekday(shown)} {shown.day}/{shown.month}"
    return f"{WEEKDAYS[shown.weekday()]}, {_day_month(shown.day, shown.month)}"


def speech_seconds(text: str) -> int:
    """How long reading it aloud takes; pauses between sentences counted."""
    pauses = len(re.findall(r"[.!?:;\n]+", text))
    return round(len(text.split()) / SYLLABLES_A_SECOND + pauses * 0.6)


def _is_vietnamese() -> bool:
    return country().language == "vi"


def _say_time(found: re.Match[str]) -> str:
    minutes = int(found.group(2) or 0)
    said = spoken_number(int(found.group(1))) + " giờ"
    return f"{said} {spoken_number(minutes)} phút" if minutes else said


def _say_date(found: re.Match[str]) -> str:
    day, month, year = int(found.group(1)), int(found.group(2)), found.group(3)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return found.group()
    said = _day_month(day, month)
    return f"{said} năm {spoken_number(int(year))}" if year else said


def _day_month(day: int, month: int) -> str:
    first = "mùng " if day <= 10 else ""
    return f"ngày {first}{spoken_number(day)} tháng {'tư' if month == 4 else spoken_number(month)}"


def _say_decimal(found: re.Match[str]) -> str:
    whole, part = found.groups()
    return f"{spoken_number(int(whole))} phẩy {' '.join(DIGITS[int(digit)] for digit in part)}"


def _say_hundreds(group: int, *, is_first: bool) -> str:
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    words = []
    if hundreds or not is_first:
        words.append(f"{DIGITS[hundreds]} trăm")
    if tens == 0 and ones and words:
        words.append("linh")
    elif tens == 1:
        words.append("mười")
    elif tens > 1:
        words.append(f"{DIGITS[tens]} mươi")
    if ones:
        words.append(_say_ones(tens, ones))
    return " ".join(words)


def _say_ones(tens: int, ones: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 4 and tens > 1:
        return "tư"
    if ones == 5 and tens:
        return "lăm"
    return DIGITS[ones]


def _digits_of(groups: list[int]) -> list[int]:
    text = str(groups[-1]) + "".join(f"{group:03d}" for group in reversed(groups[:-1]))
    return [int(digit) for digit in text]
