"""What each channel is for, what it proves, what it costs: said on the pages and in the docs."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.channels.models import ChannelKind


@dataclass(frozen=True, slots=True)
class About:
    """`proves`: the strongest evidence it can bring for a household. `rides_on`: the kind of
    account that carries it, when it has none of its own."""

    use: str | Promise
    proves: str | Promise
    price: str | Promise
    limits: str | Promise
    icon: str
    is_by_hand: bool = False
    rides_on: str = ""


ABOUT: dict[str, About] = {
    ChannelKind.PORTAL: About(
        _("Trang thông báo của phường, mở được trên mọi điện thoại; mọi đường dẫn đều về đây."),
        _("Đã xem, đã xác nhận (khi người dân bấm nút)."),
        _("Miễn phí."),
        _("Không giới hạn."),
        "home",
    ),
    ChannelKind.ZALO_OA: About(
        _("Bài viết gửi mọi người quan tâm; trả lời riêng người vừa nhắn."),
        _("Đã đến máy, đã xem (tin nhắn riêng); bài viết không báo lại từng người."),
        _("Bài viết trong gói; tin riêng miễn phí trong 48 giờ, sau đó 55 đ."),
        _("Bài viết: mỗi người một bài một ngày, vài bài một tháng, từ 6 đến 22 giờ."),
        "channel",
    ),
    ChannelKind.ZALO_GROUP: About(
        _("Máy đăng thẳng vào nhóm do Zalo OA lập cho tổ, không chờ ai chuyển."),
        _("Đã đăng cho hộ có người trong nhóm; đã xem khi người dân mở đường dẫn của nhóm."),
        _("Miễn phí trong gói; mua thêm nhóm từ 25.000 đ một tháng."),
        _("Cần OA xác thực, gói có nhóm; mỗi nhóm 10, 50, 100 hoặc 1.000 người; 24 giờ."),
        "group",
        rides_on=ChannelKind.ZALO_OA,
    ),
    ChannelKind.ZALO_TEMPLATE: About(
        _("Mẫu tin đã được Zalo duyệt, gửi theo số điện thoại hoặc cho người quan tâm OA."),
        _("Đã đến máy; đã xem khi người dân mở đường dẫn riêng."),
        _("Theo giá Zalo ghi ở từng mẫu; rẻ hơn SMS, theo người quan tâm rẻ hơn theo số."),
        _("Mẫu phải được duyệt; hạn mức mỗi ngày do Zalo đặt, máy đọc lại từng giờ."),
        "channel",
    ),
    ChannelKind.ZALO_BOT: About(
        _("Nhắn tổ trưởng và nhóm tổ trưởng khi có việc; trả lời tự động."),
        _("Tổ trưởng đã nhận (khi bấm vào đường dẫn)."),
        _("Miễn phí trong gói cơ bản."),
        _("Gói cơ bản: 3.000 tin một tháng, 50 người, 3 nhóm; người nhận phải nhắn trước."),
        "group",
    ),
    ChannelKind.FACEBOOK_PAGE: About(
        _("Bài đăng công khai kèm ảnh; bình luận về cùng một chỗ để trả lời."),
        _("Đã đăng (bài công khai không tính cho hộ nào)."),
        _("Miễn phí."),
        _("Theo mức Facebook cho trang; máy tự giãn ra."),
        "share",
    ),
    ChannelKind.SMS: About(
        _("Nhắn tổ trưởng khi có việc gấp, và hộ không có điện thoại thông minh."),
        _("Đã đến máy."),
        _("Tính theo số tin; giá khai ở trang kết nối."),
        _("Tên hiển thị và mẫu nội dung phải đăng ký với nhà mạng."),
        "phone",
    ),
    ChannelKind.WEB_PUSH: About(
        _("Hiện ngay trên màn hình của máy đã bấm đồng ý nhận, kể cả khi không mở trang nào."),
        _("Đã gửi tới máy, đã hiện trên máy; đã xem khi người dân bấm mở."),
        _("Miễn phí."),
        _("Không giới hạn; mỗi người tự bấm nhận và tự ngừng được."),
        "bell",
    ),
    ChannelKind.EMAIL: About(
        _("Thư cho hộ đã cho địa chỉ, có đường dẫn riêng của hộ và nút ngừng nhận."),
        _("Đã gửi; đã xem khi mở đường dẫn trong thư. Thư bị trả lại được ghi nhận."),
        _("Miễn phí."),
        _("Theo mức hộp thư của phường cho phép mỗi phút."),
        "paper",
    ),
    ChannelKind.RELAY: About(
        _("Tổ trưởng chuyển vào nhóm của tổ bằng một nút, kèm đường dẫn riêng của nhóm."),
        _("Đã đăng; đã xem và đã xác nhận khi người dân mở đường dẫn; tổ trưởng đánh dấu đã xem."),
        _("Miễn phí."),
        _("Nhóm người dân tự lập: chỉ người đăng được, máy không đăng thay."),
        "group",
        is_by_hand=True,
    ),
    ChannelKind.SHEET: About(
        _("Tờ A4 có mã QR, phát tận tay hoặc để ở nhà."),
        _("Để lại tờ in: lượt báo được tính là đã xong, chưa tính là đã biết."),
        _("Giấy và công đi."),
        _("In được ngay trên máy in của phường."),
        "print",
        is_by_hand=True,
    ),
    ChannelKind.BOARD: About(
        _("Chữ lớn cho bảng tin, nhà văn hoá."),
        _("Đã đăng (không tính cho hộ nào)."),
        _("Giấy."),
        _("Ghi rõ treo ở đâu, ngày nào gỡ."),
        "paper",
        is_by_hand=True,
    ),
    ChannelKind.LOUDSPEAKER: About(
        _("Bài đọc ngắn, đọc hai lần; loa tự phát tiếng máy hoặc bản ghi, cả tiếng dân tộc."),
        _("Đã phát, lúc nào, ở loa nào (không tính cho hộ nào)."),
        _("Miễn phí."),
        _("Chỉ trong giờ phát đã khai ở Địa bàn; khẩn cấp thì phát ngay."),
        "listen",
        is_by_hand=True,
    ),
    ChannelKind.VISIT: About(
        _("Gõ cửa hoặc gọi điện cho từng hộ chưa biết; ghi lại từng lượt."),
        _("Báo tận nơi: bằng chứng mạnh nhất."),
        _("Công của tổ trưởng và người giúp: khoảng 4 phút một nhà."),
        _("Không gõ cửa, gọi điện từ 21 đến 6 giờ."),
        "door",
        is_by_hand=True,
    ),
}
