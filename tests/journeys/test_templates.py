"""An admin connects the bot and fills a template; a leader links the bot; axe looks on."""

import os

import pytest

from nhipcau.channels.models import Account, Template
from nhipcau.core.clock import civil_now
from nhipcau.outreach.tests.conftest import connect
from nhipcau.people.models import StaffWay
from tests import platforms as simulated
from tests.journeys.test_channels import platforms  # noqa: F401

BASE = "/lam-viec/kenh/"
PICTURES = os.environ.get("NHIPCAU_PICTURES", "")
TOKEN = "4567:secret-of-the-bot"
PARAMS = [
    {"name": "tieu_de", "require": True, "type": "STRING", "minLength": 3, "maxLength": 40},
    {"name": "thoi_gian", "require": True, "type": "DATE", "minLength": 0, "maxLength": 20},
    {"name": "dia_diem", "require": False, "type": "STRING", "minLength": 0, "maxLength": 60},
    {"name": "link", "require": True, "type": "URL", "minLength": 0, "maxLength": 60},
]


def look(page, axe, name):
    axe(page)
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


@pytest.fixture
def template(ward):
    oa = connect(ward, "zalo_oa", sender="v2")
    account = connect(ward, "zalo_template")
    Account.objects.filter(pk=account.pk).update(keeper=oa)
    for number, state in enumerate(["REJECT", "PENDING_REVIEW", "ENABLE"]):
        made = Template.objects.create(
            locality=ward.locality,
            account=account,
            external_id=str(31239 + number),
            name=("Lịch tiêm chủng", "Mời họp tổ dân phố", "Thông báo của phường")[number],
            state=state,
            reason="Logo không hợp lệ" if state == "REJECT" else "",
            parameters=PARAMS,
            price_phone_vnd=120,
            price_uid_vnd=84,
            read_at=civil_now(),
        )
    return made


def test_a_template_is_filled_and_chosen(visitor, axe, ward, version, template):
    for width, scheme in ((1280, "light"), (390, "dark")):
        page = visitor.officer(ward.quan, width, color_scheme=scheme)
        for where in ("them/zalo_template/", "them/zalo_bot/", f"{template.account_id}/"):
            page.goto(BASE + where)
            look(page, axe, f"{where.replace('/', '-')}{width}")
    page.get_by_role("link", name="Thông báo của phường").click()
    look(page, axe, "template-390")
    page.get_by_label("Lấy từ").first.select_option("=")
    page.get_by_role("button", name="Dùng mẫu này").click()
    page.get_by_text("chưa được điền").first.wait_for()
    look(page, axe, "template-fault-390")
    page.get_by_label("Lấy từ").first.select_option("title")
    page.get_by_role("button", name="Dùng mẫu này").click()
    page.get_by_text("Từ nay thông báo đi bằng mẫu này").wait_for()
    page.goto(f"{BASE}{template.account_id}/mau-tin/{template.pk}/")
    page.set_viewport_size({"width": 1280, "height": 900})
    look(page, axe, "template-1280")


def test_a_bot_is_connected_and_a_leader_gets_six_digits(
    visitor,
    axe,
    ward,
    platforms,  # noqa: F811
):
    platforms.call("make", bots=[{"id": "4567", "token": TOKEN, "name": "Bot Sông Cầu"}])
    page = visitor.officer(ward.quan)
    page.goto(f"{BASE}them/zalo_bot/")
    page.get_by_label("Tên gọi trong Nhịp Cầu").fill("Bot phường")
    page.get_by_label("Mã của bot (Bot Token)").fill(TOKEN)
    page.get_by_role("button", name="Lưu").click()
    page.get_by_text("Bot đã bắt đầu nhận tin nhắn").wait_for()
    look(page, axe, "bot-1280")
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, axe, "bot-390")
    phone = visitor.leader(ward.hoa)
    phone.goto("/to/cach-bao/")
    phone.get_by_role("link", name="Nối Zalo Bot").click()
    look(phone, axe, "leader-bot-390")
    phone.get_by_role("button", name="Lấy mã sáu số").click()
    code = phone.locator(".link-code").inner_text()
    look(phone, axe, "leader-code-390")
    assert len(code.replace(" ", "")) == 6
    assert not StaffWay.objects.filter(kind="zalo_bot").exists()
    assert simulated.SEED
