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

# A record as the crawl of the national portal gives it.
CRAWL = {
    "ma_thu_tuc": "1.004222",
    "ten_thu_tuc": "Đăng ký thường trú",
    "loai_thu_tuc": "TTHC",
    "cap_thuc_hien": "Cấp xã",
    "linh_vuc": "Đăng ký, quản lý cư trú",
    "yeu_cau_dieu_kien": "Không có thông tin",
    "trinh_tu_thuc_hien": "Bước 1: Nộp hồ sơ.",
    "cach_thuc_thuc_hien": "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp7 Ngày làm việc"
    "20,000 Việt Nam ĐồngNộp tại Công an xã.Trực tuyến1Miễn phí",
    "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngTờ khai (mẫu CT01)CT01.docx"
    "1 bản chính",
    "ket_qua_xu_ly": "Sổ mớiMã: KQ.G01.1Từ khóaKhông có thông tinMô tảKhông có thông tin",
}
CSV = """\
DANH MỤC THỦ TỤC HÀNH CHÍNH,,,,,,,
Lĩnh vực,Mã thủ tục,Tên thủ tục,Thành phần hồ sơ,Thời hạn giải quyết,Cách nộp,\
Phí trực tiếp,Phí trực tuyến,Ngày lấy,Trình tự
Hộ tịch,1.001193,Đăng ký khai sinh,"Tờ khai theo mẫu (1 bản chính)
Giấy chứng sinh: 1 bản chính, 1 bản sao",01 ngày làm việc,Trực tiếp; Trực tuyến,8.000 đồng,\
Miễn phí,01/07/2026,"Bước 1
Bước 2"
Chứng thực,2.000815,Chứng thực bản sao,,2,,,,,
"""
