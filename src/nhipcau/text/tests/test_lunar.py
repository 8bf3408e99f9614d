from datetime import date

import pytest

from nhipcau.text.lunar import solar_of


@pytest.mark.parametrize(
    ("lunar", "day"),
    [
        ((2020, 1, 1), date(2020, 1, 25)),
        ((2023, 1, 1), date(2023, 1, 22)),  # a year with two second months
        ((2023, 3, 10), date(2023, 4, 29)),
        ((2024, 3, 10), date(2024, 4, 18)),
        ((2025, 8, 15), date(2025, 10, 6)),  # two sixth months
        ((2026, 1, 1), date(2026, 2, 17)),
        ((2028, 12, 23), date(2029, 2, 6)),
    ],
)
def test_days_of_the_moon_as_the_almanac_has_them(lunar, day):
    assert solar_of(*lunar) == day


def test_a_month_of_29_days_has_no_thirtieth():
    ends = [solar_of(2025, month, 30) for month in range(1, 13)]
    assert None in ends
    assert any(ends)
