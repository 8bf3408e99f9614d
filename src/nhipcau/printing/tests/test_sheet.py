import io
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from nhipcau.printing.sheet import Door, Sheet, a4_sheet, board_page, leaflets, script_page

SHEET = Sheet(
    issuer="UBND phường Sông Cầu",
    heading="THÔNG BÁO KHẨN",
    title="Khám sàng lọc đái tháo đường miễn phí",
    text="Trung tâm Y tế khám miễn phí.\nAi đi lại khó khăn, báo tổ trưởng.",
    facts=(("Khi nào", "07:00 – 11:00 Thứ Bảy 27/5"), ("Ở đâu", "Trạm Y tế phường")),
    deadline="Bà con cần biết trước 06:30 Thứ Bảy 27/5",
    paper="Theo Thông báo số 45/TB-TTYT",
    scan="Quét mã để đọc đầy đủ",
    url="https://songcau.example.vn/t/Ab3dE9xK",
    foot="Phường phát hành lúc 16:52",
    is_urgent=True,
)


def pages_of(pdf):
    return [
        unicodedata.normalize("NFC", " ".join(page.extract_text().split()))
        for page in PdfReader(io.BytesIO(pdf)).pages
    ]


def test_the_sheet_says_everything_on_one_page():
    (page,) = pages_of(a4_sheet(SHEET))
    for words in (
        "Khám sàng lọc",
        "Trạm Y tế phường",
        "45/TB-TTYT",
        "songcau.example.vn/t/Ab3dE9xK",
    ):
        assert words in page


@pytest.mark.parametrize("text", ["Một câu dài để thử. " * 300, "dòng\n" * 1200, "a" * 6000, ""])
def test_the_sheet_is_one_page_whatever_the_length(text):
    assert len(pages_of(a4_sheet(replace(SHEET, text=text, title="Tiêu đề dài " * 13)))) == 1


def test_words_of_people_are_never_markup():
    evil = '#panic("x") *đậm* $x$ @a <b> #read("/etc/passwd") \\ "] )'
    (page,) = pages_of(a4_sheet(replace(SHEET, text=evil, title=evil, facts=((evil, evil),))))
    assert '#panic("x")' in page
    assert "root:" not in page


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_sheet(text):
    assert a4_sheet(replace(SHEET, text=text, title=text[:80])).startswith(b"%PDF")


def fonts_of(pdf):
    found = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    return {font.get_object()["/BaseFont"] for font in found}


def test_no_font_of_the_system_is_needed():
    assert all("BeVietnamPro" in name for name in fonts_of(a4_sheet(SHEET)))


def test_thai_and_bengali_have_their_letters():
    fonts = str(fonts_of(a4_sheet(replace(SHEET, text="สวัสดี নমস্কার", language="th"))))
    assert "NotoSansThai" in fonts
    assert "NotoSansBengali" in fonts


def test_a_sheet_without_an_address_has_no_code():
    (page,) = pages_of(a4_sheet(replace(SHEET, url="")))
    assert "Quét mã" not in page


def test_leaflets_come_in_walking_order_each_with_its_house():
    doors = [Door(f"Bà {n}", f"Số {n}", "Tổ 13", f"https://a.vn/t/{n}") for n in (12, 15, 7)]
    pages = pages_of(leaflets(SHEET, doors))
    assert ["Bà 12" in pages[0], "Bà 15" in pages[1], "Bà 7" in pages[2]] == [True] * 3


def test_the_board_and_the_script_are_pages():
    assert "KHÁM" in pages_of(board_page(["THÔNG BÁO", "KHÁM SÀNG LỌC", "", "07:00"]))[0]
    assert "Xin nhắc lại" in pages_of(script_page("Bài đọc", "64 giây", "Xin nhắc lại."))[0]
