"""What one message, part, sheet or minute costs on a day: dated rows that never overlap."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind, Price
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.places.models import Locality
from nhipcau.text.dates import say_date

Unit = Price.Unit
# What "a message" is, where a message is not the unit of price.
OF_A_MESSAGE: dict[str, str] = {
    ChannelKind.SMS: Unit.PART,
    ChannelKind.SHEET: Unit.SHEET,
    ChannelKind.BOARD: Unit.SHEET,
    ChannelKind.VISIT: Unit.MINUTE,
}
DEAREST = 1_000_000


def price_at(account_or_kind: Account | str, at: datetime, *, unit: str = Unit.MESSAGE) -> int:
    """VND for one unit: of the account; else of its kind; else what the account's page says.

    Reads within the locality's scope. The unit "message" of a kind that counts otherwise is that
    kind's own unit: a part of an SMS, a sheet of paper.
    """
    account = account_or_kind if isinstance(account_or_kind, Account) else None
    kind = account.kind if account else str(account_or_kind)
    wanted = _own_unit(kind, unit)
    day = local(at).date()
    held = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    rows = Price.objects.filter(held, kind=kind, unit=wanted, valid_from__lte=day)
    if account is None:
        rows = rows.filter(account=None)
    else:
        of_it = Q(account=account) | Q(account__isnull=True)
        rows = rows.filter(of_it, locality=account.locality_id)
    found = sorted(rows, key=lambda row: (row.account_id is not None, row.valid_from))
    if found:
        return found[-1].vnd
    is_usual = wanted == OF_A_MESSAGE.get(kind, Unit.MESSAGE)
    return account.price_vnd if account and is_usual else 0


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A price as somebody declares it. `valid_until` is the last day it holds."""

    kind: str
    unit: str
    vnd: int
    valid_from: date
    valid_until: date | None = None
    account: Account | None = None


def set_price(locality: Locality, line: PriceLine, *, by: Actor) -> Price:
    """Verb. A price without an end that began earlier ends the day before; any other price of the
    same days is in the way, and nothing is changed."""
    line = replace(line, unit=_own_unit(line.kind, line.unit))
    _check(locality, line)
    with transaction.atomic():
        # One at a time: no constraint that both databases know keeps spans of days apart.
        Locality.objects.select_for_update().get(pk=locality.pk)
        rows = _rows(line.kind, line.account, line.unit).filter(locality=locality)
        rows.filter(valid_until__isnull=True, valid_from__lt=line.valid_from).update(
            valid_until=line.valid_from - timedelta(days=1)
        )
        _must_be_free(rows, line.valid_from, line.valid_until)
        price = Price.objects.create(
            locality=locality,
            kind=line.kind,
            account=line.account,
            unit=line.unit,
            vnd=line.vnd,
            valid_from=line.valid_from,
            valid_until=line.valid_until,
            set_by=str(by),
            set_at=civil_now(),
        )
        after = {"kind": line.kind, "unit": line.unit, "vnd": line.vnd}
        audit.record(by, "price.set", price, after=after)
    return price


def end_price(price: Price, *, on: date, by: Actor) -> Price:
    """Verb. `on` is its last day. One that has not begun yet by then is taken away."""
    with transaction.atomic():
        rows = Price.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on), pk=price.pk
        )
        changed = rows.delete()[0] if on < price.valid_from else rows.update(valid_until=on)
        if not changed:
            raise WrongState(_("Giá này đã hết hiệu lực từ trước."))
        audit.record(by, "price.ended", price, after={"on": on.isoformat()})
    return price


def prices_on(day: date) -> QuerySet[Price]:
    """All that hold on a day, and those to come."""
    held = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    rows = Price.objects.filter(held).select_related("account")
    return rows.order_by("kind", "account", "unit", "valid_from")


def _own_unit(kind: str, unit: str) -> str:
    return OF_A_MESSAGE.get(kind, unit) if unit == Unit.MESSAGE else unit


def _rows(kind: str, account: Account | None, unit: str) -> QuerySet[Price]:
    return Price.objects.filter(kind=kind, account=account, unit=unit)


def _must_be_free(rows: QuerySet[Price], begins: date, ends: date | None) -> None:
    found = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=begins))
    if ends is not None:
        found = found.filter(valid_from__lte=ends)
    first = found.order_by("valid_from").first()
    if first is not None:
        raise BadInput(
            _("Đã có giá khai từ ngày %(day)s cho khoảng này. Hãy kết thúc giá đó trước.")
            % {"day": say_date(first.valid_from)},
            field="valid_from",
        )


def _check(locality: Locality, line: PriceLine) -> None:
    if line.kind not in ChannelKind.values:
        raise BadInput(_("Không có kênh này."), field="kind")
    if line.unit not in Unit.values:
        raise BadInput(_("Không có đơn vị tính này."), field="unit")
    if not 0 <= line.vnd <= DEAREST:
        raise BadInput(_("Giá phải từ 0 đến 1.000.000 đ."), field="vnd")
    if line.valid_until is not None and line.valid_until < line.valid_from:
        raise BadInput(_("Ngày hết hiệu lực phải sau ngày bắt đầu."), field="valid_until")
    account = line.account
    if account is not None and (account.locality_id, account.kind) != (locality.pk, line.kind):
        raise BadInput(_("Tài khoản này không thuộc kênh đã chọn."), field="account")
