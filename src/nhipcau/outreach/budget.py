"""Money is taken before anything is sent, and no more than the limits of month and notice allow.

Two purses move together in one transaction by conditional updates: takers at the same time never
pass a limit, and whoever asks again with the same key has taken already. A part of the month's
money is kept for emergencies; a notice's own limit does not bind them. What was not sent comes
back.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.channels.models import Account
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.dispatch.enqueue import enqueue
from nhipcau.dispatch.models import Job
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.limits import Limits, limits_of, make_purse, month_of, purses_of
from nhipcau.outreach.models import Purse, Taking
from nhipcau.text.money import say_money


class OverBudget(DomainError):
    """It would cost more than may still be spent. `short_vnd`: by how much."""

    def __init__(self, message: str, *, short_vnd: int) -> None:
        super().__init__(message, field="money")
        self.short_vnd = short_vnd


def take_money(
    version: NoticeVersion, account: Account | None, vnd: int, by: Actor, *, key: str = "",
    kind: str = "",
) -> Taking:  # fmt: skip
    """Verb. Reserve before anything is handed over; OverBudget when the limits do not allow it.

    The same `key` again is the same taking. Paper and the like have a `kind` and no account.
    """
    drawer = _Drawer(version.locality_id, version)
    key = key or f"v{version.pk}:{uuid4().hex}"
    return _take(drawer, account, vnd, by, key, account.kind if account else kind)


def _take(
    drawer: "_Drawer", account: Account | None, vnd: int, by: Actor, key: str, kind: str
) -> Taking:
    now = civil_now()
    month = month_of(now)
    with transaction.atomic():
        taking, is_new = Taking.objects.get_or_create(
            locality_id=drawer.locality,
            key=key,
            defaults={
                "version": drawer.version,
                "account": account,
                "kind": kind,
                "month": month,
                "vnd": vnd,
                "by": str(by),
                "at": now,
                "settled_at": None if account else now,
            },
        )
        if is_new and vnd:
            drawer.draw(month, vnd)
            audit.record(by, "money.taken", taking, after={"vnd": vnd, "month": month})
    return taking


def enqueue_paid(
    version: NoticeVersion, account: Account, *, unit_vnd: int, by: Actor, **said: Any
) -> Job:
    """dispatch.enqueue for something that belongs to a notice: the money is taken first."""
    return _paid(_Drawer(version.locality_id, version), account, unit_vnd=unit_vnd, by=by, **said)


def enqueue_from_month(account: Account, *, unit_vnd: int, by: Actor, **said: Any) -> Job:
    """The same for what belongs to no notice, as an internal group's words: the month's money
    only, never what is kept for emergencies."""
    return _paid(_Drawer(account.locality_id, None), account, unit_vnd=unit_vnd, by=by, **said)


def _paid(drawer: "_Drawer", account: Account, *, unit_vnd: int, by: Actor, **said: Any) -> Job:
    taking = None
    if unit_vnd:
        n = said["recipients"].order_by().count()
        taking = _take(drawer, account, n * unit_vnd, by, said["key"], account.kind)
    job = enqueue(account, unit_vnd=unit_vnd, by=by, **said)
    if taking is not None:
        Taking.objects.filter(pk=taking.pk, job=None).update(job=job)
    return job


def settle_money() -> int:
    """Periodic. Of every job that is over, what was not sent goes back to its purses."""
    with scopes_disabled():  # all localities; each is settled in its own scope below
        done = Taking.objects.filter(settled_at=None, job__done_at__isnull=False)
        found = list(done.select_related("job", "version")[:500])
    for taking in found:
        with scope(locality=taking.locality_id):
            _settle(taking)
    return len(found)


def money_left(
    locality: int, at: datetime, *, notice: int | None = None, is_emergency: bool = False
) -> int | None:
    """What may still be spent on a notice (a new one: None); None when nothing limits it."""
    month = month_of(at)
    left = [
        limit - taken
        for limit, taken, _what in _bounds(locality, month, notice, is_emergency=is_emergency)
    ]
    return max(0, min(left)) if left else None


def _bounds(
    locality: int, month: str, notice: int | None, *, is_emergency: bool
) -> list[tuple[int, int, str]]:
    """(limit, taken, purse) of each purse that binds."""
    limits = limits_of(locality, month)
    caps = _caps(limits, month, notice, is_emergency=is_emergency)
    if not caps:
        return []
    rows = Purse.objects.filter(locality=locality, name__in=[name for name, _cap in caps])
    purses = {purse.name: purse for purse in rows}
    found = []
    for name, limit in caps:
        purse = purses.get(name, Purse(granted_vnd=0, taken_vnd=0))
        found.append((limit + purse.granted_vnd, purse.taken_vnd, name))
    return found


def _caps(
    limits: Limits, month: str, notice: int | None, *, is_emergency: bool
) -> list[tuple[str, int]]:
    caps = []
    if limits.notice is not None and not is_emergency:
        caps.append((f"notice:{notice}", limits.notice))
    if limits.month is not None:
        caps.append((month, limits.month - (0 if is_emergency else limits.reserve)))
    return caps


@dataclass(frozen=True, slots=True)
class _Drawer:
    """Whose purses: of a notice and the month, or of the month alone."""

    locality: int
    version: NoticeVersion | None

    def draw(self, month: str, vnd: int) -> None:
        notice, is_emergency = None, False
        if self.version is not None:
            notice, is_emergency = self.version.notice_id, self.version.notice.is_danger
        limits = limits_of(self.locality, month)
        caps = dict(_caps(limits, month, notice, is_emergency=is_emergency))
        for name in purses_of(self.version, month):
            make_purse(self.locality, name)
            purse = Purse.objects.filter(locality=self.locality, name=name)
            if name in caps:
                purse = purse.filter(taken_vnd__lte=F("granted_vnd") + caps[name] - vnd)
            if not purse.update(taken_vnd=F("taken_vnd") + vnd):
                raise _over(self.locality, name, caps[name], vnd)


def _over(locality: int, name: str, cap: int, vnd: int) -> OverBudget:
    purse = Purse.objects.get(locality=locality, name=name)
    left = max(0, cap + purse.granted_vnd - purse.taken_vnd)
    words = (
        _("Hết ngân sách của thông báo này: cần %(need)s, còn %(left)s. "
          "Hộ nào chưa biết sẽ được báo tận nơi.")
        if name.startswith("notice:")
        else _("Hết ngân sách tháng: cần %(need)s, còn %(left)s (không kể phần để dành khi "
               "khẩn cấp). Hộ nào chưa biết sẽ được báo tận nơi.")
    )  # fmt: skip
    said = words % {"need": say_money(vnd), "left": say_money(left)}
    return OverBudget(said, short_vnd=vnd - left)


def _settle(taking: Taking) -> None:
    job = taking.job
    if job is None:
        return
    back = taking.vnd - job.cost_vnd
    with transaction.atomic():
        open_ = Taking.objects.filter(pk=taking.pk, settled_at=None)
        if not open_.update(settled_at=civil_now(), back_vnd=max(back, 0)):
            return
        if back:  # below nothing: somebody joined the list between the two looks at it
            Purse.objects.filter(
                locality=taking.locality_id, name__in=purses_of(taking.version, taking.month)
            ).update(taken_vnd=Greatest(F("taken_vnd") - back, 0))
