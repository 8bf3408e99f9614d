"""The doors in a real browser: an officer from the link to the inside, a leader's first press."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache

from nhipcau.core.actor import SYSTEM
from nhipcau.people.enrol import enrol_phone, phone_link
from nhipcau.people.invite import Newcomer, invite_staff
from nhipcau.people.models import Role
from tests.journeys.conftest import LOOKS

WIDTHS = (390, 1280)
LONG = "một câu dễ nhớ"


@pytest.fixture(autouse=True)
def _forget_attempts():
    cache.clear()


def code_now(secret: str) -> str:
    cache.clear()  # a code counts once in thirty seconds
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize("width", WIDTHS)
def test_an_officer_comes_in_by_the_link_and_again_by_password_and_code(visitor, axe, ward, width):
    staff, path = invite_staff(ward.locality, Newcomer("Lý Văn Cường", Role.VIEWER), by=SYSTEM)
    page = visitor.page(width)
    page.goto(path)
    axe(page)
    page.get_by_label("Mật khẩu mới").fill(LONG)
    page.get_by_label("Nhập lại mật khẩu").fill("khác hẳn")
    page.get_by_role("button", name="Đặt mật khẩu").click()
    page.get_by_text("Hai lần nhập không giống nhau").wait_for()
    axe(page)
    page.get_by_label("Mật khẩu mới").fill(LONG)
    page.get_by_label("Nhập lại mật khẩu").fill(LONG)
    page.get_by_role("button", name="Đặt mật khẩu").click()

    page.get_by_text("nhập khoá bằng tay").click()
    axe(page)
    secret = re.sub(r"\s", "", page.locator("details code").inner_text())
    page.get_by_label(re.compile("Mã 6 số")).fill(code_now(secret))
    page.get_by_role("button", name="Xong").click()
    page.get_by_role("heading", name="Ghi lại mã dự phòng").wait_for()
    axe(page)
    page.get_by_role("button", name="Tôi đã ghi lại").click()
    page.wait_for_url("**/lam-viec/")

    again = visitor.page(width)
    again.goto("/dang-nhap/")
    axe(again)
    again.get_by_label("Tên đăng nhập").fill(staff.username)
    again.get_by_label("Mật khẩu").fill(LONG)
    again.get_by_role("button", name="Tiếp tục").click()
    again.get_by_label("Mã 6 số").fill("000000")
    again.get_by_role("button", name="Đăng nhập").click()
    again.get_by_text("Mã không đúng").wait_for()
    axe(again)
    again.get_by_label("Mã 6 số").fill(code_now(secret))
    again.get_by_role("button", name="Đăng nhập").click()
    again.wait_for_url("**/lam-viec/")


def test_a_leader_presses_once_and_is_at_work_without_javascript(visitor, axe, ward):
    path = phone_link(ward.hoa, by=ward.quan.actor)
    look = visitor.page(390)
    look.goto(path)
    axe(look)
    page = visitor.page(390, javascript=False)
    page.goto(path)
    page.get_by_role("button", name="Dùng điện thoại này").click()
    page.wait_for_url("**/to/")
    assert ward.hoa.name in page.content()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_staff_pages(visitor, axe, ward, width, scheme):
    enrol_phone(phone_link(ward.hoa, by=SYSTEM).split("/")[2], label="Android · Zalo")
    page = visitor.officer(ward.quan, width, color_scheme=scheme)
    base = "/lam-viec/can-bo/"
    for where in (
        base,
        f"{base}them/",
        f"{base}{ward.hoa.pk}/",
        f"{base}{ward.lan.pk}/",
        f"{base}ban-giao/{ward.to_13.pk}/",
        f"{base}ban-giao/{ward.to_2.pk}/",
    ):
        page.goto(where)
        axe(page)
    page.goto(f"{base}them/")
    page.get_by_role("button", name="Thêm và tạo liên kết").click()
    page.get_by_text("Trường này là bắt buộc").first.wait_for()
    axe(page)
    page.goto(f"{base}{ward.hoa.pk}/")
    page.get_by_role("button", name="Tạo liên kết, mã QR").click()
    page.locator(".link-once").wait_for()
    axe(page)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_doors_that_stay_closed(visitor, axe, ward, width, scheme):
    page = visitor.page(width, color_scheme=scheme)
    for where in ("/dang-nhap/", "/dien-thoai/", "/moi/khong-co/", "/khong-co/", "/to/"):
        page.goto(where)
        axe(page)
    page = visitor.officer(ward.lan, width, color_scheme=scheme)
    page.goto("/lam-viec/can-bo/")
    page.get_by_text("Trang này dành cho").wait_for()
    axe(page)
