"""The preview becomes steps: each line in a transaction of its own, the whole of it under a lease.

A writing that broke off goes on when it is asked for again, and the same file a second time finds
everything the same. Who is told: owners of dossiers that we knew; never those of a first import.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now, machine_now
from nhipcau.core.errors import WrongState
from nhipcau.counter.dossiers.ask_for_papers import Missing
from nhipcau.counter.dossiers.compare import filled, new_due
from nhipcau.counter.dossiers.enter import enter_dossier, name_papers, step_kind
from nhipcau.counter.dossiers.judge import AT_ONCE, LEASE
from nhipcau.counter.dossiers.move import Why, move
from nhipcau.counter.dossiers.stage import clear_rows
from nhipcau.counter.dossiers.tell import tell
from nhipcau.counter.dossiers.understand import moment
from nhipcau.counter.models import Dossier, DossierBatch, DossierRow, DossierStep

S, Kind = Dossier.Status, DossierStep.Kind
State, Verdict = DossierBatch.State, DossierRow.Verdict


def apply_batch(batch: DossierBatch, *, by: Actor) -> DossierBatch:
    """Verb. `counts["overtaken"]` are lines whose dossier changed since the preview: untouched."""
    _lease(batch, by)
    rows = DossierRow.objects.filter(
        batch=batch, verdict__in=[Verdict.NEW, Verdict.CHANGED], written_at=None
    ).select_related("dossier__locality")
    while some := list(rows.order_by("row", "pk")[:AT_ONCE]):
        for row in some:
            _write(batch, row, by)
        DossierBatch.objects.filter(pk=batch.pk).update(
            leased_until=machine_now() + LEASE, rows_done=F("rows_done") + len(some)
        )
    overtaken = DossierRow.objects.filter(batch=batch, written_at__isnull=False, dossier=None)
    counts = {**batch.counts, "overtaken": overtaken.count()}
    with transaction.atomic():
        DossierBatch.objects.filter(pk=batch.pk, state=State.APPLYING).update(
            state=State.APPLIED, applied_at=civil_now(), leased_until=None, counts=counts
        )
        record(by, "dossiers.applied", batch, after={"counts": counts})
    clear_rows(batch, refused_too=False)
    batch.refresh_from_db()
    return batch


def not_waiting() -> WrongState:
    return WrongState(_("Tệp này đã nhập, đã bỏ hoặc đang được ghi."))


def _lease(batch: DossierBatch, by: Actor) -> None:
    free = Q(leased_until=None) | Q(leased_until__lt=machine_now())
    taken = DossierBatch.objects.filter(
        Q(state=State.READY) | Q(free, state=State.APPLYING), pk=batch.pk
    )
    written = DossierRow.objects.filter(batch=batch, written_at__isnull=False).count()
    if not taken.update(
        state=State.APPLYING,
        leased_until=machine_now() + LEASE,
        rows_done=written,
        applied_by=str(by),
    ):
        raise not_waiting()
    batch.refresh_from_db()


def _write(batch: DossierBatch, row: DossierRow, by: Actor) -> None:
    source = (batch.source or batch.file_name)[:40]
    dossier: Dossier | None = None
    try:
        with transaction.atomic():
            if row.verdict == Verdict.NEW:
                dossier = enter_dossier(batch.locality, row.said, source=source, by=by)
            elif row.dossier is not None:
                dossier = _change(row.dossier, row, source, by)
    except (WrongState, IntegrityError):
        dossier = None  # somebody was faster: the next file tells again
    DossierRow.objects.filter(pk=row.pk).update(written_at=civil_now(), dossier=dossier)


def _change(dossier: Dossier, row: DossierRow, source: str, by: Actor) -> Dossier:
    if dossier.turn != row.turn:
        raise WrongState("")
    values = row.said
    fields: dict[str, Any] = filled(dossier, values)
    due = new_due(dossier, values)
    if due is not None:
        fields["due_at"] = due
    if values["status"] == dossier.status and due is None:
        if not Dossier.objects.filter(pk=dossier.pk, turn=dossier.turn).update(**fields):
            raise WrongState("")
        record(by, "dossier.filled", dossier, after={"fields": sorted(fields)})
        return dossier
    if values["status"] == dossier.status:
        why = Why(Kind.POSTPONED, source=source)
        step = move(dossier, dossier.status, why, by=by, is_told=False, **fields)
    else:
        step = _step(dossier, values, fields, source, by)
    tell(step, by=by)
    return dossier


def _step(
    dossier: Dossier,
    values: Mapping[str, Any],
    fields: dict[str, Any],
    source: str,
    by: Actor,
) -> DossierStep:
    to = values["status"]
    at = _when(values, to)
    fields |= _moments(dossier, values, to, at)
    kind = step_kind(dossier.status, to)
    reason = values["result"] if to == S.DONE else ""
    why = Why(kind, reason=reason, source=source, at=at)
    step = move(dossier, to, why, by=by, is_told=False, **fields)
    if to == S.PAPERS_ASKED:
        name_papers(step, [Missing(name) for name in values["papers"]])
    return step


def _when(values: Mapping[str, Any], to: int) -> datetime:
    names = {S.HANDED_OVER: "ended_at", S.DONE: "finished_at", S.RECEIVED: "received_at"}
    told = moment(values, names.get(S(to), ""))
    return min(told, civil_now()) if told else civil_now()


def _moments(dossier: Dossier, values: Mapping[str, Any], to: int, at: datetime) -> dict[str, Any]:
    """What the file knows better than the moment at which we read it."""
    found: dict[str, Any] = {}
    if dossier.received_at is None and (received := moment(values, "received_at")):
        due = new_due(dossier, values)
        found = {"received_at": received, "promised_at": moment(values, "due_at") or due}
    if to == S.HANDED_OVER and dossier.finished_at is None:
        found["finished_at"] = moment(values, "finished_at") or at
    return found
