"""Contents that the tests of the catalogue share."""

from dataclasses import replace

from nhipcau.procedures.content import Content, PaperInput, WayInput

BIRTH = Content(
    name="Đăng ký khai sinh",
    level="Cấp xã",
    sector="Hộ tịch",
    steps="Bước 1: Nộp hồ sơ.\nBước 2: Nhận kết quả.",
    result="Giấy khai sinh",
    ways=(
        WayInput("direct", "1", "working_day", "1 Ngày làm việc", "free", 0, "Miễn phí"),
        WayInput("online", "0.5", "working_day", "0.5 Ngày làm việc", "amount", 8000, "8.000 đ"),
    ),
    papers=(PaperInput("Tờ khai đăng ký khai sinh", originals=1, form_name="TK.doc"),),
    details={"Cơ quan phối hợp": "Công an xã"},
    unclear={"Cách thức thực hiện": "Trực tuyến 120,000 VNĐ"},
)
BIRTH_FASTER = replace(BIRTH, result="Giấy khai sinh (bản chính)")
