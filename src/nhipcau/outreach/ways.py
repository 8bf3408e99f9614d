"""Each way a notice can take, in order of price: used or not, since when, and why, in a sentence.

Every function looks at one Situation and gives one line of the plan. The sentences are read by
officers beside a switch that overrules them, so they name the number that decided.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.core.clock import local
from nhipcau.notices.models import Notice
from nhipcau.outreach.audience import Audience
from nhipcau.outreach.capacity import doors_possible, latest_start, waking
from nhipcau.outreach.experience import Experience
from nhipcau.places.hours import is_quiet, next_loudspeaker, quiet_ends
from nhipcau.places.models import Locality
from nhipcau.text.dates import say_left, say_when
from nhipcau.text.money import say_money
from nhipcau.text.numbers import say_number, say_percent

HANG_TIME = timedelta(hours=6)  # waking time a paper must hang to be read by passers-by
WHOLE_WARD = 0.5  # an article goes to every follower: not for the few
BROADCAST_FROM, BROADCAST_UNTIL = 6, 22


@dataclass(frozen=True)
class Situation:
    """All that decides, read once. Shares and pace are what was measured here before."""

    locality: Locality
    audience: Audience
    experience: Experience
    now: datetime
    deadline: datetime
    kind: str = Notice.Kind.ANNOUNCEMENT
    urgency: str = Notice.Urgency.USUAL
    sms_parts: int = 1
    accounts: tuple[Account, ...] = ()
    broadcasts_left: int = 0
    open_windows: int = 0

    def account(self, kind: str) -> Account | None:
        return next((account for account in self.accounts if account.kind == kind), None)

    @property
    def is_emergency(self) -> bool:
        return self.kind == Notice.Kind.EMERGENCY

    @property
    def is_urgent(self) -> bool:
        return self.is_emergency or self.urgency == Notice.Urgency.URGENT

    @cached_property
    def left(self) -> timedelta:
        """Time left in which people are awake."""
        return waking(self.locality, self.now, self.deadline)

    @cached_property
    def awake_from(self) -> datetime:
        """Now; in quiet hours the end of them, but for an emergency."""
        return self.now if self.is_emergency else quiet_ends(self.locality, self.now)


@dataclass(frozen=True, slots=True)
class Way:
    """One line of the plan. `expects`: households it may inform; `cost_vnd` at the most."""

    kind: str
    why: str
    is_used: bool = True
    purpose: str = "households"
    account: Account | None = None
    starts_at: datetime | None = None
    expects: int = 0
    cost_vnd: int = 0


def portal(now: Situation) -> Way:
    return Way(
        ChannelKind.PORTAL,
        _("Lên cổng thông tin ngay, không tốn tiền; mọi liên kết và mã QR đều dẫn về trang này."),
        starts_at=now.now,
    )


def facebook_page(now: Situation) -> Way:
    account = now.account(ChannelKind.FACEBOOK_PAGE)
    if account is None:
        return _without(ChannelKind.FACEBOOK_PAGE, _("Chưa có trang Facebook nào đang hoạt động."))
    return Way(
        ChannelKind.FACEBOOK_PAGE,
        _("Đăng ngay, không tốn tiền. Bài công khai nên không tính hộ nào là đã nhận."),
        account=account,
        starts_at=now.now,
    )


def relay(now: Situation) -> Way:
    groups = sum(place.has_group for place in now.audience.places)
    joined = now.audience.total("joined")
    if not groups:
        return _without(ChannelKind.RELAY, _("Chưa tổ nào trong phạm vi này có nhóm hộ dân."))
    share = now.experience.share(ChannelKind.RELAY)
    said = _("Nhanh, không tốn tiền: %(groups)s tổ trưởng đăng vào nhóm của tổ, tới %(joined)s hộ.")
    learned = (
        _(" Những lần trước, %(share)s số hộ trong nhóm tự xem.")
        if now.experience.notices
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
        starts_at=now.now,
        expects=round(joined * share),
    )


def leaders_sms(now: Situation) -> Way:
    account = now.account(ChannelKind.SMS)
    leaders = now.audience.total("leaders")
    if account is None:
        why = _("Chưa có tài khoản SMS: phải gọi điện cho tổ trưởng, họ có thể chưa mở máy xem.")
        return _without(ChannelKind.SMS, why, purpose="leaders")
    if not leaders:
        why = _("Chưa có tổ trưởng nào có số điện thoại trong phạm vi này.")
        return _without(ChannelKind.SMS, why, purpose="leaders")
    cost = leaders * account.price_vnd
    return Way(
        ChannelKind.SMS,
        _("Nhắn %(leaders)s tổ trưởng đăng tin, vì họ không ngồi chờ bên máy: %(cost)s.")
        % {"leaders": say_number(leaders), "cost": say_money(cost)},
        purpose="leaders",
        account=account,
        starts_at=now.awake_from,
        cost_vnd=cost,
    )


def zalo_broadcast(now: Situation) -> Way:
    account = now.account(ChannelKind.ZALO_OA)
    if account is None:
        return _without(ChannelKind.ZALO_OA, _("Chưa có Zalo OA nào đang hoạt động."))
    at = _broadcast_time(now.now)
    why_not = ""
    if at >= now.deadline:
        why_not = _("Zalo chỉ phát bài từ 06:00 đến 21:59, không kịp hạn báo tin.")
    elif now.audience.total("households") < WHOLE_WARD * now.audience.ward_households:
        why_not = _(
            "Bài Zalo OA gửi cho mọi người quan tâm trong phường, mà tin này chỉ của %(share)s hộ."
        ) % {"share": _share(now.audience.total("households"), now.audience.ward_households)}
    elif not now.broadcasts_left:
        why_not = _(
            "Hôm nay hoặc tháng này hết bài Zalo OA được phát (%(kept)s bài để dành khi khẩn cấp)."
        ) % {"kept": say_number(now.locality.emergency_reserve)}
    if why_not:
        return _without(ChannelKind.ZALO_OA, why_not, account=account)
    linked = now.audience.total("linked")
    return Way(
        ChannelKind.ZALO_OA,
        _(
            "Một bài cho người quan tâm Zalo OA (đã biết %(linked)s hộ), không tốn tiền; "
            "sau đó còn %(left)s bài."
        )
        % {
            "linked": say_number(linked),
            "left": say_number(now.broadcasts_left - 1),
        },
        account=account,
        starts_at=at,
        expects=round(linked * now.experience.share(ChannelKind.ZALO_OA)),
    )


def zalo_windows(now: Situation) -> Way:
    account = now.account(ChannelKind.ZALO_OA)
    if account is None or account.settings.get("sender") == "none":
        why = _("Zalo không cho OA này nhắn riêng từng người.")
        return _without(ChannelKind.ZALO_OA, why, purpose="windows", account=account)
    if not now.open_windows:
        why = _("Hiện không có hộ nào vừa nhắn cho OA trong 48 giờ, nên không được nhắn riêng.")
        return _without(ChannelKind.ZALO_OA, why, purpose="windows", account=account)
    return Way(
        ChannelKind.ZALO_OA,
        _("Nhắn riêng %(n)s hộ vừa nhắn cho OA trong 48 giờ: không tốn tiền, biết ai đã xem.")
        % {"n": say_number(now.open_windows)},
        purpose="windows",
        account=account,
        starts_at=now.awake_from,
        expects=now.open_windows // 2,
    )


def households_sms(now: Situation) -> Way:
    account = now.account(ChannelKind.SMS)
    homes = now.audience.total("by_sms")
    if account is None:
        return _without(ChannelKind.SMS, _("Chưa có tài khoản SMS nào đang hoạt động."))
    if not homes:
        return _without(ChannelKind.SMS, _("Không có hộ nào chỉ còn cách nhắn SMS."))
    if now.awake_from >= now.deadline:
        return _without(ChannelKind.SMS, _quiet(now), account=account)
    cost = homes * now.sms_parts * account.price_vnd
    return Way(
        ChannelKind.SMS,
        _("Cho %(homes)s hộ chưa vào nhóm hoặc không có máy thông minh: %(parts)s phần, %(cost)s.")
        % {
            "homes": say_number(homes),
            "parts": say_number(now.sms_parts),
            "cost": say_money(cost),
        },
        account=account,
        starts_at=now.awake_from,
        cost_vnd=cost,
        expects=round(homes * now.experience.share(ChannelKind.SMS)),
    )


def rest_sms(now: Situation) -> Way:
    """Halfway to the hand-over to people: whoever has not looked yet gets an SMS."""
    account = now.account(ChannelKind.SMS)
    if account is None:
        why = _("Chưa có tài khoản SMS nào đang hoạt động.")
        return _without(ChannelKind.SMS, why, purpose="rest")
    joined = now.audience.total("joined")
    rest = round(joined * (1 - now.experience.share(ChannelKind.RELAY)))
    if not rest or not now.is_urgent:
        why = _("Không khẩn: để dành tiền, ai chưa xem thì tổ trưởng đến báo trước hạn.")
        return _without(ChannelKind.SMS, why, purpose="rest", account=account)
    at = now.now + (hand_over_at(now) - now.now) / 2
    if at >= now.deadline or (is_quiet(now.locality, at) and not now.is_emergency):
        return _without(ChannelKind.SMS, _quiet(now), purpose="rest", account=account)
    cost = rest * now.sms_parts * account.price_vnd
    return Way(
        ChannelKind.SMS,
        _("Lúc %(at)s, hộ nào trong nhóm vẫn chưa xem thì nhắn SMS: khoảng %(n)s hộ, %(cost)s.")
        % {"at": say_when(at, now.now), "n": say_number(rest), "cost": say_money(cost)},
        purpose="rest",
        account=account,
        starts_at=at,
        cost_vnd=cost,
        expects=round(rest * now.experience.share(ChannelKind.SMS)),
    )


def loudspeaker(now: Situation) -> Way:
    at = next_loudspeaker(now.locality, now.now)
    if at is None:
        return _without(ChannelKind.LOUDSPEAKER, _("Phường không có loa truyền thanh."))
    if at >= now.deadline:
        why = _("Không còn giờ phát loa nào trước hạn (loa phát %(hours)s).")
        hours = now.locality.loudspeaker_hours.replace(",", ", ").replace("-", "–")
        return _without(ChannelKind.LOUDSPEAKER, why % {"hours": hours})
    return Way(
        ChannelKind.LOUDSPEAKER,
        _("Đọc lúc %(at)s, không tốn tiền. Không biết nhà nào nghe được nên không tính vào độ phủ.")
        % {"at": say_when(at, now.now)},
        starts_at=at,
    )


def board(now: Situation) -> Way:
    return _paper(
        now,
        ChannelKind.BOARD,
        _("Viết lên bảng tin của tổ: còn %(left)s trong giờ thức để bà con đi qua đọc."),
    )


def sheet(now: Situation) -> Way:
    return _paper(
        now,
        ChannelKind.SHEET,
        _("Treo tờ A4 có mã QR ở nhà văn hoá mỗi tổ: còn %(left)s để bà con đọc."),
    )


def visit(now: Situation) -> Way:
    """First those whom nothing else informs; near the deadline everybody who does not know."""
    apart = now.audience.total("apart")
    rest = doors_expected(now)
    helpers = now.audience.total("helpers") + now.audience.ward_helpers
    can = doors_possible(
        now.locality,
        helpers=helpers,
        pace=now.experience.pace,
        now=now.now,
        deadline=now.deadline,
    )
    at = hand_over_at(now)
    said = _(
        "Giao ngay %(apart)s hộ không có cách nào khác; đến %(at)s giao hết hộ chưa biết, "
        "ước %(rest)s hộ. %(helpers)s người, mỗi nhà %(pace)s phút: kịp %(can)s hộ trước hạn."
    )
    return Way(
        ChannelKind.VISIT,
        said
        % {
            "apart": say_number(apart),
            "at": say_when(at, now.now),
            "rest": say_number(rest),
            "helpers": say_number(helpers),
            "pace": say_number(now.experience.pace.minutes),
            "can": say_number(can),
        },
        starts_at=now.now,
        expects=min(can, apart + rest),
    )


IN_ORDER: tuple[Callable[[Situation], Way], ...] = (
    portal,
    facebook_page,
    relay,
    leaders_sms,
    zalo_broadcast,
    zalo_windows,
    households_sms,
    rest_sms,
    loudspeaker,
    board,
    sheet,
    visit,
)


def doors_expected(now: Situation) -> int:
    """Households in the groups that will not have looked by themselves."""
    joined = now.audience.total("joined")
    return round(joined * (1 - now.experience.share(ChannelKind.RELAY)))


def hand_over_at(now: Situation) -> datetime:
    """When what is left must be in people's hands: the earliest of all neighbourhoods."""
    if now.is_emergency:
        return now.now
    share = now.experience.share(ChannelKind.RELAY)
    spare = now.audience.ward_helpers / max(1, len(now.audience.places))
    return min(
        (
            latest_start(
                now.locality,
                doors=place.apart + round(place.joined * (1 - share)),
                helpers=place.helpers + int(spare),
                pace=now.experience.pace,
                now=now.now,
                deadline=now.deadline,
            )
            for place in now.audience.places
        ),
        default=now.deadline,
    )


def _paper(now: Situation, kind: ChannelKind, why: str) -> Way:
    if now.left < HANG_TIME:
        return _without(
            kind,
            _("Chỉ còn %(left)s trong giờ thức: treo lên không kịp có người đọc.")
            % {"left": say_left(now.left)},
        )
    return Way(kind, why % {"left": say_left(now.left)}, starts_at=now.awake_from)


def _broadcast_time(at: datetime) -> datetime:
    here = local(at)
    if BROADCAST_FROM <= here.hour < BROADCAST_UNTIL:
        return at
    day = here if here.hour < BROADCAST_FROM else here + timedelta(days=1)
    return day.replace(hour=BROADCAST_FROM, minute=0, second=0, microsecond=0)


def _quiet(now: Situation) -> str:
    return _("Đang giờ nghỉ (%(begins)s–%(ends)s) cho đến hạn: không nhắn để khỏi làm phiền.") % {
        "begins": now.locality.quiet_from.strftime("%H:%M"),
        "ends": now.locality.quiet_until.strftime("%H:%M"),
    }


def _share(part: int, whole: int) -> str:
    return say_percent(part / whole) if whole else say_percent(0)


def _without(
    kind: ChannelKind, why: str, *, purpose: str = "households", account: Account | None = None
) -> Way:
    return Way(kind, why, is_used=False, purpose=purpose, account=account)
