"""A pattern applied to a week, and again."""

from datetime import time, timedelta

import pytest

from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.people.absences import say_absent
from nhipcau.places.models import Holiday
from nhipcau.rosters.apply import apply_pattern
from nhipcau.rosters.models import Shift
from nhipcau.rosters.patterns import Line, add_lines, drop_line
from nhipcau.rosters.shifts import give_shift
from nhipcau.rosters.tests.conftest import MONDAY, moment

WEEK = (0, 1, 2, 3, 4)


def test_a_pattern_follows_the_opening_hours_and_applied_twice_is_applied_once(roster):
    pattern = roster.pattern(
        Line(WEEK, "desk", "morning", roster.oanh),
        Line(WEEK, "desk", "afternoon", roster.phuc),
        Line((0,), "inbox", "own", roster.oanh, time(19), time(20, 30)),
    )
    done = apply_pattern(pattern, MONDAY, by=roster.by)
    assert (done.made, done.kept) == (11, 0)
    first = Shift.objects.filter(post="desk").first()
    assert (first.starts_at, first.on) == (moment(MONDAY, "07:30"), MONDAY)
    give_shift(first, to=roster.phuc, by=roster.by)
    again = apply_pattern(pattern, MONDAY, by=roster.by)
    assert (again.made, again.kept, Shift.objects.count()) == (0, 11, 11)
    first.refresh_from_db()
    assert first.staff == roster.phuc  # what was arranged by hand stays


def test_holidays_are_skipped_and_who_is_away_leaves_a_gap_that_names_them(roster, ward):
    Holiday.objects.create(locality=ward.locality, on=MONDAY, name="Nghỉ bù")
    tuesday = MONDAY + timedelta(days=1)
    say_absent(roster.oanh, first_on=tuesday, last_on=tuesday, by=ward.quan.actor)
    pattern = roster.pattern(Line((0, 1, 2), "desk", "morning", roster.oanh))
    done = apply_pattern(pattern, MONDAY, by=roster.by)
    assert ([one.on for one in done.holidays], done.made) == ([MONDAY], 2)
    (empty,) = done.empty
    assert (empty.on, empty.staff, empty.was, empty.why) == (tuesday, None, roster.oanh, "absent")


def test_nobody_is_put_at_two_places_whatever_the_pattern_says(roster):
    roster.plan(roster.oanh, opens="08:00", closes="09:00", post="inbox")
    pattern = roster.pattern(
        Line((0,), "desk", "morning", roster.oanh),
        Line((1,), "desk", "morning", roster.phuc),
        Line((1,), "inbox", "own", roster.phuc, time(10), time(11)),
    )
    done = apply_pattern(pattern, MONDAY, by=roster.by)
    assert (done.made, [one.why for one in done.empty]) == (3, ["clash", "clash"])


def test_a_line_added_later_makes_only_its_own_shifts(roster):
    pattern = roster.pattern(Line((0,), "desk", "morning", roster.oanh))
    apply_pattern(pattern, MONDAY, by=roster.by)
    (line,) = add_lines(pattern, Line((1,), "desk", "morning", roster.oanh), by=roster.by)
    assert apply_pattern(pattern, MONDAY, by=roster.by).made == 1
    drop_line(line, by=roster.by)
    assert Shift.objects.count() == 2


def test_the_same_person_twice_in_a_part_of_a_day_is_refused_with_the_day(roster):
    pattern = roster.pattern(Line((0, 1), "desk", "morning", roster.oanh))
    with pytest.raises(BadInput, match="Thứ Ba"):
        add_lines(pattern, Line((1, 2), "inbox", "morning", roster.oanh), by=roster.by)
    assert pattern.lines.count() == 2


def test_weeks_past_or_far_ahead_and_strangers_are_refused(roster, ward, stranger):
    pattern = roster.pattern(Line((0,), "desk", "morning", roster.oanh))
    for monday in (MONDAY - timedelta(days=14), MONDAY + timedelta(weeks=40)):
        with pytest.raises(BadInput):
            apply_pattern(pattern, monday, by=roster.by)
    for who in (ward.lan, stranger.thu):
        with pytest.raises(NotAllowed):
            apply_pattern(pattern, MONDAY, by=who)


def test_of_the_running_week_only_what_is_ahead_is_made(roster, civil):
    pattern = roster.pattern(Line(WEEK, "desk", "morning", roster.oanh))
    done = apply_pattern(pattern, MONDAY - timedelta(days=7), by=roster.by)  # it is Friday evening
    assert (done.made, done.past) == (0, 5)
