import io
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from nhipcau.printing.poster import Poster, posters_pdf

POSTER = Poster(
    issuer="UBND phường Sông Cầu",
    heading="Thủ tục hành chính",
    title="Đăng ký khai sinh",
    scan="Mở máy ảnh hoặc Zalo, đưa vào mã này",
    url="https://songcau.example.vn/t/k7m2pqxyz",
    gets=("Giấy tờ phải mang", "Thời gian, lệ phí", "Hỏi cán bộ, nộp trực tuyến"),
    ask="Không có điện thoại? Hỏi 0209 3870 123",
    foot="1.001193 bản 2 · Cổng chợ, Tổ 13 · in 26/5/2023",
)


def test_one_page_each_of_its_own_size_in_the_order_given():
    made = [POSTER, replace(POSTER, title="Kết hôn", size="a5"), replace(POSTER, title="C")]
    pages = PdfReader(io.BytesIO(posters_pdf(made))).pages
    assert [round(float(page.mediabox.height)) for page in pages] == [842, 595, 842]
    assert "Kết hôn" in pages[1].extract_text() and "t/k7m2pqxyz" in pages[1].extract_text()


@settings(max_examples=12)
@given(st.text(max_size=600), st.lists(st.text(max_size=200), max_size=6))
def test_whatever_the_words_a_poster_is_one_page(title, gets):
    made = replace(POSTER, title=title, gets=tuple(gets), ask=title[:120])
    assert len(PdfReader(io.BytesIO(posters_pdf([made]))).pages) == 1
