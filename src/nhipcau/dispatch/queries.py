"""Reads over the ledger: is it at rest, and how is a job doing."""

from django.db.models import Count
from django_scopes import scopes_disabled

from nhipcau.core.clock import machine_seconds
from nhipcau.dispatch import sql
from nhipcau.dispatch.limits import AHEAD
from nhipcau.dispatch.models import Delivery, Job


def idle_until(now: float) -> tuple[bool, float | None]:
    """True when nothing can be sent at civil `now`; and the next civil moment when something can
    (a limit, a pause, a retry, a start, an end). Jobs of accounts in trouble wait for people and
    count only for their end."""
    rows = sql.run(sql.WAITING, now=now, machine=machine_seconds(), ahead=AHEAD)
    moments = [float(row[0]) for row in rows if row[0] is not None]
    with scopes_disabled():  # the ledger of every locality
        ends = Job.objects.filter(done_at=None, not_after__isnull=False).exclude(
            state=Job.State.DONE
        )
        moments += [end.timestamp() for end in ends.values_list("not_after", flat=True) if end]
        if Job.objects.filter(done_at=None, state=Job.State.FILLING).exists():
            return False, None
    if any(moment <= now for moment in moments):
        return False, None
    return True, min(moments, default=None)


def states_of(job: Job) -> dict[str, int]:
    """How many deliveries are in each state."""
    counted = Delivery.objects.filter(job=job).values_list("state").annotate(n=Count("id"))
    return dict(counted)
