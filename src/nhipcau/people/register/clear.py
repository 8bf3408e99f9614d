"""What a register file leaves behind is personal data: it goes when it has served."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django_scopes import scope, scopes_disabled

from nhipcau.core.clock import machine_now
from nhipcau.core.sql import refresh_statistics
from nhipcau.people.models import (
    ImportBatch,
    ImportRow,
    StagedContact,
    StagedHousehold,
    StagedResident,
)

KEPT_FOR = timedelta(days=7)
State = ImportBatch.State


def clear_batch(batch: ImportBatch) -> None:
    """Nothing while the file is still read or looked at."""
    if batch.state in {State.READING, State.READY}:
        return
    if batch.file:
        default_storage.delete(batch.file)
        ImportBatch.objects.filter(pk=batch.pk).update(file="")
    clear_staged(batch)
    if batch.state == State.APPLIED:
        refresh_statistics()  # the ward may have grown from nothing to thousands


def clear_staged(batch: ImportBatch) -> None:
    """In short transactions: the site goes on answering."""
    for model in (ImportRow, StagedContact, StagedResident, StagedHousehold):
        while True:
            some = list(model.objects.filter(batch=batch).values_list("pk", flat=True)[:2000])
            if not some:
                break
            model.objects.filter(pk__in=some).delete()


def clear_forgotten() -> int:
    """Previews nobody applied within a week, and whatever a lost task left. Run every hour."""
    with scopes_disabled():  # looks over all localities for what is due
        old = ImportBatch.objects.filter(state=State.READY, staged_at__lt=machine_now() - KEPT_FOR)
        old.update(state=State.DROPPED)
        due = list(
            ImportBatch.objects.exclude(file="")
            .exclude(state__in=[State.READING, State.READY])
            .select_related("locality")
        )
    for batch in due:
        with scope(locality=batch.locality):
            clear_batch(batch)
    return len(due)
