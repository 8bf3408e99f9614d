"""The catalogue on the portal: found, read in every version, printed, and never a dead end."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from nhipcau.core.actor import SYSTEM
from nhipcau.inbox.models import Answerer, Topic
from nhipcau.links.shorten import make_link
from nhipcau.pages.portal import procedures
from nhipcau.pages.portal.procedure_page import (
    filings_of,
    parts_of,
    pieces_of,
    safe_url,
    short_part,
)
from nhipcau.people.absences import say_absent
from nhipcau.places.centres import CentreInput, set_centre
from nhipcau.places.models import ServiceCentre
from nhipcau.procedures.content import PaperInput, WayInput
from nhipcau.procedures.models import Procedure
from nhipcau.procedures.retire import retire_procedure
from nhipcau.procedures.revise import add_procedure, change_procedure
from nhipcau.procedures.search import Found, Hit
from nhipcau.procedures.tests.files import BIRTH, BIRTH_FASTER

WHERE = "/song-cau/thu-tuc/"
BROWSER = "Mozilla/5.0 (Linux; Android 10) Zalo android/23050521"


@pytest.fixture
def birth(ward) -> Procedure:
    return add_procedure(ward.locality, "1.001193", BIRTH, by=SYSTEM)


@pytest.fixture
def old(birth):
    """Its first version, after the second."""
    first = birth.current
    change_procedure(birth, BIRTH_FASTER, seen=first.pk, by=SYSTEM)
    return first


def read(client, where: str, status: int = 200) -> str:
    page = client.get(where, headers={"user-agent": BROWSER})
    assert page.status_code == status, where
    return page.content.decode()


def test_it_says_papers_ways_times_and_fees(client, birth):
    page = read(client, WHERE + "1.001193/")
    for words in (
        "Đăng ký khai sinh",
        "Tờ khai đăng ký khai sinh",
        "1 bản chính",
        "0,5 ngày làm việc",
        "8.000 đ",
        "<b>Bước 1:</b> Nộp hồ sơ.",
        "Trực tuyến 120,000 VNĐ",
        "/song-cau/hoi/?thu-tuc=1.001193",
        f"{WHERE}1.001193/ban-1/in.pdf",
    ):
        assert words in page, words
    assert "Đăng ký khai sinh" in read(client, "/song-cau/hoi/?thu-tuc=1.001193")


def test_it_leads_to_the_centre_whose_address_is_in_force(client, ward, birth):
    assert "Nộp trực tuyến" not in read(client, WHERE + "1.001193/")
    url = "https://dichvucong.gov.vn/?ma={code}"
    set_centre(ward.locality, CentreInput("Trung tâm", url, date(2020, 1, 1)), by=SYSTEM)
    assert 'href="https://dichvucong.gov.vn/?ma=1.001193"' in read(client, WHERE + "1.001193/")


def test_who_answers_for_it_is_named_with_the_telephone(client, ward, birth):
    topic = Topic.objects.create(locality=ward.locality, name="Hộ tịch", words="kết hôn\nhộ tịch")
    other = Topic.objects.create(locality=ward.locality, name="Đất đai", words="đất")
    Answerer.objects.create(locality=ward.locality, topic=topic, staff=ward.lan)
    Answerer.objects.create(locality=ward.locality, topic=other, staff=ward.minh)
    page = read(client, WHERE + "1.001193/")
    assert "Hà Thị Lan" in page and f"tel:{ward.lan.phone}" in page
    assert "Nguyễn Văn Minh" not in page


def test_who_is_away_is_not_named_and_closed_hours_are_told(
    client, ward, birth, tmp_path, monkeypatch
):
    clock = tmp_path / "clock"
    clock.write_text("1685120400")  # midnight to Saturday, 27 May 2023
    monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(clock))
    topic = Topic.objects.create(locality=ward.locality, name="Hộ tịch")
    Answerer.objects.create(locality=ward.locality, topic=topic, staff=ward.lan)
    say_absent(ward.lan, first_on=date(2023, 5, 27), last_on=date(2023, 5, 27), by=ward.quan.actor)
    page = read(client, WHERE + "1.001193/")
    assert "Hà Thị Lan" not in page and "mở cửa lại 07:30" in page


def test_the_admin_says_from_which_day_people_are_led_where(client, ward, birth):
    client.force_login(ward.quan, backend="nhipcau.people.sessions.OpenedByUs")
    where = "/lam-viec/dia-ban/nop-truc-tuyen/"
    given = {"name": "Trung tâm", "url": "http://x", "valid_from": "2020-01-01"}
    page = client.post(where, given)
    assert page.status_code == 422 and "https://" in page.content.decode()
    client.post(where, given | {"url": "https://dichvucong.gov.vn/"})
    assert "Nộp trực tuyến" in read(client, WHERE + "1.001193/")
    centre = ServiceCentre.objects.get()
    client.post(f"{where}{centre.pk}/het/")
    assert "đến hết" in client.get(where).content.decode()
    client.force_login(ward.lan, backend="nhipcau.people.sessions.OpenedByUs")
    assert client.get(where).status_code == 403


def test_an_old_version_says_so_and_leads_to_the_newest(client, old):
    page = read(client, WHERE + "1.001193/ban-1/")
    assert "Đây là bản 1" in page and "Xem bản 2 đang áp dụng" in page
    assert "bản chính)" not in page  # what only the second says
    newest = read(client, WHERE + "1.001193/")
    assert "đã cũ" not in newest and "Giấy khai sinh (bản chính)" in newest


def test_a_code_that_was_printed_for_an_older_version_shows_the_newest_and_says_so(
    client, ward, old
):
    link = make_link(ward.locality, WHERE + "1.001193/", place={"version": 1}, by=SYSTEM)
    page = read(client, f"/t/{link.code}")
    assert "in theo bản 1, nay đã cũ" in page and "Giấy khai sinh (bản chính)" in page


def test_a_retired_procedure_is_read_but_not_offered(client, ward, birth):
    retire_procedure(birth, by=ward.lan.actor)
    assert "không còn áp dụng" in read(client, WHERE + "1.001193/")
    assert "Đăng ký khai sinh" not in read(client, WHERE)


@pytest.mark.parametrize("end", ["9.999999/", "1.001193/ban-7/", "x%20y/", "'%3B--%00/"])
def test_what_is_not_there_is_said_kindly_with_a_search_and_a_person(client, birth, end):
    page = read(client, WHERE + end, 404)
    assert 'name="tim"' in page and "Hỏi cán bộ" in page


def test_another_locality_s_catalogue_is_not_shown(client, birth, stranger):
    assert "Đăng ký khai sinh" not in read(client, "/nong-thuong/thu-tuc/1.001193/", 404)
    assert "chưa đưa danh mục" in read(client, "/nong-thuong/thu-tuc/")


def test_the_list_is_by_sector(client, ward, birth):
    add_procedure(
        ward.locality, "1.004222", replace(BIRTH, name="Thường trú", sector="Cư trú"), by=SYSTEM
    )
    assert "1 thủ tục" in read(client, WHERE)
    page = read(client, WHERE + "?linh-vuc=C%C6%B0%20tr%C3%BA")
    assert "Thường trú" in page and "khai sinh" not in page.split("<h2>")[1]


def test_what_people_type_finds_it_and_doubt_is_said_with_a_person_to_ask(
    client, birth, monkeypatch
):
    sure = read(client, WHERE + "?tim=dang+ky+khai+sinh")
    assert f'{WHERE}1.001193/"' in sure
    nothing = read(client, WHERE + "?tim=qqqq+zzzz")
    assert "Không tìm thấy" in nothing and "Hỏi cán bộ" in nothing
    hit = Hit(birth.pk, birth.current_id, birth.code, birth.name, 1.0)
    monkeypatch.setattr(procedures, "find_procedures", lambda *_, **__: Found(False, (hit,)))
    assert "Không chắc đã hiểu đúng" in read(client, WHERE + "?tim=giay+to")
    assert client.get(WHERE + "?tim=1.001193").url == WHERE + "1.001193/"


def test_the_longest_record_stays_light_and_can_be_read_whole(client, ward):
    papers = tuple(PaperInput(f"Giấy số {n} {'rất dài ' * 30}", case=f"C{n}") for n in range(150))
    ways = BIRTH.ways * 20
    long = replace(
        BIRTH, papers=papers, ways=ways, steps="Bước 1: dài. " * 2000, legal_basis="Luật.\n" * 900
    )
    add_procedure(ward.locality, "1.000001", long, by=SYSTEM)
    assert len(read(client, WHERE + "1.000001/").encode()) < 32 * 1024  # the stylesheet has 8
    seen = ""
    for page in range(1, 9):
        whole = read(client, f"{WHERE}1.000001/ban-1/?phan=giay-to&trang={page}")
        assert len(whole.encode()) < 32 * 1024
        seen += whole
    assert all(f"Giấy số {n} " in seen for n in range(150))
    assert read(client, WHERE + "1.000001/ban-1/?phan=khong-co", 404)


def test_the_paper_says_which_version_it_is(client, old):
    first = client.get(WHERE + "1.001193/ban-1/in.pdf")
    assert first["Content-Type"] == "application/pdf"
    text = " ".join(PdfReader(io.BytesIO(first.content)).pages[0].extract_text().split())
    assert "Bản cũ: nay đã có bản 2." in text and "1.001193 bản 1" in text
    assert client.get(WHERE + "1.001193/ban-9/in.pdf").status_code == 404


def test_a_part_that_is_cut_is_cut_between_lines_and_pieces_are_the_whole(birth):
    version = birth.current
    version.steps = "\n".join(f"Bước {n}: {'x' * 500}" for n in range(60))
    part = next(one for one in parts_of(version) if one.key == "cac-buoc")
    short = short_part(part)
    assert short.is_cut and short.lines == part.lines[: len(short.lines)]
    assert [line for piece in pieces_of(part) for line in piece.lines] == list(part.lines)


def test_ways_that_take_as_long_and_cost_as_much_stand_together(ward):
    desk = WayInput("direct", "3", "day", fee_kind="free", fee_vnd=0, note="Ở phường.")
    ways = (desk, replace(desk, kind="online", note="Trên cổng."), replace(desk, kind="post"))
    other = replace(desk, kind="post", time_amount="5")
    content = replace(BIRTH, ways=(*ways, other))
    version = add_procedure(ward.locality, "1.000003", content, by=SYSTEM).current
    (first, second), _more = filings_of(version)
    assert first.kind == "Trực tiếp, Trực tuyến, Dịch vụ bưu chính" and first.fee == "Miễn phí"
    assert first.notes[:2] == ("Trực tiếp: Ở phường.", "Trực tuyến: Trên cổng.")
    assert (second.time, second.notes) == ("5 ngày", ("Ở phường.",))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", "tk.doc"])
def test_what_is_no_web_address_becomes_no_link(url):
    assert safe_url(url) == ""


def test_words_of_a_source_are_never_markup(client, ward):
    evil = "<script>alert(1)</script>"
    add_procedure(ward.locality, "1.000002", replace(BIRTH, name=evil, steps=evil), by=SYSTEM)
    assert not re.search(r"<script>alert", read(client, WHERE + "1.000002/"))
