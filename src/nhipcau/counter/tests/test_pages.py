"""The desk's pages: empty, in use, refused."""

import pytest
from django.test import Client

from nhipcau.counter.models import Appointment, Assist, DeskKey, DeskWindow, HelpKind, Ticket
from nhipcau.counter.slots import next_free
from nhipcau.people.demo import OPENED_BY_US

DESK = "/lam-viec/quay/"


def browser(staff) -> Client:
    client = Client()
    client.force_login(staff, backend=OPENED_BY_US)
    return client


@pytest.fixture
def clerk(desk):
    return browser(desk.clerk)


def test_a_desk_begins_with_one_press(ward, civil):
    page = browser(ward.lan)
    assert "Quầy chưa bắt đầu" in page.get(DESK).text
    page.post(f"{DESK}cai-dat/bat-dau/")
    assert (HelpKind.objects.count(), DeskWindow.objects.count()) == (4, 2)
    assert "Nộp hồ sơ" in page.get(f"{DESK}cai-dat/").text


def test_a_clerk_opens_a_window_takes_a_number_calls_and_helps(desk, clerk):
    clerk.post(f"{DESK}cua/{desk.one.pk}/mo/")
    clerk.post(f"{DESK}lay-so/", {"kind": desk.file.pk, "name": "Bà Bình", "priority": "elder"})
    ticket = Ticket.objects.get()
    clerk.post(f"{DESK}cua/{desk.one.pk}/goi/", {"seen": "0"})
    page = clerk.get(DESK).text
    assert "A001" in page and "Bà Bình" in page and "Người cao tuổi" in page
    clerk.post(f"{DESK}so/{ticket.pk}/goi-lai/")
    answer = clerk.post(f"{DESK}ho-tro/bat-dau/", {"ticket": ticket.pk})
    assert clerk.post(f"{DESK}ho-tro/bat-dau/", {"ticket": ticket.pk}).url == answer.url
    assert clerk.post(f"{DESK}ho-tro/bat-dau/", {"ticket": "9" * 5000}).status_code == 302
    assert "A001" in clerk.get(answer.url).text
    clerk.post(answer.url, {"outcome": "filed", "way": "online", "taught": ["file", "ask"]})
    assert Assist.objects.get().taught == ["file", "ask"]
    clerk.post(f"{DESK}so/{ticket.pk}/xong/")
    ticket.refresh_from_db()
    assert ticket.state == "served"
    assert "Đã nộp hồ sơ" in clerk.get(f"{DESK}so-lieu/?ky=hom-nay").text


def test_a_refused_assist_keeps_what_was_typed_and_searching_finds_homes(desk, clerk):
    url = clerk.post(f"{DESK}ho-tro/bat-dau/").url
    bad = clerk.post(url, {"outcome": "", "note": "chờ con đến", "taught": ["ask"]})
    assert bad.status_code == 422
    assert "chờ con đến" in bad.text and "Hãy chọn kết quả" in bad.text
    found = clerk.post(url, {"search": "1", "home": "Bình", "note": "chờ con đến"}).text
    assert "Nông Thị Bình" in found and "chờ con đến" in found
    assert "đã dạy lần trước" not in found
    binh = {"household": desk.ward.binh, "neighbourhood": desk.ward.to_13}
    before = Assist.objects.create(
        locality=desk.ward.locality, staff=desk.officer, started_at=desk.civil.at, taught=["ask"],
        ended_at=desk.civil.at, **binh,
    )  # fmt: skip
    chosen = {"search": "1", "home": "Bình", "household": desk.ward.binh.pk}
    assert clerk.post(url, chosen).text.count("đã dạy lần trước") == 1
    before.delete()
    assert Assist.objects.get().ended_at is None


def test_the_desks_page_asks_no_more_when_more_people_wait(
    desk, clerk, django_assert_max_num_queries
):
    for _n in range(3):
        desk.take()
    desk.call()
    with django_assert_max_num_queries(22):
        clerk.get(DESK)
    for _n in range(6):
        desk.take(priority="elder")
    with django_assert_max_num_queries(22):
        clerk.get(DESK)


def test_appointments_are_booked_for_somebody_and_they_arrive(desk, clerk):
    at = next_free(desk.file, 1)[0]
    clerk.post(f"{DESK}hen/", {"at": at.isoformat(), "name": "Ông Tùng", "key": "k"})
    made = Appointment.objects.get()
    assert "Ông Tùng" in clerk.get(f"{DESK}hen/").text
    assert clerk.post(f"{DESK}hen/", {"at": "x"}).status_code == 422
    clerk.post(f"{DESK}hen/{made.pk}/den/", {"back": "quay"})
    assert Ticket.objects.get().name == "Ông Tùng"


def test_kinds_windows_and_keys_are_set_up_and_faults_keep_the_form(desk, clerk):
    here = f"{DESK}cai-dat/"
    bad = {"form": "kind", "kind-name": "Đất đai", "kind-letter": "A", "kind-minutes": "15"}
    bad |= {"kind-per_slot": "0", "kind-slot_minutes": "30"}
    answer = clerk.post(here, bad)
    assert answer.status_code == 422 and "đã dùng" in answer.text and "Đất đai" in answer.text
    clerk.post(here, bad | {"kind-letter": "E"})
    clerk.post(here, {"form": "window", "window-number": "3", "window-kinds": [str(desk.ask.pk)]})
    assert DeskWindow.objects.get(number=3).kinds == [desk.ask.pk]
    shown = clerk.post(here, {"form": "key", "key-kind": "screen", "key-name": "Sảnh"})
    assert "/quay/" in shown.text and shown.headers["Cache-Control"] == "no-store"
    key = DeskKey.objects.get()
    clerk.post(f"{here}may/{key.pk}/thu-hoi/")
    clerk.post(f"{here}viec/{desk.ask.pk}/", {"name": "x"})
    clerk.post(f"{here}viec/{desk.ask.pk}/bo/")
    assert DeskKey.objects.get().revoked_at and HelpKind.objects.filter(ended_at=None).count() == 2


def test_a_viewer_is_shown_the_door(ward):
    assert browser(ward.minh).get(DESK).status_code == 403
