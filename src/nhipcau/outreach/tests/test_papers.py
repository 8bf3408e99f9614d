import io

import pytest
from pypdf import PdfReader

from nhipcau.core.actor import SYSTEM
from nhipcau.links.models import Link
from nhipcau.links.shorten import make_link
from nhipcau.outreach.models import Sheet, Standing
from nhipcau.outreach.papers import leaflets_for
from nhipcau.outreach.sheets import mark_hung, plan_sheet
from nhipcau.outreach.visits import open_visits


@pytest.fixture
def sheet(version, ward):
    link = make_link(ward.locality, "/song-cau/", place={"channel": "sheet"}, by=SYSTEM)
    return plan_sheet(
        version, place="Nhà văn hoá Tổ 13", neighbourhood=ward.to_13, link=link, by=SYSTEM
    )


def words_of(pdf):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def work(version, end=""):
    return f"/lam-viec/thong-bao/{version.notice_id}/viec/{end}"


def test_a_sheet_carries_the_link_of_its_own_place(client, ward, version, sheet):
    client.force_login(ward.lan)
    answer = client.get(work(version, f"to-giay/{sheet.pk}.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert sheet.link.code in words_of(answer.content)


def test_a_sheet_of_another_ward_is_not_there(client, stranger, version, sheet):
    client.force_login(stranger.thu)
    assert client.get(work(version, f"to-giay/{sheet.pk}.pdf")).status_code == 404


def test_each_open_door_gets_a_leaflet_with_its_own_link_and_keeps_it(version, ward):
    open_visits(version, [ward.binh.pk], why="no_smartphone", by=SYSTEM)
    paper = leaflets_for(version, ward.to_13, by=ward.lan.actor)
    leaflets_for(version, ward.to_13, by=ward.lan.actor)
    assert "Số 12" in words_of(paper)
    code = Standing.objects.get(version=version, household=ward.binh).code
    assert Link.objects.get().code == code


def test_without_open_doors_there_is_nothing_to_print(client, version, ward):
    client.force_login(ward.lan)
    answer = client.post(work(version, f"to-roi/{ward.to_13.pk}/"), follow=True)
    assert "không còn nhà nào phải báo" in answer.content.decode()


def test_a_slip_with_a_sheet_is_mended_at_the_desk(client, version, ward, sheet):
    mark_hung(sheet, by=ward.lan)
    client.force_login(ward.lan)
    assert "Đang treo" in client.get(work(version)).content.decode()
    client.post(work(version, f"to-giay/{sheet.pk}/chua/"))
    sheet.refresh_from_db()
    assert sheet.state == Sheet.State.TO_HANG
