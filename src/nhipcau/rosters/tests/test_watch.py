"""A gap is seen a day before and somebody is asked, one after the other."""

from datetime import timedelta

import pytest

from nhipcau.channels.models import Account
from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.dispatch.models import Job
from nhipcau.people.absences import say_absent
from nhipcau.people.models import StaffWay
from nhipcau.rosters.asks import accept_ask, ask_person, refuse_ask
from nhipcau.rosters.models import Ask, Shift
from nhipcau.rosters.shifts import give_shift
from nhipcau.rosters.teams import About, TeamInput, add_member, found_team
from nhipcau.rosters.tests.conftest import MONDAY, moment
from nhipcau.rosters.watch import candidates, gaps_ahead, watch

S = Ask.State


@pytest.fixture
def monday(roster):
    """All of Monday is stood but the desk's morning, which is nobody's."""
    roster.fill_day(MONDAY, desk=roster.oanh, inbox=roster.phuc)
    shift = Shift.objects.filter(post="desk").first()
    give_shift(shift, to=None, by=roster.by)
    return shift


def asked():
    return [(ask.staff.username, ask.state) for ask in Ask.objects.order_by("pk")]


def test_on_a_friday_monday_s_gap_is_seen_and_the_one_with_fewest_shifts_is_asked(
    roster, ward, monday
):
    roster.team(ward.sinh)
    gaps = [
        gap
        for gap in gaps_ahead(roster.locality, roster.civil.at)
        if gap.starts_at > roster.civil.at
    ]
    assert [(gap.post, gap.shift) for gap in gaps] == [("desk", monday.pk)]
    watch()
    assert ("sinh", S.WAITING) in asked()
    before = Ask.objects.count()
    watch()
    assert Ask.objects.count() == before  # nobody is asked twice


def test_whoever_says_yes_has_it_and_the_others_are_asked_no_longer(roster, ward, monday, civil):
    roster.team(ward.sinh, ward.lan)
    watch()
    civil.go(hours=3)
    watch()  # the first was silent: a second one is asked
    first, second = Ask.objects.filter(shift=monday)
    accept_ask(second, by=second.staff)
    monday.refresh_from_db()
    first.refresh_from_db()
    assert (monday.staff, first.state) == (second.staff, S.VOID)
    with pytest.raises(WrongState):
        accept_ask(first, by=first.staff)


def test_who_says_no_is_left_alone_and_the_next_is_asked(roster, ward, monday):
    roster.team(ward.sinh, ward.lan)
    watch()
    ask = Ask.objects.get(shift=monday)
    with pytest.raises(NotAllowed):
        refuse_ask(ask, by=roster.oanh)
    refuse_ask(ask, by=ask.staff)
    watch()
    assert [row.state for row in Ask.objects.filter(shift=monday)] == [S.REFUSED, S.WAITING]


def test_an_absence_said_later_makes_a_gap_that_is_asked_for(roster, ward):
    roster.fill_day(MONDAY, desk=roster.oanh, inbox=roster.phuc)
    roster.team(ward.sinh)
    say_absent(roster.oanh, first_on=MONDAY, last_on=MONDAY, by=roster.oanh.actor)
    watch()
    asks = list(Ask.objects.filter(staff=ward.sinh, shift__isnull=False))
    assert len(asks) == 2  # morning and afternoon
    shift = accept_ask(asks[0], by=ward.sinh)
    assert (shift.staff, shift.was) == (ward.sinh, roster.oanh)


def test_hours_that_nobody_was_planned_for_are_filled_by_a_new_shift(roster, ward):
    roster.fill_day(MONDAY, desk=roster.oanh, inbox=roster.phuc)
    Shift.objects.filter(post="desk", starts_at__gte=moment(MONDAY, "12:00")).delete()
    roster.team(ward.sinh)
    watch()
    (ask,) = Ask.objects.filter(shift=None, starts_at__gte=moment(MONDAY, "00:00"))
    accept_ask(ask, by=ward.sinh)
    made = Shift.objects.get(staff=ward.sinh)
    assert (made.starts_at, made.post) == (moment(MONDAY, "13:30"), "desk")
    assert not [
        gap
        for gap in gaps_ahead(roster.locality, roster.civil.at)
        if gap.starts_at > roster.civil.at
    ]


def test_nobody_is_asked_at_night_nor_where_the_roster_is_not_used(roster, ward, civil):
    roster.team(ward.sinh)
    assert watch() == 0  # no shift was ever planned
    roster.plan(None)
    civil.go(hours=6)  # half past ten
    assert watch() == 0
    civil.go(hours=9)
    assert watch() > 0


def test_a_message_goes_by_a_way_that_costs_nothing_and_names_nobody(roster, ward, monday):
    account = Account.objects.create(
        locality=ward.locality, kind="zalo_bot", name="Bot", state=Account.State.WORKING
    )
    roster.team(ward.sinh)
    StaffWay.objects.create(
        locality=ward.locality, staff=ward.sinh, kind="zalo_bot", account=account, value="c1",
        position=1, offered_at=roster.civil.at, confirmed_at=roster.civil.at,
    )  # fmt: skip
    watch()
    ask = Ask.objects.get(shift=monday)
    job = Job.objects.get(key__startswith=f"roster-ask:{ask.pk}:")
    assert ask.is_told
    assert "07:30" in job.text and "Oanh" not in job.text


def test_an_officer_asks_by_name_and_not_who_is_busy(roster, ward, monday, stranger):
    (gap,) = [gap for gap in gaps_ahead(roster.locality, roster.civil.at) if gap.shift]
    with pytest.raises(WrongState, match="hai nơi"):
        ask_person(roster.locality, gap, staff=roster.phuc, by=roster.by)
    with pytest.raises(NotAllowed):
        ask_person(roster.locality, gap, staff=ward.sinh, by=ward.lan)
    with pytest.raises(NotAllowed):
        ask_person(roster.locality, gap, staff=stranger.thu, by=roster.by)
    assert ask_person(roster.locality, gap, staff=ward.sinh, by=roster.by).state == S.WAITING
    give_shift(monday, to=ward.sinh, by=roster.by)
    with pytest.raises(WrongState, match="vừa có người nhận"):
        ask_person(roster.locality, gap, staff=ward.lan, by=roster.by)


def test_a_gap_that_closed_ends_its_question_and_opened_again_is_asked_anew(roster, ward, monday):
    roster.team(ward.sinh)
    watch()
    give_shift(monday, to=ward.lan, by=roster.by)
    watch()
    assert Ask.objects.get(shift=monday).state == S.VOID
    give_shift(monday, to=None, by=roster.by)
    roster.civil.go(minutes=10)
    watch()
    assert Ask.objects.get(shift=monday, staff=ward.sinh).state == S.WAITING


def test_a_gap_two_weeks_ahead_is_not_asked_for_yet(roster, ward):
    roster.plan(None, day=MONDAY + timedelta(days=14))
    roster.fill_day(MONDAY, desk=roster.oanh, inbox=roster.phuc)
    roster.team(ward.sinh)
    watch()
    assert not Ask.objects.filter(shift__isnull=False).exists()


def test_the_team_of_the_place_is_asked_first_then_who_speaks_and_can(roster, ward):
    """A gap of the team of Tổ 13: its own people, then who looks after Tổ 13 too, then whoever
    speaks what is spoken there, then whoever can do what is done there."""

    def team(name, *people, places=(), **about):
        level = "neighbourhood" if len(places) == 1 else "locality"
        made = found_team(roster.locality, TeamInput(level, name, places=places), by=roster.by)
        for staff in people:
            add_member(made, staff, About(**about), by=roster.by)
        return made

    own = team("Tổ số 13", ward.sinh, places=(ward.to_13,), languages=("vi", "tyz"))
    team("Thanh niên", ward.tam, places=(ward.to_1, ward.to_13))
    team("Phụ nữ", roster.phuc, places=(ward.to_1,), languages=("tyz",))
    team("Hội nông dân", ward.lan, places=(ward.to_2,), skills=("filing",))
    team("Người cao tuổi", ward.hoa, places=(ward.to_2,), skills=("groups",))
    roster.plan(None, team=own)
    (gap,) = [one for one in gaps_ahead(roster.locality, roster.civil.at) if one.shift]
    found = candidates(roster.locality, gap)
    assert found == [ward.sinh, ward.tam, roster.phuc, ward.lan, ward.hoa, roster.oanh]


def test_hours_of_the_whole_ward_are_first_asked_of_the_ward_s_own_team(roster, ward):
    place = TeamInput("neighbourhood", "Tổ số 13", places=(ward.to_13,))
    add_member(found_team(roster.locality, place, by=roster.by), ward.sinh, About(), by=roster.by)
    roster.team(ward.tam)
    roster.plan(None)
    (gap,) = [one for one in gaps_ahead(roster.locality, roster.civil.at) if one.shift]
    assert candidates(roster.locality, gap)[:2] == [ward.tam, ward.sinh]
