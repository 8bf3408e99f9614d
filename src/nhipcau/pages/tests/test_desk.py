"""What residents see of the desk: the screen, the tablet, their own ticket, their appointment; and
what a helper's telephone brings back."""

import json
import re
import uuid
from datetime import timedelta

import pytest

from nhipcau.counter.book import Booking, book_appointment, cancel_appointment
from nhipcau.counter.call import leave_line
from nhipcau.counter.keys import add_key
from nhipcau.counter.models import Appointment, Assist, DeskKey, Ticket
from nhipcau.counter.slots import next_free
from nhipcau.counter.tests.conftest import DOOR, civil, desk  # noqa: F401
from nhipcau.pages.desk import keyed
from nhipcau.pages.portal import limits
from nhipcau.pages.tests.conftest import phone_of
from nhipcau.people.secret_addresses import revoke_address
from nhipcau.rosters.shifts import Planned, plan_shift
from nhipcau.rosters.teams import About, TeamInput, add_member, found_team

BOOK = "/song-cau/hen/"


@pytest.fixture
def address(desk):  # noqa: F811
    def made(kind):
        _key, token = add_key(desk.ward.locality, kind, name="Máy ở cửa", by=desk.clerk)
        return f"/quay/{token}/" if kind == "screen" else f"/lay-so/{token}/"

    return made


def test_the_screen_shows_who_is_called_and_who_waits(desk, client, address):  # noqa: F811
    where = address("screen")
    assert "Chưa gọi số nào" in client.get(where).text
    desk.take()
    desk.take(priority="elder")
    desk.call(desk.two)
    page = client.get(where).text
    assert "<b>A002</b>" in page and "tới quầy 2" in page and "<li>A001</li>" in page
    assert "không hai lượt liền" in page
    assert "Bình" not in page
    assert len(page.encode()) < 20_000


def test_a_key_opens_only_its_own_page_and_none_when_taken_back(desk, client, address):  # noqa: F811
    where = address("screen")
    assert client.get(where.replace("/quay/", "/lay-so/")).status_code == 404
    revoke_address(DeskKey.objects.get(), by=desk.clerk)
    assert client.get(where).status_code == 404
    assert client.get("/quay/nham/").status_code == 404


def test_one_address_under_many_names_takes_few_numbers(desk, client, address, monkeypatch):  # noqa: F811
    monkeypatch.setattr(keyed, "FROM_ADDRESS", 2)
    where = address("wall")
    answers = []
    for name in ("a", "b", "c"):
        client.cookies["csrftoken"] = name
        answers.append(client.post(where, {"kind": desk.file.pk, "once": name}).status_code)
    assert answers == [302, 302, 422] and Ticket.objects.count() == 2


def test_the_tablet_gives_a_number_and_goes_back(desk, client, address):  # noqa: F811
    where = address("kiosk")
    assert "Nộp hồ sơ" in client.get(where).text
    given = {"kind": desk.file.pk, "priority": "elder", "once": "k1"}
    page = client.post(where, given).text
    assert "A001" in page and "<svg" in page
    assert "A001" in client.post(where, given).text
    assert Ticket.objects.get().source == "kiosk"
    assert client.post(where, {"kind": "9"}).status_code == 422
    assert client.post(where, {"code": "abc"}).status_code == 422


def test_a_telephone_takes_one_number_and_keeps_it(desk, client, address):  # noqa: F811
    where = address("wall")
    desk.take()
    answer = client.post(where, {"kind": desk.file.pk, "once": "k1"})
    page = client.get(answer.url).text
    assert "Số A002" in page and "1 người" in page
    assert client.get(where).url == answer.url  # scanning again is not taking again
    desk.call()
    desk.call()
    assert "Mời bác tới quầy 1" in client.get(answer.url).text


def test_a_ticket_is_given_back_by_its_holder_and_found_by_no_guess(desk, client):  # noqa: F811
    ticket = desk.take()
    client.post(f"/song-cau/so/{ticket.code}/ve/")
    ticket.refresh_from_db()
    assert ticket.state == "left"
    assert "đã trả số" in client.get(f"/song-cau/so/{ticket.code}/").text
    assert client.get("/song-cau/so/aaaaaaaaa/").status_code == 404


def test_every_end_of_a_ticket_is_said_in_words(desk, client):  # noqa: F811
    ticket = desk.take()
    for state, words in (("missed", "lấy số mới"), ("uncalled", "xin lỗi"), ("served", "Đã xong")):
        Ticket.objects.update(state=state)
        assert words in client.get(f"/song-cau/so/{ticket.code}/").text


def test_an_appointment_is_booked_changed_and_cancelled_by_its_code(desk, client):  # noqa: F811
    assert "Nộp hồ sơ" in client.get(BOOK).text  # the only kind: at once its times
    first, second = next_free(desk.file, 2)
    given = {"viec": desk.file.pk, "at": first.isoformat(), "key": "k"}
    bad = client.post(BOOK, given | {"phone": "12", "name": "Bình"})
    assert bad.status_code == 422 and "Bình" in bad.text and "Số điện thoại" in bad.text
    answer = client.post(BOOK, given)
    made = Appointment.objects.get()
    page = client.get(answer.url).text
    assert f"{made.code[:3].upper()}-" in page and len(page.encode()) < 30_000
    client.post(f"{BOOK}{made.code}/doi/", {"at": second.isoformat()})
    made.refresh_from_db()
    assert made.at == second
    client.post(f"{BOOK}{made.code}/huy/")
    assert client.post(f"{BOOK}{made.code}/huy/").status_code == 422
    assert "Đã huỷ" in client.get(f"{BOOK}?ma={made.code}", follow=True).text


def test_an_address_is_counted_by_what_it_booked(desk, client, monkeypatch):  # noqa: F811
    monkeypatch.setattr(limits, "BOOK_ADDRESS", limits.Limit("book-address", 1, 3600))
    first, second = next_free(desk.file, 2)
    given = {"viec": desk.file.pk, "phone": "0912345678"}
    for _try in range(3):
        assert client.post(BOOK, given | {"at": "x"}).status_code == 422
    assert client.post(BOOK, given | {"at": first.isoformat()}).status_code == 302
    refused = client.post(BOOK, given | {"at": second.isoformat()})
    assert refused.status_code == 422 and "Từ mạng này" in refused.text


def test_robots_nonsense_and_lost_codes_meet_words(desk, client):  # noqa: F811
    given = {"viec": desk.file.pk, "at": next_free(desk.file, 1)[0].isoformat()}
    assert client.post(BOOK, given | {"website": "x"}).status_code == 422
    assert client.post(BOOK, given | {"at": "\x00"}).status_code == 422
    assert client.get(f"{BOOK}?ma=zzz").status_code == 404
    assert not Appointment.objects.exists()


def test_at_the_tablet_the_code_makes_a_ticket_that_goes_first(desk, client, address):  # noqa: F811
    where = address("kiosk")
    client.post(BOOK, {"viec": desk.file.pk, "at": next_free(desk.file, 1)[0].isoformat()})
    made = Appointment.objects.get()
    assert "A001" in client.post(where, {"code": made.code.upper()}).text
    made.refresh_from_db()
    assert made.state == "arrived"
    with pytest.raises(Exception, match="đã dùng"):
        cancel_appointment(made, by=DOOR)
    leave_line(made.ticket, by=DOOR)


def test_a_telephone_brings_back_what_it_kept_and_each_line_is_answered(desk):  # noqa: F811
    page = phone_of(desk.ward.hoa)
    assert "Bắt đầu hỗ trợ" in page.get("/to/ho-tro/").text
    key = str(uuid.uuid4())
    good = {"key": key, "at": 0, "outcome": "filed", "way": "online", "taught": ["file"]}
    lines = [good, good, {"key": "x"}, good | {"key": str(uuid.uuid4()), "outcome": ""}, 7]
    sent = json.dumps({"who": desk.ward.hoa.pk, "now": 600_000, "lines": lines})
    answer = page.post("/to/ho-tro/dong-bo/", sent, content_type="application/json").json()
    assert [line["state"] for line in answer["lines"]] == ["saved"] * 2 + ["refused"] * 3
    made = Assist.objects.get()
    assert (made.minutes, made.place, made.taught) == (10, "home", ["file"])
    assert page.post("/to/ho-tro/dong-bo/", "{", content_type="text/plain").status_code == 400


def test_a_telephone_keeps_the_homes_of_its_neighbourhood_and_says_whom(desk):  # noqa: F811
    sinh, binh = desk.ward.sinh, desk.ward.binh
    page = phone_of(sinh)
    shown = page.get("/to/ho-tro/").text
    kept = re.search(r'id="assist-homes"[^>]*>(.*?)</script>', shown)
    assert kept and [binh.pk, "Nông Thị Bình, Số 12 ngõ 4"] in json.loads(kept[1])
    assert desk.ward.mai.pk not in dict(json.loads(kept[1])) and f'data-who="{sinh.pk}"' in shown
    line = {"key": str(uuid.uuid4()), "at": 0, "outcome": "shown", "minutes": "5"}
    other = {**line, "key": str(uuid.uuid4()), "neighbourhood": str(desk.ward.to_1.pk)}
    batch = {"now": 0, "lines": [{**line, "household": str(binh.pk)}, other]}

    def send(who):
        given = json.dumps({**batch, "who": who.pk})
        return page.post("/to/ho-tro/dong-bo/", given, content_type="application/json")

    assert send(desk.ward.hoa).status_code == 409 and not Assist.objects.exists()
    assert [one["state"] for one in send(sinh).json()["lines"]] == ["saved", "saved"]
    told = Assist.objects.order_by("pk").values_list("household", "neighbourhood")
    assert list(told) == [(binh.pk, desk.ward.to_13.pk), (None, desk.ward.to_1.pk)]


def test_a_team_member_serves_from_the_telephone_and_a_leader_does_not(desk):  # noqa: F811
    desk.take()
    page = phone_of(desk.ward.sinh)
    page.post(f"/to/quay/cua/{desk.one.pk}/mo/")
    page.post(f"/to/quay/cua/{desk.one.pk}/goi/", {"seen": "0"})
    assert "A001" in page.get("/to/quay/").text
    assert phone_of(desk.ward.hoa).get("/to/quay/").status_code == 403


@pytest.mark.parametrize("where", ["", "hoi/", "hen/", "an appointment", "a ticket"])
def test_residents_read_who_is_on_duty_and_what_they_speak(desk, client, where):  # noqa: F811
    ward, now = desk.ward, desk.civil.at
    team = found_team(ward.locality, TeamInput("locality", "Tổ số"), by=ward.quan)
    add_member(team, ward.lan, About(languages=("vi", "tyz")), by=ward.quan)
    planned = Planned("desk", now, now + timedelta(hours=3), ward.lan)
    plan_shift(ward.locality, planned, by=ward.quan)
    if where == "an appointment":
        at = next_free(desk.file, 1)[0]
        booked = book_appointment(desk.file, at, Booking("portal", visitor="b"), by=DOOR)
        where = f"hen/{booked.code}/"
    elif where == "a ticket":
        where = f"so/{desk.take().code}/"
    page = client.get(f"/song-cau/{where}").text
    assert "Hà Thị Lan" in page and "nói được tiếng Tày" in page
