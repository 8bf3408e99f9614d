"""Which channels in which order, what they cost from when, what may be spent. Never a secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from nhipcau.channels.models import Account, ChannelKind, Price
from nhipcau.channels.prices import PriceLine, end_price, set_price
from nhipcau.outreach.limits import Limits, set_budget
from nhipcau.outreach.models import Budget
from nhipcau.replication.playbook.shape import may, must, number
from nhipcau.replication.playbook.theme import Found, Place, Theme
from nhipcau.replication.playbook.themes.plan import plan_theme

EVERY_MONTH = "moi-thang"
DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
GATEWAYS = ("", "viettel", "smpp")


@dataclass(frozen=True, slots=True)
class ChannelPlan:
    """In the order in which they are to be connected or set up."""

    kind: str = must(among=tuple(ChannelKind.values))
    gateway: str = may(among=GATEWAYS)
    needed: bool = False
    why: str = may(longest=600)
    how: str = may(longest=2000)


def _connected(place: Place, known: Mapping[str, Any]) -> list[Found]:
    there = {(item.kind, item.gateway) for item in known.values()}
    found = []
    accounts = Account.objects.filter(locality=place.locality)
    for account in accounts.exclude(state=Account.State.CLOSED).order_by("rank", "pk"):
        gateway = account.settings.get("gateway", "")
        said = (account.kind, gateway if gateway in GATEWAYS else "")
        if said not in there:
            there.add(said)
            found.append(Found(ChannelPlan(*said)))
    return found


CHANNELS = plan_theme(
    "channels",
    title=_("Kênh truyền tin"),
    remark="Các kênh theo thứ tự nên mở. Khoá, mật khẩu, mã tài khoản không bao giờ ở đây.",
    kind=ChannelPlan,
    name_of=lambda item: f"{item.kind} {item.gateway}",
    derived=_connected,
    told=lambda item: str(ChannelKind(item.kind).label),
)


@dataclass(frozen=True, slots=True)
class PricePlan:
    """Of the kind, whoever the provider is. The last day is included."""

    kind: str = must(among=tuple(ChannelKind.values))
    unit: str = must(among=tuple(Price.Unit.values))
    vnd: int = must(most=1_000_000)
    valid_from: str = must(like=DATE, sample="2026-01-31")
    valid_until: str = may(like=f"({DATE})?", sample="2026-01-31")


def _prices(place: Place) -> list[Found]:
    rows = Price.objects.filter(locality=place.locality, account=None)
    return [
        Found(
            PricePlan(
                row.kind,
                row.unit,
                row.vnd,
                row.valid_from.isoformat(),
                row.valid_until.isoformat() if row.valid_until else "",
            ),
            row.pk,
        )
        for row in rows.order_by("kind", "unit", "valid_from")
    ]


def _put_price(place: Place, key: str, item: PricePlan, row: int) -> int:
    if row:
        _drop_price(place, key, row)
    until = date.fromisoformat(item.valid_until) if item.valid_until else None
    line = PriceLine(item.kind, item.unit, item.vnd, date.fromisoformat(item.valid_from), until)
    return set_price(place.locality, line, by=place.actor).pk


def _drop_price(place: Place, key: str, row: int) -> None:
    """As if it had never been: what was paid by it keeps its sum."""
    price = Price.objects.get(pk=row)
    end_price(price, on=price.valid_from - timedelta(days=1), by=place.actor)


PRICES = Theme(
    name="prices",
    title=_("Giá"),
    remark="Giá (đồng) từ ngày đến ngày. Giá hợp đồng của từng nơi ghi ở trang Kênh, không ở đây.",
    kind=PricePlan,
    found=_prices,
    put=_put_price,
    drop=_drop_price,
    name_of=lambda item: f"{item.kind} {item.unit} {item.valid_from}",
    told=lambda item: f"{ChannelKind(item.kind).label}, {Price.Unit(item.unit).label.lower()}",
)


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """None: no limit."""

    month_vnd: int | None = None
    reserve_vnd: int = number(most=10**9)
    notice_vnd: int | None = None


def _budget(place: Place) -> list[Found]:
    row = Budget.objects.filter(locality=place.locality, month="").first()
    if row is None:
        return []
    return [Found(BudgetPlan(row.month_vnd, row.reserve_vnd, row.notice_vnd), key=EVERY_MONTH)]


def _put_budget(place: Place, key: str, item: BudgetPlan, row: int) -> int:
    limits = Limits(item.month_vnd, item.reserve_vnd, item.notice_vnd)
    set_budget(place.locality, limits, by=place.actor)
    return 0


BUDGET = Theme(
    name="budget",
    title=_("Ngân sách"),
    remark="Mức chi mỗi tháng, phần để dành khi khẩn cấp, mức chi một thông báo (đồng).",
    kind=BudgetPlan,
    found=_budget,
    put=_put_budget,
    drop=lambda place, key, row: None,
    name_of=lambda item: EVERY_MONTH,
    told=lambda item: str(_("Mức chi mỗi tháng")),
)
