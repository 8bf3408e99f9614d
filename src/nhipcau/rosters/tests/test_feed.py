"""The calendar of one person."""

from django.test import Client
from icalendar import Calendar

from nhipcau.people.staff import deactivate_staff
from nhipcau.rosters.feed import make_feed, revoke_feed
from nhipcau.rosters.shifts import drop_shift, give_shift
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
