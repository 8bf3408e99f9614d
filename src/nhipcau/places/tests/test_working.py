from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from nhipcau.country.vn import WORK
from nhipcau.places.working import Office

FRIDAY = datetime(2023, 5, 26, 9, 30, tzinfo=UTC)  # 16:30 in Bắc Kạn
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE = Office(ZONE, dict.fromkeys(range(5), WORK.hours), frozenset({date(2023, 5, 30)}))


def test_it_is_open_in_its_hours_and_closed_at_noon_on_sundays_and_holidays():
    assert OFFICE.is_open(FRIDAY)
    assert not OFFICE.is_open(FRIDAY + timedelta(minutes=30))
    assert not OFFICE.is_open(datetime(2023, 5, 26, 5, 0, tzinfo=UTC))
    assert not OFFICE.is_open(datetime(2023, 5, 28, 3, 0, tzinfo=UTC))
    assert not OFFICE.is_open(datetime(2023, 5, 30, 3, 0, tzinfo=UTC))


def test_hours_go_on_over_the_weekend_and_the_holiday():
    assert OFFICE.next_open(FRIDAY) == FRIDAY
    assert OFFICE.next_open(FRIDAY + timedelta(hours=1)).isoformat() == "2023-05-29T00:30:00+00:00"
    # Half an hour on Friday, seven and a half on Monday, none on Tuesday, one on Wednesday.
    assert OFFICE.after(FRIDAY, 9).isoformat() == "2023-05-31T01:30:00+00:00"


def test_a_ward_that_never_opens_has_a_due_time_all_the_same():
    never = Office(ZONE, {}, frozenset())
    assert never.after(FRIDAY, 8) == FRIDAY + timedelta(hours=8)
    assert never.next_open(FRIDAY) == FRIDAY
    assert not never.is_open(FRIDAY)


MOMENTS = some.integers(0, 400 * 24 * 60).map(lambda minutes: FRIDAY + timedelta(minutes=minutes))


@given(MOMENTS, some.integers(min_value=1, max_value=200))
def test_as_many_working_hours_pass_as_were_asked_for(at, quarters):
    due = OFFICE.after(at, quarters / 4)
    assert due > at
    assert OFFICE.between(at, due) == timedelta(hours=quarters / 4)


@given(MOMENTS)
def test_the_next_opening_is_open(at):
    assert OFFICE.is_open(OFFICE.next_open(at))
