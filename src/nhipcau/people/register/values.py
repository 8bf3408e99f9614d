"""One cell's meaning: dates, telephones, yes and no, residence. Never guesses silently."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from nhipcau.country.chosen import country
from nhipcau.people.models import Household, Resident
from nhipcau.text.emails import to_email
from nhipcau.text.fold import fold, tidy
from nhipcau.text.phones import phone_pieces, to_e164

OLDEST = 1890
EXCEL_DAY_0 = date(1899, 12, 30)
DMY = re.compile(r"^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})$")
YMD = re.compile(r"^(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:[ T].*)?$")
MONTH_YEAR = re.compile(r"^(\d{1,2})\s*[/.\-]\s*(\d{4})$")
PHONE_SPLIT = re.compile(r"[,;/\n|]+|\s+-\s+|\s+hoặc\s+|\s+và\s+", re.IGNORECASE)

YES = frozenset(
    {"x", "co", "yes", "y", "1", "1.0", "true", "da", "v", "✓", "✔", "√", "roi", "dung"}
)
NO = frozenset(
    {"khong", "ko", "k", "no", "n", "0", "0.0", "false", "chua", "-", "khong co", "chua co"}
)

RESIDENCES: tuple[tuple[str, Resident.Residence | None], ...] = (
    (r"da (mat|chet)|^(chet|mat|qua doi|tu vong|khai tu)|chuyen di|da chuyen|xoa (ten|khau)", None),
    (r"o tro|^tro|nha tro|thue|o thue|tro$", Resident.Residence.RENTING),
    (r"tam vang|di vang|^vang|di lam an|lam an xa|di hoc xa|xuat khau", Resident.Residence.AWAY),
    (r"tam tru|kt ?[234]|luu tru|^tam$", Resident.Residence.TEMPORARY),
    (
        r"thuong tru|kt ?1|ho khau|thuong xuyen|^tt$|co ho khau|tai cho",
        Resident.Residence.PERMANENT,
    ),
)
BEST_WAYS = (
    (r"\bloa\b", Household.BestWay.LOUDSPEAKER),
    (r"nhom|zalo|\bapp\b|thong minh|mang xa hoi", Household.BestWay.PHONE_APP),
    (r"sms|nhan tin|tin nhan", Household.BestWay.SMS),
    (r"goi|dien thoai|phone", Household.BestWay.CALL),
    (r"nha|truc tiep|gap|giay|mieng", Household.BestWay.DOOR),
)
LANGUAGES = (
    (r"\bh?mong\b|\bmeo\b", "hmn"),
    (r"\btay\b", "tyz"),
    (r"\bnung\b", "nut"),
    (r"\bdao\b|\bman\b", "ium"),
    (r"cao lan|san chay|san chi", "mlc"),
    (r"\bhoa\b", "yue"),
    (r"viet|kinh|pho thong|^vi$", "vi"),
)


class Unreadable(ValueError):
    """The cell says something, but not what."""


@dataclass(frozen=True, slots=True)
class Born:
    on: date | None = None
    year: int | None = None


def read_text(cell: object) -> str:
    """A number is a number as a person wrote it: 12.0 is "12"."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        # "3/4" as a house number, which the spreadsheet took for a day of this year.
        return f"{cell.day}/{cell.month}"
    return tidy(str(cell))


def read_born(cell: object, *, today: date) -> Born:
    """A whole date, or at least a year. Raises Unreadable, also for a day that cannot be."""
    born = _born_of(cell, today)
    if born.year is not None and not OLDEST <= born.year <= today.year:
        raise Unreadable
    if born.on and born.on > today:
        raise Unreadable
    return born


def _born_of(cell: object, today: date) -> Born:
    if cell is None or cell == "":
        return Born()
    if isinstance(cell, date):
        return Born(cell.date() if isinstance(cell, datetime) else cell, cell.year)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _born_of_number(float(cell))
    return _born_of_text(tidy(str(cell)).strip(" '"), today)


def _born_of_text(text: str, today: date) -> Born:
    if re.fullmatch(r"\d+([.,]0+)?", text):
        return _born_of_number(float(text.replace(",", ".")))
    if found := DMY.match(text):
        day, month, year = (int(part) for part in found.groups())
        return _born_on(_whole_year(year, today), month, day)
    if found := YMD.match(text):
        return _born_on(*(int(part) for part in found.groups()))
    if found := MONTH_YEAR.match(text):
        return Born(None, int(found[2]))
    raise Unreadable


def _born_of_number(number: float) -> Born:
    if OLDEST <= number <= 2100:
        return Born(None, int(number))
    if 3000 <= number < 80_000:  # days since the turn of 1900, as spreadsheets count
        day = EXCEL_DAY_0 + timedelta(days=int(number))
        return Born(day, day.year)
    raise Unreadable


def _born_on(year: int, month: int, day: int) -> Born:
    if (month, day) == (0, 0):
        return Born(None, year)
    try:
        return Born(date(year, month, day), year)
    except ValueError:
        raise Unreadable from None


def _whole_year(year: int, today: date) -> int:
    if year >= 100:
        return year
    return 2000 + year if 2000 + year <= today.year else 1900 + year


def read_phones(cell: object) -> tuple[list[str], bool]:
    """The telephone numbers in a cell as +84…, and whether something there is none."""
    if cell is None or cell == "" or isinstance(cell, bool):
        return [], False
    return _phones_in(
        str(int(cell)) if isinstance(cell, float) and cell == cell // 1 else str(cell)
    )


@lru_cache(maxsize=50_000)
def _phones_in(text: str) -> tuple[list[str], bool]:
    text = tidy(text)
    if not text or fold(text) in NO:
        return [], False
    if whole := to_e164(text):
        return [whole], False
    found: list[str] = []
    is_odd = False
    for part in PHONE_SPLIT.split(text):
        pieces = [part] if to_e164(part) else phone_pieces(part)
        numbers = [number for piece in pieces if (number := to_e164(piece))]
        found += [number for number in numbers if number not in found]
        is_odd = is_odd or (not numbers and any(sign.isdecimal() for sign in part))
    return found, is_odd or not found


def read_emails(cell: object) -> tuple[list[str], bool]:
    """The e-mail addresses in a cell, and whether something there is none."""
    text = tidy(read_text(cell)) if cell is not None and not isinstance(cell, bool) else ""
    if not text or fold(text) in NO:
        return [], False
    pieces = [piece.strip() for piece in re.split(r"[,;/\s|]+", text) if piece.strip()]
    found = [address for piece in pieces if (address := to_email(piece))]
    return list(dict.fromkeys(found)), len(found) < len(pieces)


def read_flag(cell: object) -> bool | None:
    if isinstance(cell, bool):
        return cell
    folded = fold(read_text(cell)).strip(" .")
    if not folded:
        return None
    said = country().register
    if folded in said.yes or folded in YES or folded.startswith(("co ", "da ")):
        return True
    if folded in said.no or folded in NO or folded.startswith(("khong", "chua")):
        return False
    if folded.replace(".", "").isdecimal():
        return float(folded) > 0
    raise Unreadable


def read_sex(cell: object) -> str:
    folded, said = fold(read_text(cell)), country().register
    if folded in said.male or folded in {"nam", "m", "male", "trai", "ong", "1"}:
        return Resident.Sex.MALE
    if folded in said.female or folded in {"nu", "f", "female", "gai", "ba", "0"}:
        return Resident.Sex.FEMALE
    if not folded:
        return Resident.Sex.UNKNOWN
    raise Unreadable


def read_residence(cell: object) -> str | None:
    """None means gone: moved away for good, or dead."""
    folded = fold(read_text(cell))
    if not folded:
        return ""
    for meaning, pattern in country().register.residences:
        if re.search(pattern, folded):
            return meaning or None
    for pattern, residence in RESIDENCES:
        if re.search(pattern, folded):
            return residence
    raise Unreadable


def read_best_way(cell: object) -> str:
    return _first(country().register.best_ways, BEST_WAYS, cell)


def read_language(cell: object) -> str:
    return _first(country().register.languages, LANGUAGES, cell)


def _first(
    own: tuple[tuple[str, str], ...], table: tuple[tuple[str, str], ...], cell: object
) -> str:
    folded = fold(read_text(cell))
    if not folded:
        return ""
    for meaning, pattern in own:
        if re.search(pattern, folded):
            return meaning
    for pattern, meaning in table:
        if re.search(pattern, folded):
            return str(meaning)
    raise Unreadable
