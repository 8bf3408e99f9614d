"""Shims: they wake what the periodic jobs would find anyway."""

from django_scopes import scope

from nhipcau.core.tasks import task
from nhipcau.replication.data_out.make import make_export
from nhipcau.replication.province import deliver, follow, spread


@task()
def deliver_now() -> None:
    deliver.deliver_issued()


@task()
def spread_now() -> None:
    spread.spread_pushes()


@task()
def follow_now() -> None:
    follow.follow_issued()


@task()
def write_export(locality: int, export: int) -> None:
    with scope(locality=locality):
        make_export(export)
