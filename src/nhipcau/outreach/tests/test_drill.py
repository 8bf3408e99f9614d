"""The two-minute drill: who is reached, by which way, when it may begin; it says what it is."""

from datetime import datetime, timedelta

import pytest
from django_scopes import scope
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.dispatch.models import Job
from nhipcau.outreach.drill import (
    answer_drill,
    run_drills,
    start_drill,
    stop_drills,
)
from nhipcau.outreach.drill_queries import former_of, result_of, sums_of, waiting_drill
from nhipcau.outreach.models import Drill, Reminder
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.tests.conftest import open_window
from nhipcau.people.absences import say_absent
from nhipcau.people.models import Staff
from nhipcau.people.ways import confirm_way, offer_way
from nhipcau.text.sms import sms_parts

MONDAY = datetime.fromisoformat("2023-05-29T10:00:00+07:00")


@pytest.fixture
def monday(civil):
    civil.set(MONDAY)
    return civil


@pytest.fixture
def two_ways(ward, sms, zalo, monday):
    open_window(zalo, "z13", MONDAY)
    confirm_way(
        offer_way(ward.hoa, kind="zalo_oa", account=zalo, value="z13", by=SYSTEM), by=SYSTEM
    )


def run(civil, seconds):
    civil.set(MONDAY + timedelta(seconds=seconds))
    run_drills()


def sent_to(staff):
    rows = Reminder.objects.filter(staff=staff, what="drill").order_by("step")
    return [(row.channel, round((row.at - MONDAY).total_seconds())) for row in rows]


def test_all_ways_are_tried_within_two_minutes(ward, two_ways, monday):
    drill = start_drill(ward.locality, by=ward.quan.actor)
    for seconds in range(0, 181, 30):
        run(monday, seconds)
    assert sent_to(ward.hoa) == [("zalo_oa", 0), ("sms", 60)]
    assert sent_to(ward.tam) == [("sms", 0)]
    drill.refresh_from_db()
    assert drill.sent_at == MONDAY + timedelta(seconds=120)
    assert drill.people == 2


def test_who_has_tapped_is_not_tried_again_and_counts_with_the_seconds(ward, two_ways, monday):
    drill = start_drill(ward.locality, by=ward.minh.actor)
    monday.set(MONDAY + timedelta(seconds=41))
    answer_drill(waiting_drill(ward.hoa), by=ward.hoa)
    run(monday, 90)
    assert sent_to(ward.hoa) == [("zalo_oa", 0)]
    result = result_of(drill)
    assert (result.reached, result.asked, result.seconds) == (1, 2, 41)
    assert result.by_way == [("Zalo Official Account", 1)]
    assert [line.person for line in result.lines] == [ward.tam, ward.hoa]
    assert waiting_drill(ward.hoa) is None


def test_the_second_tap_is_no_news(ward, two_ways):
    start_drill(ward.locality, by=SYSTEM)
    found = Reminder.objects.get(staff=ward.hoa)
    assert answer_drill(found)
    assert not answer_drill(found)
    with pytest.raises(NotAllowed):
        answer_drill(found, by=ward.tam)


def test_it_is_compared_with_the_last_one(ward, two_ways, monday):
    first = start_drill(ward.locality, by=SYSTEM)
    answer_drill(Reminder.objects.get(staff=ward.tam))
    monday.step(60)
    second = start_drill(ward.locality, by=ward.quan.actor)
    answer_drill(Reminder.objects.get(drill=second, staff=ward.hoa))
    assert former_of(second) == first
    lines = {line.person: line for line in result_of(second, first).lines}
    assert (lines[ward.hoa].is_reached, lines[ward.hoa].was_reached) == (True, False)
    assert (lines[ward.tam].is_reached, lines[ward.tam].was_reached) == (False, True)
    assert [one.reached for one in sums_of([second, first])] == [1, 1]


def test_it_says_that_it_is_one_in_one_sms(ward, two_ways):
    start_drill(ward.locality, by=SYSTEM)
    texts = {job.account.kind: job.text for job in Job.objects.filter(key__startswith="drill")}
    assert "DIEN TAP" in texts["sms"]
    assert "DIỄN TẬP" in texts["zalo_oa"]
    assert sms_parts(texts["sms"].replace("{link}", "x" * 34)).parts == 1


def test_never_while_an_urgent_notice_runs(ward, approved, two_ways, civil):
    civil.set(FRIDAY_AFTERNOON)
    publish_notice(approved, by=ward.lan)
    with pytest.raises(WrongState):
        start_drill(ward.locality, by=ward.quan.actor)


def test_an_urgent_notice_ends_a_drill_at_once(ward, approved, two_ways, civil):
    civil.set(FRIDAY_AFTERNOON)
    drill = start_drill(ward.locality, by=ward.quan.actor)
    publish_notice(approved, by=ward.lan)
    drill.refresh_from_db()
    assert drill.stopped_at == FRIDAY_AFTERNOON
    assert not Job.objects.filter(key__startswith="drill").exclude(state="stopped").exists()
    assert waiting_drill(ward.hoa) is None


def test_who_may_begin_it(ward, stranger, two_ways):
    for by in (ward.lan, ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            start_drill(ward.locality, by=by.actor)


def test_two_who_press_together_get_one(ward, two_ways):
    start_drill(ward.locality, by=ward.quan.actor)
    with pytest.raises(WrongState):
        start_drill(ward.locality, by=ward.minh.actor)
    assert stop_drills(ward.locality, by=SYSTEM) == 1
    assert stop_drills(ward.locality, by=SYSTEM) == 0


def test_at_night_and_without_anybody_there_is_none(ward, stranger, sms, monday):
    with scope(locality=stranger.locality), pytest.raises(WrongState):
        start_drill(stranger.locality, by=SYSTEM)
    monday.step(12 * 60)
    with pytest.raises(WrongState):
        start_drill(ward.locality, by=SYSTEM)


def test_who_is_away_is_left_in_peace(ward, two_ways):
    say_absent(ward.hoa, first_on=MONDAY.date(), last_on=MONDAY.date(), by=ward.hoa.actor)
    start_drill(ward.locality, by=SYSTEM)
    assert sent_to(ward.hoa) == []


def test_without_any_way_it_is_on_record_as_well(ward, monday):
    Staff.objects.filter(pk=ward.hoa.pk).update(phone="")
    drill = start_drill(ward.locality, by=SYSTEM)
    run(monday, 30)
    line = next(line for line in result_of(drill).lines if line.person == ward.hoa)
    assert (line.has_no_way, line.is_reached, len(line.sent)) == (True, False, 1)


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}+07:00")


def test_the_month_has_one(ward, sms, civil):
    civil.set(at("2023-06-01T09:10:00"))
    run_drills()
    civil.set(at("2023-06-01T10:10:00"))
    run_drills()
    civil.set(at("2023-07-03T09:10:00"))
    run_drills()
    assert Drill.objects.count() == 2
