"""The admin's staff pages."""

import pytest

from nhipcau.people.enrol import enrol_phone, phone_link
from nhipcau.people.models import Device, Staff
from nhipcau.people.tests.test_invite import token_of

BASE = "/lam-viec/can-bo/"


@pytest.fixture
def admin(ward, client):
    client.force_login(ward.quan)
    return client


@pytest.fixture
def hoas_phone(ward):
    path = phone_link(ward.hoa, by=ward.quan.actor)
    return enrol_phone(token_of(path), label="Android · Zalo")[0]


def test_the_list_says_who_cannot_be_reached(ward, admin):
    page = admin.get(BASE).text
    assert "Hoàng Đình Hoà" in page and "Đinh Văn Quân" in page
    assert "tổ chưa có tổ trưởng" in page and "chưa đăng ký điện thoại nào" in page


def test_the_list_shows_phones_and_when_they_were_last_used(ward, admin, hoas_phone):
    assert "1 máy, mở gần nhất" in admin.get(BASE).text


def test_the_list_takes_the_same_few_queries_however_many_work_here(
    ward, admin, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        admin.get(BASE)


def test_a_stranger_is_neither_listed_nor_found(ward, stranger, admin):
    assert "Ma Thị Thu" not in admin.get(BASE).text
    for url in (f"{BASE}{stranger.thu.pk}/", f"{BASE}ban-giao/{stranger.neighbourhood.pk}/"):
        assert admin.get(url).status_code == 404
    assert admin.post(f"{BASE}{stranger.thu.pk}/mo-lai/").status_code == 404


@pytest.mark.parametrize("who", ["lan", "minh"])
def test_only_an_admin_sees_the_pages(ward, client, who):
    client.force_login(getattr(ward, who))
    for url in (BASE, f"{BASE}them/", f"{BASE}{ward.hoa.pk}/"):
        answer = client.get(url)
        assert answer.status_code == 403 and "quản trị" in answer.text


def test_adding_somebody_shows_the_link_once_with_its_qr_code(ward, admin):
    new = {"name": "Vi Văn An", "role": "leader", "neighbourhood": ward.to_1.pk, "phone": ""}
    page = admin.post(f"{BASE}them/", new, follow=True)
    assert "/dien-thoai/" in page.text and "<svg" in page.text
    assert Staff.objects.get(name="Vi Văn An").neighbourhood == ward.to_1
    again = admin.get(f"{BASE}lien-ket/", follow=True)
    assert "chỉ hiện một lần" in again.text


def test_what_was_typed_stays_when_something_is_wrong(ward, admin):
    page = admin.post(f"{BASE}them/", {"name": "Vi Văn An", "role": "leader", "phone": "12"})
    assert "Hãy chọn tổ dân phố" in page.text and "Vi Văn An" in page.text
    assert not Staff.objects.filter(name="Vi Văn An").exists()


def test_a_list_of_what_is_missing_leads_to_a_filled_form(ward, admin):
    page = admin.get(f"{BASE}them/?role=leader&neighbourhood={ward.to_2.pk}").text
    assert f'<option value="{ward.to_2.pk}" selected>' in page


def test_a_lost_phone_is_locked_from_its_persons_page(ward, admin, hoas_phone):
    assert "Android · Zalo" in admin.get(f"{BASE}{ward.hoa.pk}/").text
    page = admin.post(f"{BASE}dien-thoai/{hoas_phone.pk}/", follow=True)
    assert "đã khoá" in page.text and Device.objects.get().revoked_at


@pytest.mark.parametrize(
    ("who", "action", "said"),
    [
        ("hoa", "dien-thoai", "/dien-thoai/"),
        ("lan", "khoi-phuc", "/moi/"),
        ("lan", "phat-khan", "Đã giao quyền phát khẩn"),
        ("lan", "mo-lai", "đang hoạt động"),
        ("lan", "moi-lai", "Khôi phục"),
    ],
)
def test_each_button_does_its_verb_and_says_so(ward, admin, who, action, said):
    page = admin.post(f"{BASE}{getattr(ward, who).pk}/{action}/", follow=True)
    assert said in page.text


def test_an_unknown_button_is_nothing(ward, admin):
    assert admin.post(f"{BASE}{ward.lan.pk}/xoa/").status_code == 404
    assert admin.get(f"{BASE}{ward.lan.pk}/mo-lai/").status_code == 405


def test_changing_a_role_or_saying_why_not(ward, admin):
    page = admin.post(f"{BASE}{ward.lan.pk}/vai-tro/", {"role": "approver"}, follow=True)
    assert "Đã đổi vai trò" in page.text
    page = admin.post(f"{BASE}{ward.quan.pk}/vai-tro/", {"role": "viewer"})
    assert page.status_code == 422 and "quản trị cuối cùng" in page.text


def test_an_admin_describes_somebody(ward, admin):
    typed = {"name": "Hà Lan", "title": "Công chức", "phone": "0912 000 111"}
    admin.post(f"{BASE}{ward.lan.pk}/thong-tin/", typed)
    ward.lan.refresh_from_db()
    assert ward.lan.phone == "+84912000111"
    page = admin.post(f"{BASE}{ward.lan.pk}/thong-tin/", typed | {"phone": "x1"})
    assert page.status_code == 422 and 'value="x1"' in page.text


def test_slips_are_printed_for_leaders_without_a_phone_only(ward, stranger, admin, hoas_phone):
    who = {"name": "Vi Văn An", "role": "leader", "neighbourhood": ward.to_1.pk}
    admin.post(f"{BASE}them/", who)
    page = admin.post(f"{BASE}to-phieu/").text
    assert page.count("/dien-thoai/") == 1 and "Vi Văn An" in page
    assert admin.get(f"{BASE}to-phieu/").status_code == 405
