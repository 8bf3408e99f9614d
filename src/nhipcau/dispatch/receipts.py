"""What platforms say about messages that went: received, seen, failed, and the echo of a send whose
answer was lost. Pulled from channels.Incoming; news that comes before its send is kept.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db import transaction
from django_scopes import scope, scopes_disabled

from nhipcau.channels.incoming import OF_THE_LEDGER
from nhipcau.channels.models import Account, Incoming
from nhipcau.core.clock import civil_now
from nhipcau.dispatch import sql, sql_receipts
from nhipcau.dispatch.lease import sql_time
from nhipcau.dispatch.models import Delivery, EarlyReceipt
from nhipcau.dispatch.outcomes import tell
from nhipcau.dispatch.parts import News, Pair, Said, known_parts, through_parts
from nhipcau.dispatch.states import RANK, higher

BATCH: Final = 500
ECHO_REACH: Final = dt.timedelta(days=2)  # an echo speaks of a job at most this old
SKEW: Final = dt.timedelta(seconds=10)  # between a platform's clock and ours
KEPT_FOR: Final = dt.timedelta(days=2)
What = Incoming.What
TAKER: Final = "dispatch"
PREFIX: Final = 10  # of a key: the job's (enqueue.py)
FAILURES: Final = {"failed", "refused", "undelivered", "expired", "rejected"}


def apply_receipts() -> int:
    """Periodic, and the sender's chore. Returns how many rows of Incoming found an end; two workers
    at once take each row once."""
    with scopes_disabled():  # whose they are is read off the rows; each goes in its own scope
        waiting = Incoming.objects.filter(taken_at__isnull=True, what__in=OF_THE_LEDGER)
        by_locality: dict[int, list[Incoming]] = {}
        for row in waiting.order_by("id")[:BATCH]:
            by_locality.setdefault(row.locality_id, []).append(row)
    for locality, rows in sorted(by_locality.items()):
        with scope(locality=locality), transaction.atomic():
            _take(locality, _claim(rows))
    return sum(len(rows) for rows in by_locality.values())


def _claim(rows: Sequence[Incoming]) -> list[Incoming]:
    """The row locks of the update are what two workers meet at."""
    claimed = sql.run_batch(
        sql_receipts.CLAIM_INCOMING,
        sql_receipts.CLAIM_COLUMNS,
        [[row.pk] for row in rows],
        locality=rows[0].locality_id,
        taker=TAKER,
        at=sql_time(civil_now()),
    )
    mine = {row[0] for row in claimed}
    return [row for row in rows if row.pk in mine]


def _take(locality: int, rows: Sequence[Incoming]) -> None:
    voices = _voices(rows)
    for row in rows:
        if row.what == What.ECHO:
            _reconcile(locality, row, voices.get(row.account_id, ()))
        elif row.detail.get("zbs"):
            _settle_by_key(locality, row, voices.get(row.account_id, ()))
    told = [row for row in rows if row.what != What.ECHO and row.reference]
    _apply(locality, told, voices)


def _voices(rows: Sequence[Incoming]) -> dict[int, list[int]]:
    """Accounts that speak with another one's credential: the platform tells the other of them."""
    found: dict[int, list[int]] = {}
    heard = {row.account_id for row in rows}
    for account in Account.objects.filter(keeper__in=heard):
        found.setdefault(account.keeper_id or 0, []).append(account.pk)
    return found


def apply_early(locality: int, sent: Sequence[Pair]) -> None:
    """In the transaction that writes sends back: news of them may be here already."""
    if not sent or not sql.run(sql_receipts.ANY_EARLY, locality=locality):
        return
    kept = sql.run_batch(sql_receipts.EARLY, sql_receipts.KNOWN_COLUMNS, sent, locality=locality)
    if kept:
        said: list[News] = [((row[1], row[2]), (row[3], "")) for row in kept]
        _lift(locality, _news(through_parts(said)))
        EarlyReceipt.objects.filter(pk__in=[row[0] for row in kept]).delete()


def apply_kept() -> int:
    """Periodic: news kept at the very moment somebody else was writing its send back; and what is
    too old to wait for is forgotten."""
    with scopes_disabled():  # whose they are is read off the rows; each goes in its own scope
        EarlyReceipt.objects.filter(at__lt=civil_now() - KEPT_FOR).delete()
        kept = EarlyReceipt.objects.order_by("-id").values_list(
            "locality_id", "account", "reference"
        )[:BATCH]
        by_locality: dict[int, list[Pair]] = {}
        for locality, account, reference in kept:
            by_locality.setdefault(locality, []).append((account, reference))
    for locality, pairs in sorted(by_locality.items()):
        with scope(locality=locality), transaction.atomic():
            apply_early(locality, sorted(_known(locality, pairs)))
    return sum(len(pairs) for pairs in by_locality.values())


def _apply(
    locality: int, receipts: Sequence[Incoming], voices: Mapping[int, Sequence[int]]
) -> None:
    """A gateway may speak of a message by its own id or by ours (the key): either will do."""
    named = {row.pk: _names(row, voices.get(row.account_id, ())) for row in receipts}
    known = _known(locality, sorted({pair for pairs in named.values() for pair in pairs}))
    ours, early = [], []
    for row in receipts:
        pairs = [pair for pair in named[row.pk] if pair in known]
        ours += [(pair, _said(row)) for pair in pairs]
        early += [] if pairs else [(pair, _said(row)) for pair in named[row.pk]]
    _lift(locality, _news(through_parts(ours)))
    EarlyReceipt.objects.bulk_create(
        [
            EarlyReceipt(
                locality_id=locality, account=account, reference=name, state=state, at=civil_now()
            )
            for ((account, name), (state, _error)) in early
        ],
        ignore_conflicts=True,
    )


def _names(row: Incoming, voices: Sequence[int]) -> list[Pair]:
    names = [row.reference] if row.detail.get("zbs") else _both_names(row)
    return [(account, name[:80]) for account in (row.account_id, *voices) for name in names if name]


def _both_names(row: Incoming) -> list[str]:
    return [row.reference, str(row.detail.get("key", ""))]


def _known(locality: int, pairs: Sequence[Pair]) -> set[Pair]:
    if not pairs:
        return set()
    rows = sql.run_batch(sql_receipts.KNOWN, sql_receipts.KNOWN_COLUMNS, pairs, locality=locality)
    return {(account, reference) for account, reference in rows} | known_parts(pairs)


def _said(row: Incoming) -> Said:
    if row.what == What.SEEN:
        return Delivery.State.SEEN.value, ""
    state = str(row.detail.get("state", "delivered"))
    if state in FAILURES:
        return Delivery.State.REFUSED.value, str(row.detail.get("error") or "undelivered")
    return (state if state in RANK else Delivery.State.DELIVERED.value), ""


def _news(said: Iterable[tuple[Pair, Said]]) -> dict[Pair, Said]:
    """One word for each message: the highest."""
    news: dict[Pair, Said] = {}
    for pair, (state, error) in said:
        if pair not in news or higher(news[pair][0], state) != news[pair][0]:
            news[pair] = (state, error)
    return news


def _lift(locality: int, news: dict[Pair, Said]) -> None:
    if not news:
        return
    at = civil_now()
    statement = sql_receipts.LIFT.replace("{new_rank}", _rank("v.state"))
    statement = statement.replace("{old_rank}", _rank("dispatch_delivery.state"))
    rows = [(*pair, *said) for pair, said in news.items()]
    moved = sql.run_batch(
        statement, sql_receipts.LIFT_COLUMNS, rows, locality=locality, at=sql_time(at)
    )
    tell(moved, at)


def _rank(column: str) -> str:
    whens = " ".join(f"WHEN '{state.value}' THEN {RANK[state]}" for state in Delivery.State)
    return f"(CASE {column} {whens} END)"


def _settle_by_key(locality: int, row: Incoming, voices: Sequence[int]) -> None:
    """The answer was lost, and the receipt names our key: it went after all."""
    key = str(row.detail.get("key", ""))
    for account in voices if row.reference else ():
        # The job's prefix begins each key, so that a job's rows and no others are looked through.
        rows = Delivery.objects.filter(
            job__account=account, job__prefix=key[:PREFIX], key=key, state=Delivery.State.UNKNOWN
        )
        for delivery in list(rows.values_list("pk", flat=True)):
            _went_after_all(locality, delivery, row.reference)


def _went_after_all(locality: int, delivery: int, reference: str) -> None:
    at = sql_time(civil_now())
    moved = sql.run(
        sql_receipts.KNOWN_AFTER_ALL,
        delivery=delivery,
        locality=locality,
        reference=reference,
        at=at,
    )
    tell(moved, civil_now())


def _template_after_all(locality: int, echo: Incoming, voices: Sequence[int]) -> None:
    """A template by user id: its echo has no words of ours, so only a single row may be meant."""
    reference = echo.reference[:80]
    for account in voices:
        if _known(locality, [(account, reference)]):
            return
        rows = sql.run(
            sql_receipts.UNKNOWN_TO,
            locality=locality,
            account=account,
            address=f"uid:{echo.person}",
            since=sql_time(echo.at - ECHO_REACH),
            given_up_from=sql_time(echo.at - SKEW),
        )
        if len(rows) == 1:
            _went_after_all(locality, rows[0][0], reference)
            apply_early(locality, [(account, reference)])


def _reconcile(locality: int, echo: Incoming, voices: Sequence[int]) -> None:
    """An echo of our own send. If exactly one row without an answer fits, it went after all."""
    if not echo.reference or not echo.person:
        return
    if voices and echo.detail.get("event") == "oa_send_template":
        _template_after_all(locality, echo, voices)
        return
    pair = (echo.account_id, echo.reference[:80])
    if _known(locality, [pair]):
        return
    rows = sql.run(
        sql_receipts.UNKNOWN_TO,
        locality=locality,
        account=echo.account_id,
        address=echo.person,
        since=sql_time(echo.at - ECHO_REACH),
        given_up_from=sql_time(echo.at - ECHO_REACH),  # its words say which row is meant
    )
    fitting = [row[0] for row in rows if _plain(echo.text) in _forms(*row[2:])]
    if len(fitting) != 1:
        return
    at = civil_now()
    moved = sql.run(
        sql_receipts.KNOWN_AFTER_ALL,
        delivery=fitting[0],
        locality=locality,
        reference=pair[1],
        at=sql_time(at),
    )
    tell(moved, at)
    apply_early(locality, [pair])


def _forms(text: str, job_link: str, own_link: str) -> set[str]:
    """As a transport may have said it: the link in its place, or on a line of its own."""
    link = own_link or job_link
    said = text.replace("{link}", link)
    return {_plain(said), _plain(f"{said}\n{link}")}


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
