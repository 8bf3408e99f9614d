from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.text.money import say_money
from nhipcau.text.numbers import say_number, say_percent, say_share


def test_thousands_have_points_and_decimals_a_comma():
    assert say_number(3007) == "3.007"
    assert say_number(1234567.5) == "1.234.567,5"
    assert say_number(-0.001) == "0"


def test_percent_has_one_decimal_that_says_something():
    assert say_percent(0.864) == "86,4 %"
    assert say_percent(0.5) == "50 %"
    assert say_percent(1) == "100 %"
    assert say_percent(0) == "0 %"


def test_all_but_one_is_not_said_to_be_all():
    assert say_share(9_999, 10_000) == "99,9 %"
    assert say_share(1, 10_000) == "0,1 %"


def test_a_share_of_nothing_is_a_dash():
    assert say_share(0, 0) == "–"


def test_money_is_said_with_its_thousands_and_its_sign():
    assert say_money(1250) == "1.250 đ"


def test_every_language_groups_its_own_way_with_latin_digits():
    said = {"vi": "1.234.567,5", "en": "1,234,567.5", "th": "1,234,567.5", "bn": "12,34,567.5"}
    for language, words in said.items():
        with translation.override(language):
            assert say_number(1234567.5) == words
            assert say_number(-999) == "-999"
    with translation.override("bn"):
        assert [say_number(n) for n in (1000, -100000, 0.25)] == ["1,000", "-1,00,000", "0.25"]
        assert say_percent(0.864) == "86.4%"


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_whole_numbers_read_back(value):
    assert int(say_number(value).replace(".", "")) == value


@given(st.integers(min_value=1, max_value=9_999), st.integers(min_value=1, max_value=10_000))
def test_only_the_whole_is_a_hundred(part, whole):
    if part < whole:
        assert say_share(part, whole) not in {"100 %", "0 %"}


def test_english_pages_have_commas_for_thousands():
    with translation.override("en"):
        assert (say_number(3007.5), say_percent(0.864), say_money(1250)) == (
            "3,007.5",
            "86.4%",
            "1,250 đ",
        )
