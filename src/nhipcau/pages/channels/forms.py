"""What an admin types to connect a channel. A saved secret is never sent back to the page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.channels.quotas import ALLOWANCES, BROADCAST
from nhipcau.channels.vapid import PRIVATE, new_keys
from nhipcau.pages.channels.fields import (
    ChannelForm,
    SecretField,
    brandname_field,
    number,
    rank_field,
    sms_price,
)

SENDERS = [
    ("v3", _("v3: doanh nghiệp")),
    ("v2", _("v2: cơ quan nhà nước")),
    ("none", _("Không nhắn riêng: chỉ gửi bài viết")),
]


class ZaloForm(ChannelForm):
    rates = ("per_minute",)
    needed_secrets = ("app_secret",)

    app_id = forms.RegexField(
        r"^\d{5,25}$",
        label=_("Mã ứng dụng (App ID)"),
        help_text=_("Ở developers.zalo.me, chọn ứng dụng, mục Cài đặt."),
        error_messages={"invalid": _("Mã ứng dụng chỉ gồm chữ số, như trên developers.zalo.me.")},
    )
    app_secret = SecretField(
        label=_("Khoá bí mật của ứng dụng"),
        help_text=_("Cùng chỗ với mã ứng dụng. Lưu xong không hiện lại."),
    )
    oa_secret = SecretField(
        label=_("Khoá bí mật của OA (OA Secret Key)"),
        help_text=_("Ở mục Webhook của ứng dụng. Dùng để biết sự kiện đúng là của Zalo gửi."),
    )
    sender = forms.ChoiceField(
        label=_("Cách nhắn riêng từng người"),
        choices=SENDERS,
        widget=forms.RadioSelect,
        initial="v2",
        help_text=_("OA của cơ quan nhà nước thường chỉ dùng được v2. Kiểm tra kết nối sẽ báo."),
    )
    author = forms.CharField(label=_("Tác giả ghi dưới bài viết"), max_length=50, required=False)
    cover_url = forms.URLField(
        label=_("Ảnh bìa của bài viết"),
        required=False,
        assume_scheme="https",
        help_text=_(
            "Địa chỉ một ảnh JPG hoặc PNG dưới 1 MB. Để trống thì dùng ảnh cây cầu có sẵn."
        ),
    )
    broadcasts_a_month = number(
        _("Số bài viết gửi được mỗi tháng"),
        _("Theo gói dịch vụ: gói cũ là 1, 4 hoặc 6."),
        least=0,
        most=60,
        initial=ALLOWANCES[BROADCAST][0].total,
    )
    per_minute = number(
        _("Số lần gọi mỗi phút"),
        _("Theo gói dịch vụ: Tăng trưởng 100, Toàn diện 2.000."),
        least=1,
        most=4000,
        initial=100,
    )
    fixed_verifier = SecretField(
        label=_("Mã xác minh cố định (code verifier)"),
        help_text=_("Chỉ điền khi ứng dụng đã khai sẵn code challenge trên Zalo."),
    )


class FacebookForm(ChannelForm):
    external = "page_id"
    needed_secrets = ("access_token", "app_secret")

    page_id = forms.RegexField(
        r"^\d{5,25}$",
        label=_("Mã trang (Page ID)"),
        help_text=_("Trên trang Facebook: Giới thiệu, mục Thông tin minh bạch của trang."),
        error_messages={"invalid": _("Mã trang chỉ gồm chữ số.")},
    )
    access_token = SecretField(
        label=_("Khoá truy cập của trang (Page access token)"),
        help_text=_("Loại không hết hạn, có quyền pages_manage_posts và pages_manage_metadata."),
    )
    app_secret = SecretField(
        label=_("Khoá bí mật của ứng dụng (App secret)"),
        help_text=_("Ở developers.facebook.com. Dùng để biết bình luận đúng là Facebook gửi về."),
    )


class SmsForm(ChannelForm):
    rates = ("per_minute", "price_vnd", "rank")
    needed_secrets = ("api_key", "secret_key")

    rank = rank_field(0)
    brandname = brandname_field()
    api_key = SecretField(
        label=_("API Key"), help_text=_("Ở trang quản lý của nhà cung cấp tin nhắn.")
    )
    secret_key = SecretField(label=_("Secret Key"), help_text=_("Cùng chỗ với API Key."))
    price_vnd = sms_price(_("Giá một tin (đồng)"))
    per_minute = number(
        _("Số tin gửi mỗi phút"),
        _("Theo hợp đồng với nhà cung cấp."),
        least=1,
        most=60000,
        initial=600,
    )


class PushForm(ChannelForm):
    """Nobody types a key here: the pair is made once, when there is none yet."""

    rates = ("per_minute",)

    contact = forms.EmailField(
        label=_("Thư liên hệ của phường"),
        help_text=_("Dịch vụ thông báo của trình duyệt cần biết hỏi ai khi có sự cố."),
    )
    per_minute = number(
        _("Số thông báo gửi mỗi phút"),
        _("Không dịch vụ nào công bố giới hạn; 3.000 là vừa cho một phường."),
        least=1,
        most=60000,
        initial=3000,
    )

    def __init__(self, *args: Any, kept: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, kept=kept, **kwargs)
        self._made = {} if PRIVATE in kept else new_keys()

    @property
    def secrets(self) -> Mapping[str, str]:
        return self._made
