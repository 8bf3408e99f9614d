"""What platforms say about messages that went: received, seen, failed, and the echo of a send whose
answer was lost. Pulled from channels.Incoming; news that comes before its send is kept.
"""

import datetime as dt
from collections import defaultdict
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nhipcau.channels.models import Incoming
from nhipcau.core.clock import civil_now
from nhipcau.dispatch import sql
from nhipcau.dispatch.lease import sql_time
from nhipcau.dispatch.models import Delivery, EarlyReceipt
from nhipcau.dispatch.outcomes import tell
from nhipcau.dispatch.states import RANK, higher

BATCH: Final = 500
ECHO_REACH: Final = dt.timedelta(days=2)
TAKER: Final = "dispatch"
What = Incoming.What
FAILURES: Final = {"failed", "refused", "undelivered", "expired", "rejected"}
News = dict[tuple[int, str], tuple[str, str]]  # (account, reference) → (state, error)


def apply_receipts() -> int:
    """Periodic and after every load of webhooks. Returns how many rows of Incoming were taken."""
    with scopes_disabled():  # whose they are is read off each row; each goes in its own scope
        waiting = Incoming.objects.filter(
            taken_at__isnull=True, what__in=(What.RECEIPT, What.SEEN, What.ECHO)
        ).order_by("id")[:BATCH]
        by_locality: dict[int, list[Incoming]] = defaultdict(list)
        for row in waiting:
            by_locality[row.locality_id].append(row)
    for locality, rows in sorted(by_locality.items()):
        with scope(locality=locality):
            _take(locality, rows)
    return sum(len(rows) for rows in by_locality.values())


def apply_early(locality: int, sent: list[tuple[int, str]]) -> None:
    """In the transaction that writes sends back: news of them may be here already."""
    if not sent or not sql.run(sql.ANY_EARLY, locality=locality):
        return
    kept = sql.run_batch(sql.EARLY, sql.KNOWN_COLUMNS, sent, locality=locality)
    if kept:
        _lift(locality, _news((row[1], row[2], row[3], "") for row in kept))
        EarlyReceipt.objects.filter(pk__in=[row[0] for row in kept]).delete()


def apply_kept() -> int:
    """Periodic: what was kept while its send was being written back by somebody else."""
    with scopes_disabled():  # as above
        kept = list(EarlyReceipt.objects.order_by("-id").values_list("locality", flat=True))
    for locality in set(kept):
        with scope(locality=locality), transaction.atomic():
            pairs = EarlyReceipt.objects.order_by("-id").values_list("account", "reference")
            known = sql.run_batch(
                sql.KNOWN, sql.KNOWN_COLUMNS, list(pairs[:BATCH]), locality=locality
            )
            apply_early(locality, [(row[0], row[1]) for row in known])
    return len(kept)


def _take(locality: int, rows: list[Incoming]) -> None:
    with transaction.atomic():
        ours = Incoming.objects.filter(pk__in=[row.pk for row in rows], taken_at__isnull=True)
        if ours.update(taken_by=TAKER, taken_at=civil_now()) != len(rows):
            transaction.set_rollback(True)  # another worker has taken some: it is at work on them
            return
        for row in rows:
            if row.what == What.ECHO:
                _reconcile(locality, row)
        receipts = [row for row in rows if row.reference and row.what != What.ECHO]
        _apply(locality, receipts)


def _apply(locality: int, receipts: list[Incoming]) -> None:
    if not receipts:
        return
    news = _news((row.account_id, row.reference[:80], *_said(row)) for row in receipts)
    known = {
        (row[0], row[1])
        for row in sql.run_batch(sql.KNOWN, sql.KNOWN_COLUMNS, list(news), locality=locality)
    }
    _lift(locality, {pair: said for pair, said in news.items() if pair in known})
    EarlyReceipt.objects.bulk_create(
        [
            EarlyReceipt(
                locality_id=locality,
                account=pair[0],
                reference=pair[1],
                state=said[0],
                at=civil_now(),
            )
            for pair, said in news.items()
            if pair not in known
        ],
        ignore_conflicts=True,
    )


def _said(row: Incoming) -> tuple[str, str]:
    """State and error. A provider's own words are made plain by its reader in channels."""
    if row.what == What.SEEN:
        return Delivery.State.SEEN, ""
    state = str(row.detail.get("state", "delivered"))
    if state in FAILURES:
        return Delivery.State.REFUSED, str(row.detail.get("error", "undelivered"))
    return (state if state in RANK else Delivery.State.DELIVERED), ""


def _news(said: "object") -> News:
    news: News = {}
    for account, reference, state, error in said:  # type: ignore[attr-defined]
        former = news.get((account, reference))
        if former is None or higher(former[0], state) != former[0]:
            news[account, reference] = (state, error)
    return news


def _lift(locality: int, news: News) -> None:
    if not news:
        return
    at = civil_now()
    statement = sql.LIFT.replace("{new_rank}", _rank("v.state")).replace(
        "{old_rank}", _rank("dispatch_delivery.state")
    )
    rows = [(*pair, *said) for pair, said in news.items()]
    moved = sql.run_batch(statement, sql.LIFT_COLUMNS, rows, locality=locality, at=sql_time(at))
    tell(moved, at)


def _rank(column: str) -> str:
    whens = " ".join(f"WHEN '{state.value}' THEN {RANK[state]}" for state in Delivery.State)
    return f"(CASE {column} {whens} END)"


def _reconcile(locality: int, echo: Incoming) -> None:
    """Our own send, echoed: if exactly one row without an answer fits, it went after all."""
    if not echo.reference or not echo.person:
        return
    since = sql_time(timezone.localtime(echo.at, dt.UTC) - ECHO_REACH)
    rows = sql.run(
        sql.UNKNOWN_TO, locality=locality, account=echo.account_id, address=echo.person, since=since
    )
    fitting = [row for row in rows if _same_text(echo.text, *row[2:])]
    if len(fitting) != 1:
        return
    at = civil_now()
    moved = sql.run(
        sql.KNOWN_AFTER_ALL,
        delivery=fitting[0][0],
        locality=locality,
        reference=echo.reference[:80],
        at=sql_time(at),
    )
    tell(moved, at)
    apply_early(locality, [(row[2], row[8]) for row in moved])


def _same_text(echoed: str, text: str, job_link: str, own_link: str) -> bool:
    """The platform may have shortened or trimmed it; a transport may have added the link."""
    said = " ".join(text.replace("{link}", own_link or job_link).split())
    heard = " ".join(echoed.split())
    return bool(heard) and (said.startswith(heard) or heard.startswith(said))
