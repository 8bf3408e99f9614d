import io
import zipfile
from datetime import date, datetime

from nhipcau.tables.read import read_table
from nhipcau.tables.write import Page, write_xlsx


def test_what_is_written_can_be_read():
    page = Page(
        "Độ phủ: tổ/13",
        ["Tổ", "Hộ", "Ngày"],
        [["Tổ 13", 126, date(2023, 5, 26)], [None, 0.5, datetime(2023, 5, 26, 16, 30)]],  # noqa: DTZ001
        title="Báo cáo",
    )
    (sheet,) = read_table(io.BytesIO(write_xlsx([page])))
    assert sheet.rows[0].cells[0] == "Báo cáo"
    assert sheet.rows[3].cells == ["Tổ 13", 126, date(2023, 5, 26)]
    assert sheet.rows[4].cells[1:] == [0.5, datetime(2023, 5, 26, 16, 30)]  # noqa: DTZ001


def test_text_never_becomes_a_formula():
    content = write_xlsx([Page("x", ["a"], [['=HYPERLINK("http://x","y")'], ["+84912"], ["@a"]])])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert b'quotePrefix="1"' in archive.read("xl/styles.xml")
    (sheet,) = read_table(io.BytesIO(content))
    assert sheet.rows[1].cells == ['=HYPERLINK("http://x","y")']
