"""Calls on screens: the leader's phone, the officers' page, the portal's thanks."""

from datetime import date

import pytest
from django.test import Client

from nhipcau.notices.models import Notice, Recurrence
from nhipcau.notices.usual_calls import usual_calls
from nhipcau.outreach.models import CallPhoto, Reply
from nhipcau.outreach.replies import reply
from nhipcau.outreach.series_forms import initial_of
from nhipcau.outreach.thanks import give_thanks
from nhipcau.pages.tests.conftest import phone_of
from nhipcau.pages.tests.test_photos import photo
from nhipcau.people.models import Consent

SERIES = "/lam-viec/thong-bao/lich/"


@pytest.fixture
def call(notice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    notice.kind, notice.answers = Notice.Kind.CALL, ["will_come", "done", "photo"]
    notice.save()
    return notice


@pytest.fixture
def lan(ward):
    return signed_in(ward.lan)


def signed_in(staff):
    client = Client()
    client.force_login(staff, backend="nhipcau.people.sessions.OpenedByUs")
    return client


def test_a_leader_without_a_call_is_told_what_will_be_here(hoa):
    assert "Không có việc vận động nào" in hoa.get("/to/van-dong/").text


def test_the_leader_writes_for_a_house_and_sends_a_photo_of_the_alley(hoa, ward, call):
    where = f"/to/van-dong/{call.pk}/"
    assert "0 trên 6 nhà đã làm" in hoa.get("/to/van-dong/").text
    hoa.post(f"{where}{ward.binh.pk}/", {"answer": "done", "photo": photo((40, 40))})
    hoa.post(f"{where}anh/", {"photo": photo((50, 40))})
    page = hoa.get(where).text
    assert "bác ghi" in page and CallPhoto.objects.count() == 2
    shown = CallPhoto.objects.get(household=ward.binh)
    assert hoa.get(f"/to/van-dong/anh/{shown.pk}/")["Content-Type"] == "image/jpeg"
    hoa.post(f"/to/van-dong/anh/{shown.pk}/bo/")
    hoa.post(f"{where}{ward.binh.pk}/", {"undo": "1"})
    assert hoa.get(f"/to/van-dong/anh/{shown.pk}/").status_code == 404
    assert not Reply.objects.exists()


def test_faults_of_a_photo_are_said(hoa, ward, call):
    where = f"/to/van-dong/{call.pk}/"
    assert "Hãy chụp hoặc chọn một ảnh." in hoa.post(f"{where}anh/", follow=True).text
    assert hoa.post(f"{where}{ward.mai.pk}/", {"answer": "done"}).status_code == 404


def test_a_photo_is_for_its_leader_and_officers_only(ward, stranger, call, version):
    reply(version, ward.tung, "done", photo=photo((40, 40)))
    pk = CallPhoto.objects.get().pk
    ward.tam.neighbourhood = ward.to_1
    ward.tam.save()
    assert phone_of(ward.tam).get(f"/to/van-dong/anh/{pk}/").status_code == 404
    assert signed_in(stranger.thu).get(f"/lam-viec/anh/{pk}/").status_code == 404
    assert signed_in(ward.lan).get(f"/lam-viec/anh/{pk}/").status_code == 200
    CallPhoto.objects.update(file="calls/gone.jpg")  # the disk was restored without it
    assert signed_in(ward.lan).get(f"/lam-viec/anh/{pk}/").status_code == 404
    assert Client().get(f"/song-cau/cam-on/anh/{pk}.jpg").status_code == 404


def test_an_officer_reads_the_results_and_thanks(lan, ward, call, version):
    where = f"/lam-viec/thong-bao/{call.pk}/tra-loi/"
    assert "Chưa có hộ nào" in lan.post(f"{where}cam-on/", {"deed": "treo cờ"}).text
    reply(version, ward.tung, "done", photo=photo((40, 40)))
    lan.post(f"{where}cam-on/", {"deed": "treo cờ", "words": "Cảm ơn."})
    assert "1 trên 7 hộ" in lan.get(where).text
    assert "chưa đồng ý cho đăng ảnh" in lan.get(f"{where}to/{ward.to_13.pk}/").text
    page = Client().get("/song-cau/cam-on/").text
    assert "Tổ 13: 1 hộ đã treo cờ" in page and "Tùng" not in page
    assert "1 hộ đã treo cờ" in Client().get("/song-cau/").text
    lan.post(f"{where}go-cam-on/")
    assert "treo cờ" not in Client().get("/song-cau/").text


def test_a_household_agrees_by_ticking_and_takes_it_back_in_one_press(ward, call, link, version):
    me = Client()
    where = f"/song-cau/thong-bao/{call.pk}/"
    typed = {"link": link.code, "house": "12 ngõ 4", "digits": "678", "answer": "done"}
    me.post(f"{where}da-doc/", {**typed, "name_ok": "1"})
    give_thanks(call, deed="treo cờ", by=ward.lan)
    assert "Nông Thị Bình" in Client().get("/song-cau/cam-on/").text
    said = me.post(f"{where}thoi-ten/", {"link": link.code}, follow=True).text
    assert "không nêu tên" in said
    assert "Nông Thị Bình" not in Client().get("/song-cau/cam-on/").text
    unknown = Client().post(f"{where}thoi-ten/", {"link": link.code}, follow=True).text
    assert "không nêu tên" in unknown
    assert Consent.objects.filter(purpose="thanks_name").count() == 1


def test_an_officer_takes_a_name_away_when_the_household_calls(lan, ward, call, link, version):
    me = Client()
    typed = {"link": link.code, "house": "12 ngõ 4", "digits": "678", "answer": "done"}
    me.post(f"/song-cau/thong-bao/{call.pk}/da-doc/", {**typed, "name_ok": "1"})
    lan.post(f"/lam-viec/thong-bao/{call.pk}/tra-loi/ho/{ward.binh.pk}/thoi-ten/")
    assert Consent.objects.get(purpose="thanks_name").withdrawn_at


def test_a_series_is_begun_from_a_usual_call_and_approved_for_a_year(ward, lan, civil):
    assert "Treo cờ Quốc khánh" in lan.get(SERIES).text
    assert "[dịp]" in lan.get(f"{SERIES}them/?mau=co-2-9").text
    flags = next(one for one in usual_calls(date(2023, 5, 26)) if one.key == "co-2-9").given
    typed = {name: value for name, value in initial_of(flags).items() if value not in (None, "")}
    lan.post(f"{SERIES}them/", typed)
    series = Recurrence.objects.get()
    page = lan.get(f"{SERIES}{series.pk}/").text
    assert "Quốc khánh 2/9" in page and "Duyệt cả loạt" not in page
    minh = signed_in(ward.minh)
    seen = {"seen": series.written_at.isoformat()}
    assert "vừa được sửa" in minh.post(f"{SERIES}{series.pk}/duyet/", follow=True).text
    minh.post(f"{SERIES}{series.pk}/duyet/", seen)
    assert "đã duyệt cả loạt" in lan.get(SERIES).text
    lan.post(f"{SERIES}{series.pk}/sua/", {**typed, "name": "Cờ 2/9"})
    series.refresh_from_db()
    assert series.name == "Cờ 2/9" and series.approved_by is None


def test_a_series_that_cannot_be_is_said_and_what_was_typed_is_kept(lan, civil):
    page = lan.post(f"{SERIES}them/", {"name": "Vệ sinh", "kind": "weeks", "title": "Vệ sinh"})
    assert page.status_code == 422 and 'value="Vệ sinh"' in page.text
