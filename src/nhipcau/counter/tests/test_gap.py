"""Visits, what was taught, who is left, months and campaigns."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django_scopes import scope
from tests.cast import make_staff

from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.counter.gap.campaigns import CampaignInput, begin_campaign, cancel_campaign
from nhipcau.counter.gap.chart import draw
from nhipcau.counter.gap.figures import taught_in
from nhipcau.counter.gap.lists import counts_of, homes_of, reached
from nhipcau.counter.gap.snapshot import months_of, take_snapshot, take_snapshots
from nhipcau.counter.gap.teach import VisitInput, record_visit, undo_visit
from nhipcau.counter.models import GapMonth, SkillVisit, Taught
from nhipcau.people.circumstances import Seen, note_circumstance, note_hamlet
from nhipcau.people.enrol import enrol_phone, phone_link
from nhipcau.people.middleware import PHONE_COOKIE
from nhipcau.people.models import Circumstance, Membership, Role


def phone_of(staff):
    """A browser with this person's enrolled telephone."""
    _device, secret = enrol_phone(phone_link(staff, by=SYSTEM).split("/")[-2], label="")
    client = Client()
    client.cookies[PHONE_COOKIE] = secret
    return client


def visit_of(home, by, *skills, **more):
    return record_visit(home, VisitInput(key=uuid4(), skills=skills or ("group",), **more), by=by)


def today():
    return local(civil_now()).date()


def test_a_visit_counts_each_skill_by_neighbourhood_and_month(ward):
    visit_of(ward.binh, ward.sinh, "group", "ask", minutes=25)
    (line,) = [one for one in taught_in(ward.locality, today()) if one.visits]
    assert (line.neighbourhood, line.visits, line.taught) == (ward.to_13, 1, 2)


def test_the_same_page_sent_twice_is_one_visit(ward):
    given = VisitInput(key=uuid4(), skills=("group",))
    assert record_visit(ward.binh, given, by=ward.sinh) == record_visit(
        ward.binh, given, by=ward.sinh
    )
    assert Taught.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"skills": ()}, "skills"),
        ({"skills": ("group", "flying")}, "skills"),
        ({"skills": ("group",), "place": "moon"}, "place"),
        ({"skills": ("group",), "minutes": 481}, "minutes"),
        ({"skills": ("group",), "seen": Seen(remote="maybe")}, "remote"),
    ],
)
def test_bad_input_names_its_place_and_leaves_nothing(ward, given, field):
    with pytest.raises(BadInput) as fault:
        record_visit(ward.binh, VisitInput(key=uuid4(), **given), by=ward.sinh)
    assert fault.value.field == field
    assert not SkillVisit.objects.exists()


def test_only_whose_neighbourhood_it_is_and_the_wards_team_record(ward, stranger):
    team = make_staff(ward.locality, "doi", "Đội Phường", Role.TEAM_MEMBER)
    visit_of(ward.mai, team)
    viewer = make_staff(ward.locality, "xem", "Xem", Role.VIEWER)
    for who in (ward.sinh, viewer, stranger.thu):
        with pytest.raises(NotAllowed):
            visit_of(ward.mai, who)


def test_a_slip_is_undone_by_whoever_made_it_on_its_day(ward, civil):
    visit = visit_of(ward.binh, ward.sinh)
    with pytest.raises(NotAllowed):
        undo_visit(visit, by=ward.hoa)
    undo_visit(visit, by=ward.sinh)
    with pytest.raises(WrongState):
        undo_visit(visit, by=ward.sinh)
    assert not any(one.visits for one in taught_in(ward.locality, today()))
    late = visit_of(ward.binh, ward.sinh)
    civil.go(24 * 60)
    with pytest.raises(WrongState):
        undo_visit(late, by=ward.sinh)


def test_what_was_found_there_goes_into_the_register_with_its_date(ward):
    visit_of(ward.binh, ward.sinh, seen=Seen(smartphone="yes", elder_alone="yes"))
    ward.binh.refresh_from_db()
    row = Circumstance.objects.get(household=ward.binh)
    assert ward.binh.has_smartphone is True
    assert (row.is_elder_alone, row.source, row.noted_on) == (True, "visit", today())
    note_circumstance(ward.binh, Seen(remote="yes"), by=ward.hoa)
    row.refresh_from_db()
    assert (row.is_elder_alone, row.is_remote, row.source) == (True, True, "leader")


def test_a_whole_hamlet_is_noted_by_the_ward(ward):
    with pytest.raises(NotAllowed):
        note_hamlet(ward.to_13, is_remote=True, by=ward.hoa)
    assert note_hamlet(ward.to_13, is_remote=True, by=ward.lan) == 6
    assert note_hamlet(ward.to_13, is_remote=False, by=ward.lan) == 6
    assert Circumstance.objects.count() == 6


def test_lists_say_who_is_on_the_far_side(ward):
    counts = counts_of(ward.to_13.pk, today())
    assert counts["khong-may"] == 1
    assert list(homes_of(ward.to_13.pk, "khong-may", today())) == [ward.binh]
    ward.binh.people = 1  # and old enough
    ward.binh.save()
    assert list(homes_of(ward.to_13.pk, "mot-minh", today())) == [ward.binh]
    note_circumstance(ward.binh, Seen(elder_alone="no"), by=ward.hoa)
    assert not homes_of(ward.to_13.pk, "mot-minh", today())


def test_reached_counts_app_and_number_apart(ward):
    by_place = {one.neighbourhood: one for one in reached(ward.locality)}
    here = by_place[ward.to_13]
    assert (here.households, here.by_app, here.by_sms, here.nobody) == (6, 3, 2, 1)


def test_the_running_month_follows_and_past_ones_stay(ward, civil, stranger):
    take_snapshot(ward.locality)
    Membership.objects.filter(household=ward.khanh).update(state="confirmed")
    take_snapshot(ward.locality)
    assert GapMonth.objects.get(neighbourhood=ward.to_13).by_app == 4
    civil.go(31 * 24 * 60)
    Membership.objects.all().update(state="left")
    assert take_snapshots() == 4  # three here, one of the stranger's
    rows = [app for _month, _all, app, _phone in months_of(ward.to_13)]
    assert rows == [4, 0]


def test_a_chart_of_one_or_many_months_stays_in_its_box():
    rows = [(date(2023, n, 1), 10, n % 11, 12) for n in range(1, 13)]
    for some in (rows[:1], rows, [(date(2023, 1, 1), 0, 0, 0)]):
        for one in draw(some).months:
            assert 38 <= one.x <= 350 and 12 <= one.app <= 142 and 12 <= one.phone <= 142


def wish(ward, **more):
    said = {
        "name": "Ở nhà vẫn nộp được",
        "benefit": "Không phải đi hai lần",
        "first_on": today(),
        "last_on": today() + timedelta(days=30),
        "places": [ward.to_13],
    }
    return CampaignInput(**{**said, **more})


def test_officers_begin_and_cancel_a_campaign(ward, stranger):
    made = begin_campaign(ward.locality, wish(ward), by=ward.lan)
    for who in (ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            begin_campaign(ward.locality, wish(ward), by=who)
        with pytest.raises(NotAllowed):
            cancel_campaign(made, by=who)
    cancel_campaign(made, by=ward.lan)
    with pytest.raises(WrongState):
        cancel_campaign(made, by=ward.lan)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"benefit": ""}, "benefit"),
        ({"last_on": date(2000, 1, 1)}, "last_on"),
        ({"last_on": date(2100, 1, 1)}, "last_on"),
        ({"places": []}, "places"),
    ],
)
def test_a_campaign_that_cannot_be_names_why(ward, more, field):
    with pytest.raises(BadInput) as fault:
        begin_campaign(ward.locality, wish(ward, **more), by=ward.lan)
    assert fault.value.field == field


def test_the_phone_lists_and_records(ward):
    client = phone_of(ward.sinh)
    assert "Nông Thị Bình" in client.get("/to/cung-hoc/").content.decode()
    here = f"/to/cung-hoc/{ward.binh.pk}/"
    assert client.get(here).status_code == 200
    said = {"key": str(uuid4()), "skills": ["group", "ask"], "place": "home", "minutes": "20"}
    assert client.post(here, {**said, "skills": []}).status_code == 422
    assert client.post(here, {**said, "smartphone": "no"}).status_code == 302
    visit = SkillVisit.objects.get()
    assert client.post(f"/to/cung-hoc/buoi/{visit.pk}/bo/").status_code == 302
    assert client.get(f"/to/cung-hoc/{ward.mai.pk}/").status_code == 404


def test_the_stranger_sees_none_of_it(ward, stranger):
    visit_of(ward.binh, ward.sinh)
    with scope(locality=stranger.locality):
        leader = make_staff(stranger.locality, "la", "Lạ", Role.LEADER, stranger.neighbourhood)
    client = phone_of(leader)
    assert client.get(f"/to/cung-hoc/{ward.binh.pk}/").status_code == 404
    assert "Bình" not in client.get("/to/cung-hoc/").content.decode()


def test_the_desk_shows_reach_months_and_skills(ward, client, civil):
    take_snapshot(ward.locality)
    civil.go(31 * 24 * 60)
    take_snapshot(ward.locality)
    visit_of(ward.binh, ward.sinh, "ask")
    client.force_login(ward.lan, backend="nhipcau.people.sessions.OpenedByUs")
    shown = client.get("/lam-viec/khoang-cach/").content.decode()
    assert "<polyline" in shown and "1 buổi" in shown
    place = f"/lam-viec/khoang-cach/to/{ward.to_13.pk}/"
    assert "Nông Thị Bình" in client.get(place).content.decode()
    assert client.post(f"{place}xa/", {"act": "remote"}).status_code == 302
    assert Circumstance.objects.filter(is_remote=True).count() == 6
