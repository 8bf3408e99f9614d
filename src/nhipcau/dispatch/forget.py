"""Forgetting whom a job was for: that it went, and when, stays; where to and what it said goes."""

from collections.abc import Iterable

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from nhipcau.dispatch.models import Delivery, Job
from nhipcau.dispatch.stop import OPEN

GONE = "-"


def forget_jobs(jobs: Iterable[int]) -> None:
    """What has not gone yet is stopped. Each address becomes a sign of its own: a job has an
    address once."""
    ids = list(jobs)
    Job.objects.filter(pk__in=ids, state__in=OPEN, done_at=None).update(state=Job.State.STOPPED)
    gone = Concat(Value(GONE), Cast("pk", CharField()))
    Delivery.objects.filter(job__in=ids).update(address=gone, household=None, thread="", link="")
    Job.objects.filter(pk__in=ids).update(text=GONE, title="", query={}, note={})
