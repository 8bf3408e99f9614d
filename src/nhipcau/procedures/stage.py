"""A file becomes a preview: read, compared with the catalogue, staged in short batches."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import PurePath
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.places.models import Locality
from nhipcau.procedures.codes import is_code
from nhipcau.procedures.content import content_of, too_long
from nhipcau.procedures.models import CatalogueBatch, CatalogueRow, Procedure, ProcedureVersion
from nhipcau.procedures.reading.open_file import OpenedFile, open_file
from nhipcau.procedures.reading.record import Record, over
from nhipcau.procedures.revise import say_too_long
from nhipcau.procedures.rights import require_editor
from nhipcau.procedures.titles import TITLES

BATCH = 100
KEPT_FOR = timedelta(days=7)
Progress = Callable[[int, int], None]
State = CatalogueBatch.State
Verdict = CatalogueRow.Verdict


def stage_catalogue(
    locality: Locality,
    file: BinaryIO,
    *,
    name: str,
    by: Actor,
    retrieved_at: datetime | None = None,
    progress: Progress = lambda done, total: None,
) -> CatalogueBatch:
    """A batch to look through. Raises BadInput when nothing can be read of the file at all."""
    require_editor(by, locality.pk)
    opened = open_file(file, retrieved_at=retrieved_at)
    file.seek(0)
    with transaction.atomic():
        batch = CatalogueBatch.objects.create(
            locality=locality,
            file_name=PurePath(name).name[:200],
            file_hash=hashlib.sha256(file.read()).hexdigest(),
            created_at=civil_now(),
            created_by=str(by),
        )
        audit.record(by, "catalogue.opened", batch)
    try:
        counts = _stage_rows(batch, opened, progress)
        if not counts:
            raise BadInput(_("Dưới hàng tiêu đề không có thủ tục nào."), field="file")
    except BaseException:
        clear_batch(batch)
        batch.delete()
        raise
    report = {"unused": list(opened.unused)}
    CatalogueBatch.objects.filter(pk=batch.pk, state=State.READING).update(
        state=State.READY, counts=dict(counts), report=report
    )
    batch.refresh_from_db()
    return batch


def _stage_rows(batch: CatalogueBatch, opened: OpenedFile, progress: Progress) -> Counter[str]:
    counts: Counter[str] = Counter()
    seen: dict[str, Record] = {}
    done = 0
    for records in _some(opened.records, BATCH):
        rows = list(_judge(batch, records, seen))
        with transaction.atomic():
            CatalogueRow.objects.bulk_create(rows)
        counts.update(str(row.verdict) for row in rows)
        done += len(records)
        progress(min(done, opened.total), opened.total)
    progress(1, 1)
    return counts


def _some(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    source = iter(records)
    while some := list(islice(source, size)):
        yield some


def _judge(
    batch: CatalogueBatch, records: list[Record], seen: dict[str, Record]
) -> Iterator[CatalogueRow]:
    known = {
        procedure.code: procedure
        for procedure in Procedure.objects.filter(code__in={record.code for record in records})
    }
    versions = {
        version.procedure_id: version
        for version in ProcedureVersion.objects.filter(
            pk__in=[procedure.current_id for procedure in known.values() if procedure.current_id]
        ).prefetch_related("ways", "papers")
    }
    for record in records:
        procedure = known.get(record.code)
        now = versions.get(procedure.pk) if procedure else None
        column, reason = _fault(record, procedure, now, seen.get(record.code))
        seen.setdefault(record.code, record)
        row = CatalogueRow(
            locality_id=batch.locality_id,
            batch=batch,
            sheet=record.sheet[:40],
            row=record.row,
            code=record.code[:60],
            name=record.content.name or (now.name if now else ""),
            column=column[:80],
            reason=reason[:400],
            verdict=Verdict.REFUSED,
        )
        if not reason:
            _compare(row, record, now)
        yield row


def _fault(
    record: Record,
    procedure: Procedure | None,
    now: ProcedureVersion | None,
    twin: Record | None,
) -> tuple[str, str]:
    """(column, a clear sentence), both empty when there is none."""
    if record.fault:
        return record.column, record.fault
    if not is_code(record.code):
        return _("Mã thủ tục"), (
            _("“%(code)s” không phải mã thủ tục (cần dạng 1.004222).") % {"code": record.code[:40]}
            if record.code
            else _("Chưa có mã thủ tục.")
        )
    return _misfit(record, procedure, now, twin)


def _misfit(
    record: Record,
    procedure: Procedure | None,
    now: ProcedureVersion | None,
    twin: Record | None,
) -> tuple[str, str]:
    """What is wrong beside the rest of the file and the catalogue."""
    if twin is not None:
        return _("Mã thủ tục"), _("Mã này đã có ở dòng %(row)d của tệp.") % {"row": twin.row}
    if not record.content.name and now is None:
        return _("Tên thủ tục"), _("Thủ tục mới phải có tên.")
    if name := too_long(record.content):
        return str(TITLES[name]), say_too_long(name)
    if procedure is not None and procedure.retired_at is not None:
        return _("Mã thủ tục"), _("Thủ tục đã ngừng áp dụng ở đây. Hãy mở lại trước khi nhập.")
    return "", ""


def _compare(row: CatalogueRow, record: Record, now: ProcedureVersion | None) -> None:
    content = over(content_of(now), record) if now else record.content
    row.digest = content.digest()
    row.before = now
    if now is None:
        row.verdict = Verdict.NEW
    elif now.digest == row.digest:
        row.verdict = Verdict.SAME
        return
    else:
        row.verdict = Verdict.CHANGED
    row.content = content.to_json()


def drop_catalogue(batch: CatalogueBatch, *, by: Actor) -> None:
    """Somebody decided against it; the catalogue is as it was."""
    require_editor(by, batch.locality_id)
    with transaction.atomic():
        if not CatalogueBatch.objects.filter(pk=batch.pk, state=State.READY).update(
            state=State.DROPPED
        ):
            raise WrongState(_("Tệp này không còn chờ xem lại."))
        audit.record(by, "catalogue.dropped", batch)
    clear_batch(batch)


def clear_batch(batch: CatalogueBatch) -> None:
    """Staged rows, and versions that never came in force. In short transactions."""
    while some := list(
        CatalogueRow.objects.filter(batch=batch).values_list("pk", "version_id")[:BATCH]
    ):
        written = [version for _row, version in some if version]
        CatalogueRow.objects.filter(pk__in=[row for row, _version in some]).delete()
        ProcedureVersion.objects.filter(pk__in=written, current_since=None).delete()


def clear_forgotten() -> int:
    """Previews nobody applied within a week, and readings that broke off. Run every hour."""
    with scopes_disabled():  # looks over all localities for what is due
        old = list(
            CatalogueBatch.objects.filter(
                created_at__lt=civil_now() - KEPT_FOR, state__in=[State.READING, State.READY]
            ).select_related("locality")
        )
    for batch in old:
        with scope(locality=batch.locality):
            CatalogueBatch.objects.filter(pk=batch.pk).update(state=State.DROPPED)
            clear_batch(batch)
    return len(old)
