"""Names as the region has them. Given names are usual ones; nobody real is meant."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SURNAMES = {
    "tay": _words("Hoàng Nông Hà Ma Bế Đàm Lường Triệu La Lục Dương Hứa Nguyễn Lộc Mạc Phùng"),
    "nung": _words("Nông Hoàng Lý Vi Lương Mã Lâm Long Chu Tô Triệu"),
    "kinh": _words("Nguyễn Trần Phạm Lê Vũ Đỗ Đặng Bùi Hoàng Ngô Phan Đinh Đào"),
    "dao": _words("Bàn Triệu Đặng Lý Phùng Chu Hoàng Dương"),
}
PEOPLES = (("tay", 0.53), ("kinh", 0.27), ("nung", 0.13), ("dao", 0.07))
LANGUAGE_WORDS = {"tay": "Tày", "nung": "Nùng", "dao": "Dao"}
MIDDLE = {
    "m": _words("Văn Đình Đức Quang Minh Ngọc Xuân Hữu Công Trọng Thanh Tiến Duy Quốc"),
    "f": _words("Thị Thị Thị Thị Ngọc Thu Minh Thanh Hồng Kim Bích Phương"),
}
GIVEN = {
    "m": _words(
        "Bình Chiến Cường Dũng Đạt Đông Hải Hà Hiếu Hoà Hùng Huy Khánh Kiên Lâm Linh Long Mạnh "
        "Nam Nghĩa Phong Phúc Quân Quyết Sơn Tài Tâm Thành Thắng Thuận Tiến Toàn Trung Tuấn Tùng "
        "Việt Vinh Vượng Xuân Yên"
    ),
    "f": _words(
        "An Anh Bích Châm Chi Dung Duyên Giang Hà Hạnh Hằng Hiền Hoa Hồng Huệ Hương Hường Lan Liên "
        "Loan Lý Mai Minh Nga Ngân Ngọc Nhung Oanh Phương Quyên Tâm Thảo Thoa Thơm Thu Thuý Trang "
        "Tuyết Vân Xuân Yến"
    ),
}
STREETS = (
    "đường Thanh Niên",
    "đường Trường Chinh",
    "đường Phùng Chí Kiên",
    "đường Nông Quốc Chấn",
    "đường Nguyễn Văn Tố",
    "đường Hùng Vương",
    "đường Đội Kỳ",
    "đường Cứu Quốc",
)
