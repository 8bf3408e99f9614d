"""The one seam to background work. A task carries ids only; rows are the truth, tasks only wake.

A task called twice, late or never must do no harm: a periodic job in config/schedule.py finds
the same rows. So the engine behind it may lose or repeat a task.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

__all__ = ["task", "wake_on_commit"]


def wake_on_commit(what: Any, *args: int | str) -> None:
    """Enqueue the task `what` after the surrounding transaction commits."""
    enqueue: Callable[..., Any] = what.enqueue
    transaction.on_commit(partial(enqueue, *args))
