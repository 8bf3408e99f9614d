"""Which column is which: the headings of registers as wards write them."""

import re
from enum import StrEnum
from functools import cache
from unicodedata import category

from nhipcau.country.chosen import country
from nhipcau.country.profile import Register
from nhipcau.text.fold import fold, tidy


class Field(StrEnum):
    NATIONAL_ID = "national_id"
    SENSITIVE = "sensitive"
    ORDINAL = "ordinal"
    SMARTPHONE = "smartphone"
    ALONE = "alone"
    JOINED = "joined"
    FOLLOWS = "follows"
    BEST_WAY = "best_way"
    LANGUAGE = "language"
    PHONE = "phone"
    EMAIL = "email"
    RELATION = "relation"
    HEAD = "head"
    CODE = "code"
    GROUP = "group"
    PEOPLE = "people"
    NEIGHBOURHOOD = "neighbourhood"
    LANDMARK = "landmark"
    HOUSE = "house"
    ALLEY = "alley"
    STREET = "street"
    ADDRESS = "address"
    RESIDENCE = "residence"
    BORN_DAY = "born_day"
    BORN_MONTH = "born_month"
    BIRTH_YEAR = "birth_year"
    BORN = "born"
    SEX = "sex"
    MALE = "male"
    FEMALE = "female"
    NAME = "name"
    NOTE = "note"


# Known and deliberately not read: docs/decisions/0005-no-national-ids.md.
DROPPED = frozenset({Field.NATIONAL_ID, Field.SENSITIVE})
# Several columns of these are read together; of the others the first one counts.
MANY = frozenset({Field.PHONE, Field.EMAIL})

# The first that matches a folded heading wins; the narrow ones stand before the wide ones.
PATTERNS: tuple[tuple[Field, str], ...] = (
    (
        Field.NATIONAL_ID,
        r"\b(cccd|cmnd|cmt|cccm|cc\b|can cuoc|chung minh|dinh danh|ddcn|ho chieu|ngay cap|noi cap)",
    ),
    (
        Field.SENSITIVE,
        r"\b(bhyt|bhxh|bao hiem|dan toc|ton giao|dang vien|dang phai|nhom mau|suc khoe|benh|"
        r"khuyet tat|tai khoan|ngan hang)",
    ),
    (Field.NOTE, r"nghe nghiep|noi lam|trinh do|hon nhan|noi sinh|que quan|hoc van"),
    (Field.GROUP, r"^(stt|tt|so tt|so thu tu) (cua )?ho\b|^ho so\b(?! khau)|^so ho$|^ho thu"),
    (Field.ORDINAL, r"^(stt|tt|so tt|so thu tu|no)$"),
    (Field.SMARTPHONE, r"thong minh|smart ?phone|\bdttm\b|\bdtdd tm\b"),
    (Field.ALONE, r"(song|o) (mot|1) minh|\b(don than|neo don|co don|doc than)\b"),
    (Field.JOINED, r"\bnhom\b|tham gia zalo|vao zalo|trong zalo"),
    (Field.FOLLOWS, r"\boa\b|official account|quan tam zalo|theo doi zalo"),
    (
        Field.BEST_WAY,
        r"cach (bao|nhan|lien lac|thong bao)|hinh thuc (bao|nhan|thong bao)|bao tin|nhan tin bang",
    ),
    (Field.LANGUAGE, r"ngon ngu|tieng (noi|uu tien|hay dung|dung)|^tieng$"),
    (Field.EMAIL, r"\be-?mail\b|thu dien tu|hop thu|\bgmail\b"),
    (Field.PHONE, r"dien thoai|\bsdt\b|\bdtdd\b|\bdt\b|di dong|\bphone\b|so may|\btel\b"),
    (Field.RELATION, r"quan he|\bqh\b|vai tro trong ho"),
    (Field.PEOPLE, r"so (nhan )?khau|so nguoi|so thanh vien|tong khau|nhan khau$"),
    (
        Field.CODE,
        r"ma (so )?ho\b|so (so )?ho khau|so ho khau|ma ho|so shk|\bshk\b|ho so ho|ma gia dinh|"
        r"so ho gia dinh",
    ),
    (Field.HEAD, r"chu ho|nguoi dai dien|dai dien ho"),
    (
        Field.NEIGHBOURHOOD,
        r"^(ten )?(to|tdp|to dan pho|to dp|thon|ban|xom|khu|khu pho|kp|ap|buon|khu dan cu)"
        r"( so| dan pho| to)?$"
        r"|to dan pho|\btdp\b|thon[ ,/]+|/ ?thon|/ ?to\b|^to ?/|khu pho|khu dan cu",
    ),
    (Field.LANDMARK, r"moc|vi tri|gan (nha|dau|cho)|dac diem nha|chi duong"),
    (Field.HOUSE, r"so nha|nha so|^nha$|^sn$"),
    (Field.ADDRESS, r"dia chi|noi o|cho o|^noi (cu ngu|song|thuong tru|tam tru)"),
    (Field.RESIDENCE, r"cu tru|tam tru|thuong tru|dien (cu|ho)|tinh trang|tam vang|loai ho"),
    (Field.ALLEY, r"\bngo\b|\bngach\b|\bhem\b|\bkiet\b"),
    (Field.STREET, r"\bduong\b|ten pho|^pho$|tuyen pho"),
    (Field.BORN_DAY, r"^ngay$|ngay sinh ngay"),
    (Field.BORN_MONTH, r"^thang$|ngay sinh thang"),
    (Field.BIRTH_YEAR, r"^nam sinh$|^sinh nam$|^ns$"),
    (Field.BORN, r"ngay.*sinh|sinh ngay|\bntns\b|ngay thang nam|^sinh$"),
    (Field.MALE, r"nam sinh[ -]+nam$"),
    (Field.FEMALE, r"nam sinh[ -]+nu$|^nu$"),
    (Field.SEX, r"gioi tinh|\bgt\b|nam[ /,-]+nu|^phai$"),
    (Field.NAME, r"^ho\b.*\bten\b|^ten$|^ten (nguoi|nhan khau|cong dan|thanh vien)|^nguoi dan$"),
    (Field.NOTE, r"ghi chu|^khac$"),
)
COMPILED = tuple((field, re.compile(pattern)) for field, pattern in PATTERNS)


def field_of(heading: str, *, under: str = "") -> Field | None:
    """The field of a heading; `under` is the heading merged above it ("Năm sinh" over "Nam")."""
    own, group = _folded(heading), _folded(under)
    if own == "nam" and country().language == "vi":
        # Folded, "Năm" (year) and "Nam" (male) are one word.
        is_year = tidy(heading).casefold() == "năm" or group.startswith("ngay")
        return Field.BIRTH_YEAR if is_year else Field.MALE
    return _match(own) or (_match(f"{group} {own}") if group else None)


def _match(folded: str) -> Field | None:
    if not folded or len(folded) > 80:
        return None
    known = (*_of_the_country(country().register), *COMPILED)
    return next((field for field, pattern in known if pattern.search(folded)), None)


@cache
def _of_the_country(said: Register) -> tuple[tuple[Field, re.Pattern[str]], ...]:
    return tuple((Field(name), re.compile(pattern)) for name, pattern in said.headings)


def _folded(heading: str) -> str:
    """Letters, digits and the marks that are half of a letter in other scripts."""
    plain = fold(heading)
    kept = (one if one in "/,-" or category(one)[0] in "LMN" else " " for one in plain)
    return " ".join("".join(kept).split())
