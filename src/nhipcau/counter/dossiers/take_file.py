"""An officer sends a file, says which column is which, has it written. A short one is dealt with
at once; a long one in the background, while the page shows how far it is."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import BinaryIO, Final

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.crypto import get_random_string

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now, machine_now
from nhipcau.core.errors import BadInput
from nhipcau.core.tasks import wake_on_commit
from nhipcau.counter.dossiers.apply import apply_batch, not_waiting
from nhipcau.counter.dossiers.exports import open_export, say_fault
from nhipcau.counter.dossiers.judge import LEASE, judge_batch, taken_over
from nhipcau.counter.dossiers.stage import stage_export
from nhipcau.counter.models import DossierBatch
from nhipcau.counter.tasks import read_export, write_export
from nhipcau.places.models import Locality
from nhipcau.tables import faults
from nhipcau.tables.read import SIZE_LIMIT

State = DossierBatch.State
SHORT: Final = 200  # lines that a page's request reads or writes by itself
SMALL: Final = 64 * 1024  # bytes that it opens to count them


def take_file(locality: Locality, file: BinaryIO, *, name: str, by: Actor) -> DossierBatch:
    """Verb. Raises BadInput with what is wrong with a short file; a long one says so itself."""
    size = file.seek(0, 2)
    if size > SIZE_LIMIT:
        raise BadInput(say_fault(faults.TOO_BIG), field="file")
    file.seek(0)
    if size <= SMALL:
        export = open_export(file, name)
        if len(export.rows) <= SHORT:
            return stage_export(locality, export, by=by)
        file.seek(0)
    return _keep(locality, file, name, by)


def name_columns(batch: DossierBatch, named: Mapping[str, str], *, by: Actor) -> DossierBatch:
    """Verb. `named`: field → heading, of those that somebody chose. Judges every line anew."""
    is_long = batch.rows_total > SHORT
    with transaction.atomic():
        waiting = DossierBatch.objects.filter(pk=batch.pk, state__in=[State.ASKING, State.READY])
        if not waiting.update(
            state=State.READING,
            columns={"named": dict(named), "by": str(by)},
            rows_done=0,
            leased_until=None if is_long else machine_now() + LEASE,
        ):
            raise taken_over()
        record(by, "dossiers.columns_named", batch, after={"columns": sorted(named)})
        if is_long:
            wake_on_commit(read_export, batch.locality_id, batch.pk)
    batch.refresh_from_db()
    return batch if is_long else judge_batch(batch, named, by=by)


def write_changes(batch: DossierBatch, *, by: Actor) -> DossierBatch:
    """Verb. What the preview showed becomes steps."""
    if batch.to_write <= SHORT:
        return apply_batch(batch, by=by)
    with transaction.atomic():
        ready = DossierBatch.objects.filter(pk=batch.pk, state=State.READY)
        if not ready.update(
            state=State.APPLYING, leased_until=None, rows_done=0, applied_by=str(by)
        ):
            raise not_waiting()
        record(by, "dossiers.writing", batch)
        wake_on_commit(write_export, batch.locality_id, batch.pk)
    batch.refresh_from_db()
    return batch


def _keep(locality: Locality, file: BinaryIO, name: str, by: Actor) -> DossierBatch:
    suffix = PurePath(name).suffix.lower()[:6]
    key = f"dossiers/{locality.pk}/{get_random_string(20)}{suffix}"
    kept = default_storage.save(key, File(file))
    with transaction.atomic():
        batch = DossierBatch.objects.create(
            locality=locality,
            file_name=PurePath(name).name[:200],
            file=kept,
            created_at=civil_now(),
            created_by=str(by),
        )
        record(by, "dossiers.opened", batch)
        wake_on_commit(read_export, locality.pk, batch.pk)
    return batch
