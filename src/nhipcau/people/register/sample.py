"""An empty register to fill in: every column the import understands, with two invented homes."""

from nhipcau.tables.write import Page, write_xlsx

HEADINGS = (
    "Tổ dân phố",
    "Mã hộ",
    "Họ và tên",
    "Quan hệ với chủ hộ",
    "Ngày sinh",
    "Giới tính",
    "Số nhà",
    "Ngõ, đường",
    "Mốc dễ tìm",
    "Điện thoại",
    "Cư trú",
    "Có điện thoại thông minh",
    "Người già ở một mình",
    "Đã vào nhóm",
    "Quan tâm OA",
    "Cách báo tin",
    "Ngôn ngữ",
)
ROWS = tuple(
    tuple(cell.strip() for cell in line.split("|"))
    for line in (
        "Tổ 1|001|Nguyễn Văn Mẫu|Chủ hộ|02/03/1951|Nam|Số 12|ngõ 4|cạnh nhà văn hoá|0912 000 001"
        "|Thường trú|không|không|||đến nhà|Tày",
        "||Trần Thị Ví Dụ|Vợ|1955|Nữ",
        "Tổ 1|002|Lê Văn Trọ|Chủ hộ|15/9/1996|Nam|Số 14|ngõ 4||0912 000 002|Ở trọ|có||x|x",
    )
)


def sample_file() -> bytes:
    widths = (12, 8, 24, 18, 12, 9, 9, 20, 20, 16, 12, 14, 14, 12, 12, 12, 10)
    return write_xlsx([Page("Sổ hộ dân", HEADINGS, ROWS, title="SỔ HỘ DÂN", widths=widths)])
