"""Pages of groups that the account owns, and of codes: at the desk and on the leader's phone."""

import re

import pytest
from django.core.cache import cache
from tests.gmf import OA, Gmf

from nhipcau.people.models import LinkCode, OaGroup, OaMember
from nhipcau.people.oa_groups import adopt_oa_group
from nhipcau.people.oa_members import read_oa_group
from nhipcau.people.ways import offer_way

G, H = "/lam-viec/nhom/", "/lam-viec/ho-dan/"


@pytest.fixture
def gmf(ward, monkeypatch):
    cache.clear()
    return Gmf(ward.locality, monkeypatch)


@pytest.fixture
def row(ward, gmf):
    made = {"oa": OA, "id": "nhom13", "name": "Tổ 13", "asset": "a100"}
    gmf.change("make", {"oa_groups": [{**made, "members": ["tung", "quan"]}]})
    row = adopt_oa_group(ward.group_13, "nhom13", by=ward.quan.actor)
    gmf.act("oa_group_join", group="nhom13", person="yen")
    read_oa_group(row)
    return row


def page_of(ward):
    return f"{G}{ward.group_13.pk}/oa/"


def test_without_an_account_the_page_leads_to_connecting_one(ward, desk):
    assert "Chưa kết nối Zalo" in desk.get(page_of(ward)).text


def test_what_can_be_made_is_offered_with_ceiling_and_day(ward, gmf, desk):
    assert "lấy mã ở bên" in desk.get(page_of(ward)).text
    offer_way(
        ward.lan, kind="zalo_oa", account=gmf.account, value=gmf.uid("quan"), by=ward.lan.actor
    )
    page = desk.get(page_of(ward)).text
    assert "10 người" in page and "100 người" in page and "Hà Thị Lan" in page
    answer = desk.post(page_of(ward) + "lap/", {"name": "Tổ 13", "asset": "a10"}, follow=True)
    assert "Đã lập nhóm" in answer.text
    assert OaGroup.objects.get().ceiling == 10


def test_when_nothing_is_left_it_says_where_to_buy(ward, gmf, desk):
    gmf.box.world.oas[OA].assets.clear()
    assert "không còn suất nhóm nào" in desk.get(page_of(ward)).text


def test_zalo_s_refusal_stands_on_the_page_in_words(ward, gmf, desk):
    gmf.set("oa", OA, permissions=("message",))
    assert "quản lý thông tin nhóm" in desk.get(page_of(ward)).text
    gmf.is_down = True
    assert "Không kết nối được" in desk.get(page_of(ward)).text


def test_the_group_s_own_page_sums_it_up(ward, row, desk):
    page = desk.get(f"{G}{ward.group_13.pk}/").text
    assert "2 trên 100 người" in page and "1 người xin vào nhóm" in page
    OaGroup.objects.update(state="disabled", problem="-237")
    page = desk.get(f"{G}{ward.group_13.pk}/").text
    assert "hết hạn dịch vụ nhóm" in page and "Gia hạn" in page
    assert "bị khoá, máy không đăng vào được" in desk.get(G).text


def test_the_desk_lets_in_names_and_takes_out(ward, row, desk):
    page = desk.get(page_of(ward)).text
    assert "“Phạm Thị Yến”" in page and "2 người chưa rõ nhà nào" in page
    member = row.people.get(state="pending")
    answer = desk.post(page_of(ward) + "duyet/", {"member": member.pk, "home": ""}, follow=True)
    assert "Hãy chọn là nhà nào" in answer.text
    asked = {"member": member.pk, "home": ward.yen.pk}
    assert "Đã cho vào nhóm" in desk.post(page_of(ward) + "duyet/", asked, follow=True).text
    assert "đã được duyệt" in desk.post(page_of(ward) + "duyet/", asked, follow=True).text
    answer = desk.post(page_of(ward) + "dua-ra/", {"member": member.pk}, follow=True)
    assert "Đã đưa ra" in answer.text


def test_nobody_is_dissolved_by_a_slip(ward, row, desk):
    assert "đánh dấu xác nhận" in desk.post(page_of(ward) + "giai-tan/", follow=True).text
    row.refresh_from_db()
    assert row.state == "enabled"
    desk.post(page_of(ward) + "giai-tan/", {"sure": "1"})
    row.refresh_from_db()
    assert row.state == "gone"


def test_the_page_asks_zalo_nothing_once_there_is_a_group(
    ward, row, desk, gmf, django_assert_max_num_queries
):
    gmf.calls.clear()
    with django_assert_max_num_queries(22):
        desk.get(page_of(ward))
    assert gmf.calls == []
    assert "Đã đọc lại" in desk.post(page_of(ward) + "doc/", follow=True).text


def test_a_viewer_and_a_stranger_change_nothing(ward, stranger, row, client):
    client.force_login(ward.minh)
    assert "Cho vào" not in client.get(page_of(ward)).text
    assert client.post(page_of(ward) + "giai-tan/", {"sure": "1"}).status_code == 403
    client.force_login(stranger.thu)
    assert client.get(page_of(ward)).status_code == 404


def test_the_leader_confirms_on_the_phone(ward, row, hoas):
    page = hoas.get("/to/nhom/").text
    assert "Nhóm Zalo OA của tổ" in page
    page = hoas.get("/to/nhom/oa/").text
    assert "“Phạm Thị Yến”" in page
    member = row.people.get(state="pending")
    asked = {"member": member.pk, "home": ward.yen.pk}
    assert "Đã cho vào nhóm" in hoas.post("/to/nhom/oa/duyet/", asked, follow=True).text
    assert OaMember.objects.get(pk=member.pk).state == "in"


def test_the_leader_s_phone_dissolves_nothing(ward, row, hoas):
    assert hoas.post("/to/nhom/oa/giai-tan/", {"sure": "1"}).status_code == 404


def test_without_a_group_the_phone_has_no_such_page(ward, hoas):
    assert hoas.get("/to/nhom/oa/").status_code == 404


def test_the_leader_reads_a_code_to_a_house(ward, gmf, hoas):
    assert "Tạo mã" in hoas.get("/to/nhom/ma/").text
    assert hoas.post("/to/nhom/ma/", {"home": ward.mai.pk}).status_code == 422
    page = hoas.post("/to/nhom/ma/", {"home": ward.binh.pk}).text
    assert re.search(r"\d{3} \d{3}", page) and "Zalo của phường" in page
    assert LinkCode.objects.get().household == ward.binh


def test_the_desk_makes_a_code_for_a_house_and_for_oneself(ward, gmf, desk):
    answer = desk.post(f"{H}{ward.binh.pk}/ma/")
    assert re.search(r"\d{3} \d{3}", answer.text)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Mã nối Zalo của bạn" in desk.post(f"{G}ma-cua-toi/").text


def test_a_slip_is_printed_for_every_house(ward, gmf, desk):
    answer = desk.post(page_of(ward) + "ma-noi.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert LinkCode.objects.filter(is_printed=True).count() == 6
    assert answer.content.startswith(b"%PDF")
