"""Sources that are read by themselves, and the facts of the desk: name and agency by days."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.core.actor import SYSTEM
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.counter.adapters import ADAPTERS, Adapter, Fetched
from nhipcau.counter.dossiers.apply import apply_batch
from nhipcau.counter.dossiers.numbers import province_of, tidy_number
from nhipcau.counter.dossiers.rights import require_arranger
from nhipcau.counter.dossiers.stage import say_missing, stage_export
from nhipcau.counter.models import DeskName, DossierBatch, DossierSource
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.text.fold import tidy


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
            problem = ""
            for fetched in adapter.fetch(source):
                problem = _take(source, adapter, fetched) or problem
                read += 1
            DossierSource.objects.filter(pk=source.pk).update(read_at=civil_now())
            if problem:
                DossierSource.objects.filter(pk=source.pk).update(problem=problem[:400])
    return read


def _take(source: DossierSource, adapter: Adapter, fetched: Fetched) -> str:
    """Returns what is wrong with it, in words."""
    if fetched.export is None:
        adapter.done(source, fetched, is_read=False)
        return f"{fetched.mark}: {fetched.fault}"
    batch = stage_export(source.locality, fetched.export, by=SYSTEM, source=source.kind)
    adapter.done(source, fetched, is_read=True)
    if batch.state == DossierBatch.State.ASKING:
        return f"{fetched.mark}: {say_missing(batch)}"
    apply_batch(batch, by=SYSTEM)
    return ""


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
