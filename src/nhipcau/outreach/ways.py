"""The ways that are sent or posted: used or not, since when, and why, in a sentence.

Every function looks at one Situation and gives one line of the plan. The sentences are read by
officers beside a switch that overrules them, so they name the number that decided.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.core.clock import local
from nhipcau.outreach.situation import Situation, Way, without
from nhipcau.outreach.ways_by_hand import hand_over_at
from nhipcau.places.hours import is_quiet
from nhipcau.text.dates import say_exact
from nhipcau.text.money import say_money
from nhipcau.text.numbers import say_number, say_percent

WHOLE_WARD = 0.5  # an article goes to every follower: not for the few
TIME_TO_LOOK = timedelta(hours=1)
BROADCAST_FROM, BROADCAST_UNTIL = 6, 22


def portal(here: Situation) -> Way:
    return Way(
        ChannelKind.PORTAL,
        _("Lên cổng thông tin ngay, không tốn tiền; mọi liên kết và mã QR đều dẫn về trang này."),
        starts_at=here.now,
    )


def facebook_page(here: Situation) -> Way:
    account = here.account(ChannelKind.FACEBOOK_PAGE)
    if account is None:
        return without(ChannelKind.FACEBOOK_PAGE, _("Chưa có trang Facebook nào đang hoạt động."))
    return Way(
        ChannelKind.FACEBOOK_PAGE,
        _("Đăng ngay, không tốn tiền. Bài công khai nên không tính hộ nào là đã nhận."),
        account=account,
        starts_at=here.now,
    )


def relay(here: Situation) -> Way:
    groups = sum(place.has_group for place in here.audience.places)
    joined = here.audience.total("joined")
    if not groups:
        return without(ChannelKind.RELAY, _("Chưa tổ nào trong phạm vi này có nhóm hộ dân."))
    share = here.experience.share(ChannelKind.RELAY)
    said = _("Nhanh, không tốn tiền: %(groups)s tổ trưởng đăng vào nhóm của tổ, tới %(joined)s hộ.")
    learned = (
        _(" Những lần trước, %(share)s số hộ trong nhóm tự xem.")
        if here.experience.notices
        else _(" Ước chừng %(share)s số hộ trong nhóm tự xem.")
    )
    return Way(
        ChannelKind.RELAY,
        (said + learned)
        % {
            "groups": say_number(groups),
            "joined": say_number(joined),
            "share": say_percent(share),
        },
        starts_at=here.now,
        expects=round(joined * share),
    )


def zalo_group(here: Situation) -> Way:
    """Zalo takes it day and night; people's phones ring, so it waits for the morning if it can."""
    account = here.account(ChannelKind.ZALO_OA)
    groups = sum(place.has_oa_group for place in here.audience.places)
    if account is None or not groups:
        why = _("Chưa tổ nào trong phạm vi này có nhóm do Zalo OA lập.")
        return without(ChannelKind.ZALO_GROUP, why)
    known = here.audience.total("in_oa_group")
    return Way(
        ChannelKind.ZALO_GROUP,
        _(
            "Máy đăng thẳng vào %(groups)s nhóm do Zalo OA lập, không chờ ai, không tốn tiền: "
            "đã biết là tới %(known)s hộ."
        )
        % {"groups": say_number(groups), "known": say_number(known)},
        account=account,
        starts_at=here.awake_from if here.awake_from < here.deadline else here.now,
        expects=round(known * here.experience.share(ChannelKind.ZALO_GROUP)),
    )


def leaders(here: Situation) -> Way:
    """Each by the way that they confirmed; SMS to the number the ward knows where there is none."""
    told = {kind: n for kind, n in here.leaders.items() if kind}
    if not told:
        why = _("Chưa báo được cho tổ trưởng nào: phải gọi điện, họ có thể chưa mở máy xem.")
        return without(ChannelKind.RELAY, why, purpose="leaders")
    said = ", ".join(
        f"{say_number(n)} {ChannelKind(kind).label!s}" for kind, n in sorted(told.items())
    )
    words = _("Báo %(leaders)s tổ trưởng đăng tin, vì họ không ngồi chờ bên máy: %(ways)s.")
    why = words % {"leaders": say_number(sum(told.values())), "ways": said}
    mute = here.leaders.get("", 0)
    if mute:
        why += _(" %(n)s người phải gọi điện.") % {"n": say_number(mute)}
    return Way(
        ChannelKind.RELAY,
        why,
        purpose="leaders",
        starts_at=here.awake_from,
        cost_vnd=sum(n * _price(here, kind) for kind, n in told.items()),
    )


def _price(here: Situation, kind: str) -> int:
    account = here.account(kind)
    return here.price(account) if account else 0


def zalo_broadcast(here: Situation) -> Way:
    account = here.account(ChannelKind.ZALO_OA)
    if account is None:
        return without(ChannelKind.ZALO_OA, _("Chưa có Zalo OA nào đang hoạt động."))
    at = _broadcast_time(here.now)
    why_not = ""
    if at >= here.deadline:
        why_not = _("Zalo chỉ phát bài từ 06:00 đến 21:59, không kịp hạn báo tin.")
    elif here.audience.total("households") < WHOLE_WARD * here.audience.ward_households:
        why_not = _(
            "Bài Zalo OA gửi cho mọi người quan tâm trong phường, mà tin này chỉ của %(share)s hộ."
        ) % {"share": _share(here.audience.total("households"), here.audience.ward_households)}
    elif not here.broadcasts_left:
        why_not = _(
            "Hôm nay hoặc tháng này hết bài Zalo OA được phát (%(kept)s bài để dành khi khẩn cấp)."
        ) % {"kept": say_number(here.locality.emergency_reserve)}
    if why_not:
        return without(ChannelKind.ZALO_OA, why_not, account=account)
    linked = here.audience.total("linked")
    return Way(
        ChannelKind.ZALO_OA,
        _(
            "Một bài gửi mọi người quan tâm Zalo OA, trong đó đã biết là của %(linked)s hộ. "
            "Không tốn tiền."
        )
        % {
            "linked": say_number(linked),
        },
        account=account,
        starts_at=at,
        expects=round(linked * here.experience.share(ChannelKind.ZALO_OA)),
    )


def zalo_windows(here: Situation) -> Way:
    account = here.account(ChannelKind.ZALO_OA)
    if account is None or account.settings.get("sender") == "none":
        why = _("Zalo không cho OA này nhắn riêng từng người.")
        return without(ChannelKind.ZALO_OA, why, purpose="windows", account=account)
    if not here.open_windows:
        why = _("Hiện không có hộ nào vừa nhắn cho OA trong 48 giờ, nên không được nhắn riêng.")
        return without(ChannelKind.ZALO_OA, why, purpose="windows", account=account)
    return Way(
        ChannelKind.ZALO_OA,
        _("Nhắn riêng %(n)s hộ vừa nhắn cho OA trong 48 giờ: không tốn tiền, biết ai đã xem.")
        % {"n": say_number(here.open_windows)},
        purpose="windows",
        account=account,
        starts_at=here.awake_from,
        expects=here.open_windows // 2,
    )


def households_sms(here: Situation) -> Way:
    account = here.account(ChannelKind.SMS)
    spared = here.audience.total("by_template") if here.spares_sms else 0
    homes = here.audience.total("by_sms") - spared
    if account is None:
        return without(ChannelKind.SMS, _("Chưa có tài khoản SMS nào đang hoạt động."))
    if not homes:
        return without(ChannelKind.SMS, _("Không có hộ nào chỉ còn cách nhắn SMS."))
    if here.awake_from >= here.deadline:
        return without(ChannelKind.SMS, quiet(here), account=account)
    cost = homes * here.sms_parts * here.price(account)
    return Way(
        ChannelKind.SMS,
        _("Cho %(homes)s hộ chưa vào nhóm hoặc không có máy thông minh: %(parts)s phần, %(cost)s.")
        % {
            "homes": say_number(homes),
            "parts": say_number(here.sms_parts),
            "cost": say_money(cost),
        },
        account=account,
        starts_at=here.awake_from,
        cost_vnd=cost,
        expects=round(homes * here.experience.share(ChannelKind.SMS)),
    )


def rest_sms(here: Situation) -> Way:
    """Halfway to the hand-over to people, but an hour after the groups got it at the earliest:
    whoever has not looked yet gets an SMS."""
    account = here.account(ChannelKind.SMS)
    if account is None:
        why = _("Chưa có tài khoản SMS nào đang hoạt động.")
        return without(ChannelKind.SMS, why, purpose="rest")
    joined = here.audience.total("joined")
    rest = round(joined * (1 - here.experience.share(ChannelKind.RELAY)))
    if here.is_emergency and joined:
        return _joined_sms_at_once(here, account, joined)
    if not rest or not here.is_urgent:
        why = _("Không khẩn: để dành tiền, ai chưa xem thì tổ trưởng đến báo trước hạn.")
        return without(ChannelKind.SMS, why, purpose="rest", account=account)
    if here.spares_sms:
        why = _("Mẫu tin Zalo lo trước vì rẻ hơn; ai không nhận được thì nhắn SMS thay.")
        return without(ChannelKind.SMS, why, purpose="rest", account=account)
    at = look_again_at(here)
    if at >= here.deadline or (is_quiet(here.locality, at) and not here.is_emergency):
        return without(ChannelKind.SMS, quiet(here), purpose="rest", account=account)
    cost = rest * here.sms_parts * here.price(account)
    return Way(
        ChannelKind.SMS,
        _("Lúc %(at)s, hộ nào trong nhóm vẫn chưa xem thì nhắn SMS: khoảng %(n)s hộ, %(cost)s.")
        % {"at": say_exact(at), "n": say_number(rest), "cost": say_money(cost)},
        purpose="rest",
        account=account,
        starts_at=at,
        cost_vnd=cost,
        expects=round(rest * here.experience.share(ChannelKind.SMS)),
    )


def look_again_at(here: Situation) -> datetime:
    """When whoever was given time to look by themselves is written to."""
    return here.now + max((hand_over_at(here) - here.now) / 2, min(TIME_TO_LOOK, here.left / 2))


def _joined_sms_at_once(here: Situation, account: Account, joined: int) -> Way:
    """In danger every channel goes at once: nobody waits to see who looks."""
    cost = joined * here.sms_parts * here.price(account)
    return Way(
        ChannelKind.SMS,
        _("Khẩn cấp: nhắn ngay cả %(n)s hộ trong nhóm, không chờ xem ai đã đọc: %(cost)s.")
        % {"n": say_number(joined), "cost": say_money(cost)},
        purpose="rest",
        account=account,
        starts_at=here.now,
        cost_vnd=cost,
        expects=round(joined * here.experience.share(ChannelKind.SMS)),
    )


def _broadcast_time(at: datetime) -> datetime:
    here = local(at)
    if BROADCAST_FROM <= here.hour < BROADCAST_UNTIL:
        return at
    day = here if here.hour < BROADCAST_FROM else here + timedelta(days=1)
    return day.replace(hour=BROADCAST_FROM, minute=0, second=0, microsecond=0)


def quiet(here: Situation) -> str:
    return _("Đang giờ nghỉ (%(begins)s–%(ends)s) cho đến hạn: không nhắn để khỏi làm phiền.") % {
        "begins": here.locality.quiet_from.strftime("%H:%M"),
        "ends": here.locality.quiet_until.strftime("%H:%M"),
    }


def _share(part: int, whole: int) -> str:
    return say_percent(part / whole) if whole else say_percent(0)
