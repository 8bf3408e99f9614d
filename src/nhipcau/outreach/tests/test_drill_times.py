"""The month's drill: on which working day and hour it is due, and which day is the next."""

from datetime import datetime

import pytest

from nhipcau.outreach.drill_times import is_due, next_drill, working_day
from nhipcau.places.models import Holiday


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}+07:00")


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2023-06-01T08:59:00", False),
        ("2023-06-01T09:00:00", True),
        ("2023-06-01T10:59:00", True),
        ("2023-06-01T11:00:00", False),
        ("2023-06-02T09:30:00", True),  # made up for
        ("2023-06-03T09:30:00", False),  # a Saturday
        ("2023-06-06T09:30:00", False),  # too late: next month
        ("2023-05-01T09:30:00", True),
    ],
)
def test_the_monthly_one_is_due_on_the_first_working_day(ward, moment, due):
    assert is_due(ward.locality, at(moment)) == due


def test_holidays_are_no_working_days_and_zero_is_never(ward):
    Holiday.objects.create(
        locality=ward.locality, on=at("2023-05-01T00:00:00").date(), name="Quốc tế Lao động"
    )
    assert working_day(ward.locality, at("2023-05-02T09:00:00").date()) == 1
    assert next_drill(ward.locality, at("2023-04-20T09:00:00")).isoformat() == "2023-05-02"
    ward.locality.drill_day = 0
    assert not is_due(ward.locality, at("2023-05-02T09:30:00"))
    assert next_drill(ward.locality, at("2023-05-02T09:30:00")) is None
