"""What an admin types for a second SMS gateway, a message centre, a mailbox."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.pages.channels.fields import (
    ChannelForm,
    SecretField,
    brandname_field,
    number,
    rank_field,
    sms_price,
)

SECURITIES = [
    ("starttls", _("STARTTLS, thường là cổng 587")),
    ("tls", _("TLS, thường là cổng 465")),
    ("none", _("Không mã hoá: chỉ trong mạng nội bộ")),
]


class HostField(forms.RegexField):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,252}$",
            error_messages={"invalid": _("Tên máy chủ chỉ gồm chữ, số, dấu chấm và gạch ngang.")},
            **kwargs,  # type: ignore[arg-type]
        )


class SmsLikeForm(ChannelForm):
    rates = ("per_minute", "price_vnd", "rank")
    needed_secrets = ("password",)
    gateway: ClassVar[str] = ""

    brandname = brandname_field()
    rank = rank_field(1)
    price_vnd = sms_price(_("Giá một phần tin (đồng)"))
    per_minute = number(
        _("Số tin gửi mỗi phút"),
        _("Theo hợp đồng với nhà mạng."),
        least=1,
        most=60000,
        initial=300,
    )

    @property
    def settings(self) -> dict[str, object]:
        return {**super().settings, "gateway": self.gateway}


class ViettelForm(SmsLikeForm):
    gateway = "viettel"

    user = forms.CharField(
        label=_("Tên đăng nhập"), max_length=60, help_text=_("Ở hợp đồng tin nhắn thương hiệu.")
    )
    password = SecretField(label=_("Mật khẩu"), help_text=_("Lưu xong không hiện lại."))
    cp_code = forms.CharField(label=_("Mã khách hàng (CPCode)"), max_length=60)


class SmppForm(SmsLikeForm):
    gateway = "smpp"

    host = HostField(label=_("Máy chủ SMPP của nhà mạng"))
    port = number(_("Cổng"), _("Thường là 2775."), least=1, most=65535, initial=2775)
    security = forms.ChoiceField(
        label=_("Bảo mật"),
        choices=[("none", _("Đường riêng hoặc VPN của nhà mạng")), ("tls", _("TLS"))],
        initial="none",
    )
    system_id = forms.CharField(label=_("Tên đăng nhập (system_id)"), max_length=15)
    password = SecretField(label=_("Mật khẩu"), help_text=_("Tối đa 8 ký tự, nhà mạng cấp."))
    system_type = forms.CharField(
        label=_("Loại hệ thống (system_type)"),
        max_length=12,
        required=False,
        help_text=_("Để trống nếu nhà mạng không yêu cầu."),
    )
    window = number(
        _("Số tin chờ trả lời cùng lúc"), _("Theo nhà mạng, thường là 10."), least=1, most=100,
        initial=10,
    )  # fmt: skip


class MailForm(ChannelForm):
    rates = ("per_minute",)

    from_name = forms.CharField(
        label=_("Tên người gửi"), max_length=80, help_text=_("Ví dụ: UBND phường Sông Cầu.")
    )
    from_address = forms.EmailField(label=_("Địa chỉ gửi"))
    host = HostField(label=_("Máy chủ gửi thư (SMTP)"))
    port = number(_("Cổng"), _("587 hoặc 465."), least=1, most=65535, initial=587)
    security = forms.ChoiceField(label=_("Bảo mật"), choices=SECURITIES, initial="starttls")
    user = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=120,
        required=False,
        help_text=_("Thường là chính địa chỉ gửi. Để trống nếu máy chủ không cần đăng nhập."),
    )
    password = SecretField(
        label=_("Mật khẩu"), help_text=_("Nhiều nơi cấp riêng một mật khẩu ứng dụng.")
    )
    bounce_address = forms.EmailField(
        label=_("Địa chỉ nhận thư bị trả lại"),
        required=False,
        help_text=_("Để trống thì về địa chỉ gửi."),
    )
    verp = forms.BooleanField(
        label=_("Hộp thư đó nhận được địa chỉ có dấu cộng (ten+abc@…)"), required=False
    )
    imap_host = HostField(
        label=_("Máy chủ đọc thư bị trả lại (IMAP)"),
        required=False,
        help_text=_("Để trống thì không biết thư nào bị trả lại."),
    )
    imap_port = number(_("Cổng IMAP"), _("Thường là 993."), least=1, most=65535, initial=993)
    imap_user = forms.CharField(
        label=_("Tên đăng nhập IMAP"),
        max_length=120,
        required=False,
        help_text=_("Để trống thì dùng như khi gửi."),
    )
    imap_password = SecretField(
        label=_("Mật khẩu IMAP"), help_text=_("Để trống thì dùng như khi gửi.")
    )
    per_minute = number(
        _("Số thư gửi mỗi phút"), _("Theo mức của máy chủ thư."), least=1, most=6000, initial=60
    )

    @property
    def settings(self) -> dict[str, object]:
        """What was emptied is emptied: no mailbox to read, no name to sign in with."""
        cleared = ("user", "bounce_address", "imap_host", "imap_user")
        return {**dict.fromkeys(cleared, ""), **super().settings}
