"""What the SMS gateway says, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = tuple[str | Promise, str | Promise]
BY_ITSELF = _("Không phải làm gì: máy tự chờ rồi gửi tiếp.")

SMS: dict[str, Words] = {
    "99": (_("Cổng tin nhắn gặp lỗi chưa rõ."), BY_ITSELF),
    "101": (
        _("Cổng tin nhắn không nhận mã khoá (API Key, Secret Key)."),
        _("Chép lại hai mã khoá từ trang quản lý của nhà cung cấp."),
    ),
    "102": (_("Tài khoản tin nhắn đã bị khoá."), _("Gọi nhà cung cấp để mở lại.")),
    "103": (_("Tài khoản tin nhắn không đủ tiền."), _("Nạp thêm tiền cho tài khoản tin nhắn.")),
    "104": (
        _("Tên hiển thị (brandname) chưa đăng ký hoặc chưa được duyệt."),
        _("Xem lại tên hiển thị; hỏi nhà cung cấp nếu đã nộp hồ sơ."),
    ),
    "108": (_("Số điện thoại không đúng."), _("Sửa số điện thoại của hộ trong danh sách.")),
    "118": (
        _("Loại tin không hợp lệ."),
        _("Chọn loại tin chăm sóc khách hàng (2) khi khai ở nhà cung cấp."),
    ),
    "119": (_("Loại tin quảng cáo cần ít nhất 20 người nhận."), _("Dùng loại tin chăm sóc.")),
    "131": (_("Tin nhắn quá dài."), _("Rút ngắn bản tin nhắn.")),
    "146": (
        _("Nội dung không khớp mẫu đã đăng ký với nhà mạng."),
        _("Đăng ký mẫu nội dung mới với nhà cung cấp."),
    ),
}
