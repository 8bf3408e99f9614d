"""Sources that are read by themselves, and the facts of the desk: name and agency by days."""

from contextlib import suppress
from datetime import date

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.core.actor import SYSTEM
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now, machine_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.counter.adapters import ADAPTERS, Adapter, Fetched
from nhipcau.counter.dossiers.apply import apply_batch
from nhipcau.counter.dossiers.exports import Export
from nhipcau.counter.dossiers.numbers import province_of, tidy_number
from nhipcau.counter.dossiers.rights import require_arranger
from nhipcau.counter.dossiers.stage import hash_of, say_missing, stage_export
from nhipcau.counter.models import DeskName, DossierBatch, DossierSource
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.text.fold import tidy

State = DossierBatch.State
log = structlog.get_logger()


def switch_source(locality: Locality, kind: str, *, is_on: bool, by: Staff) -> DossierSource:
    """Verb. Switched on, it is read every few minutes."""
    require_arranger(by, locality.pk)
    if kind not in ADAPTERS:
        raise BadInput(_("Không có nguồn này."), field="kind")
    with transaction.atomic():
        source, _new = DossierSource.objects.update_or_create(
            locality=locality, kind=kind, defaults={"is_on": is_on, "problem": ""}
        )
        record(by.actor, "dossier_source.switched", source, after={"kind": kind, "on": is_on})
    return source


def read_sources() -> int:
    """Periodic. What is new is staged and applied; a file whose columns nobody can tell waits for
    a person on the page. Returns how many were read."""
    with scopes_disabled():  # every locality's; each is read in its own scope
        sources = list(DossierSource.objects.filter(is_on=True).select_related("locality"))
    read = 0
    for source in sources:
        adapter = ADAPTERS.get(source.kind)
        if adapter is None or source.locality.closed_at is not None:
            continue
        with scope(locality=source.locality):
            read += _read(source, adapter)
    return read


def _read(source: DossierSource, adapter: Adapter) -> int:
    """What a crash left is finished first: its file may lie in no folder any more."""
    for batch in DossierBatch.objects.filter(source=source.kind, state=State.READY):
        if not batch.columns.get("named"):  # else a person looks through it
            with suppress(WrongState):
                apply_batch(batch, by=SYSTEM)
    read, told = 0, DossierSource.objects.filter(pk=source.pk)
    for fetched in adapter.fetch(source):
        problem = _try(source, adapter, fetched)
        if problem:
            told.update(problem=problem[:400])
        else:
            told.filter(problem__startswith=f"{fetched.mark}: ").update(problem="")
        read += 1
    told.update(read_at=civil_now())
    return read


def _try(source: DossierSource, adapter: Adapter, fetched: Fetched) -> str:
    """One that breaks stays where it is for the next round, and keeps no other waiting."""
    try:
        return _take(source, adapter, fetched)
    except WrongState:
        return ""  # another worker is at it
    except Exception:
        log.exception("an export of dossiers broke off", source=source.pk)
        return f"{fetched.mark}: {_('chưa ghi được, máy sẽ thử lại.')}"


def _take(source: DossierSource, adapter: Adapter, fetched: Fetched) -> str:
    """Returns what is wrong with it, in words. Only what is written, or waits for a person, is
    done: whatever breaks off before is fetched again."""
    if fetched.export is None:
        adapter.done(source, fetched, is_read=False)
        return f"{fetched.mark}: {fetched.fault}"
    batch = _begun(source, fetched.export)
    if batch is None:
        batch = stage_export(source.locality, fetched.export, by=SYSTEM, source=source.kind)
    problem = ""
    if batch.state == State.ASKING:
        problem = f"{fetched.mark}: {say_missing(batch)}"
    else:
        apply_batch(batch, by=SYSTEM)
    adapter.done(source, fetched, is_read=True)
    return problem


def _begun(source: DossierSource, export: Export) -> DossierBatch | None:
    """The same lines, when a crash came before their file was put away, or another worker has
    them in hand."""
    begun = DossierBatch.objects.filter(
        Q(leased_until__gt=machine_now()) | ~Q(state=State.READING),
        source=source.kind,
        file_hash=hash_of(export),
        state__in=[State.READING, State.ASKING, State.APPLYING],
    )
    return begun.order_by("-pk").first()


def name_desk(
    locality: Locality, *, name: str, agency: str, valid_from: date, by: Staff
) -> DeskName:
    """Verb. From that day on. The same day again corrects it; earlier names stay for old papers."""
    require_arranger(by, locality.pk)
    name, agency = tidy(name)[:160], tidy_number(agency)
    if not name:
        raise BadInput(_("Hãy ghi tên bộ phận một cửa."), field="name")
    if agency and not province_of(agency):
        raise BadInput(_("Mã đơn vị cần dạng 000.00.01.H03 (có mã tỉnh như H03)."), field="agency")
    with transaction.atomic():
        row, _new = DeskName.objects.update_or_create(
            locality=locality, valid_from=valid_from, defaults={"name": name, "agency": agency}
        )
        record(by.actor, "desk.named", row, after={"from": valid_from.isoformat()})
    return row
