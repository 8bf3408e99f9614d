"""Bulletins, papers of every size, what hangs where, and what comes down."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.links.models import Link
from nhipcau.outreach.bulletins import bulletin_paper, in_period, issue_bulletin, make_bulletin
from nhipcau.outreach.correct import follow_up
from nhipcau.outreach.doors import arrange_doors
from nhipcau.outreach.models import Bulletin, Sheet, Task
from nhipcau.outreach.papers import leaflets_for_all, sheet_paper
from nhipcau.outreach.replies import reply
from nhipcau.outreach.sheets import add_place, mark_hung, plan_sheet, whats_where
from nhipcau.outreach.tests.conftest import make_version
from nhipcau.outreach.thanks import agree, give_thanks
from nhipcau.outreach.withdraw import withdraw_notice

MAY = {"begins_on": date(2023, 5, 1), "ends_on": date(2023, 5, 31)}


def pages_of(pdf):
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.fixture
def current(version):
    version.notice.current = version
    version.notice.save()
    return version


@pytest.fixture
def bulletin(ward, current):
    return make_bulletin(ward.locality, [current.pk], by=ward.minh, **MAY)


def test_a_bulletin_holds_what_was_published_in_its_days(ward, current):
    assert list(in_period(*MAY.values())) == [current]
    assert list(in_period(date(2023, 6, 1), date(2023, 6, 30))) == []


def test_it_is_numbered_and_printed_with_its_notices(ward, current, bulletin):
    second = make_bulletin(ward.locality, [current.pk], by=ward.minh, **MAY)
    assert (bulletin.number, second.number) == (1, 2)
    words = " ".join(pages_of(bulletin_paper(bulletin)))
    assert "Bản tin thông tin cơ sở" in words
    assert "Khám sàng lọc đái tháo đường miễn phí" in words


def test_it_thanks_by_numbers_and_never_by_name(ward, current, bulletin):
    current.notice.kind, current.notice.answers = "call", ["done"]
    current.notice.save()
    reply(current, ward.yen, "done")
    agree(ward.yen, name=True, photo=False, channel="portal", by=SYSTEM)
    give_thanks(current.notice, deed="treo cờ", by=ward.lan)
    words = " ".join(pages_of(bulletin_paper(bulletin)))
    assert "Tổ 13: 1 hộ đã treo cờ." in words and "Yến" not in words


def test_who_may_not_publish_makes_none(ward, stranger, current):
    for person in (ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            make_bulletin(ward.locality, [current.pk], by=person, **MAY)


@pytest.mark.parametrize("chosen", [[], [999_999]])
def test_only_notices_of_the_period_go_in(ward, current, chosen):
    with pytest.raises(BadInput):
        make_bulletin(ward.locality, chosen, by=ward.minh, **MAY)
    with pytest.raises(BadInput):
        turned = {"begins_on": MAY["ends_on"], "ends_on": MAY["begins_on"]}
        make_bulletin(ward.locality, [current.pk], by=ward.minh, **turned)


def test_it_is_issued_once_with_copies_and_places(ward, current, bulletin):
    for wrong in ({"copies": 0}, {"where": " "}):
        with pytest.raises(BadInput):
            issue_bulletin(bulletin, **({"copies": 9, "where": "Chợ"} | wrong), by=ward.minh)
    issue_bulletin(bulletin, copies=120, where="Các nhà văn hoá", by=ward.minh)
    with pytest.raises(WrongState):
        issue_bulletin(bulletin, copies=1, where="Chợ", by=ward.minh)


def test_what_is_withdrawn_is_asked_back_and_left_out_of_the_next_print(ward, current, bulletin):
    issue_bulletin(bulletin, copies=120, where="Các nhà văn hoá", by=ward.minh)
    withdraw_notice(current, why="Nhầm ngày", by=ward.minh)
    task = Task.objects.get(version=current, kind="correct_sheet")
    assert "Bản tin số 1" in task.text
    assert "Các nhà văn hoá" in task.text
    assert "Khám sàng lọc" not in " ".join(pages_of(bulletin_paper(bulletin)))


def test_the_page_of_bulletins_chooses_makes_and_issues(client, ward, current):
    client.force_login(ward.minh)
    where = "/lam-viec/thong-bao/ban-tin/"
    days = {"from": "2023-05-01", "to": "2023-05-31"}
    assert current.title in client.get(where, days).content.decode()
    assert client.post(where, days).status_code == 422
    client.post(where, {**days, "versions": [current.pk]})
    made = Bulletin.objects.get()
    assert client.get(f"{where}{made.pk}.pdf")["Content-Type"] == "application/pdf"
    client.post(f"{where}{made.pk}/", {"copies": "80", "where": "Chợ"})
    made.refresh_from_db()
    assert made.copies == 80


def test_another_ward_does_not_print_our_bulletin(client, stranger, bulletin):
    client.force_login(stranger.thu)
    assert client.get(f"/lam-viec/thong-bao/ban-tin/{bulletin.pk}.pdf").status_code == 404


def test_every_household_gets_a_leaflet_in_the_leaders_own_order(ward, version):
    order = [home.pk for home in reversed(ward.households_13)]
    arrange_doors(ward.to_13, order, by=ward.hoa)
    pages = pages_of(leaflets_for_all(version, ward.to_13, by=SYSTEM))
    houses = [home.house for home in reversed(ward.households_13)]
    assert [house in page for house, page in zip(houses, pages, strict=True)] == [True] * 6
    codes = Link.objects.filter(place__neighbourhood=ward.to_13.pk)
    assert len({link.code for link in codes}) == 6
    leaflets_for_all(version, ward.to_13, by=SYSTEM)
    sheet = Sheet.objects.get(form="leaflet")
    assert (sheet.copies, Link.objects.count()) == (6, 6)


def test_a_household_tells_nothing_on_its_own_page(client, ward, version):
    version.notice.current = version
    version.notice.save()
    leaflets_for_all(version, ward.to_13, by=SYSTEM)
    link = Link.objects.get(place__household=ward.binh.pk)
    page = client.get(f"/t/{link.code}").content.decode()
    for told in (ward.binh.head_name, "Số 12", "0912345678", "912345678"):
        assert told not in page


@pytest.mark.parametrize(("form", "width"), [("sheet", 595), ("a5", 420), ("board", 842)])
def test_each_size_of_paper_is_one_page(ward, version, form, width):
    sheet = add_place(version, place="Cổng chợ", form=form, neighbourhood=ward.to_13, by=ward.hoa)
    (page,) = PdfReader(io.BytesIO(sheet_paper(sheet))).pages
    assert round(page.mediabox.width) == width


@pytest.mark.parametrize("given", [{"place": " "}, {"form": "leaflet"}, {"form": "x"}])
def test_a_place_needs_a_name_and_a_size(ward, version, given):
    with pytest.raises(BadInput):
        add_place(
            version, **({"place": "Chợ", "form": "a5"} | given), neighbourhood=None, by=ward.lan
        )


def hung(version, ward, form, place="Cổng chợ"):
    sheet = plan_sheet(version, place=place, neighbourhood=ward.to_13, form=form, by=SYSTEM)
    mark_hung(sheet, by=ward.hoa)
    return sheet


def test_papers_of_every_size_come_down_at_withdrawal(client, ward, version):
    for form in ("sheet", "a5", "leaflet"):
        hung(version, ward, form, place=form)
    client.force_login(ward.lan)
    assert "Đang treo ở đâu" in client.get("/lam-viec/thong-bao/dang-treo/").content.decode()
    withdraw_notice(version, why="Nhầm ngày", by=ward.minh)
    states = {sheet.form: sheet.said_state for sheet in whats_where(ward.to_13.pk)}
    assert states == {"sheet": "Cần gỡ", "a5": "Cần gỡ", "leaflet": "Cần thu lại"}


def test_a_correction_says_what_to_exchange(ward, version):
    hung(version, ward, "leaflet", "Tờ rơi từng nhà, Tổ 13")
    hung(version, ward, "a5")
    second = make_version(ward)
    follow_up(version, second, by=SYSTEM)
    texts = " ".join(task.text for task in Task.objects.filter(version=second))
    assert "thu tờ cũ của từng nhà" in texts
    assert "Gỡ tờ cũ ở Cổng chợ" in texts


def test_the_desk_adds_a_place_and_prints_for_a_whole_neighbourhood(client, ward, version):
    client.force_login(ward.lan)
    work = f"/lam-viec/thong-bao/{version.notice_id}/viec/"
    client.post(f"{work}to-giay/them/", {"place": "Trạm Y tế", "form": "a5", "neighbourhood": ""})
    assert "Trạm Y tế" in client.get(work).content.decode()
    paper = client.post(f"{work}to-roi/{ward.to_13.pk}/", {"het": "1"})
    assert len(PdfReader(io.BytesIO(paper.content)).pages) == 6
