"""The pages of a merger, and of the history that it leaves."""

from datetime import timedelta

import pytest
from django.test import Client

from nhipcau.core.clock import civil_now
from nhipcau.people.demo import OPENED_BY_US
from nhipcau.people.models import Household
from nhipcau.places.models import Neighbourhood
from nhipcau.places.strays import find_strays
from nhipcau.replication.merger.tests import wards
from nhipcau.replication.models import Merger

BOTH = ("song-cau", "nong-thuong")
LIST = "/lam-viec/dia-ban/sap-nhap/"


@pytest.fixture
def two(ward, stranger):
    return wards.two_wards(ward, stranger)


def at_desk(staff):
    client = Client()
    client.force_login(staff, backend=OPENED_BY_US)
    return client


def hidden(page):
    return page.context["shown"].fingerprint


def test_two_admins_agree_and_one_merges_then_undoes(two):
    wards.the_unit()
    quan, thu = at_desk(two.song_cau.quan), at_desk(two.nong_thuong.thu)
    typed = {
        "decision": "1683/NQ-UBTVQH15", "signed_on": "2025-06-16", "takes_on": "2025-07-01",
        "former": "song-cau\nnong-thuong", "slug": "bac-kan", "unit": "01843",
    }  # fmt: skip
    one = quan.post(LIST, typed).url
    assert "Tổ 13" not in quan.get(one).text  # nothing of another until it joins
    assert quan.post(f"{one}quyet/", {"x": "1"}).status_code == 409
    thu.post(f"{one}tham-gia/")
    page = quan.get(one)
    assert "Tổ 13 (Sông Cầu)" in page.text and "Phường Bắc Kạn" in page.text
    place = two.song_cau.to_13.pk
    quan.post(f"{one}quyet/", {f"name:{place}": "Tổ 13 (Cầu)"})
    page = thu.get(one)
    assert "Tổ 13 (Cầu)" in page.text
    thu.post(f"{one}dong-y/", {"seen": hidden(page)})
    refused = quan.post(f"{one}lam/", {"seen": hidden(page)})
    assert refused.status_code == 409 and "Còn chờ đồng ý của: Phường Sông Cầu" in refused.text
    quan.post(f"{one}dong-y/", {"seen": hidden(page)})
    assert quan.post(f"{one}lam/", {"seen": hidden(page)}).status_code == 302
    page = quan.get(one)
    assert page.status_code == 200 and "Trước và sau" in page.text
    assert quan.get("/lam-viec/").context["locality"].slug == "bac-kan"
    assert quan.post(f"{one}hoan-tac/").status_code == 302
    assert quan.get("/lam-viec/").context["locality"].slug == "song-cau"


def test_after_the_first_notice_the_page_leads_to_the_split_that_parts_them_again(two):
    merger, heir = wards.merge(*BOTH)
    Merger.objects.filter(pk=merger.pk).update(done_at=civil_now() - timedelta(hours=60))
    home = Household._base_manager.get(pk=two.song_cau.binh.pk)
    wards.published(heir, two.song_cau.lan, [home], civil_now() - timedelta(hours=30))
    quan = at_desk(two.song_cau.quan)
    page = quan.get(f"{LIST}{merger.pk}/")
    assert "Lập quyết định tách Xã Nông Thượng ra lại" in page.text
    assert quan.post(f"{LIST}{merger.pk}/hoan-tac/").status_code == 409
    form = quan.get(f"{LIST}?tach={merger.pk}&ve=nong-thuong").context["form"]
    typed = {**form.initial, "decision": "9/QĐ", "signed_on": "2025-08-01"}
    assert typed["former"] == "bac-kan: Tổ 13 (Nông Thượng)"
    one = quan.post(LIST, {**typed, "takes_on": "2025-08-01"}).url
    seen = {"seen": hidden(quan.get(one))}
    quan.post(f"{one}dong-y/", seen)
    assert quan.post(f"{one}lam/", seen).status_code == 302
    assert wards.where(Household, two.nong_thuong.household.pk) == two.nong_thuong.locality.pk
    assert wards.where(Household, two.song_cau.binh.pk) == heir.pk
    assert "ra lại" in quan.get(f"{LIST}{merger.pk}/").text  # Sông Cầu may still go
    assert find_strays() == []


def test_a_preview_that_has_changed_must_be_read_again(two):
    merger = wards.seen(*BOTH)
    quan = at_desk(two.song_cau.quan)
    page = quan.post(f"{LIST}{merger.pk}/dong-y/", {"seen": "x"})
    assert page.status_code == 409 and "Bản xem trước đã đổi" in page.text


def test_what_is_typed_wrongly_is_kept_and_said(two):
    page = at_desk(two.song_cau.quan).post(LIST, {"decision": "12/NQ", "former": "la-hoac"})
    assert page.status_code == 422 and "12/NQ" in page.text and not Merger.objects.exists()


def test_a_locality_that_does_not_take_part_sees_nothing(two):
    merger = wards.seen("song-cau")
    thu = at_desk(two.nong_thuong.thu)
    assert thu.get(f"{LIST}{merger.pk}/").status_code == 404
    assert thu.post(f"{LIST}{merger.pk}/bo/").status_code == 404
    assert f"{LIST}{merger.pk}/" not in thu.get(LIST).text


def test_the_successor_reads_history_and_writes_nothing_in_it(two):
    wards.merge(*BOTH)
    old = two.song_cau.locality.pk
    lan = at_desk(two.song_cau.lan)
    assert "Phường Sông Cầu" in lan.get("/lam-viec/lich-su/").text
    assert "Khám sàng lọc" in lan.get(f"/lam-viec/lich-su/{old}/").text
    page = lan.get(f"/lam-viec/lich-su/{old}/thong-bao/{two.old.notice_id}/")
    assert page.status_code == 200 and "Tổ 13 (Sông Cầu)" in page.text


def test_history_is_nobody_elses(two):
    _merger, heir = wards.merge("song-cau")
    thu = at_desk(two.nong_thuong.thu)
    for former in (two.song_cau.locality.pk, heir.pk, two.nong_thuong.locality.pk):
        assert thu.get(f"/lam-viec/lich-su/{former}/").status_code == 404


def test_who_was_left_behind_in_a_closed_ward_works_nowhere(two):
    lan = two.song_cau.lan
    desk = at_desk(lan)
    type(lan).objects.filter(pk=lan.pk).update(is_active=False)
    wards.merge(*BOTH)
    type(lan).objects.filter(pk=lan.pk).update(is_active=True)
    assert desk.get("/lam-viec/").status_code == 403


def test_who_agreed_to_another_preview_has_not_agreed_to_this_one(two):
    merger = wards.seen(*BOTH)
    quan, thu = at_desk(two.song_cau.quan), at_desk(two.nong_thuong.thu)
    one = f"{LIST}{merger.pk}/"
    for desk in (quan, thu):
        desk.post(f"{one}tham-gia/")
    thu.post(f"{one}dong-y/", {"seen": hidden(thu.get(one))})
    first = hidden(quan.get(one))
    Neighbourhood.objects.filter(pk=two.song_cau.to_13.pk).update(name="Tổ Mười Ba")
    page = quan.get(one)
    assert hidden(page) != first
    quan.post(f"{one}dong-y/", {"seen": hidden(page)})
    refused = quan.post(f"{one}lam/", {"seen": hidden(page)})
    assert refused.status_code == 409 and "Còn chờ đồng ý của: Xã Nông Thượng" in refused.text
