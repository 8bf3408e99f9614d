"""Words for servers on a line, and for the second SMS gateway: what is wrong, what to do.

Sources: SMPP 3.4 section 5.1.3, the enhanced status codes of RFC 3463 and 5248, the gateway's own
table of sentences.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = tuple[str | Promise, str | Promise]

BY_ITSELF = _("Không phải làm gì: máy tự chờ rồi gửi tiếp.")
OTHER_WAY = _("Hộ này sẽ được báo bằng cách khác.")
SAME_ON_THE_PAGE = _("Xem lại địa chỉ máy chủ và cổng ở trang của kênh; kiểm tra mạng máy chủ này.")
CLOCK = _("Xem ngày giờ của máy chủ này có đúng không; nếu đúng, báo nơi giữ máy chủ kia.")

LINE: dict[str, Words] = {
    "connect": (_("Không kết nối được: máy chủ kia không mở cổng này."), SAME_ON_THE_PAGE),
    "no-such-host": (_("Không có máy chủ nào mang tên này."), SAME_ON_THE_PAGE),
    "timeout": (_("Máy chủ kia không trả lời."), SAME_ON_THE_PAGE),
    "broken": (_("Máy chủ kia ngắt kết nối giữa chừng."), BY_ITSELF),
    "tls": (
        _("Không lập được kết nối an toàn (TLS) với máy chủ kia."),
        _("Chọn đúng kiểu bảo mật cho cổng: 465 là TLS, 587 là STARTTLS."),
    ),
    "certificate": (
        _("Chứng chỉ của máy chủ kia không do nơi tin cậy cấp."),
        _("Hỏi nơi giữ máy chủ kia; nếu là chứng chỉ nội bộ, thêm vào tệp chứng chỉ gốc."),
    ),
    "certificate-time": (_("Chứng chỉ của máy chủ kia chưa đến ngày hoặc đã hết hạn."), CLOCK),
    "certificate-name": (
        _("Chứng chỉ của máy chủ kia mang tên khác với địa chỉ đã khai."),
        _("Khai đúng tên máy chủ ghi trong chứng chỉ, không khai bằng số IP."),
    ),
}

SMPP: dict[str, Words] = {
    **LINE,
    "smpp-01": (_("Một phần tin dài quá mức."), _("Rút ngắn bản tin nhắn.")),
    "smpp-05": (
        _("Tổng đài cho biết tài khoản đang có kết nối khác."),
        _("Không phải làm gì nếu đó là máy này; nếu không, xem ai đang dùng chung tài khoản."),
    ),
    "smpp-08": (_("Tổng đài nhà mạng gặp lỗi."), BY_ITSELF),
    "smpp-0a": (
        _("Tên hiển thị (brandname) chưa đăng ký với nhà mạng này."),
        _("Xem lại tên hiển thị ở trang của kênh; hỏi nhà mạng nếu đã nộp hồ sơ."),
    ),
    "smpp-0b": (_("Số điện thoại không đúng."), _("Sửa số điện thoại của hộ trong danh sách.")),
    "smpp-0d": (
        _("Tổng đài nhà mạng từ chối kết nối (bind)."),
        _("Hỏi nhà mạng: địa chỉ IP của máy chủ này và tài khoản đã được mở chưa."),
    ),
    "smpp-0e": (_("Sai mật khẩu SMPP."), _("Nhập lại mật khẩu nhà mạng cấp, tối đa 8 ký tự.")),
    "smpp-0f": (_("Sai tên đăng nhập SMPP (system_id)."), _("Nhập lại tên nhà mạng cấp.")),
    "smpp-14": (_("Hàng chờ của tổng đài đã đầy."), BY_ITSELF),
    "smpp-45": (_("Tổng đài không nhận tin."), BY_ITSELF),
    "smpp-48": (
        _("Tổng đài không nhận kiểu tên hiển thị này."),
        _("Hỏi nhà mạng tên hiển thị đã khai cho tài khoản SMPP."),
    ),
    "smpp-53": (_("Sai loại hệ thống (system_type)."), _("Nhập đúng giá trị nhà mạng cấp.")),
    "smpp-58": (_("Gửi nhanh hơn mức nhà mạng cho phép."), BY_ITSELF),
    "smpp-66": (_("Tổng đài báo không bao giờ gửi được tới số này."), OTHER_WAY),
    "smpp-parts": (
        _("Tin nhiều phần mới đi được một số phần."),
        _("Hộ này sẽ được báo bằng cách khác; xem mức gửi mỗi phút của kênh."),
    ),
    "smpp-undeliv": (_("Nhà mạng không chuyển được tin tới máy."), OTHER_WAY),
    "smpp-expired": (_("Máy nhận tắt quá lâu, nhà mạng bỏ tin."), OTHER_WAY),
    "smpp-rejectd": (_("Nhà mạng không nhận chuyển tin này."), OTHER_WAY),
    "smpp-deleted": (_("Nhà mạng đã xoá tin."), OTHER_WAY),
}

VIETTEL: dict[str, Words] = {
    "vt-duplicate": (_("Số này đã nhận đúng nội dung ấy rồi."), _("Không phải làm gì.")),
    "vt-cp-code": (_("Mã khách hàng (CPCode) không đúng."), _("Chép lại mã từ hợp đồng.")),
    "vt-password": (
        _("Sai tên đăng nhập hoặc mật khẩu của cổng tin nhắn."),
        _("Nhập lại tên và mật khẩu nhà mạng cấp."),
    ),
    "vt-login": (_("Cổng tin nhắn không nhận đăng nhập."), _("Điền đủ tên, mật khẩu, CPCode.")),
    "vt-ip": (
        _("Địa chỉ IP của máy chủ này chưa được nhà mạng cho phép."),
        _("Gửi địa chỉ IP của máy chủ cho nhà mạng để khai vào danh sách."),
    ),
    "vt-brandname": (
        _("Tên hiển thị chưa khai báo cho nhà mạng của số nhận."),
        _("Xem lại tên hiển thị; đăng ký thêm cho các nhà mạng khác."),
    ),
    "vt-balance": (_("Tài khoản tin nhắn không đủ tiền."), _("Nạp thêm tiền hoặc gia hạn.")),
    "vt-command": (_("Cổng tin nhắn không nhận lệnh gửi."), _("Báo người phụ trách kỹ thuật.")),
    "vt-template": (
        _("Nội dung không khớp mẫu đã đăng ký với nhà mạng."),
        _("Đăng ký mẫu nội dung mới với nhà mạng."),
    ),
    "vt-too-long": (_("Tin nhắn quá dài."), _("Rút ngắn bản tin nhắn.")),
    "vt-words": (_("Nội dung có từ ngữ bị nhà mạng chặn."), _("Viết lại bản tin nhắn.")),
    "vt-number": (_("Số điện thoại không đúng."), _("Sửa số điện thoại của hộ trong danh sách.")),
    "vt-fault": (_("Cổng tin nhắn gặp lỗi chung."), BY_ITSELF),
    "vt-unclear": (
        _("Cổng tin nhắn trả lời một câu chưa biết."),
        _("Hộ này sẽ được báo bằng cách khác; báo người phụ trách kỹ thuật."),
    ),
}

PASSWORD = _("Nhập lại tên đăng nhập và mật khẩu của hộp thư; nhiều nơi cần mật khẩu ứng dụng.")
EMAIL: dict[str, Words] = {
    **LINE,
    "login": (_("Máy chủ thư không nhận đăng nhập."), PASSWORD),
    "5.7.8": (_("Sai tên đăng nhập hoặc mật khẩu của hộp thư."), PASSWORD),
    "5.7.9": (_("Máy chủ thư đòi cách đăng nhập mạnh hơn."), PASSWORD),
    "5.7.4": (
        _("Máy chủ thư không cho đăng nhập trên kết nối này."),
        _("Chọn STARTTLS hoặc TLS; nếu máy chủ không cần đăng nhập thì để trống tên."),
    ),
    "5.7.10": (
        _("Máy chủ thư không có STARTTLS ở cổng này."),
        _("Chọn TLS với cổng 465, hoặc hỏi nơi giữ máy chủ thư."),
    ),
    "sender": (
        _("Máy chủ thư không cho gửi từ địa chỉ này."),
        _("Địa chỉ gửi phải là của hộp thư đã đăng nhập, hoặc được cho phép gửi thay."),
    ),
    "5.1.8": (_("Tên miền của địa chỉ gửi không có thật."), _("Xem lại địa chỉ gửi.")),
    "5.1.7": (_("Địa chỉ gửi viết không đúng."), _("Xem lại địa chỉ gửi.")),
    "5.1.1": (_("Không có hộp thư này."), _("Hỏi lại địa chỉ thư của hộ.")),
    "5.1.2": (_("Tên miền của địa chỉ nhận không có thật."), _("Hỏi lại địa chỉ thư của hộ.")),
    "5.1.10": (_("Nơi nhận không nhận thư nào."), _("Hỏi lại địa chỉ thư của hộ.")),
    "5.2.1": (_("Hộp thư này đã bị khoá."), _("Hỏi lại địa chỉ thư của hộ.")),
    "5.2.2": (_("Hộp thư nhận đã đầy."), OTHER_WAY),
    "4.2.2": (_("Hộp thư nhận đã đầy."), OTHER_WAY),
    "5.7.1": (
        _("Nơi nhận từ chối thư của phường."),
        _("Nhờ nơi giữ tên miền khai SPF, DKIM và DMARC cho máy chủ thư."),
    ),
    "4.7.0": (_("Máy chủ thư bảo gửi chậm lại."), BY_ITSELF),
    "4.7.1": (_("Nơi nhận tạm hoãn, sẽ nhận khi gửi lại."), BY_ITSELF),
    "smtp-421": (_("Máy chủ thư tạm ngừng nhận."), BY_ITSELF),
    "smtp-535": (_("Sai tên đăng nhập hoặc mật khẩu của hộp thư."), PASSWORD),
    "smtp-530": (_("Máy chủ thư đòi đăng nhập."), PASSWORD),
    "smtp-550": (_("Nơi nhận từ chối thư."), OTHER_WAY),
    "smtp-552": (_("Thư quá lớn hoặc hộp thư đầy."), OTHER_WAY),
    "smtp-554": (_("Nơi nhận cho rằng thư này không nên nhận."), OTHER_WAY),
    "bounced": (_("Thư bị trả lại."), OTHER_WAY),
    "imap-login": (
        _("Không mở được hộp thư nhận thư trả lại: sai tên hoặc mật khẩu."),
        _("Nhập lại tên và mật khẩu của hộp thư (IMAP)."),
    ),
    "imap-connect": (
        _("Không kết nối được tới máy chủ IMAP để đọc thư trả lại."),
        _("Xem lại máy chủ IMAP và cổng ở trang của kênh. Thư vẫn gửi được."),
    ),
}


def line_words(speaks: str, code: str) -> Words | None:
    """`login-5.7.8`, `sender-5.1.8`: the exact number first, then the stage it came at."""
    table = {"sms_smpp": SMPP, "sms_viettel": VIETTEL, "email": EMAIL}.get(speaks)
    if table is None:
        return None
    stage, _dash, number = code.partition("-")
    if stage in {"login", "sender"}:
        return table.get(number) or table.get(stage)
    return table.get(code)
