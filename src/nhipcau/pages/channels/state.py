"""What the pages say of an account: in words, with what to do next. Reads only."""

from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import is_valid_path, reverse
from django.utils.translation import gettext as _

from nhipcau.channels.about import ABOUT, About
from nhipcau.channels.credentials import open_credential
from nhipcau.channels.intake import address_key
from nhipcau.channels.models import Account, ChannelKind, Quota
from nhipcau.channels.quotas import ALLOWANCES, BROADCAST, left_of
from nhipcau.channels.seal import BrokenSeal
from nhipcau.channels.vapid import own_settings
from nhipcau.channels.windows import followers, open_windows
from nhipcau.channels.words import words_for
from nhipcau.core.clock import civil_now
from nhipcau.dispatch.models import Diversion
from nhipcau.people.models import ContactPoint, StaffWay, Subscriber
from nhipcau.places.models import Locality
from nhipcau.text.numbers import say_number
from nhipcau.text.phones import show_local

TONES = {
    Account.State.NEW: "wait",
    Account.State.WORKING: "done",
    Account.State.TROUBLED: "bad",
    Account.State.CLOSED: "off",
}


WITHOUT_WEBHOOK = frozenset(
    {
        ChannelKind.WEB_PUSH,
        ChannelKind.ZALO_TEMPLATE,
        ChannelKind.EMAIL,
        "sms_viettel",
        "sms_smpp",
    }
)
COUNTED = frozenset(
    {"num_follower", "followers_count", "balance", "daily_quota", "remaining_quota", "approved"}
)


@dataclass(frozen=True, slots=True)
class Trouble:
    code: str
    wrong: str
    do: str


@dataclass(frozen=True, slots=True)
class Row:
    kind: str
    label: str
    about: About
    accounts: list[Account] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MenuEntry:
    title: str
    action: str
    address: str
    is_there: bool


def rows(locality: Locality) -> tuple[list[Row], list[Row]]:
    """Channels that the machine speaks on, and those that people are."""
    accounts = list(Account.objects.exclude(state=Account.State.CLOSED).order_by("id"))
    found = [
        Row(kind, str(kind.label), ABOUT[kind], [one for one in accounts if one.kind == kind])
        for kind in ChannelKind
    ]
    return (
        [row for row in found if not row.about.is_by_hand],
        [row for row in found if row.about.is_by_hand],
    )


def tone(account: Account) -> str:
    return TONES[Account.State(account.state)]


def trouble_of(account: Account) -> Trouble | None:
    if account.state != Account.State.TROUBLED:
        return None
    return Trouble(account.problem, *words_for(account.speaks, account.problem))


def warnings_of(account: Account) -> list[Trouble]:
    """Things that work and limit us, as the last check found them."""
    if account.state != Account.State.WORKING:
        return []
    known = account.settings.get("warnings", [])
    return [Trouble(code, *words_for(account.speaks, code)) for code in known]


def kept_secrets(account: Account) -> frozenset[str]:
    """Names only."""
    try:
        return frozenset(name for name, value in open_credential(account).secrets.items() if value)
    except BrokenSeal:
        return frozenset()


def facts_of(account: Account) -> list[tuple[str, str]]:
    found = account.settings.get("facts", {})
    return [
        (label, say_number(int(found[name])) if _is_count(name, found[name]) else found[name])
        for name, label in fact_names().items()
        if found.get(name)
    ]


def _is_count(name: str, value: str) -> bool:
    return name in COUNTED and value.isdecimal()


def fact_names() -> dict[str, str]:
    return {
        "name": _("Tên trên nền tảng"),
        "oaid": _("Mã OA"),
        "oa_id": _("Mã OA"),
        "id": _("Mã trang"),
        "package_name": _("Gói dịch vụ"),
        "package_valid_through_date": _("Gói dùng đến"),
        "num_follower": _("Người quan tâm"),
        "followers_count": _("Người theo dõi"),
        "balance": _("Số dư (đồng)"),
        "daily_quota": _("Hạn mức mẫu tin một ngày"),
        "remaining_quota": _("Hôm nay còn gửi được"),
        "approved": _("Mẫu đã được duyệt"),
        "plan": _("Gói của bot"),
    }


def allowances_of(account: Account) -> dict[str, int]:
    now = civil_now()
    return {
        "left": left_of(account, BROADCAST, now),
        "in_emergency": left_of(account, BROADCAST, now, is_emergency=True),
        "total": int(account.settings.get("broadcasts_a_month", ALLOWANCES[BROADCAST][0].total)),
        "windows": open_windows(account, at=now).count(),
        "followers": followers(account).count(),
    }


@dataclass(frozen=True, slots=True)
class ReadQuota:
    label: str
    left: int
    total: int
    read_at: datetime


def quotas_of(account: Account) -> list[ReadQuota]:
    """What was last read or counted, and when: the newest period of each."""
    names = {
        "broadcast": _("Bài viết trong tháng"),
        "broadcast_day": _("Bài viết trong ngày"),
        "template": _("Tin mẫu trong ngày"),
        "upload": _("Tệp tải lên trong tháng"),
    }
    newest: dict[str, Quota] = {}
    for row in account.quotas.order_by("period", "pk"):
        newest[row.name] = row
    return [
        ReadQuota(names.get(name, name), max(0, row.total - row.used), row.total, row.read_at)
        for name, row in sorted(newest.items())
    ]


def listeners_of(account: Account) -> dict[str, int]:
    """Who has asked for notifications and still takes them."""
    live = ContactPoint.objects.filter(
        account=account, kind=ContactPoint.Kind.PUSH, stopped_at=None, failed_at=None
    )
    return {
        "households": live.values("household").distinct().count(),
        "nobody": Subscriber.objects.filter(account=account).count(),
        "staff": StaffWay.objects.filter(account=account, failed_at=None).count(),
    }


def callback_address(account: Account) -> str:
    return settings.BASE_URL + reverse("zalo_finish", args=[account.pk])


def webhook_address(account: Account) -> str:
    if account.speaks in WITHOUT_WEBHOOK:
        return ""
    if account.kind == ChannelKind.ZALO_BOT:
        return settings.BASE_URL + reverse("webhook_zalo_bot", args=[address_key(account.pk)])
    if account.kind == ChannelKind.SMS:
        return settings.BASE_URL + reverse("webhook_sms", args=[address_key(account.pk)])
    names = {ChannelKind.ZALO_OA: "webhook_zalo", ChannelKind.FACEBOOK_PAGE: "webhook_facebook"}
    return settings.BASE_URL + reverse(names[ChannelKind(account.kind)])


def settings_from_us(account: Account) -> dict[str, str]:
    """Settings nobody types: where reports come to is our own address."""
    if account.kind == ChannelKind.WEB_PUSH:
        return own_settings(account)
    is_sms = account.speaks == ChannelKind.SMS
    return {"callback_url": webhook_address(account)} if is_sms else {}


def diversions_of(account: Account) -> list[Diversion]:
    """The last jobs that another account took over from this one, or this one from another."""
    found = Diversion.objects.filter(Q(former=account) | Q(chosen=account))
    return list(found.select_related("former", "chosen").order_by("-id")[:10])


def verify_token(account: Account) -> str:
    return address_key(account.pk) if account.kind == ChannelKind.FACEBOOK_PAGE else ""


def is_reachable_from_outside() -> bool:
    """Whether a platform could open our addresses: HTTPS, and no address of this machine."""
    parts = urlsplit(settings.BASE_URL)
    host = parts.hostname or ""
    if parts.scheme != "https" or host == "localhost" or "." not in host:
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        return not host.endswith((".local", ".lan", ".internal"))


def menu_entries(locality: Locality) -> list[MenuEntry]:
    """What the admin enters by hand in Zalo's console: no API sets an OA's menu."""
    home = f"/{locality.slug}/"
    return [
        MenuEntry(
            _("Thông báo mới"),
            _("Mở liên kết"),
            settings.BASE_URL + home,
            bool(is_valid_path(home)),
        ),
        MenuEntry(_("Gọi phường"), _("Gọi điện"), show_local(locality.phone), bool(locality.phone)),
    ]
