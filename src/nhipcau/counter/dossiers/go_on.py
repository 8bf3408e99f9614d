"""What takes longer than a page may: files that are read, judged and written in the background,
and whatever broke off. A batch belongs to one worker by its lease."""

from typing import BinaryIO, cast

import structlog
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.core.actor import Actor
from nhipcau.core.clock import machine_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.counter.dossiers.apply import apply_batch
from nhipcau.counter.dossiers.exports import open_export
from nhipcau.counter.dossiers.judge import LEASE, judge_batch
from nhipcau.counter.dossiers.stage import clear_file, clear_rows, fill
from nhipcau.counter.models import DossierBatch, DossierRow

State = DossierBatch.State
log = structlog.get_logger()


def go_on() -> int:
    """Periodic. Whatever waits for a reader or a writer, or lost its own. Returns how many."""
    with scopes_disabled():  # looks over all localities for what is due
        waiting = list(
            DossierBatch.objects.filter(
                _free(), state__in=[State.READING, State.APPLYING]
            ).select_related("locality")
        )
    for batch in waiting:
        with scope(locality=batch.locality):
            try:
                if batch.state == State.READING:
                    read_batch(batch)
                else:
                    write_batch(batch)
            except Exception:  # one broken file keeps none of the others waiting
                log.exception("an export of dossiers broke off", batch=batch.pk)
    return len(waiting)


def read_batch(batch: DossierBatch) -> None:
    """A kept file is opened; lines that are there already are judged by the columns chosen."""
    mine = DossierBatch.objects.filter(_free(), pk=batch.pk, state=State.READING)
    if not mine.update(leased_until=machine_now() + LEASE, rows_done=0):
        return
    batch.refresh_from_db()
    try:
        if batch.file:
            _open(batch)
        elif DossierRow.objects.filter(batch=batch).count() != batch.rows_total:
            _end(batch, State.DROPPED)  # a crash left half of it, and whoever sent it knows
            return
        by = _actor(batch.columns.get("by") or batch.created_by)
        judge_batch(batch, batch.columns.get("named", {}), by=by)
        clear_file(batch)
    except BadInput as fault:
        _end(batch, State.REFUSED, fault.message)
    except WrongState:  # somebody dropped it, perhaps between two parts of it
        batch.refresh_from_db()
        if batch.state == State.DROPPED:
            clear_rows(batch)
            clear_file(batch)
    except Exception:
        # Else it would be tried again for ever; the log has the reason.
        _end(batch, State.REFUSED, _("Tệp bị hỏng, không mở được. Hãy xuất lại từ hệ thống tỉnh."))
        raise


def write_batch(batch: DossierBatch) -> None:
    try:
        apply_batch(batch, by=_actor(batch.applied_by or batch.created_by))
    except WrongState:
        return  # another worker is at it, or done


def _free() -> Q:
    return Q(leased_until=None) | Q(leased_until__lt=machine_now())


def _open(batch: DossierBatch) -> None:
    try:
        with default_storage.open(batch.file, "rb") as opened:
            export = open_export(cast(BinaryIO, opened), batch.file_name)
    except OSError:
        raise BadInput(_("Không mở được tệp này."), field="file") from None
    fill(batch, export)


def _end(batch: DossierBatch, state: str, fault: str = "") -> None:
    mine = DossierBatch.objects.filter(pk=batch.pk, state=State.READING)
    mine.update(state=state, fault=fault[:400], leased_until=None)
    clear_rows(batch)
    clear_file(batch)


def _actor(text: str) -> Actor:
    kind, _colon, key = text.partition(":")
    return Actor(kind, key)
