"""A file becomes a preview: read, judged, staged in short batches. The register is not touched."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import islice
from typing import BinaryIO, TypeVar, cast

from django.core.files.storage import default_storage
from django.db import models, transaction
from django_scopes import scope, scopes_disabled

from nhipcau.core.clock import civil_now, local, machine_now
from nhipcau.core.errors import BadInput
from nhipcau.people.models import (
    ImportBatch,
    ImportRow,
    StagedContact,
    StagedHousehold,
    StagedResident,
)
from nhipcau.people.register import words
from nhipcau.people.register.clear import clear_staged
from nhipcau.people.register.headings import Headings, find_headings
from nhipcau.people.register.judge import Plan, judge
from nhipcau.people.register.known import Known
from nhipcau.people.register.rows import PersonRow, read_rows
from nhipcau.people.register.split import split_households
from nhipcau.places.open import number_in
from nhipcau.tables import faults
from nhipcau.tables.faults import TableFault
from nhipcau.tables.read import Sheet, read_table

BATCH = 500
LEASE = timedelta(seconds=60)
State = ImportBatch.State
Progress = Callable[[int, int], None]
M = TypeVar("M", bound=models.Model)


class TakenOver(Exception):
    """Another worker reads this file, or somebody dropped it."""


def stage(batch: ImportBatch, *, progress: Progress = lambda done, total: None) -> ImportBatch:
    """Read and stage; a broken-off reading starts over. Refusals are states, not exceptions."""
    if not _lease(batch):
        return batch
    try:
        sheets = _read_file(batch)
        plan, headings = _plan(batch, sheets, progress)
        _write(batch, plan, progress)
        _finish(batch, plan, headings)
    except TableFault as fault:
        _refuse(batch, words.say_fault(fault.code))
    except BadInput as error:
        _refuse(batch, error.message)
    except TakenOver:
        pass
    except Exception:
        # Else it would be tried again for ever; the log has the reason.
        _refuse(batch, words.say_fault(""))
        raise
    batch.refresh_from_db()
    return batch


def stage_waiting() -> int:
    """Files whose reader died or was never woken. Run every half minute."""
    now = machine_now()
    with scopes_disabled():  # looks over all localities for what is due
        waiting = list(
            ImportBatch.objects.filter(
                models.Q(leased_until__isnull=True) | models.Q(leased_until__lt=now),
                state=State.READING,
            ).select_related("locality")
        )
    for batch in waiting:
        with scope(locality=batch.locality):
            stage(batch)
    return len(waiting)


def _lease(batch: ImportBatch) -> bool:
    """One reader at a time; the staged rows of a reader that died are cleared away."""
    now = machine_now()
    free = models.Q(leased_until__isnull=True) | models.Q(leased_until__lt=now)
    with transaction.atomic():
        mine = ImportBatch.objects.filter(free, pk=batch.pk, state=State.READING).update(
            leased_until=now + LEASE, rows_read=0
        )
    if mine:
        clear_staged(batch)
    return bool(mine)


def _read_file(batch: ImportBatch) -> list[Sheet]:
    try:
        with default_storage.open(batch.file, "rb") as opened:
            return read_table(cast(BinaryIO, opened))
    except OSError:
        raise TableFault(faults.NOT_FOUND) from None


def _plan(
    batch: ImportBatch, sheets: Iterable[Sheet], progress: Progress
) -> tuple[Plan, list[Headings]]:
    today = local(civil_now()).date()
    rows: list[PersonRow] = []
    used: list[Headings] = []
    for sheet in sheets:
        headings = find_headings(sheet)
        if headings:
            used.append(headings)
            rows += read_rows(sheet, headings, today=today)
    if not used:
        raise BadInput(words.no_headings())
    if not any(not row.is_refused for row in rows):
        raise BadInput(words.no_households())
    _tell(batch, 0, len(rows))
    progress(0, len(rows))
    refused = [row for row in rows if row.is_refused]
    return judge(batch, split_households(rows), refused, Known(batch.locality)), used


def _write(batch: ImportBatch, plan: Plan, progress: Progress) -> None:
    total = len(plan.rows)
    _stage_all(StagedHousehold, plan.households)
    _stage_all(StagedResident, plan.residents)
    _stage_all(StagedContact, plan.contacts)
    done = 0
    for rows in _batches(plan.rows):
        done += len(rows)
        with transaction.atomic():
            _tell(batch, done, total)
            ImportRow.objects.bulk_create(rows)
        progress(done, total)


def _stage_all(model: type[M], staged: list[M]) -> None:
    for some in _batches(staged):
        with transaction.atomic():
            model._default_manager.bulk_create(some)


def _batches(items: list[M]) -> Iterable[list[M]]:
    left = iter(items)
    while some := list(islice(left, BATCH)):
        yield some


def _tell(batch: ImportBatch, done: int, total: int) -> None:
    mine = ImportBatch.objects.filter(pk=batch.pk, state=State.READING).update(
        rows_read=done, rows_total=total, leased_until=machine_now() + LEASE
    )
    if not mine:
        raise TakenOver


def _finish(batch: ImportBatch, plan: Plan, headings: list[Headings]) -> None:
    report = {
        "dropped_columns": _once(name for found in headings for name in found.dropped),
        "unused_columns": _once(name for found in headings for name in found.unused),
        "columns": _once(name for found in headings for name in found.names.values()),
        "new_places": sorted(plan.new_places, key=lambda name: (number_in(name) or 10_000, name)),
        "missing_households": plan.missing_households[:2000],
    }
    ImportBatch.objects.filter(pk=batch.pk, state=State.READING).update(
        state=State.READY,
        counts=dict(plan.counts),
        report=report,
        staged_at=machine_now(),
        leased_until=None,
    )


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _refuse(batch: ImportBatch, why: str) -> None:
    ImportBatch.objects.filter(pk=batch.pk, state=State.READING).update(
        state=State.REFUSED, fault=why, leased_until=None
    )
