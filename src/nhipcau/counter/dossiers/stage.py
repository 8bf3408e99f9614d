"""An export becomes a preview: its lines kept as they came, its columns understood or asked for,
each line compared with the dossier that it speaks of. Nothing of a dossier changes here."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import islice
from pathlib import PurePath
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.counter.dossiers.columns import LABELS, match_columns
from nhipcau.counter.dossiers.compare import compare
from nhipcau.counter.dossiers.exports import Export
from nhipcau.counter.dossiers.numbers import key_of, own_provinces
from nhipcau.counter.dossiers.understand import understand
from nhipcau.counter.models import Dossier, DossierBatch, DossierRow
from nhipcau.places.models import Locality

State, Verdict = DossierBatch.State, DossierRow.Verdict
AT_ONCE = 100
T = TypeVar("T")
KEPT_FOR = timedelta(days=7)


def stage_export(
    locality: Locality,
    export: Export,
    *,
    by: Actor,
    named: Mapping[str, str] | None = None,
    source: str = "",
) -> DossierBatch:
    """Verb. The batch is READY to look through, or ASKING which column is which."""
    with transaction.atomic():
        batch = DossierBatch.objects.create(
            locality=locality,
            file_name=PurePath(export.name).name[:200],
            file_hash=_hash(export),
            source=source,
            headings=list(export.headings),
            created_at=civil_now(),
            created_by=str(by),
        )
        record(by, "dossiers.opened", batch, after={"rows": len(export.rows)})
    for some in _some(export.rows, AT_ONCE):
        DossierRow.objects.bulk_create(
            DossierRow(locality_id=locality.pk, batch=batch, row=number, cells=cells)
            for number, cells in some
        )
    name_columns(batch, named or {}, by=by)
    return batch


def name_columns(batch: DossierBatch, named: Mapping[str, str], *, by: Actor) -> DossierBatch:
    """Verb. `named`: field → heading, of those that somebody chose. Judges every line anew."""
    columns = match_columns(batch.headings, named)
    told = {"found": columns.found, "guessed": columns.guessed, "unused": columns.unused}
    asking = DossierBatch.objects.filter(pk=batch.pk, state__in=[State.ASKING, State.READY])
    if columns.missing:
        if not asking.update(columns=told, state=State.ASKING, counts={}):
            raise WrongState(_("Tệp này không còn chờ xem lại."))
        batch.refresh_from_db()
        return batch
    counts = _judge(batch, columns.found)
    with transaction.atomic():
        if not asking.update(columns=told, state=State.READY, counts=dict(counts)):
            raise WrongState(_("Tệp này không còn chờ xem lại."))
        record(by, "dossiers.staged", batch, after={"counts": dict(counts)})
    batch.refresh_from_db()
    return batch


def say_missing(batch: DossierBatch) -> str:
    """What to do about columns that cannot be found, with what stands in the file."""
    missing = match_columns(batch.headings, batch.columns.get("found", {})).missing
    names = ", ".join(f"“{LABELS[name]}”" for name in missing)
    there = ", ".join(f"“{heading}”" for heading in batch.headings if heading)
    return str(
        _("Không thấy cột %(names)s. Tệp có các cột: %(there)s. Hãy chỉ ra cột nào là cột đó.")
        % {"names": names, "there": there}
    )


def drop_batch(batch: DossierBatch, *, by: Actor) -> None:
    """Verb. Somebody decided against it; no dossier has changed."""
    with transaction.atomic():
        waiting = DossierBatch.objects.filter(pk=batch.pk, state__in=[State.ASKING, State.READY])
        if not waiting.update(state=State.DROPPED):
            raise WrongState(_("Tệp này không còn chờ xem lại."))
        record(by, "dossiers.dropped", batch)
    clear_rows(batch)


def clear_rows(batch: DossierBatch, *, refused_too: bool = True) -> None:
    """What was staged holds names: it goes when it is written or dropped, in short transactions.
    Of an applied file the lines that were not taken stay, without anybody's data."""
    rows = DossierRow.objects.filter(batch=batch)
    if not refused_too:
        kept = rows.filter(verdict__in=[Verdict.REFUSED, Verdict.BACKWARDS])
        kept.update(cells=[], said={})
        rows = rows.exclude(verdict__in=[Verdict.REFUSED, Verdict.BACKWARDS])
    while some := list(rows.values_list("pk", flat=True)[: AT_ONCE * 5]):
        DossierRow.objects.filter(pk__in=some).delete()


def clear_forgotten() -> int:
    """Previews that nobody applied within a week. Every hour."""
    with scopes_disabled():  # looks over all localities for what is due
        old = list(
            DossierBatch.objects.filter(
                created_at__lt=civil_now() - KEPT_FOR, state__in=[State.ASKING, State.READY]
            )
        )
    for batch in old:
        with scope(locality=batch.locality_id):
            DossierBatch.objects.filter(pk=batch.pk).update(state=State.DROPPED)
            clear_rows(batch)
    return len(old)


def _judge(batch: DossierBatch, found: Mapping[str, str]) -> Counter[str]:
    places = {name: batch.headings.index(heading) for name, heading in found.items()}
    own, seen, counts = own_provinces(), dict[str, int](), Counter[str]()
    rows = DossierRow.objects.filter(batch=batch).order_by("row", "pk")
    for some in _some(rows.iterator(chunk_size=AT_ONCE), AT_ONCE):
        for row in some:
            given = {name: row.cells[n] if n < len(row.cells) else "" for name, n in places.items()}
            _understand(row, given, found, own, seen)
        _compare_all(some, found)
        DossierRow.objects.bulk_update(
            some, ["said", "verdict", "column", "reason", "dossier", "turn"]
        )
        counts.update(str(row.verdict) for row in some)
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


def _some(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(rows)
    while some := list(islice(source, size)):
        yield some


def _hash(export: Export) -> str:
    digest = hashlib.sha256("\t".join(export.headings).encode())
    for number, cells in export.rows:
        digest.update(f"\n{number}\t".encode() + "\t".join(cells).encode())
    return digest.hexdigest()
