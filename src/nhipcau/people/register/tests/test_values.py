from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.people.register.values import (
    EXCEL_DAY_0,
    Born,
    Unreadable,
    read_best_way,
    read_born,
    read_flag,
    read_language,
    read_phones,
    read_residence,
    read_sex,
)

TODAY = date(2023, 5, 26)
MARCH = Born(date(1951, 3, 2), 1951)
DAYS = st.dates(date(1930, 1, 1), TODAY)


@pytest.mark.parametrize(
    "written",
    [
        *("02/03/1951", "2/3/1951", "2-3-1951", "02.03.1951", "1951-03-02", "2/3/51"),
        *(date(1951, 3, 2), 18_689, 18_689.0, "18689", "1951-03-02 00:00:00", " 02 / 03 / 1951 "),
    ],
)
def test_a_birthday_in_every_writing(written):
    assert read_born(written, today=TODAY) == MARCH


@pytest.mark.parametrize("written", [1951, 1951.0, "1951", "03/1951", "00/00/1951"])
def test_a_year_alone_is_a_year(written):
    assert read_born(written, today=TODAY) == Born(None, 1951)


@pytest.mark.parametrize("written", ["31/02/1951", "hồi xưa", "13/13/2001", "1/1/2050", 7, "1700"])
def test_a_day_that_cannot_be_is_unreadable(written):
    with pytest.raises(Unreadable):
        read_born(written, today=TODAY)


@given(DAYS)
def test_a_written_day_reads_as_itself(day):
    assert read_born(day.strftime("%d/%m/%Y"), today=TODAY).on == day
    assert read_born(day.isoformat(), today=TODAY).on == day


@given(DAYS)
def test_a_serial_number_reads_as_its_day(day):
    serial = float((day - EXCEL_DAY_0).days)
    assert read_born(serial, today=TODAY).on == EXCEL_DAY_0 + timedelta(days=int(serial))


@given(st.text(max_size=20))
def test_no_text_is_read_as_a_day_to_come(text):
    try:
        born = read_born(text, today=TODAY)
    except Unreadable:
        return
    assert born.on is None or born.on <= TODAY


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("0912 345 678", ["+84912345678"]),
        ("+84912345678", ["+84912345678"]),
        ("84912345678", ["+84912345678"]),
        (912345678.0, ["+84912345678"]),
        (84912345678.0, ["+84912345678"]),
        ("912345678", ["+84912345678"]),
        ("0912.345.678", ["+84912345678"]),
        ("0912-345-678", ["+84912345678"]),
        ("01689 123 456", ["+84389123456"]),
        ("0912345678 / 0987654321", ["+84912345678", "+84987654321"]),
        ("0912345678 - 0987654321", ["+84912345678", "+84987654321"]),
        ("0912345678; 0912345678", ["+84912345678"]),
        ("0912345678 (con gái)", ["+84912345678"]),
        ("không", []),
        ("", []),
    ],
)
def test_telephones_as_people_write_them(written, numbers):
    found, is_odd = read_phones(written)
    assert found == numbers
    assert not is_odd


@pytest.mark.parametrize("written", ["09123", "chưa rõ", "0912345678 / 123", 12.5])
def test_what_is_no_telephone_is_said(written):
    assert read_phones(written)[1]


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers()))
def test_no_cell_breaks_the_reading_of_telephones(cell):
    for number in read_phones(cell)[0]:
        assert number.startswith("+84")


@pytest.mark.parametrize(("written", "meant"), [("x", True), ("Có", True), (1, True), ("đã", True)])
def test_a_yes_is_understood_in_its_many_ways(written, meant):
    assert read_flag(written) is meant


@pytest.mark.parametrize("written", ["Không", "ko", 0, "chưa", "-", False, "chưa có"])
def test_a_no_is_understood_in_its_many_ways(written):
    assert read_flag(written) is False


def test_nothing_said_is_neither():
    assert read_flag("") is None
    with pytest.raises(Unreadable):
        read_flag("tuỳ")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Thường trú", "permanent"),
        ("KT3", "temporary"),
        ("Tạm trú", "temporary"),
        ("Ở trọ", "renting"),
        ("thuê nhà", "renting"),
        ("Đi vắng", "away"),
        ("Tạm vắng", "away"),
        ("", ""),
        ("Đã chuyển đi", None),
        ("chết", None),
    ],
)
def test_how_somebody_lives_here_is_read_off_the_registers_words(written, meant):
    assert read_residence(written) == meant


def test_sex_language_and_best_way():
    assert (read_sex("Nữ"), read_sex("NAM"), read_sex("")) == ("f", "m", "")
    assert (read_language("Tày"), read_language("H'Mông"), read_language("Kinh")) == (
        "tyz",
        "hmn",
        "vi",
    )
    assert (read_best_way("Gọi điện"), read_best_way("đến nhà"), read_best_way("Nhóm Zalo")) == (
        "call",
        "door",
        "app",
    )
