import io
import struct
import unicodedata
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.tables.corner import column_letters, column_number
from nhipcau.tables.faults import TableFault
from nhipcau.tables.read import read_table


def workbook(fill, **options):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, **options})
    fill(book)
    book.close()
    target.seek(0)
    return target


def fault(file, **options):
    with pytest.raises(TableFault) as caught:
        read_table(file, **options)
    return caught.value.code


def test_rows_keep_the_numbers_of_the_spreadsheet():
    def fill(book):
        sheet = book.add_worksheet("Tổ 13")
        sheet.merge_range(1, 1, 1, 5, "DANH SÁCH HỘ DÂN")
        sheet.write_row(4, 1, ["Họ tên", "Tuổi"])
        sheet.write_row(6, 1, ["Nông Thị Bình", 72])

    (sheet,) = read_table(workbook(fill))
    assert sheet.name == "Tổ 13"
    assert [row.number for row in sheet.rows if not row.is_blank] == [2, 5, 7]
    assert sheet.rows[6].cells[1:3] == ["Nông Thị Bình", 72]


def test_dates_and_numbers_come_as_what_they_are():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_datetime(0, 0, date(1951, 3, 2), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number(0, 1, 912345678.0)

    (sheet,) = read_table(workbook(fill))
    assert sheet.rows[0].cells == [date(1951, 3, 2), 912345678]


def test_hidden_and_empty_sheets_are_left_out():
    def fill(book):
        book.add_worksheet("Trống")
        book.add_worksheet("Một").write(0, 0, "x")
        hidden = book.add_worksheet("Ẩn")
        hidden.write(0, 0, "y")
        hidden.hide()

    assert [sheet.name for sheet in read_table(workbook(fill))] == ["Một"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_any_encoding_and_delimiter(encoding, delimiter):
    text = f"Họ tên{delimiter}Số nhà\r\n\r\nTrần Đức Mạnh{delimiter}12\r\n"
    if encoding == "cp1258":
        # That code page has tone marks as signs of their own.
        text = "".join(
            sign if ord(sign) < 128 else _apart(sign) for sign in unicodedata.normalize("NFC", text)
        )
    (sheet,) = read_table(io.BytesIO(text.encode(encoding)))
    assert [unicodedata.normalize("NFC", cell) for cell in sheet.rows[2].cells] == [
        "Trần Đức Mạnh",
        "12",
    ]
    assert sheet.rows[2].number == 3


def _apart(sign):
    """Tone marks apart, vowel marks on their letter: what cp1258 can hold."""
    try:
        sign.encode("cp1258")
        return sign
    except UnicodeEncodeError:
        letters = unicodedata.normalize("NFD", sign)
        tone = [mark for mark in letters[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
        base = "".join(mark for mark in letters if mark not in tone)
        return unicodedata.normalize("NFC", base) + "".join(tone)


def test_a_quoted_cell_may_hold_a_line_break():
    (sheet,) = read_table(io.BytesIO(b'a,b\n"x\ny",2\nz,3\n'))
    assert [(row.number, row.cells[1]) for row in sheet.rows] == [(1, "b"), (2, "2"), (3, "3")]


def test_an_empty_file_and_an_empty_workbook_are_empty():
    assert fault(io.BytesIO(b"")) == "empty"
    assert fault(io.BytesIO(b"\n\n,,\n")) == "empty"
    assert fault(workbook(lambda book: book.add_worksheet())) == "empty"


def test_a_damaged_workbook_is_damaged():
    whole = workbook(lambda book: book.add_worksheet().write(0, 0, "x")).getvalue()
    assert fault(io.BytesIO(whole[: len(whole) // 2])) == "damaged"
    assert fault(io.BytesIO(b"PK\x03\x04" + b"nonsense" * 40)) == "damaged"


def test_a_zip_that_is_no_workbook_is_damaged():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert fault(target) == "damaged"


def test_a_picture_is_no_table():
    assert fault(io.BytesIO(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")) == "unknown_format"


def test_a_workbook_with_a_password_is_locked():
    magic = bytes.fromhex("d0cf11e0a1b11ae1")
    content = magic + b"\x00" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 1000
    assert fault(io.BytesIO(content)) == "locked"


def test_an_old_workbook_cut_short_is_damaged():
    assert fault(io.BytesIO(bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 900)) == "damaged"


def test_a_file_that_is_not_there(tmp_path):
    assert fault(tmp_path / "none.xlsx") == "not_found"


def test_a_hundred_megabytes_are_refused_before_reading(tmp_path):
    file = tmp_path / "big.xlsx"
    with file.open("wb") as opened:
        opened.truncate(100 * 1024 * 1024)
    assert fault(file) == "too_big"


def test_a_workbook_that_swells_is_refused(monkeypatch):
    monkeypatch.setattr("nhipcau.tables.guard.INFLATED_LIMIT", 200_000)

    def fill(book):
        book.add_worksheet().write(0, 0, "a" * 30_000)
        for number in range(20):
            book.add_worksheet().write(0, 0, f"{number}" + "b" * 30_000)

    assert fault(workbook(fill)) == "too_big"


def test_one_value_in_the_last_cell_is_refused():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write(0, 0, "x")
        sheet.write(1_048_575, 16_383, "y")

    assert fault(workbook(fill)) == "too_big"


def test_formats_down_to_the_last_row_are_no_fault():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write(0, 0, "x")
        sheet.write_blank(1_048_575, 30, None, book.add_format({"bold": True}))

    (sheet,) = read_table(workbook(fill))
    assert len([row for row in sheet.rows if not row.is_blank]) == 1


@given(st.integers(min_value=0, max_value=20_000))
def test_column_letters_and_numbers_agree(index):
    assert column_number(column_letters(index)) == index + 1


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content):
    try:
        read_table(io.BytesIO(content))
    except TableFault as error:
        assert error.code


RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def book(rows, path="worksheets/sheet1.xml"):
    """As small as a reader takes it, written by hand."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        part = f'<Default Extension="xml" ContentType="application/xml"/><x n="{path}"/>'
        made.writestr(
            "[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types">{part}</Types>'
        )
        link = '<Relationship Id="r1" Type="{}/{}" Target="{}"/>'
        for name, kind, to in (
            ("_rels/.rels", "officeDocument", "xl/workbook.xml"),
            ("xl/_rels/workbook.xml.rels", "worksheet", path),
        ):
            inside = link.format(RELS, kind, to)
            made.writestr(
                name, f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'
            )
        sheet = '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
        made.writestr("xl/workbook.xml", f'<workbook xmlns:r="{RELS}">{sheet}</workbook>')
        made.writestr(f"xl/{path}", f"<worksheet><sheetData>{rows}</sheetData></worksheet>")
    target.seek(0)
    return target


def ods(rows):
    target = io.BytesIO()
    spaces = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("office", "table", "text"))
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("META-INF/manifest.xml", "<manifest/>")
        made.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="a">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    target.seek(0)
    return target


CELL = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR = '<row r="30000"><c {}><v>1</v></c></row>'


def test_what_is_written_by_hand_is_read_at_all():
    assert [row.cells for row in read_table(book(FIRST))[0].rows] == [[1]]
    (sheet,) = read_table(ods(f"<table:table-row>{CELL}</table:table-row>"))
    assert sheet.rows[0].cells == ["x"]


@pytest.mark.parametrize(
    "cell",
    ['r="XFD30000"', "r='XFD30000'", 'r = "xfd30000"', 'x=">" r="XFD30000"', 'x="/" r="AXFD9999"'],
)
def test_a_far_cell_is_found_however_it_is_written(cell):
    assert fault(book(FIRST + FAR.format(cell))) == "too_big"


def test_a_far_cell_is_found_in_a_sheet_of_any_name_and_without_names_of_cells():
    assert fault(book(FIRST + FAR.format('r="XFD30000"'), path="media/a.png")) == "too_big"
    wide = '<row r="1"><c r="XFD1"><v>1</v></c></row>'
    assert fault(book(wide + FAR.format(""))) == "too_big"
    assert fault(book("x" + FIRST + "<c " * 300_000)) == "damaged"
    with zipfile.ZipFile(made := io.BytesIO(), "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
    assert fault(made) == "unknown_format"


def test_rows_and_cells_of_ods_that_repeat_are_counted():
    tall = '<table:table-row table:number-rows-repeated="1040000"/>'
    far = f'<table:table-row><table:table-cell table:number-columns-repeated="16000"/>{CELL}'
    assert fault(ods(f"{tall}{far}</table:table-row>")) == "too_big"
    near = f"<table:table-row>{CELL}</table:table-row>"
    assert len(read_table(ods(near + tall))[0].rows) == 1


def old_book(*cells):
    """XLS: a header, a table of sectors, a directory, and records of numbers in rows, columns."""

    def record(kind, *values):
        body = b"".join(values)
        return struct.pack("<HH", kind, len(body)) + body

    def begin(kind):
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0x7CC, 0, 6))

    end = record(10)
    at = len(begin(5)) + 13 + len(end)
    stream = begin(5) + record(0x85, struct.pack("<IBBBB", at, 0, 0, 1, 0), b"a") + end
    numbers = [record(0x203, struct.pack("<HHHd", row, column, 0, 1.0)) for row, column in cells]
    stream += begin(0x10) + b"".join(numbers) + end
    stream = stream.ljust(4096, b"\0")
    free, last = 0xFFFFFFFF, 0xFFFFFFFE
    head = bytes.fromhex("d0cf11e0a1b11ae1").ljust(24, b"\0")
    numbers = 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, last, 0, last, 0, 0
    head += struct.pack("<HHHHH6xIIIIIIIIII", *numbers)
    sectors = struct.pack("<10I", 0xFFFFFFFD, last, *range(3, 10), last)

    def entry(name, kind, child, first, size):
        text = f"{name}\0".encode("utf-16-le")
        told = struct.pack("<HBBIII36xIQ", len(text), kind, 1, free, free, child, first, size)
        return text.ljust(64, b"\0") + told

    root = entry("Root Entry", 5, 1, last, 0) + entry("Workbook", 2, free, 2, len(stream))
    parts = head.ljust(512, b"\xff"), sectors.ljust(512, b"\xff"), root.ljust(512, b"\0"), stream
    return io.BytesIO(b"".join(parts))


def test_an_old_workbook_is_read_and_one_that_asks_for_all_memory_ends_only_itself():
    (sheet,) = read_table(old_book((0, 0), (2, 3)))
    assert (len(sheet.rows), len(sheet.rows[0].cells)) == (3, 4)
    assert fault(old_book((0, 0), (65_535, 65_535))) == "damaged"
