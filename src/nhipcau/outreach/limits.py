"""The limits of a month and of a notice, who set them, and who let a notice cost more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Budget, Grant, Purse
from nhipcau.people.models import Role, Staff
from nhipcau.places.models import Locality

MAY_GRANT: Final = frozenset({Role.APPROVER, Role.ADMIN})
MOST: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds in a month. None: no limit."""

    month: int | None
    reserve: int
    notice: int | None


def grant_money(version: NoticeVersion, vnd: int, *, why: str, by: Staff) -> Grant:
    """Verb. An approver lets this notice cost that much more, in this month too; on record."""
    if by.role not in MAY_GRANT or by.locality_id != version.locality_id:
        raise NotAllowed(_("Chỉ người duyệt mới được cho chi vượt ngân sách."))
    why = " ".join(why.split())
    if len(why) < 3:
        raise BadInput(_("Hãy ghi lý do cho chi thêm."), field="money_why")
    if not 0 < vnd <= MOST:
        raise BadInput(_("Hãy ghi số tiền cho chi thêm."), field="money")
    with transaction.atomic():
        grant = Grant.objects.create(
            locality_id=version.locality_id, version=version, vnd=vnd, why=why[:300], by=by,
            at=civil_now(),
        )  # fmt: skip
        for name in purses_of(version, month_of(civil_now())):
            make_purse(version.locality_id, name)
            Purse.objects.filter(locality=version.locality_id, name=name).update(
                granted_vnd=F("granted_vnd") + vnd
            )
        audit.record(by.actor, "money.granted", grant, after={"vnd": vnd})
    return grant


def set_budget(locality: Locality, limits: Limits, *, by: Actor, month: str = "") -> Budget:
    """Verb. For every month, or for one. What is taken already stays taken."""
    given = (limits.month, limits.reserve, limits.notice)
    if any(vnd is not None and not 0 <= vnd <= MOST for vnd in given):
        raise BadInput(_("Số tiền phải từ 0 đến 1 tỷ đồng."), field="month_vnd")
    if limits.month is not None and limits.reserve > limits.month:
        raise BadInput(
            _("Phần để dành khi khẩn cấp không được lớn hơn ngân sách tháng."), field="reserve_vnd"
        )
    with transaction.atomic():
        budget, _new = Budget.objects.update_or_create(
            locality=locality,
            month=month,
            defaults={
                "month_vnd": limits.month,
                "reserve_vnd": limits.reserve,
                "notice_vnd": limits.notice,
                "set_by": str(by),
                "set_at": civil_now(),
            },
        )
        after = {"month": limits.month, "reserve": limits.reserve, "notice": limits.notice}
        audit.record(by, "budget.set", budget, after=after)
    return budget


def limits_of(locality: int, month: str) -> Limits:
    rows = Budget.objects.filter(locality=locality, month__in=[month, ""])
    row = rows.order_by("-month").first()
    if row is None:
        return Limits(None, 0, None)
    return Limits(row.month_vnd, row.reserve_vnd, row.notice_vnd)


def month_of(at: datetime) -> str:
    return local(at).strftime("%Y-%m")


def purses_of(version: NoticeVersion | None, month: str) -> tuple[str, ...]:
    """Always in this order: two takers never wait for each other. What belongs to no notice has
    the month's only."""
    return (month,) if version is None else (f"notice:{version.notice_id}", month)


def make_purse(locality: int, name: str) -> None:
    Purse.objects.get_or_create(locality_id=locality, name=name)
