from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.places.hours import is_quiet, next_loudspeaker, quiet_begins, quiet_ends
from nhipcau.places.models import Locality

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
WARD = Locality(name="Phường Sông Cầu")


def at(hour, minute=0, day=26):
    return datetime(2023, 5, day, hour, minute, tzinfo=HERE)


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"),
    [(20, 59, False), (21, 0, True), (23, 30, True), (5, 59, True), (6, 0, False)],
)
def test_nobody_is_disturbed_from_21_to_6(hour, minute, quiet):
    assert is_quiet(WARD, at(hour, minute)) is quiet


def test_quiet_hours_end_next_morning():
    assert quiet_ends(WARD, at(22)) == at(6, day=27)
    assert quiet_ends(WARD, at(5)) == at(6)
    assert quiet_ends(WARD, at(16, 30)) == at(16, 30)


def test_quiet_hours_begin_this_evening():
    assert quiet_begins(WARD, at(16, 30)) == at(21)
    assert quiet_begins(WARD, at(22)) == at(22)


def test_the_loudspeaker_speaks_at_five_then_at_dawn():
    assert next_loudspeaker(WARD, at(16, 30)) == at(17)
    assert next_loudspeaker(WARD, at(17, 20)) == at(17, 20)
    assert next_loudspeaker(WARD, at(19)) == at(5, 30, day=27)


def test_a_ward_without_loudspeaker_has_no_next_time():
    assert next_loudspeaker(Locality(loudspeaker_hours=""), at(16)) is None


MOMENTS = st.datetimes(
    min_value=datetime(2023, 1, 1),  # noqa: DTZ001
    max_value=datetime(2027, 1, 1),  # noqa: DTZ001
    timezones=st.just(HERE),
)
TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


@given(moment=MOMENTS, begins=TIMES, ends=TIMES)
def test_after_the_end_of_quiet_it_is_not_quiet(moment, begins, ends):
    ward = Locality(quiet_from=begins, quiet_until=ends)
    end = quiet_ends(ward, moment)
    assert moment <= end <= moment + timedelta(days=1)
    assert not is_quiet(ward, end) or begins == ends


@given(moment=MOMENTS)
def test_the_next_loudspeaker_is_within_a_day_and_inside_its_hours(moment):
    found = next_loudspeaker(WARD, moment)
    assert moment <= found <= moment + timedelta(days=1)
    clock = found.time()
    assert time(5, 30) <= clock < time(6, 30) or time(17) <= clock < time(19)
