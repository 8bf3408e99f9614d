"""What is the same in all wards of a country and another in the next one: values, no rules of ours.

Words on the screen are lazy translations; words that are read or printed are in the country's own
language. Patterns are texts, so that a profile imports nothing but this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path

from django.utils.functional import Promise

Words = str | Promise
Span = tuple[time, time]
# The languages that screens can speak, in their own words. The code's own sentences are SOURCE.
CATALOGUES = {"vi": "Tiếng Việt", "en": "English", "th": "ไทย", "bn": "বাংলা"}
SOURCE = "vi"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Phones:
    """`region` as libphonenumber names it; `code` is dialled from abroad, `trunk` at home."""

    region: str
    code: str
    trunk: str
    mobile: str  # pattern over what stands behind "+" and `code`: an SMS can be sent there
    first: int  # shown as "0912 345 678": so many digits, a gap, the rest, a gap, the last
    last: int
    gap: str = " "
    digits: tuple[int, int]  # the fewest and the most behind `code` or `trunk`, as people write
    renumbered: Mapping[str, str] = field(default_factory=dict)
    renumbered_length: int = 0  # of a number, with its trunk digit, that must be renumbered


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Money:
    """Amounts are whole units: a country that counts in hundredths writes none on a ward's page."""

    sign: str
    amount: str  # "{n} đ"
    after: str  # pattern of what stands behind a number that is money
    written: str  # pattern of a number that is money by the way it is written


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class IdNumbers:
    """Numbers that say who somebody is: hidden where people write them unasked, all but three."""

    lettered: tuple[str, ...]  # patterns that begin with letters, whole
    shapes: tuple[str, ...]  # patterns of digits, with the groups that people write
    like_phones: frozenset[int]  # lengths that may as well be a telephone number
    words: str  # folded words just before, that leave no doubt that it is no telephone
    in_logs: str  # pattern of what no log may hold


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Work:
    """Monday is 0. What offices keep by law, for a ward that has entered nothing."""

    days: frozenset[int]
    hours: tuple[Span, ...]
    day_ends: time  # of a due date that came without a time
    quiet: Span
    loudspeaker: str  # "05:30-06:30,17:00-19:00"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Feast:
    """A day that calls to act hang on: `on` is day and month, else `name` in the calendar."""

    key: str
    label: Words
    on: tuple[int, int] | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Calendar:
    """`code` and `language` as the `holidays` package names them; it knows what moves."""

    code: str
    language: str
    feasts: tuple[Feast, ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Level:
    """`key` is one of ours (places.Unit.Level); the country may have no middle one."""

    key: str
    label: Words
    code_length: int


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Units:
    """The administrative map: `file` as places/fixtures/README.md describes it."""

    file: Path | None
    source: str
    reform: date  # on which the units with `valid_from` began
    levels: tuple[Level, ...]
    kinds: tuple[str, ...]  # what a unit's name begins with, the longest first
    kind_is_first: bool  # "Phường Sông Cầu", not "Savar Upazila"
    issuer: str  # "UBND {unit}"
    lowers_kind: bool  # "UBND phường Sông Cầu"
    codes: str  # what the codes are called in an alert
    about: Words  # where names and codes come from
    since: Words  # the units of today: "Từ tháng 7/2025"
    reuse: Words  # why a code alone says nothing

    def code_lengths(self) -> dict[int, str]:
        return {level.code_length: level.key for level in self.levels}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Addresses:
    """Folded words around a house, an alley and a neighbourhood, as patterns."""

    house: str
    alleys: tuple[tuple[str, str], ...]  # the word it is kept under, and how people write it
    split: str  # groups `house` and `alley` of an address as written
    split_folded: str
    begins: str  # whether a line begins with a house
    place: str  # what a neighbourhood's name begins with
    neighbourhood: str  # "Tổ {name}": of one that a register names by its number only


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Register:
    """How wards of the country write their registers of households, besides the Vietnamese and
    English words that the import knows anyway: pairs of a meaning and a pattern over folded text,
    the narrow before the wide. Meanings are those of people/register/columns.py Field, of
    Resident.Residence ("" is gone), of Household.BestWay, and codes of languages."""

    headings: tuple[tuple[str, str], ...] = ()
    residences: tuple[tuple[str, str], ...] = ()
    best_ways: tuple[tuple[str, str], ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    male: frozenset[str] = frozenset()
    female: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Desk:
    """Procedures and what people filed, as the country's own systems number and name them."""

    procedure_code: str
    procedure_parts: int  # of a code between dots, how many are the national part
    own_level: str  # what a procedure's record calls a ward's level
    own_agency: str  # small letters in an agency's name that means the ward itself
    dossier_number: str  # the one group is the province's code
    agency: str
    statuses: Mapping[str, int]  # folded words and codes of exports → counter.Dossier.Status
    filed: Mapping[str, int]
    applicants: Mapping[str, int]
    yes: frozenset[str]
    no: frozenset[str]
    head: tuple[Words, Words]  # two lines over each paper of the state
    figures: Words  # by whose rules the desk is measured
    figures_name: Words


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class LegalKind:
    """`carriers` are channels.ChannelKind values, and "bulletin"."""

    number: int
    label: Words
    carriers: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Law:
    """By which kinds of channels reach is reported, and where that stands."""

    kinds: tuple[LegalKind, ...]
    short: Words
    name: Words
    article: Words
    heading: Words
    reach: Words
    costs: Words
    column: Words
    bulletin: Words


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Country:
    """`language` is the one that wards write in; `screens` of CATALOGUES can be chosen on pages;
    `spoken` are BCP 47 codes of what households speak, with their names; `written` of what notices
    are written in, in their own tongue."""

    code: str
    language: str
    screens: tuple[str, ...]
    time_zone: str
    spoken: Mapping[str, str]
    written: Mapping[str, str]
    phones: Phones
    money: Money
    ids: IdNumbers
    work: Work
    calendar: Calendar
    units: Units
    addresses: Addresses
    desk: Desk
    law: Law
    register: Register = Register()
