"""Shims: they wake what the periodic jobs would find anyway."""

from nhipcau.core.tasks import task
from nhipcau.replication.province import deliver, spread


@task()
def deliver_now() -> None:
    deliver.deliver_issued()


@task()
def spread_now() -> None:
    spread.spread_pushes()
