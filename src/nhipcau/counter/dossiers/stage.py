"""An export becomes a preview: its lines kept as they came, then judged. Dropped or forgotten,
nobody's data stays of it."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import PurePath

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now, machine_now
from nhipcau.core.errors import WrongState
from nhipcau.counter.dossiers.columns import LABELS, match_columns
from nhipcau.counter.dossiers.exports import Export
from nhipcau.counter.dossiers.judge import (
    AT_ONCE,
    LEASE,
    go_on_reading,
    in_parts,
    judge_batch,
    taken_over,
)
from nhipcau.counter.models import DossierBatch, DossierRow
from nhipcau.places.models import Locality

State, Verdict = DossierBatch.State, DossierRow.Verdict
WAITING = (State.READING, State.ASKING, State.READY)
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
            source=source,
            rows_total=len(export.rows),
            leased_until=machine_now() + LEASE,
            created_at=civil_now(),
            created_by=str(by),
        )
        record(by, "dossiers.opened", batch, after={"rows": len(export.rows)})
    fill(batch, export)
    return judge_batch(batch, named or {}, by=by)


def fill(batch: DossierBatch, export: Export) -> None:
    """The lines as they came. Whoever breaks off here leaves fewer lines than `rows_total`."""
    clear_rows(batch)
    DossierBatch.objects.filter(pk=batch.pk).update(
        headings=list(export.headings), rows_total=len(export.rows), file_hash=hash_of(export)
    )
    batch.refresh_from_db()
    done = 0
    for some in in_parts(export.rows):
        DossierRow.objects.bulk_create(
            DossierRow(locality_id=batch.locality_id, batch=batch, row=number, cells=cells)
            for number, cells in some
        )
        done += len(some)
        go_on_reading(batch, done)


def hash_of(export: Export) -> str:
    """Of headings and lines: the same export in another kind of file is the same."""
    digest = hashlib.sha256("\t".join(export.headings).encode())
    for number, cells in export.rows:
        digest.update(f"\n{number}\t".encode() + "\t".join(cells).encode())
    return digest.hexdigest()


def same_before(batch: DossierBatch) -> DossierBatch | None:
    """The last file with the same lines that was written or still waits."""
    if not batch.file_hash:
        return None
    earlier = DossierBatch.objects.filter(pk__lt=batch.pk, file_hash=batch.file_hash)
    return earlier.exclude(state__in=[State.DROPPED, State.REFUSED]).order_by("-pk").first()


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
        waiting = DossierBatch.objects.filter(pk=batch.pk, state__in=WAITING)
        if not waiting.update(state=State.DROPPED):
            raise taken_over()
        record(by, "dossiers.dropped", batch)
    clear_rows(batch)
    clear_file(batch)


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


def clear_file(batch: DossierBatch) -> None:
    if batch.file:
        default_storage.delete(batch.file)
        DossierBatch.objects.filter(pk=batch.pk).update(file="")


def clear_forgotten() -> int:
    """Previews that nobody applied within a week, and files that a crash left. Every hour."""
    with scopes_disabled():  # looks over all localities for what is due
        old = list(
            DossierBatch.objects.filter(
                created_at__lt=civil_now() - KEPT_FOR, state__in=[State.ASKING, State.READY]
            )
        )
        left = list(DossierBatch.objects.exclude(file="").exclude(state=State.READING))
    for batch in old:
        # One that somebody has written at this very moment stays.
        with scope(locality=batch.locality_id), suppress(WrongState):
            drop_batch(batch, by=SYSTEM)
    for batch in left:
        with scope(locality=batch.locality_id):
            clear_file(batch)
    return len(old)
