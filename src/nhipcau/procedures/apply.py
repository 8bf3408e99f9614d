"""The preview becomes the catalogue.

The new versions are written first, in short transactions and seen by nobody; then one statement
puts all of them in force at once. Whatever breaks in between leaves the catalogue as it was.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now, machine_now
from nhipcau.core.errors import WrongState
from nhipcau.procedures.content import Content, from_json, new_version, version_rows
from nhipcau.procedures.models import (
    CatalogueBatch,
    CatalogueRow,
    Paper,
    Procedure,
    ProcedureVersion,
    Way,
)
from nhipcau.procedures.revise import REPEATED, repeated
from nhipcau.procedures.rights import require_editor
from nhipcau.procedures.stage import clear_batch

AT_ONCE = 20  # versions with their ways and papers: well under 200 ms on SQLite
LEASE = timedelta(seconds=60)
State = CatalogueBatch.State
Verdict = CatalogueRow.Verdict
Progress = Callable[[int, int], None]


def apply_catalogue(
    batch: CatalogueBatch, *, by: Actor, progress: Progress = lambda done, total: None
) -> CatalogueBatch:
    """All of it or nothing. A writing that broke off goes on when it is asked for again."""
    require_editor(by, batch.locality_id)
    _lease(batch)
    rows = CatalogueRow.objects.filter(batch=batch, verdict__in=[Verdict.NEW, Verdict.CHANGED])
    total = rows.count()
    while some := list(rows.filter(version=None).order_by("pk")[:AT_ONCE]):
        try:
            _write(some, by)
        except IntegrityError:
            raise _overtaken(batch) from None
        _renew(batch)
        progress(total - rows.filter(version=None).count(), total)
    try:
        with transaction.atomic():
            _put_in_force(batch, rows, total)
            audit.record(by, "catalogue.applied", batch, after={"counts": batch.counts})
    except WrongState:
        raise _overtaken(batch) from None
    progress(1, 1)
    batch.refresh_from_db()
    clear_batch(batch)
    return batch


def _lease(batch: CatalogueBatch) -> None:
    broken_off = Q(state=State.WRITING, leased_until__lt=machine_now())
    taken = CatalogueBatch.objects.filter(Q(state=State.READY) | broken_off, pk=batch.pk).update(
        state=State.WRITING, leased_until=machine_now() + LEASE
    )
    if not taken:
        raise WrongState(_("Tệp này đã nhập, đã bỏ hoặc đang được ghi."))


def _renew(batch: CatalogueBatch) -> None:
    CatalogueBatch.objects.filter(pk=batch.pk, state=State.WRITING).update(
        leased_until=machine_now() + LEASE
    )


def _write(rows: list[CatalogueRow], by: Actor) -> None:
    contents = {row.pk: from_json(row.content) for row in rows}
    with transaction.atomic():
        procedures = _procedures(rows, contents)
        versions = _versions(rows, procedures, contents, by)
        ways, papers = [], []
        for row, version in zip(rows, versions, strict=True):
            row.procedure, row.version = procedures[row.code], version
            below = version_rows(contents[row.pk], version)
            ways += below[0]
            papers += below[1]
        Way.objects.bulk_create(ways)
        Paper.objects.bulk_create(papers)
        CatalogueRow.objects.bulk_update(rows, ["procedure", "version"])


def _procedures(rows: list[CatalogueRow], contents: dict[int, Content]) -> dict[str, Procedure]:
    """Those of the rows; a new one has no current version yet, so nobody sees it."""
    now = civil_now()
    Procedure.objects.bulk_create(
        [
            Procedure(
                locality_id=row.locality_id,
                code=row.code,
                created_at=now,
                **repeated(contents[row.pk]),
            )
            for row in rows
            if row.verdict == Verdict.NEW
        ],
        ignore_conflicts=True,
    )
    found = Procedure.objects.filter(code__in=[row.code for row in rows])
    return {procedure.code: procedure for procedure in found}


def _versions(
    rows: list[CatalogueRow],
    procedures: dict[str, Procedure],
    contents: dict[int, Content],
    by: Actor,
) -> list[ProcedureVersion]:
    newest = dict(
        ProcedureVersion.objects.filter(procedure__in=procedures.values())
        .values("procedure")
        .annotate(newest=Max("number"))
        .values_list("procedure", "newest")
    )
    now = civil_now()
    return ProcedureVersion.objects.bulk_create(
        [
            ProcedureVersion(
                locality_id=row.locality_id,
                procedure=procedures[row.code],
                number=newest.get(procedures[row.code].pk, 0) + 1,
                written_at=now,
                written_by=str(by),
                **new_version(contents[row.pk]),
            )
            for row in rows
        ]
    )


def _put_in_force(batch: CatalogueBatch, rows: QuerySet[CatalogueRow], total: int) -> None:
    """Only if every procedure still has the version it was compared with."""
    mine = rows.filter(procedure=OuterRef("pk"))
    as_seen = Q(before=OuterRef("current")) | Q(before=None, procedure__current=None)
    version = mine.values("version")[:1]
    moved = Procedure.objects.filter(
        Exists(mine.filter(as_seen)), pk__in=rows.values("procedure"), retired_at=None
    ).update(
        current=Subquery(version),
        **{name: Subquery(mine.values(f"version__{name}")[:1]) for name in REPEATED},
    )
    if moved != total:
        raise WrongState("")
    ProcedureVersion.objects.filter(pk__in=rows.values("version")).update(current_since=civil_now())
    CatalogueBatch.objects.filter(pk=batch.pk, state=State.WRITING).update(
        state=State.APPLIED, applied_at=civil_now(), leased_until=None
    )


def _overtaken(batch: CatalogueBatch) -> WrongState:
    CatalogueBatch.objects.filter(pk=batch.pk, state=State.WRITING).update(state=State.DROPPED)
    clear_batch(batch)
    Procedure.objects.filter(current=None, versions=None).delete()
    return WrongState(
        _("Danh mục đã được sửa từ lúc xem trước. Chưa nhập gì; hãy gửi lại tệp để xem lại.")
    )
