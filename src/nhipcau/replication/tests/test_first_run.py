"""The first day's screens: by whom, in which order, with what is wrong said in its line."""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.links.count import count_opening
from nhipcau.links.models import Link
from nhipcau.outreach.tests.conftest import civil, make_version, version  # noqa: F401
from nhipcau.people.models import Role, Staff
from nhipcau.places.models import Neighbourhood, Succession, Unit
from nhipcau.replication.first_run import choose_views
from nhipcau.replication.first_run.people import places_to_fill
from nhipcau.replication.first_run.steps import NAMES, next_stage, settle_step, stages
from nhipcau.replication.first_run.units import _index, find_units
from nhipcau.replication.models import AppliedPlaybook, FirstRun
from nhipcau.replication.playbook.apply import apply_playbook
from nhipcau.replication.playbook.export import export_playbook, zip_of
from nhipcau.replication.playbook.sent import keep_sent, sent_by
from nhipcau.replication.playbook.themes.notices import Campaign
from nhipcau.replication.playbook.views import blocks_of, is_within
from nhipcau.replication.tests.conftest import files_of, small

B = "/lam-viec/bat-dau/"
PHONE = "Mozilla/5.0 (Linux; Android 10; SM-A105F) AppleWebKit/537.36 Chrome/91.0 Mobile Safari"


@pytest.fixture
def admin(fresh, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(fresh)
    return fresh


@pytest.fixture
def country(db):
    """One commune of before July 2025 and what it became."""
    _index.cache_clear()  # keys come again in each test
    top = Unit.objects.create(code="06", name="Tỉnh Bắc Kạn", level="province")
    old = Unit.objects.create(
        code="01900", name="Xã Yên Mỹ", level="commune", parent=top, valid_to=date(2025, 6, 30)
    )
    new = Unit.objects.create(
        code="01901", name="Xã Yên Phong", level="commune", valid_from=date(2025, 7, 1)
    )
    Succession.objects.create(predecessor=old, successor=new, on=date(2025, 7, 1), is_whole=True)
    return old, new


def test_units_are_found_without_marks_by_where_they_lie_and_by_code(country):
    old, new = country
    assert [one.unit for one in find_units("yen my bac kan", is_former=True)] == [old]
    assert find_units("yen my", is_former=False) == []
    assert [one.unit for one in find_units("01901", is_former=False)] == [new]
    assert find_units("yen my", is_former=True)[0].became == "Xã Yên Phong"
    assert find_units("  ", is_former=True) == []


def test_a_code_that_was_given_again_finds_the_unit_of_the_time_asked_for(country):
    old, _new = country
    again = Unit.objects.create(
        code="01900", name="Xã Côn Minh", level="commune", valid_from=date(2025, 7, 1)
    )
    assert [one.unit for one in find_units("01900", is_former=True)] == [old]
    assert [one.unit for one in find_units("01900", is_former=False)] == [again]


def test_marks_kind_and_order_do_not_matter_and_whole_words_come_first(country):
    old, _new = country
    other = Unit.objects.create(
        code="01902", name="Xã Yên Mỹ An", level="commune", valid_to=date(2025, 6, 30)
    )
    for said in ("Xã Yên Mỹ, Bắc Kạn", "bac kan yen my", "YÊN MỸ bắc kạn"):
        assert [one.unit for one in find_units(said, is_former=True)] == [old]
    assert [one.unit for one in find_units("yen my", is_former=True)] == [old, other]


def test_the_place_is_chosen_with_its_usual_issuer(admin, client, country):
    old, _new = country
    assert "Xã Yên Mỹ" in client.get(f"{B}dia-ban/?q=yen my&thoi=truoc").content.decode()
    answer = client.post(f"{B}dia-ban/", {"don-vi": old.pk, "q": "yen my", "thoi": "truoc"})
    assert answer.url == f"{B}bo-mau/"
    admin.locality.refresh_from_db()
    assert (admin.locality.name, admin.locality.issuer) == ("Xã Yên Mỹ", "UBND xã Yên Mỹ")


def test_nothing_chosen_among_what_was_found_is_asked_for(admin, client, country):
    answer = client.post(f"{B}dia-ban/", {"q": "yen", "thoi": "nay"})
    assert (answer.status_code, next_stage(admin.locality).name) == (422, "dia-ban")
    assert "Hãy chọn một đơn vị" in answer.content.decode()


def test_after_the_first_notice_the_place_keeps_its_name(ward, version, client, country):  # noqa: F811
    client.force_login(ward.quan)
    type(version).objects.update(published_at=civil_now())
    answer = client.post(f"{B}dia-ban/", {"don-vi": country[0].pk})
    assert answer.status_code == 422
    assert "Đã có thông báo phát ra" in answer.content.decode()


CAMPAIGN = "lu:\n  name: Mùa mưa lũ\n  begins: 05-15\n  ends: 10-15\n  starter: hop-thon\n"
GUIDE = "mat-song:\n  title: Thôn mất sóng\n  text: |-\n    # Trước\n    - thử kẻng\n"


def test_the_difference_is_shown_before_it_is_applied(admin, client, monkeypatch):
    told = small(**{"campaigns.yaml": CAMPAIGN, "guides.yaml": GUIDE})
    monkeypatch.setattr(choose_views, "shipped", {"thu": told}.get)
    page = client.get(f"{B}bo-mau/?chon=thu").content.decode()
    assert "Nhóm trưởng thôn {địa bàn}" in page
    assert not AppliedPlaybook.objects.exists()
    assert client.post(f"{B}bo-mau/", {"chon": "thu"}).url == f"{B}so-ho/"
    assert AppliedPlaybook.objects.get().name == "thu"
    assert "Giữ như vậy" in client.get(f"{B}bo-mau/?chon=thu").content.decode()
    AppliedPlaybook.objects.update(name="khac", title="Bộ khác")
    assert "đang theo “Bộ khác”" in client.get(f"{B}bo-mau/?chon=thu").content.decode()


def send(client, name, raw):
    return client.post(f"{B}bo-mau/gui-len/", {"tep": SimpleUploadedFile(name, raw)})


def test_a_playbook_is_sent_as_a_zip_seen_and_only_then_applied(admin, client):
    packed = zip_of(files_of(), "bo-mau")
    answer = send(client, "bo-mau.zip", packed)
    assert answer.url == f"{B}bo-mau/?chon=tep-gui-len"
    page = client.get(answer.url).content.decode()
    assert "Bộ thử" in page and "Nhóm trưởng thôn {địa bàn}" in page
    assert not AppliedPlaybook.objects.exists()
    seen = {"chon": "tep-gui-len", "tep": re.search(r'name="tep" value="(\w+)"', page)[1]}
    other = zip_of(files_of(**{"roles.yaml": None}), "bo-mau")
    send(client, "khac.zip", other)
    stale = client.post(f"{B}bo-mau/", seen)
    assert (stale.status_code, AppliedPlaybook.objects.exists()) == (422, False)
    assert "đã được thay bằng tệp khác" in stale.content.decode()
    send(client, "bo-mau.zip", packed)
    assert client.post(f"{B}bo-mau/", seen).url == f"{B}so-ho/"
    assert AppliedPlaybook.objects.get().name == "thu"
    again = client.get(f"{B}bo-mau/?chon=tep-gui-len")
    assert (again.status_code, "Hãy gửi lại" in again.content.decode()) == (422, True)
    taken = client.get("/lam-viec/bo-mau/tai/")
    assert (taken.content, taken["Content-Type"]) == (
        zip_of(export_playbook(admin.locality), "bo-mau-yen-thuong"), "application/zip"
    )  # fmt: skip


WRONG = {
    "nothing": (b"", "không phải tệp .zip"),
    "a letter": (b"%PDF-1.7 thu", "không phải tệp .zip"),
    "a table": (zip_of({"xl/workbook.xml": b"<x/>"}, "."), "thiếu tệp playbook.yaml"),
    "a climbing path": (zip_of({"../groups.yaml": b"x"}, "bo-mau"), "ra ngoài"),
    "a bomb": (zip_of(files_of() | {"groups.yaml": b"\0" * 9_000_000}, "b"), "quá lớn"),
    "a newer one": (
        zip_of(files_of(**{"playbook.yaml": "format: 9\nmood: new\n"}), "b"),
        "Hãy nâng cấp",
    ),
    "a slip of the hand": (
        zip_of(files_of(**{"groups.yaml": "a:\n  kind: unit\n name: x\n"}), "b"),
        "Tệp groups.yaml, dòng 3",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_file_is_said_to_be_and_what_was_sent_before_stays(admin, client, what):
    send(client, "bo-mau.zip", zip_of(files_of(), "bo-mau"))
    raw, said = WRONG[what]
    answer = send(client, "tep.zip", raw)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert client.get(f"{B}bo-mau/?chon=tep-gui-len").status_code == 200
    assert not AppliedPlaybook.objects.exists()


def test_a_playbook_that_was_sent_is_only_its_senders(admin, ward, client):
    send(client, "bo-mau.zip", zip_of(files_of(), "bo-mau"))
    assert sent_by(admin).playbook.manifest.name == "thu"
    with pytest.raises(WrongState):
        sent_by(ward.quan)
    with pytest.raises(NotAllowed):
        keep_sent(io.BytesIO(zip_of(files_of(), "bo-mau")), by=ward.lan)


def test_what_the_playbook_leaves_to_people_is_on_its_page(admin, client):
    apply_playbook(small(**{"campaigns.yaml": CAMPAIGN, "guides.yaml": GUIDE}), by=admin)
    assert "Mùa mưa lũ" in client.get("/lam-viec/bo-mau/").content.decode()
    guide = client.get("/lam-viec/bo-mau/huong-dan/mat-song/").content.decode()
    assert "<h2>Trước</h2>" in guide
    assert client.get("/lam-viec/bo-mau/huong-dan/khong-co/").status_code == 404
    assert client.post("/lam-viec/bo-mau/ngay-nghi/").url == "/lam-viec/bo-mau/"


def test_whom_to_invite_comes_from_the_playbook_and_the_register(admin, client):
    assert "ở bước 2" in client.get(f"{B}nguoi/").content.decode()
    told = "chu-tich:\n  role: approver\n  title: Chủ tịch\n"
    apply_playbook(small(**{"roles.yaml": told}), by=admin)
    assert "Chưa có tổ, thôn nào" in client.get(f"{B}nguoi/").content.decode()


def test_people_are_invited_all_or_none_and_the_fault_stands_in_its_line(admin, client):
    apply_playbook(small(), by=admin)
    home = Neighbourhood.objects.create(locality=admin.locality, name="Thôn Nà Áng")
    other = Neighbourhood.objects.create(locality=admin.locality, name="Bản Vén")
    assert [str(place.label) for place in places_to_fill(admin.locality)] == [
        "Trưởng thôn, Thôn Nà Áng",
        "Trưởng thôn, Bản Vén",
    ]
    typed = {f"ten-to-{home.pk}": "Lý Văn Pao", f"ten-to-{other.pk}": "Ma A Sình",
             f"so-to-{other.pk}": "12"}  # fmt: skip
    answer = client.post(f"{B}nguoi/", typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Số điện thoại này không đúng" in page
    assert 'value="Lý Văn Pao"' in page  # what was typed is kept
    assert not Staff.objects.filter(role=Role.LEADER).exists()
    nameless = client.post(f"{B}nguoi/", {f"so-to-{home.pk}": "0912345678"})
    assert "Hãy ghi họ và tên" in nameless.content.decode()
    slips = client.post(f"{B}nguoi/", typed | {f"so-to-{other.pk}": "0912345678"})
    assert slips.content.decode().count("/dien-thoai/") == 2
    assert places_to_fill(admin.locality) == []


def test_a_test_message_has_arrived_when_its_code_was_opened(admin, client):
    assert client.post(f"{B}tin-thu/").url == f"{B}tin-thu/"
    assert client.post(f"{B}tin-thu/").url == f"{B}tin-thu/"
    link = Link.objects.get()  # asked twice, one code
    assert "Đã tới máy của bạn" not in client.get(f"{B}tin-thu/").content.decode()
    count_opening(link, user_agent=PHONE)
    assert "Đã tới máy của bạn" in client.get(f"{B}tin-thu/").content.decode()
    assert stages(admin.locality)[-1].state == "done"


def test_steps_are_skipped_and_come_back_to(fresh):
    for name in NAMES:
        settle_step(fresh.locality, name, "skipped", by=fresh)
    run = FirstRun.objects.get()
    assert run.finished_at is not None
    assert next_stage(fresh.locality) is None
    settle_step(fresh.locality, "kenh", "done", by=fresh)
    assert [stage.state for stage in stages(fresh.locality)].count("done") == 1
    with pytest.raises(BadInput):
        settle_step(fresh.locality, "khac", "done", by=fresh)


def test_the_next_step_is_the_first_one_left_behind_this_one(fresh):
    settle_step(fresh.locality, "so-ho", "done", by=fresh)
    assert next_stage(fresh.locality, "so-ho").name == "kenh"
    assert next_stage(fresh.locality).name == "dia-ban"
    assert next_stage(fresh.locality, "tin-thu").name == "dia-ban"


@pytest.mark.parametrize("where", ["", *(f"{name}/" for name in NAMES)])
def test_only_an_admin_has_a_first_day(ward, client, where):
    client.force_login(ward.lan)
    assert client.get(f"{B}{where}").status_code == 403
    assert Client().get(f"{B}{where}").status_code == 302
    client.force_login(ward.quan)
    assert client.get(f"{B}{where}").status_code == 200


def test_steps_of_another_place_are_not_ones_own(ward, stranger):
    with pytest.raises(NotAllowed):
        settle_step(stranger.locality, "kenh", "done", by=ward.quan)


def test_a_campaign_lasts_over_the_turn_of_the_year():
    cold = Campaign("Rét", begins="11-15", ends="03-05")
    assert is_within(cold, date(2026, 12, 31))
    assert is_within(cold, date(2026, 3, 5))
    assert not is_within(cold, date(2026, 6, 1))
    assert not is_within(Campaign("khi có"), date(2026, 6, 1))


def test_a_guide_is_laid_out():
    told = blocks_of("# Trước\n- một\n- hai\n\nLời\nnữa")
    assert told == [("heading", ["Trước"]), ("points", ["một", "hai"]), ("words", ["Lời nữa"])]


def test_where_notices_go_out_what_is_there_is_done(ward, version):  # noqa: F811
    def said():
        return {stage.name: stage.state for stage in stages(ward.locality)}

    type(version).objects.update(published_at=None)
    assert set(said().values()) == {""}  # households, but no notice yet: the wizard asks
    type(version).objects.update(published_at=civil_now())
    assert {name for name, state in said().items() if not state} == {"bo-mau", "kenh"}
    settle_step(ward.locality, "kenh", "skipped", by=ward.quan)
    assert (said()["kenh"], said()["so-ho"]) == ("skipped", "done")
    assert next_stage(ward.locality).name == "bo-mau"
