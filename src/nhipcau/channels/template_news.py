"""What Zalo tells of templates by webhook: a state, a quality, a quota that it moved."""

from collections.abc import Collection, Sequence
from typing import Any

from nhipcau.channels.models import Account, ChannelKind, Incoming, Template
from nhipcau.channels.quotas import TEMPLATES, left_as_read, read_quota
from nhipcau.core.clock import civil_now

EVENTS = frozenset(
    {
        "change_template_status",
        "change_template_quality",
        "change_oa_daily_quota",
        "change_template_quota",
    }
)


def take_template_news(rows: Sequence[Incoming]) -> Collection[int]:
    """Taker. The event came to the Official Account; its template account is meant."""
    taken = []
    for row in rows:
        event = str(row.detail.get("event", ""))
        if event not in EVENTS:
            continue
        for account in Account.objects.filter(
            keeper=row.account_id, kind=ChannelKind.ZALO_TEMPLATE
        ):
            _note(account, event, row.detail.get("news") or {})
        taken.append(row.pk)
    return taken


def _note(account: Account, event: str, news: dict[str, Any]) -> None:
    if event == "change_oa_daily_quota":
        _move_quota(account, str(news.get("new_value", "")))
        return
    found = Template.objects.filter(account=account, external_id=news.get("template", ""))
    state, quality = news.get("new_status", ""), str(news.get("quality", ""))[:12]
    if state in Template.State.values:
        found.update(state=state, reason=str(news.get("reason", ""))[:300])
    elif quality:
        found.update(quality=quality)


def _move_quota(account: Account, total: str) -> None:
    """Only the whole is told: what was used of the day stays what was last read of it."""
    if not total.isdecimal() or len(total) > 9:
        return
    now = civil_now()
    left = left_as_read(account, TEMPLATES, now)
    if left is None:
        return  # the hourly reading brings both numbers
    row = account.quotas.filter(name=TEMPLATES).order_by("-period").first()
    used = row.used if row else 0
    read_quota(account, TEMPLATES, total=int(total), used=min(used, int(total)), at=now)
