"""A call that comes again: made in time, looked at by a second person, or sent by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.notices.dates import feasts
from nhipcau.notices.models import NoticeVersion, Occurrence
from nhipcau.notices.series import (
    approve_series,
    ask_each_time,
    begin_series,
    make_occurrence,
    next_due,
    revise_series,
    stop_series,
)
from nhipcau.notices.usual_calls import usual_call, usual_calls
from nhipcau.outreach.series import carry_series

TODAY = date(2023, 5, 26)  # Friday, 16:30; "tomorrow in two weeks" begins this week
CLEANING = usual_call("ve-sinh-thu-bay", TODAY).given
IN_TWO_WEEKS = datetime(2023, 6, 7, 2, 0, tzinfo=UTC)  # Wednesday 09:00, Saturday is 10 June
AT_NIGHT, NEXT_DAY = IN_TWO_WEEKS + timedelta(hours=14), IN_TWO_WEEKS + timedelta(hours=24)
State = NoticeVersion.State


@pytest.fixture
def series(ward, civil):
    return begin_series(ward.locality, CLEANING, by=ward.lan)


def test_every_usual_call_is_sound(ward, civil):
    for one in usual_calls(TODAY):
        begin_series(ward.locality, one.given, by=ward.lan)


def test_a_notice_is_made_in_time_and_waits_for_a_second_person(ward, series, civil):
    assert carry_series() == 0  # tomorrow's is too near
    civil.set(IN_TWO_WEEKS)
    assert carry_series() == 1
    version = NoticeVersion.objects.get()
    assert version.title == "Tổng vệ sinh ngõ, phố sáng thứ Bảy 10/06/2023"
    assert version.state == State.SUBMITTED and version.submitted_by == ward.lan
    assert version.deadline < version.event_at and "[" not in version.text
    assert carry_series() == 0  # once


def test_a_series_approved_once_goes_out_by_itself_but_not_at_night(ward, series, civil):
    approve_series(series, by=ward.minh)
    civil.set(AT_NIGHT)
    assert carry_series() == 1
    assert NoticeVersion.objects.get().state == State.APPROVED
    civil.set(NEXT_DAY)
    carry_series()
    version = NoticeVersion.objects.get()
    assert version.state == State.PUBLISHED and version.published_by == ward.minh


def test_what_was_taken_back_and_approved_anew_waits_for_its_approver(ward, series, civil):
    approve_series(series, by=ward.minh)
    civil.set(AT_NIGHT)
    carry_series()
    NoticeVersion.objects.update(approved_at=NEXT_DAY)
    civil.set(NEXT_DAY)
    carry_series()
    assert NoticeVersion.objects.get().state == State.APPROVED


def test_changing_it_ends_the_approval(ward, series):
    approve_series(series, by=ward.minh)
    revise_series(series, replace(CLEANING, name="Vệ sinh ngõ"), by=ward.lan)
    assert series.approved_by is None
    with pytest.raises(WrongState):
        ask_each_time(series, by=ward.minh)


def test_who_wrote_it_cannot_approve_it_and_an_editor_cannot_at_all(ward, civil, stranger):
    own = begin_series(ward.locality, CLEANING, by=ward.minh)
    for by in (ward.minh, ward.lan, ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            approve_series(own, by=by)


def test_what_somebody_rewrote_meanwhile_is_not_approved(ward, series, civil):
    seen = type(series).objects.get(pk=series.pk)
    civil.step(1)
    revise_series(series, replace(CLEANING, name="Khác"), by=ward.lan)
    with pytest.raises(WrongState, match="vừa được sửa"):
        approve_series(seen, by=ward.minh)


def test_an_approval_lapses_after_a_year(ward, series, civil):
    approve_series(series, by=ward.minh)
    civil.set(IN_TWO_WEEKS + timedelta(days=14 * 27))
    carry_series()
    assert NoticeVersion.objects.get().state == State.SUBMITTED


def test_stopped_twice_is_said_and_nothing_more_is_made(ward, series, civil):
    stop_series(series, by=ward.lan)
    with pytest.raises(WrongState):
        stop_series(series, by=ward.lan)
    civil.set(IN_TWO_WEEKS)
    assert carry_series() == 0


def test_of_two_workers_one_makes_the_notice(ward, series, civil):
    now = civil.set(IN_TWO_WEEKS)
    day = next_due(series, now)
    make_occurrence(series, day, now)
    with pytest.raises(WrongState):
        make_occurrence(series, day, now)
    assert Occurrence.objects.count() == NoticeVersion.objects.count() == 1


def test_a_series_whose_writer_left_says_so_and_stops_no_other(ward, series, civil):
    begin_series(ward.locality, replace(CLEANING, name="Của Minh"), by=ward.minh)
    ward.lan.is_active = False
    ward.lan.save()
    civil.set(IN_TWO_WEEKS)
    assert carry_series() == 1
    series.refresh_from_db()
    assert "địa bàn" in series.problem


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"rule": feasts()}, "feasts"),
        ({"ahead_days": 0}, "ahead_days"),
        ({"text": "Mang theo [đồ gì đó] và đi đúng giờ."}, "text"),
        ({"title": "Vệ"}, "title"),
    ],
)
def test_what_no_notice_could_be_made_of_is_refused_beside_its_field(ward, civil, change, field):
    with pytest.raises(BadInput) as fault:
        begin_series(ward.locality, replace(CLEANING, **change), by=ward.lan)
    assert fault.value.field == field


def test_the_holiday_stands_in_the_title(ward, civil):
    flags = usual_call("co-2-9", TODAY).given
    series = begin_series(ward.locality, flags, by=ward.lan)
    now = civil.set(datetime(2023, 8, 28, 2, tzinfo=UTC))
    version = make_occurrence(series, next_due(series, now), now)
    assert version.title == "Treo cờ Tổ quốc mừng Quốc khánh 2/9"
    assert next_due(series, now) is None
    assert version.event_at.astimezone(UTC) == datetime(2023, 9, 1, 0, tzinfo=UTC)


def test_a_leader_does_not_begin_a_series(ward, civil, stranger):
    for by in (ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            begin_series(ward.locality, CLEANING, by=by)
