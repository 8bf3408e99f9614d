"""A neighbourhood is handed over whole: what was open is open for the new leader, and listed."""

from datetime import timedelta

import pytest
from django.test import Client

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import NotAllowed
from nhipcau.counter.assist import Whom, start_assist
from nhipcau.inbox.ask import Asked, pass_on
from nhipcau.outreach.hand_over import hand_over_work
from nhipcau.outreach.models import Reminder, Visit
from nhipcau.outreach.relay import open_relay
from nhipcau.outreach.visits import open_visits, take_door
from nhipcau.pages.handover.give import hand_over_leader
from nhipcau.pages.tests.conftest import phone_of
from nhipcau.people.models import Handover, Role, Staff
from nhipcau.rosters.shifts import Planned, plan_shift

BASE = "/lam-viec/can-bo/ban-giao/"


@pytest.fixture
def busy(ward, version, relay):
    """Hoà has looked at a relay, is on the way to a door and passed a question on."""
    open_relay(relay, by=ward.hoa)
    open_visits(version, [ward.binh.pk], why="no_smartphone", by=SYSTEM)
    take_door(Visit.objects.get(), by=ward.hoa)
    question = pass_on(Asked("Bao giờ có điện lại?", key="k1"), by=ward.hoa)
    return question.conversation


@pytest.fixture
def admin(ward):
    client = Client()
    client.force_login(ward.quan, backend="nhipcau.people.sessions.OpenedByUs")
    return client


def test_nothing_is_lost(ward, busy, relay):
    handover, path = hand_over_leader(ward.to_13, ward.tam, by=ward.quan)
    busy.refresh_from_db()
    relay.refresh_from_db()
    assert Visit.objects.get().taken_by == ward.tam and busy.passed_by == ward.tam
    assert relay.opened_at is None and "/dien-thoai/" in path
    said = [row["what"] for row in handover.moved]
    assert said == ["group", "relay", "doors", "question"]
    assert {row.what for row in Reminder.objects.filter(staff=ward.tam)} == {"relay", "doors"}


def test_help_that_was_running_is_closed_and_listed(ward):
    assist = start_assist(Whom(place="home"), by=ward.hoa)
    handover, _path = hand_over_leader(ward.to_13, ward.tam, by=ward.quan)
    assist.refresh_from_db()
    assert (assist.ended_at is None, assist.minutes) == (False, None)
    assert "assist" in [row["what"] for row in handover.moved]


def test_the_new_leaders_phone_has_it_all(ward, busy, relay):
    handover, _path = hand_over_leader(ward.to_13, ward.tam, by=ward.quan)
    phone = phone_of(ward.tam)
    home = phone.get("/to/").text
    assert f"/to/ban-giao/{handover.pk}/" in home and f"/to/chuyen-tiep/{relay.pk}/" in home
    assert "Bao giờ có điện lại?" in phone.get("/to/chuyen-cau-hoi/").text
    mine = f"/to/ban-giao/{handover.pk}/"
    assert "Chuyển quyền trưởng nhóm" in phone.get(mine).text
    phone.post(f"{mine}buoc/", {"step": "zalo_owner"})
    handover.refresh_from_db()
    assert handover.steps_done == ["zalo_owner"]
    assert phone_of(ward.sinh).get(mine).status_code == 404


def test_shifts_ahead_become_gaps_that_are_seen(ward, busy, civil):
    begins = civil.now + timedelta(days=3)
    planned = Planned("desk", begins, begins + timedelta(hours=4), ward.hoa, None)
    shift = plan_shift(ward.locality, planned, by=ward.quan)
    handover, _path = hand_over_leader(ward.to_13, ward.tam, by=ward.quan)
    shift.refresh_from_db()
    assert shift.staff is None and shift.was == ward.hoa
    assert {"what": "shift", "title": "", "n": 1} in handover.moved


def test_what_belongs_to_others_stays_theirs(ward, busy):
    take_door(Visit.objects.get(), by=ward.hoa)
    Visit.objects.update(taken_by=ward.sinh)
    hand_over_leader(ward.to_13, ward.tam, by=ward.quan)
    assert Visit.objects.get().taken_by == ward.sinh


def test_if_one_part_fails_nothing_has_happened(ward, busy):
    with pytest.raises(NotAllowed):
        hand_over_leader(ward.to_13, ward.tam, by=ward.lan)
    with pytest.raises(NotAllowed):
        hand_over_work(ward.to_13, ward.hoa, ward.tam, by=ward.lan)
    assert Staff.objects.get(pk=ward.hoa.pk).is_active and not Handover.objects.exists()


def test_the_page_shows_what_will_move_and_prints_what_moved(ward, admin, busy):
    page = admin.get(f"{BASE}{ward.to_13.pk}/").text
    assert "Lý Thị Tâm" in page and "Hoàng Đình Hoà" in page and "còn phải báo" in page
    typed = {"new_leader": "new", "name": "Vi Văn An", "phone": "0912 000 111", "seen": ward.hoa.pk}
    page = admin.post(f"{BASE}{ward.to_13.pk}/", typed, follow=True).text
    assert "/dien-thoai/" in page and "Vi Văn An" in page and "(ký, ghi rõ họ tên)" in page
    handover = Handover.objects.get()
    again = admin.get(f"{BASE}da-xong/{handover.pk}/").text
    assert "/dien-thoai/" not in again  # the link is shown once


def test_what_was_typed_is_kept_and_the_fault_is_named(ward, admin):
    typed = {"new_leader": "new", "name": " ", "phone": "0912"}
    page = admin.post(f"{BASE}{ward.to_13.pk}/", typed)
    assert page.status_code == 422 and "Hãy ghi họ và tên tổ trưởng mới." in page.text
    assert 'value="0912"' in page.text
    late = {"new_leader": ward.sinh.pk, "seen": ward.tam.pk}
    assert "tổ trưởng hiện nay là" in admin.post(f"{BASE}{ward.to_13.pk}/", late).text
    assert Staff.objects.get(pk=ward.hoa.pk).role == Role.LEADER


def test_a_leader_of_elsewhere_and_an_editor_have_no_such_page(ward, stranger, busy):
    editor = Client()
    editor.force_login(ward.lan, backend="nhipcau.people.sessions.OpenedByUs")
    assert editor.get(f"{BASE}{ward.to_13.pk}/").status_code == 403
    other = Client()
    other.force_login(stranger.thu, backend="nhipcau.people.sessions.OpenedByUs")
    assert other.get(f"{BASE}{ward.to_13.pk}/").status_code == 404
