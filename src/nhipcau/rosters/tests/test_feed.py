"""The calendar of one person."""

from django.test import Client
from icalendar import Calendar

from nhipcau.people.staff import deactivate_staff
from nhipcau.rosters.feed import make_feed, revoke_feed
from nhipcau.rosters.holidays import free_for_holiday
from nhipcau.rosters.models import Shift
from nhipcau.rosters.shifts import drop_shift, give_shift
from nhipcau.rosters.swap import accept_swap, ask_swap
from nhipcau.rosters.tests.conftest import MONDAY, moment


def read(token):
    answer = Client().get(f"/lich/{token}/ca-truc.ics")
    if answer.status_code != 200:
        return answer.status_code
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content)


def test_a_calendar_holds_my_shifts_and_nobody_else_s(roster):
    mine = roster.plan(roster.oanh)
    theirs = roster.plan(roster.phuc, post="inbox")
    token = make_feed(roster.oanh, by=roster.oanh)
    (event,) = read(token).walk("VEVENT")
    assert event["summary"] == "Trực: Bộ phận một cửa"
    assert event.decoded("dtstart") == moment(MONDAY, "07:30")
    assert event["uid"].startswith(f"shift-{mine.pk}@")
    drop_shift(theirs, by=roster.by)
    give_shift(mine, to=roster.phuc, by=roster.by)
    roster.plan(roster.oanh, opens="13:30", closes="17:00")
    assert [one.decoded("dtstart") for one in read(token).walk("VEVENT")] == [
        moment(MONDAY, "13:30")
    ]


def test_a_revoked_a_renewed_and_a_leaver_s_address_lead_nowhere(roster, ward):
    first = make_feed(roster.oanh, by=roster.oanh)
    second = make_feed(roster.oanh, by=roster.oanh)
    assert (read(first), isinstance(read(second), Calendar)) == (404, True)
    revoke_feed(roster.oanh, by=roster.oanh)
    assert read(second) == 404
    third = make_feed(roster.phuc, by=roster.phuc)
    deactivate_staff(roster.phuc, by=ward.quan.actor)
    assert read(third) == 404


def test_whatever_changes_in_a_shift_has_a_higher_number(roster, ward, civil):
    shift = roster.plan(roster.oanh)
    token = make_feed(roster.oanh, by=roster.oanh)
    (first,) = read(token).walk("VEVENT")
    assert (first["sequence"], first.decoded("last-modified")) == (0, first.decoded("dtstamp"))
    now = civil.to(moment(MONDAY, "09:00"))
    free_for_holiday(roster.locality, MONDAY, by=ward.quan.actor)
    (shorter,) = read(token).walk("VEVENT")
    assert (shorter["uid"], shorter["sequence"]) == (first["uid"], 1)
    assert shorter.decoded("dtend") == shorter.decoded("last-modified") == now
    later = roster.plan(roster.oanh, opens="13:30", closes="17:00")
    accept_swap(ask_swap(later, to=roster.phuc, by=roster.oanh), by=roster.phuc)
    give_shift(Shift.objects.get(pk=later.pk), to=roster.oanh, by=roster.by)
    assert [one["sequence"] for one in read(token).walk("VEVENT")] == [1, 2]
    assert Shift.objects.get(pk=shift.pk).turn == 1
