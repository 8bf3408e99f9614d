"""Why a register file was not taken, in words for the officer who sent it."""

from django.utils.translation import gettext as _

from nhipcau.tables import faults

LIMIT_MB = 20


def say_fault(code: str) -> str:
    return {
        faults.NOT_FOUND: _("Không tìm thấy tệp."),
        faults.TOO_BIG: _(
            "Tệp quá lớn (trên %(limit)d MB hoặc quá nhiều ô). "
            "Hãy chỉ giữ trang tính có danh sách hộ dân rồi lưu lại."
        )
        % {"limit": LIMIT_MB},
        faults.LOCKED: _(
            "Tệp có mật khẩu. Hãy mở tệp, bỏ mật khẩu (Tệp → Thông tin → Bảo vệ sổ làm việc), "
            "lưu lại rồi gửi lần nữa."
        ),
        faults.DAMAGED: _("Tệp bị hỏng, không mở được. Hãy mở bằng Excel, lưu lại rồi gửi lại."),
        faults.UNKNOWN_FORMAT: _("Đây không phải bảng tính. Hãy gửi tệp Excel (.xlsx) hoặc CSV."),
        faults.EMPTY: _("Tệp không có dữ liệu."),
    }.get(code, _("Không đọc được tệp."))


def no_headings() -> str:
    return _(
        "Không thấy hàng tiêu đề. Tệp cần một hàng có cột “Họ và tên” và ít nhất một cột như "
        "“Số nhà”, “Ngày sinh”, “Quan hệ với chủ hộ”, “Tổ dân phố”."
    )


def no_households() -> str:
    return _("Dưới hàng tiêu đề không có hộ dân nào.")
