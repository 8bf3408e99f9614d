"""Short links cannot be guessed, cannot lead out, and never change where they lead."""

import pytest
from django_scopes import scope

from nhipcau.core.errors import BadInput, WrongState
from nhipcau.links import shorten
from nhipcau.links.models import Link
from nhipcau.links.shorten import LENGTH, SIGNS, close_link, find_link, make_link, short_url


@pytest.fixture
def link(ward):
    place = {"neighbourhood": ward.to_13.pk, "channel": "relay"}
    return make_link(ward.locality, "/song-cau/thong-bao/7/", place=place, by=ward.lan.actor)


def test_a_code_is_short_and_has_no_signs_that_look_alike(link, settings):
    assert len(link.code) == LENGTH
    assert set(link.code) <= set(SIGNS)
    assert not set("01ilo") & set(SIGNS)
    assert short_url(link) == f"{settings.BASE_URL}/t/{link.code}"


def test_a_code_typed_from_paper_is_found(link):
    typed = f" {link.code[:3].upper()} {link.code[3:]} "
    assert find_link(typed) == link


@pytest.mark.parametrize(
    "code", ["", "x", "0il0o10il", "' or 1=1;", "2" * 10, "２２２２２２２２２"]
)
def test_what_is_no_code_is_nobody_s(db, code):
    assert find_link(code) is None


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example", "thong-bao", "/\\evil", "/" + "a" * 300]
)
def test_a_link_never_leads_out(ward, path):
    with pytest.raises(BadInput):
        make_link(ward.locality, path, by=ward.lan.actor)


def test_a_code_that_exists_is_drawn_again(link, ward, monkeypatch):
    codes = iter([link.code, "222222222"])
    monkeypatch.setattr(shorten, "new_code", lambda: next(codes))
    assert make_link(ward.locality, "/a/", by=ward.lan.actor).code == "222222222"


def test_a_closed_link_stays_taken_and_closes_once(link, ward):
    close_link(link, by=ward.lan.actor)
    assert find_link(link.code).closed_at is not None
    with pytest.raises(WrongState):
        close_link(link, by=ward.lan.actor)


def test_another_locality_cannot_close_it(link, stranger):
    with scope(locality=stranger.locality), pytest.raises(WrongState):
        close_link(link, by=stranger.thu.actor)
    assert Link.objects.get().closed_at is None
