import io

import pytest
from pypdf import PdfReader

from nhipcau.printing.report import Part, Report, report_pdf

CURVE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0L9 9"/></svg>'


def test_a_report_has_figures_a_drawing_and_a_table_over_pages():
    rows = tuple((f"Tổ {n}", str(n)) for n in range(1, 90))
    report = Report(
        issuer="UBND phường Sông Cầu",
        title="Độ phủ",
        figures=(("Đã biết", "86,4 %", "2.598 trên 3.007 hộ"),),
        parts=(
            Part("Theo giờ", svg=CURVE),
            Part("Theo tổ", columns=("Tổ", "Hộ"), rows=rows, numeric=frozenset({1})),
        ),
        foot="In lúc 07:00",
    )
    pages = PdfReader(io.BytesIO(report_pdf(report))).pages
    assert len(pages) > 1
    assert "86,4 %" in pages[0].extract_text()
    assert "Tổ 89" in " ".join(pages[-1].extract_text().split())


def test_a_row_of_the_wrong_width_is_found_at_once():
    with pytest.raises(ValueError, match="table of 2"):
        report_pdf(
            Report(issuer="a", title="b", parts=(Part("c", columns=("x", "y"), rows=(("1",),)),))
        )


def test_an_empty_report_is_a_page():
    assert len(PdfReader(io.BytesIO(report_pdf(Report(issuer="a", title="b")))).pages) == 1
