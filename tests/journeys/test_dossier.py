"""A dossier's way: a number at the door, help to file, the receipt with its QR, "more papers
needed" nine days later when Zalo's window is closed, brought, ready, rated."""

import os
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache

from nhipcau.channels.accounts import account_works, connect_account, speak_for
from nhipcau.channels.credentials import keep_secrets
from nhipcau.channels.incoming import take_incoming
from nhipcau.channels.load import load_raw_events
from nhipcau.channels.models import ChannelKind, Template
from nhipcau.channels.templates import read_templates, use_for_dossiers
from nhipcau.channels.tests.conftest import listening  # noqa: F401
from nhipcau.core.actor import SYSTEM
from nhipcau.counter.arrange import KindInput, add_window, save_kind
from nhipcau.counter.dossiers.paths import dossier_url
from nhipcau.counter.dossiers.tell import tell_again
from nhipcau.counter.keys import add_key
from nhipcau.counter.models import Dossier, DossierMessage, DossierRating
from nhipcau.inbox.tests.conftest import birth  # noqa: F401
from nhipcau.people.contacts import Address, link_contact
from tests import asking
from tests.journeys.test_channels import platforms  # noqa: F401
from tests.paper import codes_of
from tests.platforms import OA

PICTURES = os.environ.get("NHIPCAU_PICTURES", "")
BASE = "/lam-viec/ho-so/"
NUMBER = "000.00.01.H03-230526-0001"
LOOKS = (((1280, 900), "light"), ((390, 844), "dark"))
NINE_DAYS = 9 * 86_400
TEMPLATE = {
    "id": "888",
    "name": "Báo tin hồ sơ",
    "text": "Hồ sơ <ma>: <tin> Xem <link>",
    "params": [
        {"name": "ma", "require": True, "type": "STRING", "maxLength": 40},
        {"name": "tin", "require": True, "type": "STRING", "maxLength": 100},
        {"name": "link", "require": True, "type": "URL", "maxLength": 80},
    ],
}

# ruff: noqa: F811  fixtures of other files


@pytest.fixture
def look(axe):
    def check(page, name, looks=LOOKS):
        for (width, height), scheme in looks:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            axe(page)
            if PICTURES:
                page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)

    return check


def connect(ward, platforms, listening):
    """An Official Account with a template for dossiers; Bình follows it and has just written."""
    oa = asking.connect_oa(ward, platforms, listening, sender="v2")
    platforms.call("make", zbs=[{"oa": OA, "templates": [TEMPLATE]}])
    templates = connect_account(
        ward.locality,
        ChannelKind.ZALO_TEMPLATE,
        name="Mẫu tin",
        by=SYSTEM,
        external_id=OA,
    )
    speak_for(templates, oa, by=SYSTEM)
    account_works(templates, by=SYSTEM, settings={})
    read_templates(templates)
    filled = {"ma": "number", "tin": "says", "link": "link"}
    use_for_dossiers(Template.objects.get(), filled, by=SYSTEM)
    platforms.act("follow", oa=OA, person="binh")
    uid = platforms.look("state")["oas"][OA]["followers"]["binh"]
    link_contact(ward.binh, Address("zalo", uid, oa), by=SYSTEM)
    platforms.act("text", oa=OA, person="binh", text="Chào phường")
    platforms.wait(lambda: platforms.look("idle")["idle"])
    load_raw_events()
    take_incoming()
    asking.send_all()
    return oa


def helped_to_file(ward, resident, clerk):
    wall = add_key(ward.locality, "wall", name="Ở sảnh", by=ward.lan)[1]
    resident.goto(f"/lay-so/{wall}/")
    resident.get_by_role("button", name="Nộp hồ sơ").click()
    resident.get_by_role("heading", name="Số A001").wait_for()
    clerk.goto("/lam-viec/quay/")
    clerk.get_by_role("button", name="Ngồi quầy này 1").click()
    clerk.get_by_role("button", name="Gọi người tiếp theo").click()
    clerk.get_by_role("button", name="Bắt đầu hỗ trợ").click()
    clerk.get_by_label("Đã nộp hồ sơ").check()
    clerk.get_by_label("Mã hồ sơ trên cổng").fill(NUMBER)
    clerk.get_by_role("button", name="Kết thúc").click()
    clerk.get_by_text("Đã ghi lượt hỗ trợ").wait_for()


def told(platforms, *words):
    asking.send_all()
    platforms.look("idle")
    shown = platforms.look("shown")["shown"]
    return [one["channel"] for one in shown if all(word in one["text"] for word in words)]


def receive(clerk, look):
    clerk.goto(f"{BASE}moi/")
    clerk.get_by_label("Thủ tục", exact=True).fill("1.004884 · Thủ tục đăng ký lại khai sinh")
    clerk.get_by_label("Họ tên người nộp").fill("Nông Thị Bình")
    clerk.get_by_label("Số điện thoại").fill("0912 345 678")
    clerk.get_by_label("Số hồ sơ").fill(NUMBER)
    look(clerk, "dossier-new", LOOKS[:1])
    clerk.get_by_role("button", name="Tiếp nhận và hẹn trả").click()
    clerk.get_by_role("heading", name=NUMBER).wait_for()
    dossier = Dossier.objects.get()
    receipt = clerk.request.get(f"{BASE}{dossier.pk}/tiep-nhan.pdf")
    (code,) = codes_of(receipt.body())
    assert code == dossier_url(dossier)
    return urlsplit(code).path


def ask_for_a_paper(clerk, look):
    clerk.reload()
    clerk.get_by_text("Yêu cầu bổ sung giấy tờ").click()
    clerk.get_by_label("Giấy tờ thiếu 1").fill("Bản sao giấy chứng sinh")
    look(clerk, "dossier-received", LOOKS[1:])
    clerk.get_by_role("button", name="Yêu cầu bổ sung").click()
    clerk.get_by_text("Đã yêu cầu bổ sung.").wait_for()


def look_up_and_rate(resident, look):
    resident.goto("/song-cau/ho-so/")
    look(resident, "portal-look-up", LOOKS[1:])
    resident.get_by_label("Số hồ sơ").fill("000.00.01.h03 230526 0001")
    resident.get_by_label("Bốn số cuối").fill("5678")
    resident.get_by_role("button", name="Xem hồ sơ").click()
    resident.get_by_role("heading", name="Đã có kết quả").wait_for()
    resident.get_by_role("button", name="Rất hài lòng").click()
    resident.get_by_text("Cảm ơn bác").wait_for()
    assert DossierRating.objects.get().score == DossierRating.Score.VERY_GOOD


def test_from_the_ticket_to_the_rating(visitor, look, ward, listening, platforms, birth):
    cache.clear()
    resident, clerk = visitor.page(), visitor.officer(ward.lan)
    resident.goto("/song-cau/")  # our pages are loaded before Zalo asks, which waits two seconds
    oa = connect(ward, platforms, listening)
    save_kind(ward.locality, None, KindInput("Nộp hồ sơ", "A"), by=ward.lan)
    add_window(ward.locality, number=1, by=ward.lan)
    helped_to_file(ward, resident, clerk)
    on_the_receipt = receive(clerk, look)
    assert told(platforms, NUMBER, "đã được tiếp nhận") == ["zalo_oa"]
    resident.goto(on_the_receipt)  # the code is scanned
    resident.get_by_role("heading", name="Đã được tiếp nhận").wait_for()

    asking.later(NINE_DAYS)
    keep_secrets(oa, {"access_token": platforms.call("token", oa=OA)["access_token"]}, by=SYSTEM)
    ask_for_a_paper(clerk, look)
    assert told(platforms, NUMBER, "cần bổ sung giấy tờ") == ["zalo_template"]
    assert tell_again() == 0
    assert DossierMessage.objects.get(way="template").address.startswith("uid:")
    look(clerk, "dossier-paused")
    resident.reload()
    resident.get_by_text("Bản sao giấy chứng sinh").wait_for()
    look(resident, "portal-dossier", LOOKS[1:])

    clerk.get_by_label("Bản sao giấy chứng sinh").check()
    clerk.get_by_role("button", name="Ghi đã bổ sung").click()
    clerk.get_by_text("thời hạn chạy tiếp").wait_for()
    assert told(platforms, NUMBER, "Đã nhận đủ giấy tờ") == ["zalo_template"]
    clerk.get_by_role("button", name="Đã có kết quả").click()
    clerk.get_by_text("Người nộp được báo tới nhận.").wait_for()
    assert told(platforms, NUMBER, "đã có kết quả") == ["zalo_template"]
    clerk.goto(BASE)
    look(clerk, "dossier-list", LOOKS[1:])
    look_up_and_rate(resident, look)
    for nth, part in enumerate(("so-lieu/", "goi-dien/", "nhap/", "bo-phan/")):
        clerk.goto(f"{BASE}{part}")
        look(clerk, f"dossiers-{part[:-1]}", LOOKS if PICTURES else LOOKS[nth % 2 :][:1])
