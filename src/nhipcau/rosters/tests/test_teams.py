"""Teams at every level and who is in them."""

import pytest

from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.rosters.models import Team, TeamMember
from nhipcau.rosters.patterns import set_needs
from nhipcau.rosters.queries import needs_of
from nhipcau.rosters.teams import (
    About,
    TeamInput,
    add_member,
    close_team,
    describe_member,
    found_team,
    revise_team,
)


def test_a_team_of_each_level_has_what_its_level_needs(roster, ward):
    here = ward.locality
    found_team(here, TeamInput("neighbourhood", "Tổ số Tổ 13", places=(ward.to_13,)), by=roster.by)
    found_team(here, TeamInput("association", "Thanh niên", "Đoàn Thanh niên"), by=roster.by)
    for given, field in (
        (TeamInput("neighbourhood", "x"), "places"),
        (TeamInput("association", "x"), "body"),
        (TeamInput("planet", "x"), "level"),
        (TeamInput("locality", "  "), "name"),
        (TeamInput("locality", "Thanh niên"), "name"),
    ):
        with pytest.raises(BadInput) as fault:
            found_team(here, given, by=roster.by)
        assert fault.value.field == field
    assert Team.objects.count() == 2


def test_places_and_people_of_another_locality_are_refused(roster, ward, stranger):
    team = roster.team()
    with pytest.raises(NotAllowed):
        revise_team(
            team, TeamInput("locality", "x", places=(stranger.neighbourhood,)), by=roster.by
        )
    with pytest.raises(NotAllowed):
        add_member(team, stranger.thu, About(), by=roster.by)
    with pytest.raises(NotAllowed):
        add_member(team, ward.sinh, About(), by=stranger.thu)


def test_a_member_joins_once_and_says_what_they_can(roster, ward):
    team = roster.team(ward.sinh)
    with pytest.raises(BadInput, match="đã ở trong tổ"):
        add_member(team, ward.sinh, About(), by=roster.by)
    member = TeamMember.objects.get()
    describe_member(member, About(("paying", "filing"), ("hmn",), True, True), by=ward.sinh)
    assert (member.skills, member.languages) == (["filing", "paying"], ["hmn"])
    assert (member.is_lead, member.shows_phone) == (False, True)  # who leads is not theirs to say
    with pytest.raises(BadInput):
        describe_member(member, About(("flying",)), by=roster.by)


def test_a_team_is_closed_once_nobody_is_in_it(roster, ward):
    team = roster.team(ward.sinh)
    with pytest.raises(WrongState, match="còn thành viên"):
        close_team(team, by=roster.by)
    TeamMember.objects.all().delete()
    close_team(team, by=roster.by)
    with pytest.raises(WrongState):
        close_team(team, by=roster.by)


def test_needs_are_the_usual_ones_until_the_ward_says_otherwise(roster, ward):
    assert needs_of(ward.locality) == {"desk": 1, "inbox": 1, "field": 0}
    set_needs(ward.locality, {"desk": 2}, by=roster.by)
    assert needs_of(ward.locality)["desk"] == 2
    with pytest.raises(BadInput):
        set_needs(ward.locality, {"desk": 31}, by=roster.by)
