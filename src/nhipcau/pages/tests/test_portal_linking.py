"""A resident types the code of the house: the browser is known from then on."""

import pytest
from django.core.cache import cache
from django.test import Client

from nhipcau.outreach.models import Level, Standing
from nhipcau.people.link_codes import TRIES, make_code, make_staff_code
from nhipcau.people.models import ContactPoint, LinkCode


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


PAGE = "/song-cau/noi/"


def test_the_home_page_leads_there_and_a_slip_brings_its_code(client, ward):
    assert PAGE in client.get("/song-cau/").text
    assert 'value="48291307"' in client.get(PAGE + "?ma=48291307").text


def test_opening_the_slip_s_address_links_nothing(client, ward):
    made = make_code(ward.binh, by=ward.hoa.actor)
    client.get(f"{PAGE}?ma={made.code}")
    assert LinkCode.objects.get().used_at is None


def test_a_code_makes_the_browser_known_and_the_page_one_tap(client, ward, version, notice):
    made = make_code(ward.binh, by=ward.hoa.actor)
    answer = client.post(PAGE, {"ma": made.shown}, follow=True)
    assert "Đã nối máy này" in answer.text
    contact = ContactPoint.objects.get(kind="portal")
    assert (contact.household, contact.legal_basis) == (ward.binh, "consent")
    client.get(f"/song-cau/thong-bao/{notice.pk}/")
    assert Standing.objects.get(version=version, household=ward.binh).level == Level.SEEN


@pytest.mark.parametrize("typed", ["", "abc", "123", "000000", "1" * 500])
def test_a_wrong_code_is_told_and_kept(client, ward, typed):
    answer = client.post(PAGE, {"ma": typed})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert typed[:20] in answer.text
    assert not ContactPoint.objects.filter(kind="portal").exists()


def test_a_code_works_in_one_browser(ward, client):
    made = make_code(ward.binh, by=ward.hoa.actor)
    client.post(PAGE, {"ma": made.code})
    answer = Client().post(PAGE, {"ma": made.code})
    assert "đã dùng" in answer.text


def test_guessing_ends_soon(client, ward):
    client.get(PAGE)
    for n in range(TRIES):
        client.post(PAGE, {"ma": f"{n}00000"})
    made = make_code(ward.binh, by=ward.hoa.actor)
    assert "chờ một giờ" in client.post(PAGE, {"ma": made.code}).text
    assert LinkCode.objects.get().used_at is None


def test_a_code_of_another_ward_is_none_here(client, ward, stranger):
    made = make_code(stranger.household, by=stranger.thu.actor)
    assert client.post(PAGE, {"ma": made.code}).status_code == 422


def test_a_code_of_one_of_ours_stays_whole_for_the_account(client, ward):
    made = make_staff_code(ward.lan, by=ward.lan.actor)
    assert "Zalo Official Account" in client.post(PAGE, {"ma": made.code}).text
    assert LinkCode.objects.get().used_at is None


def test_the_page_is_small(client, ward):
    assert len(client.get(PAGE).content) < 12_000
