"""The lines of an export, each compared with the dossier that it speaks of: new, changed, the
same, backwards or refused. Nothing of a dossier changes here."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import machine_now
from nhipcau.core.errors import WrongState
from nhipcau.counter.dossiers.columns import match_columns
from nhipcau.counter.dossiers.compare import compare
from nhipcau.counter.dossiers.numbers import key_of, own_provinces
from nhipcau.counter.dossiers.understand import understand
from nhipcau.counter.models import Dossier, DossierBatch, DossierRow

State, Verdict = DossierBatch.State, DossierRow.Verdict
AT_ONCE = 100
LEASE = timedelta(seconds=60)
T = TypeVar("T")


def judge_batch(batch: DossierBatch, named: Mapping[str, str], *, by: Actor) -> DossierBatch:
    """Of a batch that is READING: every line anew. It becomes READY, or ASKING which column is
    which. `named`: field → heading, of those that somebody chose."""
    columns = match_columns(batch.headings, named)
    told = {
        "found": columns.found,
        "guessed": columns.guessed,
        "unused": columns.unused,
        "named": dict(named),
    }
    mine = DossierBatch.objects.filter(pk=batch.pk, state=State.READING)
    if columns.missing:
        if not mine.update(columns=told, state=State.ASKING, counts={}, leased_until=None):
            raise taken_over()
        batch.refresh_from_db()
        return batch
    counts = dict(_judge(batch, columns.found))
    with transaction.atomic():
        if not mine.update(columns=told, state=State.READY, counts=counts, leased_until=None):
            raise taken_over()
        record(by, "dossiers.staged", batch, after={"counts": counts})
    batch.refresh_from_db()
    return batch


def taken_over() -> WrongState:
    return WrongState(_("Tệp này không còn chờ xem lại."))


def in_parts(rows: Iterable[T]) -> Iterator[list[T]]:
    """So many as one short transaction holds."""
    source = iter(rows)
    while some := list(islice(source, AT_ONCE)):
        yield some


def go_on_reading(batch: DossierBatch, done: int) -> None:
    """Says how far it is and keeps the lease. Raises WrongState when somebody dropped it."""
    mine = DossierBatch.objects.filter(pk=batch.pk, state=State.READING)
    if not mine.update(rows_done=done, leased_until=machine_now() + LEASE):
        raise taken_over()


def _judge(batch: DossierBatch, found: Mapping[str, str]) -> Counter[str]:
    places = {name: batch.headings.index(heading) for name, heading in found.items()}
    own, seen, counts = own_provinces(), dict[str, int](), Counter[str]()
    rows = DossierRow.objects.filter(batch=batch).order_by("row", "pk")
    for some in in_parts(rows.iterator(chunk_size=AT_ONCE)):
        for row in some:
            given = {name: row.cells[n] if n < len(row.cells) else "" for name, n in places.items()}
            _understand(row, given, found, own, seen)
        _compare_all(some, found)
        DossierRow.objects.bulk_update(
            some, ["said", "verdict", "column", "reason", "dossier", "turn"]
        )
        counts.update(str(row.verdict) for row in some)
        go_on_reading(batch, sum(counts.values()))
    return counts


def _understand(
    row: DossierRow,
    given: Mapping[str, str],
    found: Mapping[str, str],
    own: set[str],
    seen: dict[str, int],
) -> None:
    said = understand(given, found, own)
    row.said, row.column, row.reason = (
        said.values,
        said.column[:80],
        (said.fault or said.note)[:400],
    )
    row.verdict = Verdict.REFUSED if said.fault else ""
    if said.fault:
        return
    key = key_of(said.values["number"])
    if key in seen:
        row.verdict, row.column = Verdict.REFUSED, found["number"][:80]
        row.reason = _("hồ sơ này đã có ở dòng %(row)d của tệp.") % {"row": seen[key]}
    seen.setdefault(key, row.row)


def _compare_all(rows: list[DossierRow], found: Mapping[str, str]) -> None:
    keys = {row.pk: key_of(row.said["number"]) for row in rows if not row.verdict}
    known = {one.key: one for one in Dossier.objects.filter(key__in=keys.values())}
    for row in rows:
        if row.pk in keys:
            compare(row, known.get(keys[row.pk]), found)
