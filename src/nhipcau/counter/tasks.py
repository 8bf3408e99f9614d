"""Background work of the desk: ids in, verbs called."""

from django_scopes import scope

from nhipcau.core.tasks import task
from nhipcau.counter.dossiers.go_on import read_batch, write_batch
from nhipcau.counter.models import DossierBatch


@task
def read_export(locality: int, batch: int) -> None:
    with scope(locality=locality):
        read_batch(DossierBatch.objects.get(pk=batch))


@task
def write_export(locality: int, batch: int) -> None:
    with scope(locality=locality):
        write_batch(DossierBatch.objects.get(pk=batch))
