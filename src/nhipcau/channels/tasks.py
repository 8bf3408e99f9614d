"""Shims: a task wakes a verb; the periodic jobs find the same rows when a wake-up is lost."""

from nhipcau.channels import incoming, load
from nhipcau.core.tasks import task


@task()
def load_events() -> None:
    load.load_raw_events()
    incoming.take_incoming()
