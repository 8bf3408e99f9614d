from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.counter.dossiers.due import Term, due_again, first_due, left_at
from nhipcau.country.vn import WORK
from nhipcau.places.working import Office

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MAY_DAY = frozenset({date(2023, 5, 1), date(2023, 5, 2), date(2023, 5, 3)})
OFFICE = Office(ZONE, dict.fromkeys(range(5), WORK.hours), MAY_DAY)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+07:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("received", "amount", "unit", "due"),
    [
        ("2023-05-22 09:00", "1", "working_day", "2023-05-23 17:00"),
        ("2023-05-26 16:30", "5", "working_day", "2023-06-02 17:00"),
        ("2023-05-27 10:00", "1", "working_day", "2023-05-29 17:00"),  # a Saturday
        ("2023-05-22 06:00", "1", "working_day", "2023-05-23 17:00"),  # before it opens
        ("2023-04-28 09:00", "1", "working_day", "2023-05-04 17:00"),  # over a holiday
        ("2023-05-22 09:00", "0.5", "working_day", "2023-05-22 15:00"),
        ("2023-05-26 16:30", "2", "working_hour", "2023-05-29 09:00"),
        ("2023-05-26 16:45", "30", "minute", "2023-05-29 07:45"),
        ("2023-05-22 09:00", "10", "day", "2023-06-01 17:00"),
        ("2023-05-22 09:00", "5", "day", "2023-05-29 17:00"),  # ends on a Saturday
        ("2023-05-22 09:00", "2", "week", "2023-06-05 17:00"),
        ("2023-01-31 09:00", "1", "month", "2023-02-28 17:00"),
        ("2023-05-22 09:00", "1", "year", "2024-05-22 17:00"),
    ],
)
def test_a_term_ends_when_the_desk_closes_on_its_last_day(received, amount, unit, due):
    assert first_due(OFFICE, at(received), Term(Decimal(amount), unit)) == at(due)


def test_what_was_left_runs_on_after_the_pause():
    due = at("2023-05-24 17:00")
    left = left_at(OFFICE, at("2023-05-23 10:00"), due)
    assert left == timedelta(hours=1.5 + 3.5 + 7.5)
    assert due_again(OFFICE, at("2023-05-30 14:30"), left, due) == at("2023-06-01 10:00")


def test_what_was_overdue_when_the_clock_stopped_stays_overdue():
    due = at("2023-05-22 17:00")
    left = left_at(OFFICE, at("2023-05-23 10:00"), due)
    assert due_again(OFFICE, at("2023-05-30 10:00"), left, due) == due


def test_a_date_outside_working_time_is_never_moved_forward():
    due = at("2023-05-27 12:00")  # somebody named a Saturday
    left = left_at(OFFICE, at("2023-05-26 10:00"), due)
    assert due_again(OFFICE, at("2023-05-26 10:30"), left, due) >= due


hours = st.integers(0, 60 * 24 * 12).map(lambda minutes: timedelta(minutes=minutes))


@settings(max_examples=12)
@given(st.integers(1, 15), hours, st.lists(st.tuples(hours, hours), max_size=3))
def test_a_due_time_is_never_early_and_pauses_add_exactly_their_working_time(days, after, pauses):
    received = at("2023-05-22 07:30") + after
    due = first = first_due(OFFICE, received, Term(Decimal(days), "working_day"))
    assert OFFICE.between(received, first) >= days * timedelta(hours=7.5)
    now, stood = received, timedelta()
    for until_pause, pause in pauses:
        begins = now + until_pause
        now = begins + pause
        if begins >= due:
            break
        moved = due_again(OFFICE, now, left_at(OFFICE, begins, due), due)
        assert OFFICE.between(due, moved) == OFFICE.between(begins, now)
        stood += OFFICE.between(begins, now)
        due = moved
    assert OFFICE.between(first, due) == stood
    assert due.astimezone(ZONE).time() <= time(17, 0)
