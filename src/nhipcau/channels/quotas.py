"""What is left of an allowance, and spending it once: counted by us, corrected by the platform."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from nhipcau.channels.models import Account, Quota
from nhipcau.core.clock import civil_now, local
from nhipcau.places.models import Locality


@dataclass(frozen=True, slots=True)
class Allowance:
    """`setting` is the key in Account.settings that overrules `total`: packages differ. `kept`: the
    share that only emergencies may use; of broadcasts the locality says how many."""

    name: str
    period: str  # a strftime pattern: %Y-%m a month, %Y-%m-%d a day
    setting: str
    total: int
    kept: float = 0.0


# Zalo's old packages give 1, 4 or 6 broadcasts a month; each follower gets one a day at the most.
BROADCAST = "broadcast"
TEMPLATES = "template"
ALLOWANCES: dict[str, tuple[Allowance, ...]] = {
    BROADCAST: (
        Allowance("broadcast", "%Y-%m", "broadcasts_a_month", 4),
        Allowance("broadcast_day", "%Y-%m-%d", "broadcasts_a_day", 1),
    ),
    # Zalo moves this tier by itself: without a number that was read today nothing is known.
    TEMPLATES: (Allowance("template", "%Y-%m-%d", "", 0, kept=0.1),),
    "upload": (Allowance("upload", "%Y-%m", "uploads_a_month", 5000, kept=0.02),),
}


def left_of(account: Account, name: str, at: datetime, *, is_emergency: bool = False) -> int:
    """How many may still go. A part of the month's broadcasts is kept for emergencies."""
    return min(_left(account, one, at, is_emergency) for one in ALLOWANCES[name])


def spend(
    account: Account,
    name: str,
    *,
    at: datetime | None = None,
    n: int = 1,
    is_emergency: bool = False,
) -> bool:
    """Take n, or nothing: False when they are not there. Two at once never take more than is."""
    at = at or civil_now()
    try:
        with transaction.atomic():
            for one in ALLOWANCES[name]:
                _take(account, one, at, n, is_emergency)
    except _Empty:
        return False
    return True


def give_back(account: Account, name: str, *, at: datetime, n: int = 1) -> None:
    """What was spent and then refused by the platform."""
    for one in ALLOWANCES[name]:
        Quota.objects.filter(account=account, name=one.name, period=_period(one, at)).update(
            used=Greatest(F("used") - n, 0)
        )


def read_quota(account: Account, name: str, *, total: int, used: int, at: datetime) -> None:
    """The platform's own count wins over ours."""
    one = ALLOWANCES[name][0]
    row = _row(account, one, at)
    Quota.objects.filter(pk=row.pk).update(total=total, used=used, read_at=at)


def left_as_read(account: Account, name: str, at: datetime) -> int | None:
    """What the platform said is left in this period; None when it has not been asked in it."""
    one = ALLOWANCES[name][0]
    row = Quota.objects.filter(account=account, name=one.name, period=_period(one, at)).first()
    return None if row is None else max(0, row.total - row.used)


def left_for_use(
    account: Account, name: str, at: datetime, *, is_emergency: bool = False
) -> int | None:
    """As read, less what is kept for emergencies."""
    one = ALLOWANCES[name][0]
    row = Quota.objects.filter(account=account, name=one.name, period=_period(one, at)).first()
    if row is None:
        return None
    return max(0, row.total - row.used - _reserve(account, one, row.total, is_emergency))


class _Empty(Exception):
    """Rolls back what was already taken."""


def _left(account: Account, one: Allowance, at: datetime, is_emergency: bool) -> int:
    row = Quota.objects.filter(account=account, name=one.name, period=_period(one, at)).first()
    total, used = (row.total, row.used) if row else (_total(account, one), 0)
    return max(0, total - used - _reserve(account, one, total, is_emergency))


def _take(account: Account, one: Allowance, at: datetime, n: int, is_emergency: bool) -> None:
    row = _row(account, one, at)
    kept = _reserve(account, one, row.total, is_emergency)
    there = Quota.objects.filter(pk=row.pk, used__lte=F("total") - kept - n)
    if not there.update(used=F("used") + n):
        raise _Empty


def _row(account: Account, one: Allowance, at: datetime) -> Quota:
    row, _made = Quota.objects.get_or_create(
        account=account,
        name=one.name,
        period=_period(one, at),
        defaults={
            "locality_id": account.locality_id,
            "total": _total(account, one),
            "read_at": at,
        },
    )
    return row


def _reserve(account: Account, one: Allowance, total: int, is_emergency: bool) -> int:
    if is_emergency:
        return 0
    if one.name != BROADCAST:
        return int(total * one.kept)
    reserve = Locality.objects.filter(pk=account.locality_id).values_list(
        "emergency_reserve", flat=True
    )
    return int(reserve[0])


def _total(account: Account, one: Allowance) -> int:
    given = account.settings.get(one.setting, one.total)
    return given if isinstance(given, int) else one.total


def _period(one: Allowance, at: datetime) -> str:
    return local(at).strftime(one.period)
