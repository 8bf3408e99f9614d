"""Register files as statistics officers make them, small and nasty."""

import io

import xlsxwriter


def xlsx(rows, *, sheet="Sổ hộ", start=0, merge_title=True):
    """`rows` as lists of cells; a title is merged over the first row when `start` leaves room."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet(sheet)
    if start and merge_title:
        page.merge_range(0, 0, 0, 8, "DANH SÁCH HỘ DÂN PHƯỜNG SÔNG CẦU NĂM 2023")
    for number, row in enumerate(rows, start=start):
        for column, cell in enumerate(row):
            if cell != "":
                page.write(number, column, cell)
    book.close()
    target.seek(0)
    return target


def sheets(pages):
    """name → rows."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for name, rows in pages.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    book.close()
    target.seek(0)
    return target


def csv(text, encoding="utf-8-sig"):
    return io.BytesIO(text.encode(encoding))


HEADINGS = ["Tổ", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Số nhà", "Ngõ", "Điện thoại"]
BINH = ["Tổ 2", "Nông Thị Bình", "Chủ hộ", "02/03/1951", "Số 12", "ngõ 4", "0912 345 678"]
BINH_SON = ["", "Nông Văn Sơn", "Con", "1975", "", "", ""]
HA = ["Tổ 2", "Hà Thị Lan", "Chủ hộ", 28_000, "Số 14", "ngõ 4", 987654321.0]
SMALL = [HEADINGS, BINH, BINH_SON, HA]
