"""Who is on duty now, and who is next."""

from nhipcau.people.absences import say_absent
from nhipcau.people.staff import deactivate_staff
from nhipcau.rosters.duty import next_on_duty, on_duty
from nhipcau.rosters.models import TeamMember
from nhipcau.rosters.tests.conftest import MONDAY, moment


def names(duty):
    return [(one.name.split()[-1], one.post) for one in duty]


def test_from_the_first_moment_to_the_last_and_no_longer(roster):
    roster.plan(roster.oanh)
    roster.plan(roster.phuc, post="inbox")
    for clock, there in (("07:29", 0), ("07:30", 2), ("11:29", 2), ("11:30", 0)):
        assert len(on_duty(roster.locality, at=moment(MONDAY, clock))) == there
    at = moment(MONDAY, "08:00")
    assert names(on_duty(roster.locality, at=at)) == [("Oanh", "desk"), ("Phúc", "inbox")]
    assert names(on_duty(roster.locality, post="inbox", at=at)) == [("Phúc", "inbox")]


def test_the_next_are_all_who_begin_together(roster):
    roster.plan(roster.oanh, opens="13:30", closes="17:00")
    roster.plan(roster.phuc, opens="13:30", closes="17:00", post="inbox")
    roster.plan(roster.by, opens="15:00", closes="17:00", post="field")
    assert names(next_on_duty(roster.locality)) == [("Oanh", "desk"), ("Phúc", "inbox")]
    assert names(next_on_duty(roster.locality, post="field")) == [("Quân", "field")]


def test_who_is_away_or_gone_is_not_on_duty(roster, ward):
    roster.plan(roster.oanh)
    roster.plan(roster.phuc, post="inbox")
    say_absent(roster.oanh, first_on=MONDAY, last_on=MONDAY, by=ward.quan.actor)
    deactivate_staff(roster.phuc, by=ward.quan.actor)
    assert on_duty(roster.locality, at=moment(MONDAY, "08:00")) == []


def test_residents_read_a_team_member_s_number_only_as_they_agreed(roster, ward):
    roster.team(ward.sinh)
    roster.plan(ward.sinh)
    roster.plan(roster.oanh, post="inbox")
    at = moment(MONDAY, "08:00")
    sinh, oanh = on_duty(roster.locality, at=at)
    assert (sinh.public_phone, oanh.public_phone) == ("", roster.oanh.phone)
    TeamMember.objects.update(shows_phone=True)
    assert on_duty(roster.locality, at=at)[0].public_phone == ward.sinh.phone


def test_another_locality_s_people_are_never_on_duty_here(roster, stranger):
    roster.plan(roster.oanh)
    assert on_duty(stranger.locality, at=moment(MONDAY, "08:00")) == []
