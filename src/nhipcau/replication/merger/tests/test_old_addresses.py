"""What was printed, sent and remembered before a merger leads home after it."""

import pytest
from django.test import Client
from django_scopes import scope
from tests.test_tenancy import a_phone

from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.links.models import LinkDay
from nhipcau.links.shorten import make_link
from nhipcau.people.contacts import Address
from nhipcau.people.link_codes import link_by_code, print_codes
from nhipcau.people.middleware import PHONE_COOKIE
from nhipcau.replication.merger.tests import wards
from nhipcau.replication.merger.undo import undo_merger

BOTH = ("song-cau", "nong-thuong")


@pytest.fixture
def two(ward, stranger):
    return wards.two_wards(ward, stranger)


def test_a_poster_printed_before_it_still_leads_home_and_is_counted(two, client):
    wards.merge(*BOTH)
    page = client.get("/t/k7m2pqx23", headers={"User-Agent": "Mozilla/5.0 Chrome/91.0 Mobile"})
    assert page.status_code == 200 and "UBND phường Bắc Kạn" in page.text
    assert LinkDay._base_manager.get(on=civil_now().date()).people == 4


@pytest.mark.parametrize("path", ["", "hoi-dap/", "thu-tuc/?tim=x", "hoi/k7m2pqxaa/"])
def test_an_old_address_leads_to_the_same_page(two, client, path):
    wards.merge(*BOTH)
    assert client.get(f"/song-cau/{path}").url == f"/bac-kan/{path}"
    assert client.get(f"/bac-kan/{path}").status_code == 200


def test_what_stayed_behind_can_still_be_read(two, client):
    wards.merge(*BOTH)
    notice = client.get(f"/song-cau/thong-bao/{two.old.notice_id}/")
    assert notice.status_code == 200 and "nay thuộc Phường Bắc Kạn" in notice.text
    assert client.get("/song-cau/hoi/k7m2pqxbb/").status_code == 200


def test_what_is_nowhere_leads_to_the_front_page_with_a_sentence(two, client):
    wards.merge(*BOTH)
    page = client.get("/song-cau/thong-bao/999999/")
    assert page.url == "/bac-kan/?tu=song-cau"
    assert "Phường Sông Cầu nay thuộc Phường Bắc Kạn" in client.get(page.url).text
    assert "nay thuộc" not in client.get("/bac-kan/?tu=la-hoac").text


def test_a_link_of_an_old_notice_is_read_under_its_own_code(two, client):
    locality = two.song_cau.locality
    link = make_link(locality, f"/song-cau/thong-bao/{two.old.notice_id}/", by=SYSTEM)
    wards.merge(*BOTH)
    page = client.get(f"/t/{link.code}")
    assert page.status_code == 200 and "Khám sàng lọc" in page.text


def test_a_code_on_a_households_sheet_still_says_which_it_is(two):
    code = print_codes([two.song_cau.binh], by=SYSTEM)[two.song_cau.binh.pk].replace(" ", "")
    _merger, heir = wards.merge(*BOTH)
    with scope(locality=heir):
        linked = link_by_code(heir, code, Address("portal", "browser"))
    assert linked.household == two.song_cau.binh


def test_a_leaders_telephone_goes_on_without_signing_in(two):
    phone = Client()
    phone.cookies[PHONE_COOKIE] = a_phone(two.song_cau.hoa)[1]
    wards.merge(*BOTH)
    page = phone.get("/to/")
    assert page.status_code == 200 and page.context["locality"].slug == "bac-kan"


def test_after_undoing_the_old_address_is_the_address(two, client):
    merger, _heir = wards.merge(*BOTH)
    undo_merger(merger, by=SYSTEM)
    assert client.get("/song-cau/").status_code == 200
    assert client.get("/bac-kan/").status_code == 404
