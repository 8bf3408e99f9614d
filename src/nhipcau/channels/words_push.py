"""What push services say, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PUSH: dict[str, tuple[str | Promise, str | Promise]] = {
    "no-vapid": (
        _("Chưa có khoá để gửi thông báo lên máy."),
        _("Mở trang của kênh này, điền thư liên hệ rồi bấm Lưu: khoá được tạo ngay."),
    ),
    "no-such-service": (
        _("Địa chỉ nhận không phải của dịch vụ thông báo nào đã biết."),
        _("Không gửi tới đó; người nhận bấm nhận lại bằng Chrome, Edge, Firefox hoặc Safari."),
    ),
    "http-400": (
        _("Dịch vụ thông báo không hiểu lượt gửi này."),
        _("Báo người phụ trách kỹ thuật."),
    ),
    "http-401": (
        _("Dịch vụ thông báo không nhận chữ ký của phường."),
        _("Kiểm tra đồng hồ của máy chủ: lệch vài giờ là bị từ chối."),
    ),
    "http-403": (
        _("Máy này đã bấm nhận với một khoá khác của phường."),
        _("Kiểm tra đồng hồ của máy chủ; nếu đúng giờ, người nhận cần bấm nhận lại."),
    ),
    "http-404": (
        _("Máy này không còn nhận thông báo."),
        _("Không phải làm gì: đã bỏ khỏi danh sách, hộ được báo bằng đường khác."),
    ),
    "http-410": (
        _("Người nhận đã tắt thông báo trên máy."),
        _("Không phải làm gì: đã bỏ khỏi danh sách, hộ được báo bằng đường khác."),
    ),
    "http-413": (_("Nội dung dài quá mức dịch vụ thông báo cho phép."), _("Rút ngắn tiêu đề.")),
    "http-429": (
        _("Đã gửi quá nhanh với dịch vụ thông báo."),
        _("Không phải làm gì: máy tự chờ rồi gửi tiếp."),
    ),
}
