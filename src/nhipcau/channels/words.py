"""Error codes in words: what is wrong, and what to do. Used by pages and by `nhipcau doctor`.

Sources: facts of the OA API, the Graph API's error table and the SMS gateway's table. Our own
codes stand beside them; they are words, the platforms' are numbers.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.channels.words_facebook import FACEBOOK
from nhipcau.channels.words_lines import line_words
from nhipcau.channels.words_push import PUSH
from nhipcau.channels.words_sms import SMS
from nhipcau.channels.words_zalo import BOT, TEMPLATE

Words = tuple[str | Promise, str | Promise]

OUR_NETWORK = _("Kiểm tra mạng và tên miền của máy chủ này.")
OUR_MACHINE = _("Báo người phụ trách kỹ thuật: chứng chỉ trên máy chủ này cần sửa.")

OURS: dict[str, Words] = {
    "connect": (_("Không kết nối được tới máy chủ của nền tảng."), OUR_NETWORK),
    "no-such-host": (_("Không tìm thấy địa chỉ máy chủ của nền tảng."), OUR_NETWORK),
    "timeout": (_("Nền tảng không trả lời trong 15 giây."), _("Thử lại sau ít phút.")),
    "broken": (_("Đường truyền tới nền tảng bị ngắt giữa chừng."), _("Thử lại sau ít phút.")),
    "tls": (_("Không lập được kết nối an toàn tới nền tảng."), OUR_MACHINE),
    "certificate": (_("Chứng chỉ của nền tảng không kiểm tra được."), OUR_MACHINE),
    "no-ca-file": (_("Máy chủ này thiếu tệp chứng chỉ gốc."), OUR_MACHINE),
    "too-long-answer": (_("Nền tảng trả lời quá dài."), _("Thử lại sau ít phút.")),
    "unreadable": (_("Không đọc được trả lời của nền tảng."), _("Thử lại sau ít phút.")),
    "no-answer": (
        _("Máy chủ của nền tảng không trả lời."),
        _("Kiểm tra mạng của máy chủ này; nếu mạng tốt, thử lại sau ít phút."),
    ),
    "garbage": (
        _("Nền tảng trả lời bằng nội dung không đọc được."),
        _("Thường do mạng chặn giữa đường hoặc nền tảng đang bảo trì: thử lại sau ít phút."),
    ),
    "broken-seal": (
        _("Không mở được khoá truy cập đã lưu: khoá bí mật của máy chủ đã thay đổi."),
        _("Khôi phục tệp secret.key từ bản sao lưu, hoặc kết nối lại kênh này."),
    ),
    "no-token": (_("Kênh chưa được kết nối."), _("Mở trang của kênh và làm bước kết nối.")),
    "token-dead": (
        _("Khoá truy cập đã hết hạn và không gia hạn được."),
        _("Kết nối lại kênh bằng tài khoản quản trị."),
    ),
    "token-busy": (_("Khoá truy cập đang được gia hạn."), _("Thử lại sau một phút.")),
    "oauth-down": (
        _("Zalo không trả lời khi gia hạn khoá truy cập."),
        _("Không phải làm gì: máy tự thử lại. Nếu kéo dài quá một ngày, kết nối lại."),
    ),
    "not-served": (
        _("Official Account này không được nhắn riêng cho từng người."),
        _("Dùng bài viết gửi người quan tâm, và nhóm của tổ."),
    ),
    "too-long": (_("Nội dung dài quá mức nền tảng cho phép."), _("Rút ngắn bản chữ rồi gửi lại.")),
    "no-cover": (
        _("Chưa có ảnh bìa cho bài viết của Official Account."),
        _("Điền địa chỉ ảnh bìa (JPG hoặc PNG, dưới 1 MB) ở trang của kênh."),
    ),
    "no-article": (
        _("Bài viết của lượt gửi này chưa được tạo."),
        _("Gửi lại lượt này."),
    ),
    "wrong-page": (
        _("Khoá truy cập này là của một trang Facebook khác."),
        _("Lấy khoá truy cập của đúng trang rồi dán lại."),
    ),
    "wrong-oa": (
        _("Khoá truy cập này là của một Official Account khác."),
        _("Kết nối lại và chọn đúng Official Account của phường."),
    ),
    "unpublished": (
        _("Trang Facebook đang ẩn: bài đăng không ai thấy."),
        _("Mở trang ở phần cài đặt của Facebook."),
    ),
    "no-webhook": (
        _("Facebook chưa gửi bình luận và tin nhắn về đây."),
        _("Cấp quyền pages_manage_metadata cho khoá truy cập rồi kiểm tra lại."),
    ),
    "bad-address": (_("Địa chỉ nhận không đúng dạng."), _("Sửa lại địa chỉ của người nhận.")),
    "revoked": (
        _("Official Account đã rút quyền của ứng dụng."),
        _("Kết nối lại bằng tài khoản quản trị của Official Account."),
    ),
    "http-401": (
        _("Nền tảng không nhận khoá truy cập."),
        _("Kết nối lại kênh bằng tài khoản quản trị."),
    ),
    "http-429": (
        _("Gửi nhanh hơn mức nền tảng cho phép."),
        _("Không phải làm gì: máy tự chờ rồi gửi tiếp."),
    ),
}

SIGN_IN_AGAIN = _("Bấm “Kết nối lại với Zalo” bằng tài khoản quản trị của Official Account.")
BY_ITSELF = _("Không phải làm gì: máy tự chờ rồi gửi tiếp.")
OTHER_WAY = _("Hộ này sẽ được báo bằng cách khác.")

ZALO: dict[str, Words] = {
    "-32": (_("Đã gọi Zalo quá số lần cho phép trong một phút."), BY_ITSELF),
    "-100": (_("Ảnh đã quá 7 ngày trên Zalo."), _("Gửi lại để máy tải ảnh lên lần nữa.")),
    "-200": (_("Zalo báo gửi không thành công."), BY_ITSELF),
    "-201": (_("Zalo không nhận một nội dung trong tin."), _("Xem lại bản chữ gửi Zalo.")),
    "-204": (
        _("Official Account đang bị khoá."),
        _("Mở oa.zalo.me xem lý do và làm theo hướng dẫn của Zalo."),
    ),
    "-205": (_("Zalo không tìm thấy Official Account này."), SIGN_IN_AGAIN),
    "-209": (
        _("Ứng dụng chưa được kích hoạt trên Zalo."),
        _("Mở developers.zalo.me, chọn ứng dụng, bật trạng thái hoạt động."),
    ),
    "-210": (_("Nội dung dài quá mức Zalo cho phép."), _("Rút ngắn bản chữ gửi Zalo.")),
    "-211": (
        _("Đã dùng hết lượt gửi của gói dịch vụ."),
        _("Chờ kỳ sau, hoặc mua thêm lượt ở oa.zalo.me."),
    ),
    "-212": (
        _("Ứng dụng chưa đăng ký quyền gọi chức năng này."),
        _("Mở developers.zalo.me, thêm quyền cho ứng dụng rồi kết nối lại."),
    ),
    "-213": (_("Người nhận chưa quan tâm Official Account."), OTHER_WAY),
    "-214": (_("Zalo còn đang xử lý bài viết."), BY_ITSELF),
    "-216": (_("Zalo không nhận khoá truy cập."), SIGN_IN_AGAIN),
    "-217": (_("Người nhận đã chặn Official Account."), OTHER_WAY),
    "-218": (_("Người nhận đã nhận đủ số tin cho phép."), OTHER_WAY),
    "-219": (
        _("Ứng dụng đã bị gỡ hoặc bị khoá."),
        _("Mở developers.zalo.me xem lý do; sau đó kết nối lại."),
    ),
    "-220": (_("Khoá truy cập Zalo đã hết hạn hoặc bị thu hồi."), SIGN_IN_AGAIN),
    "-221": (
        _("Official Account chưa xác thực: chưa được gửi bài viết cho người quan tâm."),
        _("Nộp hồ sơ xác thực ở oa.zalo.me, mục “Xác thực tài khoản”."),
    ),
    "-223": (
        _("Official Account chưa cấp quyền này cho ứng dụng."),
        _("Kết nối lại và đánh dấu đủ các quyền khi Zalo hỏi."),
    ),
    "-224": (
        _("Gói dịch vụ của Official Account chưa có OpenAPI."),
        _("Nâng lên gói Tăng trưởng hoặc Toàn diện ở oa.zalo.me, mục “Gói dịch vụ”."),
    ),
    "-227": (_("Người nhận bị khoá hoặc hơn 45 ngày không mở Zalo."), OTHER_WAY),
    "-230": (_("Người nhận không tương tác trong 7 ngày qua."), OTHER_WAY),
    "-232": (_("Người nhận chưa từng tương tác, hoặc đã hết hạn."), OTHER_WAY),
    "-233": (_("Loại tin này không được phép."), _("Báo người phụ trách kỹ thuật.")),
    "-234": (
        _("Zalo không gửi bài viết từ 22 giờ đến 6 giờ."),
        _("Không phải làm gì: máy gửi lúc 6 giờ nếu còn kịp."),
    ),
    "-235": (
        _("Official Account của cơ quan nhà nước không dùng được cách gửi v3."),
        _("Mở trang của kênh, chọn “Gửi bằng v2”."),
    ),
    "-237": (
        _("Nhóm đã bị Zalo khoá vì hết hạn dịch vụ nhóm."),
        _("Gia hạn nhóm ở oa.zalo.me trong 45 ngày; quá hạn, Zalo giải tán nhóm."),
    ),
    "-238": (_("Suất nhóm này đã được dùng cho nhóm khác."), _("Chọn một suất còn trống.")),
    "-241": (_("Suất nhóm này đã hết hạn."), _("Gia hạn hoặc mua suất nhóm ở oa.zalo.me.")),
    "-240": (
        _("Official Account này không dùng được cách gửi v2."),
        _("Mở trang của kênh, chọn “Gửi bằng v3”."),
    ),
    "-242": (
        _("Khoá bí mật của ứng dụng không khớp."),
        _("Chép lại khoá bí mật từ developers.zalo.me."),
    ),
    "-244": (_("Người nhận đã tắt loại tin này."), OTHER_WAY),
    "-248": (_("Zalo cho rằng nội dung trái quy định."), _("Viết lại nội dung rồi gửi lại.")),
    "-249": (_("Mẫu tin này không gửi được cho người dùng này."), OTHER_WAY),
    "-320": (
        _("Official Account chưa có tài khoản ZCA để trả phí."),
        _("Liên kết tài khoản ZCA ở oa.zalo.me."),
    ),
    "-321": (_("Tài khoản ZCA đã hết tiền."), _("Nạp tiền vào tài khoản ZCA.")),
    "-403": (_("Official Account không ở trong nhóm."), OTHER_WAY),
    "oauth-14002": (
        _("Mã ứng dụng Zalo không đúng, hoặc ứng dụng chưa hoạt động."),
        _("Xem lại mã ứng dụng ở developers.zalo.me và bật trạng thái hoạt động."),
    ),
    "oauth-14003": (
        _("Địa chỉ quay lại không khớp với địa chỉ đã khai trên Zalo."),
        _("Chép lại địa chỉ quay lại ở trang của kênh vào developers.zalo.me."),
    ),
    "oauth-14004": (
        _("Khoá bí mật của ứng dụng không đúng."),
        _("Chép lại khoá bí mật từ developers.zalo.me."),
    ),
    "oauth-14005": (
        _("Mã cấp quyền đã quá 10 phút hoặc đã dùng rồi."),
        SIGN_IN_AGAIN,
    ),
    "oauth-14014": (_("Zalo không nhận khoá gia hạn: đã dùng rồi hoặc đã hết hạn."), SIGN_IN_AGAIN),
    "oauth-14020": (_("Khoá gia hạn đã được dùng rồi."), SIGN_IN_AGAIN),
}

GROUP: dict[str, Words] = {
    **ZALO,
    "-210": (_("Nhóm đã đủ số người."), _("Mua suất nhóm lớn hơn ở oa.zalo.me rồi đổi suất.")),
    "-221": (
        _("Official Account chưa xác thực nên chưa lập được nhóm."),
        _("Nộp hồ sơ xác thực ở oa.zalo.me, mục “Xác thực tài khoản”."),
    ),
    "-223": (
        _("Official Account chưa cấp quyền quản lý thông tin nhóm cho ứng dụng."),
        _("Kết nối lại và đánh dấu đủ các quyền khi Zalo hỏi."),
    ),
    "-224": (
        _("Gói dịch vụ của Official Account không có nhóm."),
        _("Nâng lên gói Tăng trưởng hoặc Toàn diện ở oa.zalo.me, mục “Gói dịch vụ”."),
    ),
    "-232": (
        _("Có người chưa quan tâm Official Account và không nhắn gì trong 7 ngày."),
        _("Nhờ họ bấm “Quan tâm” hoặc nhắn một tin, rồi mời lại."),
    ),
    "-235": (
        _("Zalo không mở nhóm cho loại Official Account này."),
        _("Hỏi Zalo; trong lúc đó tổ trưởng vẫn chuyển tin vào nhóm tự lập."),
    ),
    "-403": (
        _("Official Account không còn ở trong nhóm."),
        _("Thêm lại OA vào nhóm, hoặc lập nhóm mới."),
    ),
}

TABLES = {
    "zalo_group": GROUP,
    "zalo_oa": ZALO,
    "zalo_template": {**ZALO, **TEMPLATE},
    "zalo_bot": BOT,
    "facebook_page": FACEBOOK,
    "sms": SMS,
    "web_push": PUSH,
}


def words_for(kind: str, code: str) -> tuple[str, str]:
    """What is wrong, and what to do. A code nobody has met is shown, with whom to ask."""
    table = TABLES.get(kind, {})
    of_a_line = line_words(kind, code)
    if of_a_line is not None:
        return str(of_a_line[0]), str(of_a_line[1])
    stem = code.split("/", 1)[0]
    found = table.get(code) or table.get(stem) or OURS.get(code)
    if found is None:
        wrong = str(_("Nền tảng báo lỗi %(code)s.")) % {"code": code}
        return wrong, str(_("Thử lại sau ít phút; nếu còn lỗi, báo người phụ trách kỹ thuật."))
    return str(found[0]), str(found[1])
