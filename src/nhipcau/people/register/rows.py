"""A sheet's rows as people, each value read and each fault named with its column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.people.addresses import fold_place, names_a_place, split_address
from nhipcau.people.models import Resident
from nhipcau.people.register import values
from nhipcau.people.register.columns import Field
from nhipcau.people.register.headings import Headings
from nhipcau.people.register.values import Unreadable
from nhipcau.tables.read import Cell, Row, Sheet
from nhipcau.text.fold import fold

IS_FOOTER = re.compile(
    r"^(tong( so| cong)?\b|cong\b|nguoi lap|nguoi thong ke|ghi chu|xac nhan|tm\b|to truong\b|"
    r"truong thon\b|ngay \d|.*\bngay\b.*\bthang\b.*\bnam\b|ky ten|\(ky)"
)
IS_HEAD = re.compile(r"^(chu ho|ch|chu|ban than|dai dien( ho)?|chu nha)$")
LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Fault:
    """`refuses`: the row cannot be taken; else it is taken without what is at fault."""

    column: str
    reason: str
    refuses: bool = False


@dataclass(slots=True)
class PersonRow:
    sheet: str
    number: int
    name: str = ""
    place: str = ""  # neighbourhood as written
    code: str = ""
    group: str = ""
    head_name: str = ""
    is_head: bool = False
    relation: str = ""
    born_on: date | None = None
    birth_year: int | None = None
    sex: str = ""
    residence: str = ""
    is_gone: bool = False
    house: str = ""
    alley: str = ""
    landmark: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    smartphone: bool | None = None
    alone: bool | None = None
    best_way: str = ""
    language: str = ""
    joined: bool | None = None
    follows: bool | None = None
    people: int | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def born_text(self) -> str:
        if self.born_on:
            return self.born_on.strftime("%d/%m/%Y")
        return str(self.birth_year or "")

    @property
    def is_refused(self) -> bool:
        return any(fault.refuses for fault in self.faults)


def read_rows(sheet: Sheet, headings: Headings, *, today: date) -> Iterator[PersonRow]:
    """Every row that is about a person; section lines name the neighbourhood of those below."""
    section = sheet.name if names_a_place(sheet.name) else ""
    for row in sheet.rows:
        if row.number < headings.first_row or row.is_blank:
            continue
        reader = _Reader(row, headings, today)
        filled = reader.filled()
        if len(filled) == 1 and names_a_place(filled[0]) and not reader.text(Field.NAME):
            section = filled[0]
            continue
        if len(filled) == 1 and names_a_place(filled[0]) and LETTER.search(fold_place(filled[0])):
            # "Bản Vén" alone in the column of names could be a person only by a rare name.
            section = filled[0]
            continue
        if len(filled) == 1 and _is_section_number(filled[0]):
            section = filled[0]
            continue
        if _is_footer(reader, filled):
            continue
        person = reader.person(sheet.name)
        person.place = person.place or section
        yield person


def _is_section_number(text: str) -> bool:
    return names_a_place(text) and fold_place(text).isdecimal()


def _is_footer(reader: "_Reader", filled: list[str]) -> bool:
    if any(IS_FOOTER.match(fold(text)) for text in filled[:2]):
        return True
    # The headings again, at the top of a printed page.
    return bool(filled) and all(text in reader.headings.names.values() for text in filled[:3])


class _Reader:
    """One row, its cells by field."""

    def __init__(self, row: Row, headings: Headings, today: date) -> None:
        self.row = row
        self.headings = headings
        self.today = today
        self.faults: list[Fault] = []

    def filled(self) -> list[str]:
        texts = (
            values.read_text(cell)
            for place, cell in enumerate(self.row.cells)
            if place not in self.headings.unread
        )
        return [text for text in texts if text]

    def cell(self, which: Field) -> Cell | None:
        places = self.headings.places.get(which)
        if not places or places[0] >= len(self.row.cells):
            return None
        return self.row.cells[places[0]]

    def text(self, which: Field, limit: int = 120) -> str:
        return values.read_text(self.cell(which))[:limit]

    def person(self, sheet: str) -> PersonRow:
        person = PersonRow(sheet=sheet, number=self.row.number)
        self._read_who(person)
        self._read_where(person)
        self._read_born(person)
        self._read_how(person)
        person.faults = self.faults
        return person

    def _read_who(self, person: PersonRow) -> None:
        person.name = self.text(Field.NAME)
        person.relation = self.text(Field.RELATION, 40)
        person.is_head = bool(IS_HEAD.match(fold(person.relation)))
        head = self.text(Field.HEAD)
        if fold(head) in values.YES or IS_HEAD.match(fold(head)):
            person.is_head = True
        elif fold(head) not in values.NO:
            person.head_name = head
        if not person.name and person.head_name and Field.NAME not in self.headings.places:
            person.name, person.is_head = person.head_name, True
        if not person.name:
            self._fault(Field.NAME, _("Thiếu họ tên."), refuses=True)
        elif not LETTER.search(person.name):
            self._fault(
                Field.NAME, _("“%(text)s” không phải họ tên.") % {"text": person.name}, refuses=True
            )
        person.sex = self._read(Field.SEX, values.read_sex, "")
        if not person.sex:
            person.sex = self._marked_sex()

    def _marked_sex(self) -> str:
        for which, sex in ((Field.MALE, Resident.Sex.MALE), (Field.FEMALE, Resident.Sex.FEMALE)):
            if self.text(which):
                return sex
        return ""

    def _read_where(self, person: PersonRow) -> None:
        person.place = self.text(Field.NEIGHBOURHOOD, 80)
        person.code = self.text(Field.CODE, 40)
        person.group = self.text(Field.GROUP, 40)
        house, rest = split_address(self.text(Field.HOUSE, 200))
        if rest and not house:
            house, rest = rest, ""
        alley = ", ".join(
            part for part in (rest, self._alley(Field.ALLEY), self._alley(Field.STREET)) if part
        )
        if not house and not alley:
            house, alley = split_address(self.text(Field.ADDRESS, 200))
        person.house, person.alley = house[:40], alley[:80]
        person.landmark = self.text(Field.LANDMARK)
        residence = self._read(Field.RESIDENCE, values.read_residence, "")
        person.is_gone = residence is None
        person.residence = residence or ""

    def _alley(self, which: Field) -> str:
        """A bare "4" under "Ngõ" is "ngõ 4"; a bare name under "Đường" is its street."""
        text = self.text(which, 80)
        if not text:
            return ""
        if which is Field.ALLEY and text[0].isdecimal():
            return f"ngõ {text}"
        known = fold(text).startswith(("duong", "pho", "ngo", "ngach", "hem", "d."))
        return text if which is Field.ALLEY or known else f"đường {text}"

    def _read_born(self, person: PersonRow) -> None:
        for which in (Field.BORN, Field.BIRTH_YEAR, Field.MALE, Field.FEMALE):
            cell = self.cell(which)
            if cell in (None, ""):
                continue
            if which in {Field.MALE, Field.FEMALE} and fold(values.read_text(cell)) in values.YES:
                continue
            try:
                born = values.read_born(cell, today=self.today)
            except Unreadable:
                self._doubt(which)
                continue
            person.born_on, person.birth_year = born.on, born.year
            break
        if person.birth_year and not person.born_on:
            person.born_on = self._whole_day(person.birth_year)

    def _whole_day(self, year: int) -> date | None:
        day, month = self.text(Field.BORN_DAY), self.text(Field.BORN_MONTH)
        if day.isdecimal() and month.isdecimal():
            try:
                return date(year, int(month), int(day))
            except ValueError:
                self._doubt(Field.BORN_DAY)
        return None

    def _read_how(self, person: PersonRow) -> None:
        for place in self.headings.places.get(Field.PHONE, []):
            cell = self.row.cells[place] if place < len(self.row.cells) else None
            found, is_odd = values.read_phones(cell)
            person.phones += [number for number in found if number not in person.phones]
            if is_odd:
                self._doubt(Field.PHONE)
        for place in self.headings.places.get(Field.EMAIL, []):
            cell = self.row.cells[place] if place < len(self.row.cells) else None
            letters, is_odd = values.read_emails(cell)
            person.emails += [address for address in letters if address not in person.emails]
            if is_odd:
                self._doubt(Field.EMAIL)
        person.smartphone = self._read(Field.SMARTPHONE, values.read_flag, None)
        person.alone = self._read(Field.ALONE, values.read_flag, None)
        person.joined = self._read(Field.JOINED, values.read_flag, None)
        person.follows = self._read(Field.FOLLOWS, values.read_flag, None)
        person.best_way = self._read(Field.BEST_WAY, values.read_best_way, "")
        person.language = self._read(Field.LANGUAGE, values.read_language, "")
        people = self.text(Field.PEOPLE)
        if people.isdecimal() and 0 < int(people) < 100:
            person.people = int(people)

    def _read(self, which: Field, read: Any, default: Any) -> Any:
        """The value of a column, or `default` when it has no such column or cannot be read."""
        cell = self.cell(which)
        if cell is None or cell == "":
            return default
        try:
            return read(cell)
        except Unreadable:
            self._doubt(which)
            return default

    def _doubt(self, which: Field) -> None:
        reasons = {
            Field.PHONE: _("Số điện thoại không đúng; bỏ số này, vẫn nhập người."),
            Field.EMAIL: _("Địa chỉ thư điện tử không đúng; bỏ địa chỉ này, vẫn nhập người."),
            Field.BORN: _("Ngày sinh không đọc được; nhập không có ngày sinh."),
            Field.BIRTH_YEAR: _("Năm sinh không đọc được; nhập không có năm sinh."),
        }
        text = _("Không hiểu ô này; bỏ qua ô, vẫn nhập người.")
        self._fault(which, reasons.get(which, text))

    def _fault(self, which: Field, reason: str, *, refuses: bool = False) -> None:
        self.faults.append(Fault(self.headings.names.get(which, ""), reason, refuses))
