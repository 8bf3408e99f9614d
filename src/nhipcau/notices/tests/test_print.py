import io

from pypdf import PdfReader

from nhipcau.notices.print import board_pdf, leaflets_pdf, page_url, script_pdf, sheet_pdf
from nhipcau.notices.renditions import edit_rendition
from nhipcau.printing.sheet import Door


def words_of(pdf):
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split()
    )


def test_the_sheet_of_an_approved_notice_is_whole(approved):
    words = words_of(sheet_pdf(approved, url=page_url(approved)))
    for said in ("THÔNG BÁO KHẨN", "Trạm Y tế phường", "45/TB-TTYT", "06:30 Thứ Bảy 27/5"):
        assert said in words
    assert "CHƯA ĐƯỢC DUYỆT" not in words


def test_a_paper_that_nobody_approved_says_so(draft):
    assert "CHƯA ĐƯỢC DUYỆT" in words_of(sheet_pdf(draft, url=""))
    assert "CHƯA ĐƯỢC DUYỆT" in words_of(script_pdf(draft))


def test_the_board_and_the_script_carry_their_own_texts(approved):
    assert "KHÁM SÀNG LỌC" in words_of(board_pdf(approved))
    assert "Xin nhắc lại" in words_of(script_pdf(approved))


def test_a_translated_sheet_is_in_its_language(draft, ward):
    edit_rendition(
        draft, "web", "en", title="Free screening", text="For people over 40.", by=ward.lan
    )
    assert "Free screening" in words_of(sheet_pdf(draft, url="", language="en"))


def test_leaflets_name_the_house(approved):
    doors = [Door("Bà Nông Thị Bình", "Số 12, ngõ 4", "Tổ 13", "https://a.vn/t/b")]
    assert "Số 12, ngõ 4" in words_of(leaflets_pdf(approved, doors))
