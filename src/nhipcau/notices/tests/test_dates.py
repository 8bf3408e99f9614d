"""Days on which a call comes again, as values."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.core.errors import BadInput
from nhipcau.notices import dates


def listed(rule, since, until):
    return [day.on for day in dates.days(rule, since, until)]


def test_every_other_saturday_keeps_its_step_over_the_new_year():
    rule = dates.weeks(2, 5, date(2022, 12, 24))
    found = listed(rule, date(2022, 12, 20), date(2023, 1, 31))
    assert found == [date(2022, 12, 24), date(2023, 1, 7), date(2023, 1, 21)]


def test_the_first_and_the_last_sunday_of_a_month():
    assert listed(dates.month(1, 6), date(2023, 5, 1), date(2023, 6, 30)) == [
        date(2023, 5, 7), date(2023, 6, 4),
    ]  # fmt: skip
    assert listed(dates.month(-1, 6), date(2023, 5, 1), date(2023, 5, 31)) == [date(2023, 5, 28)]


@pytest.mark.parametrize(
    ("year", "on"),
    [
        (2023, date(2023, 1, 22)),
        (2024, date(2024, 2, 10)),
        (2025, date(2025, 1, 29)),
        (2026, date(2026, 2, 17)),
        (2027, date(2027, 2, 6)),
        (2030, date(2030, 2, 2)),  # a day before the Chinese one
    ],
)
def test_tet_goes_by_the_moon(year, on):
    assert listed(dates.feasts("tet"), date(year, 1, 1), date(year, 12, 31)) == [on]


def test_the_hung_kings_day_and_fixed_holidays_come_in_order():
    found = list(
        dates.days(dates.feasts("2-9", "gio-to", "30-4"), date(2026, 1, 1), date(2026, 12, 31))
    )
    assert [day.on for day in found] == [date(2026, 4, 26), date(2026, 4, 30), date(2026, 9, 2)]
    assert found[-1].occasion == "Quốc khánh 2/9"


@settings(max_examples=30)
@given(
    every=st.integers(1, 12),
    on=st.integers(0, 6),
    first=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    after=st.integers(0, 400),
)
def test_weeks_are_evenly_apart_and_on_their_weekday(every, on, first, after):
    since = first + timedelta(days=after)
    found = listed(dates.weeks(every, on, first), since, since + timedelta(days=200))
    assert all(day.weekday() == on for day in found)
    steps = {(b - a).days for a, b in pairwise(found)}
    assert steps <= {every * 7}


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({}, "weekday"),
        ({"kind": "feasts", "feasts": []}, "feasts"),
        ({"kind": "feasts", "feasts": ["31-2"]}, "feasts"),
        ({"kind": "weeks", "every": 0, "weekday": 5, "first": "2023-05-26"}, "every"),
        ({"kind": "weeks", "every": 2, "weekday": 5, "first": "hôm nay"}, "first"),
        ({"kind": "weeks", "every": 2, "weekday": 7, "first": "2023-05-26"}, "weekday"),
        ({"kind": "month", "nth": 6, "weekday": 5}, "kind"),
    ],
)
def test_a_rule_that_means_nothing_is_refused_beside_its_field(rule, field):
    with pytest.raises(BadInput) as fault:
        dates.check_rule(rule)
    assert fault.value.field == field


def test_a_rule_is_said_in_words():
    assert dates.say_rule(dates.weeks(2, 5, date(2023, 5, 26))) == "Thứ Bảy, cách 2 tuần một lần"
    assert dates.say_rule(dates.month(1, 6)) == "Chủ nhật thứ nhất của tháng"
