import io

from pypdf import PdfReader

from nhipcau.printing.record import Line, Part, Record, record_pdf


def test_a_record_has_as_many_pages_as_it_needs_and_words_are_never_markup():
    evil = '#panic("x") *đậm* $x$'
    lines = tuple(Line(f"{evil} {n}", label="Bước", beside="1 bản") for n in range(90))
    made = record_pdf(
        Record(
            issuer="UBND phường",
            title=evil,
            columns=("Cách", "Thời gian", "Lệ phí", "Ghi chú"),
            rows=(("Trực tiếp", "1 ngày", "0 đ", evil),),
            parts=(Part("Các bước", (Line(evil, is_head=True), *lines)),),
            asks=(("Phụ trách", "Hà Thị Lan"),),
            scan="Quét mã",
            url="https://p.vn/x",
            foot="1.001193 bản 1",
        )
    )
    pages = PdfReader(io.BytesIO(made)).pages
    assert len(pages) > 1 and '#panic("x")' in pages[0].extract_text()
