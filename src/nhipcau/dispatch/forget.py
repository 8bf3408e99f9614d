"""Forgetting whom a job was for: that it went, and when, stays; where to and what it said goes."""

from collections.abc import Iterable

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from nhipcau.dispatch.models import Delivery, Job
from nhipcau.dispatch.stop import OPEN

GONE = "-"
AT_ONCE = 500


def forget_jobs(jobs: Iterable[int]) -> None:
    """What has not gone yet is stopped. Each address becomes a sign of its own: a job has an
    address once."""
    ids = list(jobs)
    Job.objects.filter(pk__in=ids, state__in=OPEN, done_at=None).update(state=Job.State.STOPPED)
    rows = Delivery.objects.filter(job__in=ids)
    rows.update(address=_sign(), household=None, thread="", link="")
    Job.objects.filter(pk__in=ids).update(text=GONE, title="", query={}, note={})


def deliveries_to(theirs: Q) -> list[int]:
    """Keys, read before the transaction that forgets them: there is no index for this question."""
    return list(Delivery.objects.filter(theirs).values_list("pk", flat=True))


def forget_deliveries(ids: list[int]) -> int:
    """To one household in jobs that went to many: the job and its words stay."""
    for start in range(0, len(ids), AT_ONCE):
        some: QuerySet[Delivery] = Delivery.objects.filter(pk__in=ids[start : start + AT_ONCE])
        some.filter(state=Delivery.State.QUEUED).update(state=Delivery.State.STOPPED)
        some.update(address=_sign(), household=None, thread="", link="")
    return len(ids)


def _sign() -> Concat:
    return Concat(Value(GONE), Cast("pk", CharField()))
