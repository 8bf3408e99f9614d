"""The household register as a statistics officer has it: titles merged over the table, telephones
in four spellings, some names decomposed, rows that repeat, empty lines between neighbourhoods."""

import csv
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from nhipcau_story.names import LANGUAGE_WORDS
from nhipcau_story.people import Household, Person, Ward

HEADINGS = (
    "STT",
    "Mã hộ",
    "Họ và tên",
    "Ngày, tháng, năm sinh",
    "Giới tính",
    "Quan hệ với chủ hộ",
    "Số nhà",
    "Ngõ, đường",
    "Tổ dân phố",
    "Số điện thoại",
    "Diện cư trú",
    "Có điện thoại thông minh",
    "Đã vào nhóm Zalo của tổ",
    "Quan tâm OA của phường",
    "Tiếng hay dùng",
    "Ghi chú",
)
TITLES = (
    "UBND THÀNH PHỐ BẮC KẠN – UBND PHƯỜNG SÔNG CẦU",
    "SỔ THEO DÕI HỘ GIA ĐÌNH, NHÂN KHẨU TRÊN ĐỊA BÀN PHƯỜNG",
    "(Số liệu đến ngày 20 tháng 5 năm 2023)",
)
WIDTHS = (6, 11, 26, 14, 9, 12, 10, 28, 10, 17, 12, 12, 12, 12, 12, 16)
DUPLICATES, DECOMPOSED = 14, 0.12
Cells = list[Any]


def rows(ward: Ward, seed: int = 11) -> Iterator[Cells]:
    """Every line below the headings, empty ones too."""
    dice = random.Random(seed)
    repeated = set(dice.sample([home.id for home in ward.households], DUPLICATES))
    number, place = 0, 0
    for home in ward.households:
        if home.place != place:
            place = home.place
            if number:
                yield []
        for nth, person in enumerate(home.members):
            number += 1
            line = _line(dice, home, person, nth, number)
            yield line
            if home.id in repeated and nth == len(home.members) - 1:
                yield list(line)


def _line(dice: random.Random, home: Household, person: Person, nth: int, number: int) -> Cells:
    """The household's own cells stand on its first row only, as merged cells leave them."""
    is_head = nth == 0
    own = [home.house, home.alley, f"Tổ {home.place}"] if is_head else ["", "", ""]
    phone = home.registered if is_head else ""
    language = LANGUAGE_WORDS.get(home.people, "") if is_head and dice.random() < 0.1 else ""
    flags = ["x" if person.has_smartphone else "không"] if person.age >= 18 else [""]
    joined = [_flag(home.joined), _flag(home.follows)] if is_head else ["", ""]
    return [
        number,
        home.id.upper() if is_head else "",
        _name(dice, person.name),
        _born(dice, person),
        "Nam" if person.sex == "m" else "Nữ",
        person.relation,
        *own,
        _phone(dice, phone),
        _residence(home) if is_head else "",
        *flags,
        *joined,
        language,
        "",
    ]


def _flag(value: bool) -> str:
    return "x" if value else ""


def _name(dice: random.Random, name: str) -> str:
    return unicodedata.normalize("NFD", name) if dice.random() < DECOMPOSED else name


def _born(dice: random.Random, person: Person) -> Any:
    if person.age > 70 and dice.random() < 0.4:
        return person.born.year
    if dice.random() < 0.3:
        return person.born
    return person.born.strftime("%d/%m/%Y")


def _phone(dice: random.Random, phone: str) -> Any:
    if not phone:
        return ""
    match dice.randint(0, 4):
        case 0:
            return f"{phone[:4]} {phone[4:7]} {phone[7:]}"
        case 1:
            return f"+84{phone[1:]}"
        case 2:
            return f"84{phone[1:]}"
        case 3:
            return float(phone)
    return phone


def _residence(home: Household) -> str:
    return "Ở trọ" if home.residence == "renting" else "Thường trú"


def write_xlsx(ward: Ward, path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("So ho khau")
        bold = book.add_format({"bold": True, "align": "center", "text_wrap": True, "border": 1})
        title = book.add_format({"bold": True, "align": "center"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for nth, text in enumerate(TITLES):
            sheet.merge_range(nth, 0, nth, len(HEADINGS) - 1, text, title)
        top = len(TITLES) + 1
        for nth, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
            sheet.set_column(nth, nth, width)
            sheet.write(top, nth, heading, bold)
        for down, cells in enumerate(rows(ward), start=top + 1):
            for nth, cell in enumerate(cells):
                if cell == "":
                    continue
                if hasattr(cell, "isoformat"):
                    sheet.write_datetime(down, nth, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(down, nth, cell)
                else:
                    sheet.write_number(down, nth, cell)


def write_csv(ward: Ward, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([TITLES[1]])
        writer.writerow(HEADINGS)
        for cells in rows(ward):
            writer.writerow([_as_text(cell) for cell in cells])


def _as_text(cell: Any) -> str:
    return cell.strftime("%d/%m/%Y") if hasattr(cell, "strftime") else str(cell)
