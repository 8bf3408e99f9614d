"""What the Graph API says, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = tuple[str | Promise, str | Promise]
BY_ITSELF = _("Không phải làm gì: máy tự chờ rồi gửi tiếp.")
OTHER_WAY = _("Hộ này sẽ được báo bằng cách khác.")

FACEBOOK: dict[str, Words] = {
    "1": (_("Facebook đang gặp lỗi."), BY_ITSELF),
    "2": (_("Facebook đang gặp lỗi."), BY_ITSELF),
    "4": (_("Ứng dụng đã gọi Facebook quá số lần cho phép."), BY_ITSELF),
    "10": (
        _("Khoá truy cập thiếu quyền đăng bài trên trang."),
        _("Lấy khoá mới có quyền pages_manage_posts rồi dán lại."),
    ),
    "17": (_("Đã gọi Facebook quá số lần cho phép."), BY_ITSELF),
    "32": (_("Trang đã gọi Facebook quá số lần cho phép."), BY_ITSELF),
    "100": (_("Facebook không nhận một nội dung trong bài."), _("Xem lại bản chữ và đường dẫn.")),
    "102": (
        _("Khoá truy cập của trang không còn dùng được."),
        _("Lấy khoá truy cập mới của trang rồi dán lại."),
    ),
    "190": (
        _("Khoá truy cập của trang đã hết hạn hoặc bị thu hồi."),
        _("Lấy khoá truy cập mới của trang rồi dán lại."),
    ),
    "200": (
        _("Khoá truy cập thiếu quyền đăng bài trên trang."),
        _("Lấy khoá mới có quyền pages_manage_posts rồi dán lại."),
    ),
    "341": (_("Trang đã đăng quá số bài cho phép."), BY_ITSELF),
    "368": (
        _("Facebook tạm chặn trang vì vi phạm."),
        _("Mở trang bằng tài khoản quản trị để xem lý do."),
    ),
    "506": (_("Bài này đã có trên trang."), _("Không phải làm gì: bài trước vẫn còn.")),
    "551": (_("Người nhận không nhận tin lúc này."), OTHER_WAY),
    "613": (_("Đã gọi Facebook quá số lần cho phép."), BY_ITSELF),
    "80001": (_("Trang đã gọi Facebook quá số lần cho phép."), BY_ITSELF),
    "1609005": (
        _("Facebook không mở được đường dẫn trong bài."),
        _("Kiểm tra địa chỉ cổng thông tin có mở được từ ngoài không."),
    ),
}
