"""Groups of the account and codes in a real browser: desk, leader's phone, resident's phone."""

import os
import re

import pytest
from django.core.cache import cache

from nhipcau.people.contacts import Address, link_contact
from nhipcau.people.models import OaMember
from nhipcau.people.ways import offer_way
from tests.gmf import OA, Gmf
from tests.journeys.conftest import DESK, PHONE

PICTURES = os.environ.get("NHIPCAU_PICTURES_OF_TESTS", "")


@pytest.fixture
def gmf(ward, monkeypatch):
    cache.clear()
    made = Gmf(ward.locality, monkeypatch)
    group = {"oa": OA, "id": "nhom13", "name": "Tổ 13 Sông Cầu", "asset": "a100"}
    made.change("make", {"oa_groups": [{**group, "members": ["tung", "quan"]}]})
    made.act("oa_group_join", group="nhom13", person="yen")
    way = {"kind": "zalo_oa", "account": made.account, "value": made.uid("quan")}
    offer_way(ward.quan, **way, by=ward.quan.actor)
    return made


def picture(page, name):
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def test_a_group_of_the_account_from_the_desk_to_the_resident(visitor, ward, gmf, axe):
    desk = visitor.officer(ward.lan, DESK)
    desk.goto(f"/lam-viec/nhom/{ward.group_13.pk}/oa/")
    axe(desk)
    picture(desk, "desk-new")
    desk.get_by_role("button", name=re.compile("Dùng nhóm này")).click()
    desk.get_by_text("Từ nay máy đăng tin").wait_for()
    link_contact(ward.tung, Address("zalo", gmf.uid("tung"), gmf.account), by=ward.quan.actor)
    desk.reload()
    axe(desk)
    picture(desk, "desk-group")

    phone = visitor.leader(ward.hoa)
    phone.goto("/to/nhom/oa/")
    axe(phone)
    picture(phone, "phone-oa")
    phone.get_by_label("Là nhà nào?").first.select_option(str(ward.yen.pk))
    phone.get_by_role("button", name="Đúng, cho vào").click()
    phone.get_by_text("Đã cho vào nhóm").wait_for()
    assert OaMember.objects.get(person=gmf.uid("yen")).state == "in"

    phone.goto("/to/nhom/ma/")
    phone.get_by_label("Nhà nào?").select_option(str(ward.binh.pk))
    phone.get_by_role("button", name="Tạo mã").click()
    code = phone.locator(".link-code").inner_text()
    axe(phone)
    picture(phone, "phone-code")

    resident = visitor.page(PHONE, javascript=False)
    resident.goto("/song-cau/noi/")
    resident.get_by_label("Mã của nhà").fill(code)
    picture(resident, "resident-code")
    resident.get_by_role("button", name="Nối với nhà mình").click()
    resident.get_by_text("Đã nối máy này").wait_for()
    assert ward.binh.contacts.filter(kind="portal").count() == 1
