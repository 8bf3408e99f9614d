"""When doors must open so that all fit before quiet hours."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.core.clock import zone_here
from nhipcau.outreach.capacity import Pace, door_hours, doors_possible, latest_start, waking
from nhipcau.places.models import Locality

WARD = Locality(name="Phường Sông Cầu")
PACE = Pace(minutes=4.5, absent=0.15)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2023-05-{text}").replace(tzinfo=zone_here())


def spans(start, deadline):
    return [
        (begins.strftime("%d %H:%M"), ends.strftime("%d %H:%M"))
        for begins, ends in door_hours(WARD, at(start), at(deadline))
    ]


def test_the_storys_evening_and_the_half_hour_of_the_morning():
    assert spans("26T16:50", "27T06:30") == [
        ("26 18:15", "26 21:00"),
        ("27 06:00", "27 06:30"),
    ]


def test_a_late_evening_has_what_is_left_of_it():
    assert spans("26T20:40", "27T06:30")[0] == ("26 20:40", "26 21:00")


def test_by_day_when_there_is_no_evening_before_the_deadline():
    assert spans("26T09:00", "26T12:00") == [("26 09:00", "26 12:00")]


def test_in_the_night_only_the_morning_is_left():
    assert spans("26T23:00", "27T06:20") == [("27 06:00", "27 06:20")]


def test_doors_open_so_that_second_tries_still_fit():
    start = latest_start(
        WARD, doors=60, helpers=3, pace=PACE, now=at("26T16:50"), deadline=at("27T06:30")
    )
    needed = timedelta(minutes=PACE.minutes_for(60) / 3) + timedelta(minutes=30)
    assert start == at("26T21:00") - needed


def test_when_the_evening_is_too_short_the_afternoon_before_it_is_used():
    start = latest_start(
        WARD, doors=90, helpers=3, pace=PACE, now=at("26T16:50"), deadline=at("27T06:30")
    )
    needed = timedelta(minutes=PACE.minutes_for(90) / 3) + timedelta(minutes=30)
    assert needed > timedelta(minutes=165)
    assert start == at("26T21:00") - needed


def test_too_many_doors_open_at_once():
    now = at("26T16:50")
    start = latest_start(WARD, doors=900, helpers=3, pace=PACE, now=now, deadline=at("27T06:30"))
    assert start == now


def test_nobody_to_walk_means_the_ward_must_know_now():
    now = at("26T16:50")
    assert now == latest_start(
        WARD, doors=5, helpers=0, pace=PACE, now=now, deadline=at("27T06:30")
    )


def test_with_days_to_go_doors_wait_for_the_last_evening():
    start = latest_start(
        WARD, doors=40, helpers=3, pace=PACE, now=at("20T09:00"), deadline=at("27T06:30")
    )
    assert start > at("26T18:00")


def test_waking_time_leaves_the_night_out():
    assert waking(WARD, at("26T16:50"), at("27T06:30")) == timedelta(hours=4, minutes=40)


def test_how_many_doors_one_evening_holds():
    can = doors_possible(WARD, helpers=3, pace=PACE, now=at("26T16:50"), deadline=at("26T21:00"))
    assert can == int(165 * 3 / (4.5 * 1.15))


@given(
    doors=st.integers(0, 400),
    helpers=st.integers(0, 9),
    minutes=st.integers(0, 60 * 72),
    span=st.integers(1, 60 * 72),
)
def test_the_start_is_never_past_nor_after_the_deadline(doors, helpers, minutes, span):
    now = at("20T00:00") + timedelta(minutes=minutes)
    deadline = now + timedelta(minutes=span)
    start = latest_start(WARD, doors=doors, helpers=helpers, pace=PACE, now=now, deadline=deadline)
    assert now <= start <= deadline


@pytest.mark.parametrize("more", [1, 5, 30])
def test_more_doors_never_open_later(more):
    def start(doors):
        return latest_start(
            WARD, doors=doors, helpers=2, pace=PACE, now=at("25T08:00"), deadline=at("27T06:30")
        )

    assert start(40 + more) <= start(40)
