"""What an admin types for template messages and for the Zalo Bot."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.pages.channels.fields import ChannelForm, SecretField, number


def official_accounts() -> list[tuple[str, str]]:
    """Of this locality: the form is made within its scope."""
    found = Account.objects.filter(kind=ChannelKind.ZALO_OA).exclude(state=Account.State.CLOSED)
    return [(str(one.pk), one.name) for one in found.exclude(external_id="").order_by("id")]


class TemplateForm(ChannelForm):
    rates = ("per_minute",)

    oa = forms.ChoiceField(
        label=_("Gửi bằng Official Account nào"),
        choices=official_accounts,
        help_text=_("Mẫu tin dùng chung khoá truy cập với Official Account đã kết nối."),
        error_messages={
            "required": _("Hãy kết nối Zalo Official Account trước, rồi quay lại đây."),
            "invalid_choice": _("Official Account này không còn kết nối."),
        },
    )
    per_minute = number(
        _("Số tin gửi mỗi phút"),
        _("Zalo không công bố giới hạn mỗi phút; 600 là vừa cho một phường."),
        least=1,
        most=4000,
        initial=600,
    )

    @property
    def keeper(self) -> Account | None:
        return Account.objects.filter(pk=self.cleaned_data["oa"]).first()

    @property
    def external_id(self) -> str:
        return self.keeper.external_id if self.keeper else ""


class BotForm(ChannelForm):
    rates = ("per_minute",)
    needed_secrets = ("bot_token",)

    bot_token = SecretField(
        label=_("Mã của bot (Bot Token)"),
        help_text=_("Zalo Bot Manager gửi qua Zalo khi tạo bot, dạng 123456:abc…"),
    )
    per_minute = number(
        _("Số tin gửi mỗi phút"),
        _("Gói cơ bản gửi được 3.000 tin một tháng."),
        least=1,
        most=600,
        initial=60,
    )

    def clean_bot_token(self) -> str:
        token = str(self.cleaned_data["bot_token"]).strip()
        number_part, colon, secret = token.partition(":")
        if token and not (number_part.isdecimal() and colon and len(secret) >= 6):
            raise forms.ValidationError(
                _("Bot Token có dạng một số, dấu hai chấm, rồi chữ và số. Hãy chép lại cả dòng.")
            )
        return token

    @property
    def external_id(self) -> str:
        return str(self.cleaned_data.get("bot_token", "")).partition(":")[0]

    @property
    def settings(self) -> Mapping[str, Any]:
        return {}
