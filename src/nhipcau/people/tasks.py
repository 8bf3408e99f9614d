"""Background work of people: ids in, verbs called."""

from django_scopes import scope

from nhipcau.core.tasks import task
from nhipcau.people.models import ImportBatch
from nhipcau.people.register.clear import clear_batch
from nhipcau.people.register.stage import stage


@task
def stage_register(locality: int, batch: int) -> None:
    with scope(locality=locality):
        stage(ImportBatch.objects.get(pk=batch))


@task
def clear_register(locality: int, batch: int) -> None:
    with scope(locality=locality):
        clear_batch(ImportBatch.objects.get(pk=batch))
