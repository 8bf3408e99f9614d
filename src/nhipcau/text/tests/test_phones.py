import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.text.phones import is_mobile, last_three, show_local, to_e164


@pytest.mark.parametrize(
    "written",
    [
        "0912345678", "0912 345 678", "0912.345.678", "0912-345-678", "+84912345678",
        "+84 912 345 678", "84912345678", "0084912345678", "(+84) 912345678", "912345678",
        912345678.0, 912345678, "912345678.0", " 0912345678 ", "ĐT: 0912345678",
    ],
)  # fmt: skip
def test_one_number_in_the_ways_people_write_it(written):
    assert to_e164(written) == "+84912345678"


@pytest.mark.parametrize(
    "written",
    ["", None, "không có", "12345", "0912345", "09123456789", "+1 650 253 0000", "079203001234"],
)
def test_what_is_no_number_here_is_none(written):
    assert to_e164(written) is None


def test_an_eleven_digit_number_of_before_2018_becomes_its_successor():
    assert to_e164("01689123456") == "+84389123456"
    assert to_e164("+84 168 912 3456") == "+84389123456"


def test_landlines_are_numbers_but_take_no_sms():
    landline = to_e164("0209 3870 123")
    assert landline == "+842093870123"
    assert not is_mobile(landline)
    assert show_local(landline) == "0209 3870 123"


def test_shown_as_people_say_it():
    assert show_local("+84912345678") == "0912 345 678"
    assert last_three("+84912345678") == "678"
    assert last_three("") == ""


@given(st.sampled_from(["3", "7", "8", "9"]), st.integers(min_value=0, max_value=99_999_999))
def test_reading_what_we_show_gives_the_same_number(head, tail):
    known = to_e164(f"0{head}{tail:08d}")
    if known:
        assert to_e164(show_local(known)) == known
        assert is_mobile(known)


@given(st.text())
def test_no_text_breaks_the_reader(text):
    assert to_e164(text) is None or to_e164(text).startswith("+84")
