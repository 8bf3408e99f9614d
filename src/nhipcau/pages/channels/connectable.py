"""Every channel that an admin can connect, by what its account speaks: its form and its name."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.channels.models import ChannelKind
from nhipcau.pages.channels.fields import ChannelForm
from nhipcau.pages.channels.forms import FacebookForm, PushForm, SmsForm, ZaloForm
from nhipcau.pages.channels.forms_lines import MailForm, SmppForm, ViettelForm
from nhipcau.pages.channels.forms_zalo import BotForm, TemplateForm

FORMS: dict[str, type[ChannelForm]] = {
    ChannelKind.ZALO_OA: ZaloForm,
    ChannelKind.FACEBOOK_PAGE: FacebookForm,
    ChannelKind.SMS: SmsForm,
    "sms_viettel": ViettelForm,
    "sms_smpp": SmppForm,
    ChannelKind.WEB_PUSH: PushForm,
    ChannelKind.EMAIL: MailForm,
    ChannelKind.ZALO_TEMPLATE: TemplateForm,
    ChannelKind.ZALO_BOT: BotForm,
}
GATEWAYS: dict[str, str | Promise] = {
    "sms": _("cổng kiểu eSMS"),
    "sms_viettel": _("cổng Viettel"),
    "sms_smpp": _("tổng đài nhà mạng (SMPP)"),
}


def kind_of(speaks: str) -> ChannelKind:
    return ChannelKind.SMS if speaks in GATEWAYS else ChannelKind(speaks)


def label_of(speaks: str) -> str:
    kind = str(kind_of(speaks).label)
    return f"{kind}: {GATEWAYS[speaks]}" if speaks in GATEWAYS else kind
