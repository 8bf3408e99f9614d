"""Template messages and the SMS that takes their place: used or not, since when, and why.

By user id for those who follow the Official Account, by telephone for the others: each cheaper
than an SMS. Whom Zalo refuses gets the SMS a little later; whoever has no smartphone at once.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.outreach.situation import Situation, Way, without
from nhipcau.outreach.ways import look_again_at
from nhipcau.places.hours import is_quiet
from nhipcau.text.dates import say_exact
from nhipcau.text.money import say_money
from nhipcau.text.numbers import say_number

KIND = ChannelKind.ZALO_TEMPLATE
SOON = timedelta(minutes=10)  # Zalo refuses within seconds; the rest is our own rate


def households_template(here: Situation) -> Way | None:
    """Whom neither group nor account reaches, and who has a smartphone."""
    account = here.account(KIND)
    if account is None:
        return None
    template = here.template
    if template is None:
        why = _("Chưa chọn mẫu tin Zalo nào đã được duyệt: xem trang Kênh, mục Mẫu tin.")
        return without(KIND, why, account=account)
    homes = here.audience.total("by_template")
    if (dear := _dearer(here)) is not None:
        return without(KIND, dear, account=account)
    if not homes:
        return without(KIND, _("Không có hộ nào cần tới mẫu tin Zalo."), account=account)
    if here.awake_from >= here.deadline:
        return without(KIND, _("Đang giờ nghỉ cho đến hạn: không nhắn."), account=account)
    cost = homes * template.price_phone_vnd
    said = _("Cho %(n)s hộ chưa vào nhóm mà có máy thông minh, theo số điện thoại: %(cost)s.")
    return Way(
        KIND,
        said % {"n": say_number(homes), "cost": say_money(cost)} + cheaper(here) + quota(here),
        account=account,
        starts_at=here.awake_from,
        cost_vnd=cost,
        expects=round(homes * here.experience.share(KIND)),
    )


def uid_template(here: Situation) -> Way | None:
    """Followers of the Official Account who have not looked."""
    homes = round(here.audience.total("linked") * (1 - here.experience.share(ChannelKind.RELAY)))
    words = _("Lúc %(at)s, ai quan tâm Zalo OA mà chưa xem: khoảng %(n)s hộ, %(cost)s.")
    template = here.template
    if template is None or not template.by_uid:
        return None
    return _later(here, "uid", homes, template.price_uid_vnd, words)


def rest_template(here: Situation) -> Way | None:
    """Those in the groups who have not looked and do not follow the Official Account."""
    share = 1 - here.experience.share(ChannelKind.RELAY)
    template = here.template
    if template is None:
        return None
    words = _("Lúc %(at)s, hộ nào trong nhóm chưa xem, theo số điện thoại: %(n)s hộ, %(cost)s.")
    homes = round(here.audience.total("rest_by_template") * share)
    return _later(here, "rest", homes, template.price_phone_vnd, words)


def instead_sms(here: Situation) -> Way | None:
    return _instead(here, "instead", here.awake_from, here.audience.total("by_template"))


def instead_rest_sms(here: Situation) -> Way | None:
    if not here.is_urgent:
        return None
    share = 1 - here.experience.share(ChannelKind.RELAY)
    homes = round(here.audience.total("rest_by_template") * share)
    return _instead(here, "instead_rest", look_again_at(here), homes)


def _later(here: Situation, purpose: str, homes: int, price: int, words: str) -> Way | None:
    account = here.account(KIND)
    if account is None:
        return None
    at = here.now if here.is_emergency else look_again_at(here)
    if not homes or not here.is_urgent:
        why = _("Không khẩn: để dành tiền, ai chưa xem thì tổ trưởng đến báo trước hạn.")
        return without(KIND, why, purpose=purpose, account=account)
    if _is_too_late(here, at):
        why = _("Đến lúc ấy đã là giờ nghỉ: không nhắn để khỏi làm phiền.")
        return without(KIND, why, purpose=purpose, account=account)
    cost = homes * price
    said = words % {"at": say_exact(at), "n": say_number(homes), "cost": say_money(cost)}
    return Way(
        KIND,
        said + quota(here),
        purpose=purpose,
        account=account,
        starts_at=at,
        cost_vnd=cost,
        expects=round(homes * here.experience.share(KIND)),
    )


def _instead(here: Situation, purpose: str, begins: datetime, homes: int) -> Way | None:
    """Nothing is counted on it: how many Zalo will refuse, nobody knows before."""
    account = here.account(ChannelKind.SMS)
    if account is None or not here.spares_sms or not homes:
        return None
    at = begins + wait_for(here, homes)
    if _is_too_late(here, at):
        return without(
            ChannelKind.SMS,
            _("Không còn thời gian nhắn SMS thay cho mẫu tin Zalo bị từ chối."),
            purpose=purpose,
            account=account,
        )
    each = here.sms_parts * here.price(account)
    said = _("Lúc %(at)s, ai không nhận được mẫu tin Zalo thì nhắn SMS thay: %(cost)s một hộ.")
    return Way(
        ChannelKind.SMS,
        said % {"at": say_exact(at), "cost": say_money(each)},
        purpose=purpose,
        account=account,
        starts_at=at,
    )


def wait_for(here: Situation, homes: int) -> timedelta:
    """Until every template has had its turn at the account's rate."""
    account = here.account(KIND)
    rate = max(1, account.per_minute if account else 1)
    return min(SOON + timedelta(minutes=homes / rate), max(SOON, here.left / 4))


def cheaper(here: Situation) -> str:
    account, template = here.account(ChannelKind.SMS), here.template
    if account is None or template is None:
        return ""
    saved = here.sms_parts * here.price(account) - template.price_phone_vnd
    return _(" Rẻ hơn SMS %(saved)s một hộ.") % {"saved": say_money(saved)} if saved > 0 else ""


def _dearer(here: Situation) -> str | None:
    account, template = here.account(ChannelKind.SMS), here.template
    if account is None or template is None or not here.is_template_dearer:
        return None
    said = _("Mẫu tin Zalo theo số điện thoại %(zalo)s, đắt hơn SMS %(sms)s: nhắn SMS.")
    sms = here.sms_parts * here.price(account)
    return said % {"zalo": say_money(template.price_phone_vnd), "sms": say_money(sms)}


def quota(here: Situation) -> str:
    """As Zalo told it today; nothing is guessed."""
    if here.template_left is None:
        return _(" Chưa đọc được hạn mức hôm nay của Zalo.")
    return _(" Zalo còn cho %(n)s tin hôm nay.") % {"n": say_number(here.template_left)}


def _is_too_late(here: Situation, at: datetime) -> bool:
    return at >= here.deadline or (is_quiet(here.locality, at) and not here.is_emergency)
