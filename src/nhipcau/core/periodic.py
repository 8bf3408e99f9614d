"""Periodic jobs on the civil clock. The row decides who runs one; any number of workers may ask.

`due_at` is civil, so the story's clock drives it; `running_until` is machine time, so a killed
worker's job is free again after a minute. Jobs are idempotent: running twice does no harm.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import structlog
from django.db.models import Count, Min, Q

from nhipcau.core.clock import civil_seconds, machine_seconds
from nhipcau.core.models import PeriodicRun

log = structlog.get_logger()
HOLD_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    every_seconds: int
    run: Callable[[], object]


_jobs: dict[str, Job] = {}


def set_jobs(jobs: Iterable[Job]) -> None:
    """Called once by config/wiring.py with the page config/schedule.py."""
    _jobs.clear()
    _jobs.update({job.name: job for job in jobs})


def known_jobs() -> list[Job]:
    return list(_jobs.values())


def ensure_rows() -> None:
    """One row a job; rows of jobs that are no more are removed."""
    PeriodicRun.objects.exclude(name__in=_jobs).delete()
    PeriodicRun.objects.bulk_create(
        [PeriodicRun(name=name, due_at=civil_seconds()) for name in _jobs], ignore_conflicts=True
    )


def run_due() -> int:
    """Run every job that is due and free. Returns how many ran."""
    now = civil_seconds()
    due = PeriodicRun.objects.filter(due_at__lte=now, running_until__lte=machine_seconds())
    ran = 0
    for name, due_at in due.values_list("name", "due_at"):
        job = _jobs.get(name)
        if job is None or not _claim(name, due_at):
            continue
        try:
            job.run()
        except Exception:
            log.exception("periodic job failed", job=name)
        later = civil_seconds() + job.every_seconds
        PeriodicRun.objects.filter(name=name).update(running_until=0, due_at=later)
        ran += 1
    return ran


def next_due() -> float:
    """The civil moment before which no look is needed, as far as the rows say now."""
    first = PeriodicRun.objects.aggregate(first=Min("due_at"))["first"]
    return float(first) if first is not None else float("inf")


def _claim(name: str, due_at: float) -> bool:
    free = PeriodicRun.objects.filter(
        name=name, due_at=due_at, running_until__lte=machine_seconds()
    )
    return free.update(running_until=machine_seconds() + HOLD_SECONDS) == 1


def idle_until(now: float) -> tuple[bool, float | None]:
    """True when nothing is due or running at civil `now`; and when the next one is due."""
    rows = PeriodicRun.objects.aggregate(
        busy=Count("name", filter=Q(due_at__lte=now) | Q(running_until__gt=machine_seconds())),
        coming=Min("due_at", filter=Q(due_at__gt=now)),
    )
    return not rows["busy"], rows["coming"]
