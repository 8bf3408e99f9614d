"""A drill's ways: its page, which is in no list, and an SMS to those who agreed to take part."""

from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.outreach.models import DrillStaff
from nhipcau.outreach.situation import Situation, Way, without
from nhipcau.text.money import say_money
from nhipcau.text.numbers import say_number


def portal(here: Situation) -> Way:
    why = _("Trang của buổi diễn tập chỉ mở được bằng đường dẫn trong tin, không có trên cổng.")
    return Way(ChannelKind.PORTAL, why, starts_at=here.now)


def sms(here: Situation) -> Way:
    """In waking hours only: quiet hours are lifted for danger, never for a drill."""
    account = here.account(ChannelKind.SMS)
    if account is None:
        why = _("Chưa có tài khoản SMS nào đang hoạt động.")
        return without(ChannelKind.SMS, why, purpose="drill")
    homes = here.audience.total("households")
    staff = DrillStaff.objects.filter(locality=here.locality, staff__is_active=True).count()
    cost = (homes * here.sms_parts + staff) * here.price(account)
    return Way(
        ChannelKind.SMS,
        _("Diễn tập: chỉ nhắn %(staff)s cán bộ và %(homes)s hộ đã nhận lời: %(cost)s.")
        % {
            "staff": say_number(staff),
            "homes": say_number(homes),
            "cost": say_money(cost),
        },
        purpose="drill",
        account=account,
        starts_at=here.awake_from,
        cost_vnd=cost,
        expects=homes,
    )
