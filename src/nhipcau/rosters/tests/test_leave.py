"""A member who leaves with shifts ahead."""

import pytest

from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.people.enrol import enrol_phone, phone_link
from nhipcau.people.models import Device
from nhipcau.rosters.apply import apply_pattern
from nhipcau.rosters.feed import has_feed, make_feed
from nhipcau.rosters.leave import leave_team
from nhipcau.rosters.models import Shift
from nhipcau.rosters.patterns import Line
from nhipcau.rosters.tests.conftest import MONDAY, moment


def test_a_pure_member_is_out_at_once_and_what_was_theirs_is_open(roster, ward, civil):
    team = roster.team(ward.sinh)
    enrol_phone(phone_link(ward.sinh, by=ward.quan.actor).split("/")[2], label="x")
    make_feed(ward.sinh, by=ward.sinh)
    pattern = roster.pattern(Line((0, 1), "desk", "morning", ward.sinh, team=team))
    apply_pattern(pattern, MONDAY, by=roster.by)
    left = leave_team(roster.member(team, ward.sinh), by=ward.quan)
    ward.sinh.refresh_from_db()
    assert (left.is_out, len(left.opened), ward.sinh.is_active) == (True, 2, False)
    assert not Device.objects.filter(staff=ward.sinh, revoked_at=None).exists()
    assert not has_feed(ward.sinh)
    assert set(Shift.objects.values_list("staff", "was", "why")) == {(None, ward.sinh.pk, "left")}
    assert not pattern.lines.exists()
    with pytest.raises(WrongState):
        leave_team(roster.member(team, ward.sinh), by=ward.quan)


def test_in_the_middle_of_a_shift_the_rest_of_it_is_open(roster, ward, civil):
    team = roster.team(ward.sinh)
    shift = roster.plan(ward.sinh)
    now = civil.to(moment(MONDAY, "09:00"))
    leave_team(roster.member(team, ward.sinh), by=ward.quan)
    shift.refresh_from_db()
    rest = Shift.objects.exclude(pk=shift.pk).get()
    assert (shift.staff, shift.ends_at) == (ward.sinh, now)
    assert (rest.staff, rest.starts_at, rest.ends_at) == (None, now, moment(MONDAY, "11:30"))


def test_an_officer_leaves_the_team_and_works_on(roster, ward):
    team = roster.team(roster.oanh)
    of_team, own = (
        roster.plan(roster.oanh, team=team),
        roster.plan(roster.oanh, opens="13:30", closes="17:00"),
    )
    left = leave_team(roster.member(team, roster.oanh), by=roster.by)
    roster.oanh.refresh_from_db()
    own.refresh_from_db()
    assert (left.is_out, left.opened) == (False, (of_team.pk,))
    assert roster.oanh.is_active and own.staff == roster.oanh


def test_of_two_teams_the_other_one_stays(roster, ward):
    first, _second = roster.team(ward.sinh), roster.team(ward.sinh, name="Đội hình thanh niên")
    assert not leave_team(roster.member(first, ward.sinh), by=ward.quan).is_out


def test_only_an_administrator_closes_somebody_s_door(roster, ward, stranger):
    team = roster.team(ward.sinh)
    for who in (roster.oanh, ward.lan, stranger.thu):
        with pytest.raises(NotAllowed):
            leave_team(roster.member(team, ward.sinh), by=who)
    ward.sinh.refresh_from_db()
    assert ward.sinh.is_active and roster.member(team, ward.sinh).left_at is None
