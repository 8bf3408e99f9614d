"""What the template host and the Zalo Bot say, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = tuple[str | Promise, str | Promise]
OTHER_WAY = _("Hộ này sẽ được báo bằng cách khác.")
SEE_TEMPLATE = _("Mở trang của kênh, mục Mẫu tin, xem lại mẫu và cách điền.")
WAIT = _("Không phải làm gì: máy tự chờ rồi gửi tiếp, hoặc báo bằng cách khác trước hạn.")

TEMPLATE: dict[str, Words] = {
    "no-template": (_("Chưa chọn mẫu tin nào để gửi."), SEE_TEMPLATE),
    "no-approved": (
        _("Chưa có mẫu tin nào được Zalo duyệt."),
        _("Tạo mẫu ở account.zalo.cloud; Zalo duyệt trong một, hai ngày làm việc."),
    ),
    "-108": (_("Số điện thoại không đúng."), _("Sửa số điện thoại của hộ trong danh sách.")),
    "-109": (_("Mã mẫu tin không đúng."), SEE_TEMPLATE),
    "-111": (_("Mẫu tin chưa được điền."), SEE_TEMPLATE),
    "-112": (_("Một ô của mẫu tin sai kiểu."), SEE_TEMPLATE),
    "-1121": (_("Một ô của mẫu tin quá dài."), SEE_TEMPLATE),
    "-1122": (_("Mẫu tin còn thiếu một ô."), SEE_TEMPLATE),
    "-1124": (_("Một ô của mẫu tin sai cách viết (ngày giờ, số, đường dẫn)."), SEE_TEMPLATE),
    "-114": (_("Người nhận không nhận được loại tin này."), OTHER_WAY),
    "-115": (_("Tài khoản Zalo Cloud không đủ tiền."), _("Nạp tiền ở account.zalo.cloud.")),
    "-117": (
        _("Official Account không có quyền dùng mẫu tin này."),
        _("Chọn mẫu do chính Official Account của phường tạo."),
    ),
    "-118": (_("Số này chưa dùng Zalo."), OTHER_WAY),
    "-119": (_("Tài khoản Zalo này không nhận được tin."), OTHER_WAY),
    "-124": (
        _("Zalo không nhận khoá truy cập của Official Account."),
        _("Mở kênh Zalo Official Account và bấm “Kết nối lại với Zalo”."),
    ),
    "-126": (_("Ví thử nghiệm đã hết tiền."), _("Chờ hôm sau, hoặc gửi thật.")),
    "-127": (_("Tin thử chỉ gửi được cho quản trị viên."), _("Gửi tới số của quản trị viên OA.")),
    "-131": (_("Mẫu tin chưa được Zalo duyệt."), SEE_TEMPLATE),
    "-133": (_("Zalo không gửi mẫu tin ban đêm."), WAIT),
    "-135": (
        _("Official Account chưa được phép gửi mẫu tin."),
        _("Xác thực OA và đăng ký dịch vụ ZBS ở account.zalo.cloud."),
    ),
    "-1351": (
        _("Official Account đang bị chặn gửi mẫu tin."),
        _("Xem lý do ở account.zalo.cloud."),
    ),
    "-136": (
        _("Official Account chưa liên kết tài khoản Zalo Cloud (ZCA)."),
        _("Liên kết ở account.zalo.cloud, mục Tài khoản OA."),
    ),
    "-137": (
        _("Zalo Cloud không trừ được tiền."),
        _("Nạp tiền hoặc sửa cách thanh toán ở account.zalo.cloud."),
    ),
    "-139": (_("Người nhận đã từ chối loại tin này."), OTHER_WAY),
    "-140": (_("Người nhận không đủ điều kiện nhận tin."), OTHER_WAY),
    "-141": (_("Người nhận đã từ chối tin của Official Account."), OTHER_WAY),
    "-144": (_("Hết hạn mức mẫu tin trong ngày."), WAIT),
    "-146": (_("Mẫu tin bị Zalo khoá vì chất lượng thấp."), SEE_TEMPLATE),
    "-147": (_("Mẫu tin này hết hạn mức trong ngày."), WAIT),
    "-249": (_("Mẫu tin này không gửi theo người quan tâm được."), OTHER_WAY),
}

BOT: dict[str, Words] = {
    "401": (
        _("Zalo không nhận mã của bot (Bot Token)."),
        _("Mở Zalo Bot Manager, lấy lại Bot Token rồi dán vào trang này."),
    ),
    "400": (
        _("Bot chưa được cuộc trò chuyện này nhắn tới."),
        _("Người nhận nhắn cho bot một mã nối mới."),
    ),
    "403": (_("Người nhận đã chặn bot."), _("Nhờ người nhận mở chặn, hoặc báo bằng cách khác.")),
    "404": (_("Bot không còn ở cuộc trò chuyện này."), _("Mời bot vào nhóm lại.")),
    "409": (
        _("Bot đang gửi tin nhắn về một máy chủ khác."),
        _("Bấm “Nhận tin nhắn về đây” ở trang của kênh."),
    ),
    "429": (
        _("Bot đã dùng hết số tin của tháng."),
        _("Chờ sang tháng, hoặc nâng gói ở Zalo Bot Manager."),
    ),
    "no-groups": (
        _("Bot này chưa vào nhóm được."),
        _("Bật quyền vào nhóm ở Zalo Bot Manager nếu muốn dùng cho nhóm tổ trưởng."),
    ),
}
