"""Pages of the roster: empty, full, in error; their queries counted."""

import pytest
from django.test import Client

from nhipcau.people.demo import OPENED_BY_US
from nhipcau.people.enrol import enrol_phone, phone_link
from nhipcau.people.middleware import PHONE_COOKIE
from nhipcau.rosters.models import Ask, Pattern, Shift, Swap
from nhipcau.rosters.patterns import Line
from nhipcau.rosters.swap import ask_swap
from nhipcau.rosters.tests.conftest import MONDAY
from nhipcau.rosters.watch import watch

WEEK = f"/lam-viec/lich-truc/?tuan={MONDAY}"
MINE = "/lam-viec/lich-truc/cua-toi/"


def desk_of(staff):
    client = Client()
    client.force_login(staff, backend=OPENED_BY_US)
    return client


@pytest.fixture
def admin(ward):
    return desk_of(ward.quan)


def test_an_empty_week_says_how_to_begin(roster, admin):
    page = admin.get(WEEK).content.decode()
    assert "Tuần này chưa xếp ca nào" in page and "Lập lịch mẫu" in page


def test_a_week_shows_who_stands_and_every_gap_with_a_bounded_number_of_queries(
    roster, admin, django_assert_max_num_queries
):
    roster.fill_day(MONDAY, desk=roster.oanh, inbox=roster.phuc)
    with django_assert_max_num_queries(28):
        page = admin.get(WEEK).content.decode()
    assert "Mã Thị Oanh" in page and "16 chỗ trống" in page
    assert admin.get("/lam-viec/lich-truc/?tuan=morgen").status_code == 200


def test_a_pattern_is_made_filled_and_applied_by_forms(roster, admin):
    at = admin.post("/lam-viec/lich-truc/mau/", {"name": "Tuần thường"}).headers["Location"]
    given = {"staff": roster.oanh.pk, "post": "desk", "part": "morning", "weekdays": ["0", "1"]}
    assert admin.post(at, given).status_code == 302
    again = admin.post(at, given)
    assert again.status_code == 422 and "đã có trong lịch mẫu" in again.text
    pattern = Pattern.objects.get()
    page = admin.post(
        "/lam-viec/lich-truc/ap-mau/", {"pattern": pattern.pk, "monday": MONDAY}, follow=True
    )
    assert "Đã xếp 2 ca." in page.text
    assert Shift.objects.count() == 2


def test_a_shift_is_given_and_a_clash_keeps_what_was_chosen(roster, admin):
    shift = roster.plan(roster.oanh)
    roster.plan(roster.phuc, post="inbox")
    at = f"/lam-viec/lich-truc/ca/{shift.pk}/"
    refused = admin.post(f"{at}giao/", {"staff": roster.phuc.pk})
    assert refused.status_code == 422 and "một người không trực hai nơi" in refused.text
    assert f'value="{roster.phuc.pk}" selected' in refused.text
    admin.post(f"{at}giao/", {"staff": ""})
    page = admin.get(at).text
    assert "Chưa có người" in page and "Nhờ trực" in page


def test_my_page_takes_a_swap_and_a_gap(roster, ward):
    shift = roster.plan(roster.oanh)
    swap = ask_swap(shift, to=roster.phuc, by=roster.oanh)
    client = desk_of(roster.phuc)
    assert "Mã Thị Oanh" in client.get(MINE).text
    client.post(f"{MINE}doi-ca/{swap.pk}/nhan/")
    shift.refresh_from_db()
    swap.refresh_from_db()
    assert (shift.staff, swap.state) == (roster.phuc, Swap.State.ACCEPTED)
    roster.plan(None, opens="13:30", closes="17:00")
    watch()
    ask = Ask.objects.filter(staff=roster.phuc, shift__isnull=False).first()
    if ask is None:
        ask = Ask.objects.filter(shift__isnull=False).first()
        client = desk_of(ask.staff)
    assert "Nhờ bạn trực" in client.get(MINE).text
    client.post(f"{MINE}nho/{ask.pk}/nhan/")
    ask.shift.refresh_from_db()
    assert ask.shift.staff == ask.staff


def test_asking_to_swap_shows_who_is_free_and_needs_a_choice(roster, ward):
    shift = roster.plan(roster.oanh)
    theirs = roster.plan(roster.phuc, opens="13:30", closes="17:00")
    client, at = desk_of(roster.oanh), f"{MINE}ca/{shift.pk}/doi/"
    assert "đổi lấy ca" in client.get(at).text
    assert client.post(at, {"to": "9-9"}).status_code == 422
    client.post(at, {"to": f"{roster.phuc.pk}-{theirs.pk}", "words": "Giúp em"})
    assert Swap.objects.get().in_return == theirs
    assert desk_of(ward.lan).get(at).status_code == 404


def test_the_calendar_s_address_is_shown_once(roster):
    client = desk_of(roster.oanh)
    page = client.post(f"{MINE}lich/", follow=True)
    assert "/ca-truc.ics" in page.text
    assert "/ca-truc.ics" not in client.get(f"{MINE}?lich-moi=1").text


@pytest.mark.parametrize("where", ["to/", "to/them/", "mau/", "them/", "cua-toi/"])
def test_every_page_stands_empty(roster, admin, where):
    assert admin.get(f"/lam-viec/lich-truc/{where}").status_code == 200


def test_teams_are_founded_and_joined_by_forms(roster, admin, ward):
    admin.post("/lam-viec/lich-truc/to/them/", {"name": "Tổ số", "level": "locality"})
    page = admin.get("/lam-viec/lich-truc/to/").text
    assert "Tổ số" in page and "Chưa có thành viên" in page
    team = roster.team(ward.sinh, name="Tổ hai")
    member = roster.member(team, ward.sinh)
    assert "Cho rời tổ" in admin.get(f"/lam-viec/lich-truc/thanh-vien/{member.pk}/").text
    assert "Tiếng Tày" in admin.get(f"/lam-viec/lich-truc/to/{team.pk}/").text
    wrong = admin.post(f"/lam-viec/lich-truc/to/{team.pk}/them/", {"staff": ward.sinh.pk})
    assert wrong.status_code == 422


def test_patterns_hold_their_lines(roster, admin):
    pattern = roster.pattern(Line((0,), "desk", "morning", roster.oanh))
    page = admin.get(f"/lam-viec/lich-truc/mau/{pattern.pk}/").text
    assert "Mã Thị Oanh" in page
    admin.post(f"/lam-viec/lich-truc/mau/dong/{pattern.lines.get().pk}/bo/")
    assert not pattern.lines.exists()


def test_a_member_says_on_the_telephone_whether_residents_read_the_number(roster, ward):
    team = roster.team(ward.sinh)
    member, phone = roster.member(team, ward.sinh), Client()
    _token, secret = enrol_phone(phone_link(ward.sinh, by=ward.quan.actor).split("/")[2], label="x")
    phone.cookies[PHONE_COOKIE] = secret
    assert "Cho bà con thấy số" in phone.get("/to/lich-truc/").text
    phone.post(f"/to/lich-truc/to/{member.pk}/so/", {"shows": "1"})
    member.refresh_from_db()
    assert member.shows_phone
    assert desk_of(ward.lan).post(f"{MINE}to/{member.pk}/so/").status_code == 404
