"""Forgetting whom a job was for: that it went, and when, stays; where to and what it said goes."""

from collections.abc import Iterable

from nhipcau.dispatch.models import Delivery, Job
from nhipcau.dispatch.stop import OPEN

GONE = "-"


def forget_jobs(jobs: Iterable[int]) -> None:
    """Of jobs with one addressee each. What has not gone yet is stopped."""
    ids = list(jobs)
    Job.objects.filter(pk__in=ids, state__in=OPEN, done_at=None).update(state=Job.State.STOPPED)
    Delivery.objects.filter(job__in=ids).update(address=GONE, household=None, thread="")
    Job.objects.filter(pk__in=ids).update(text=GONE, title="", query={}, note={})
