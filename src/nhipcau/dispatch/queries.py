"""Reads over the ledger: is it at rest, and how is a job doing."""

from django.db.models import Q
from django_scopes import scopes_disabled

from nhipcau.core.clock import machine_seconds
from nhipcau.dispatch import sql
from nhipcau.dispatch.limits import AHEAD
from nhipcau.dispatch.models import Job
from nhipcau.places.row_security import over_localities


@over_localities()
def idle_until(now: float) -> tuple[bool, float | None]:
    """True when nothing can be sent at civil `now`; and the next civil moment when something can
    (a limit, a pause, a retry, a start, an end). Jobs of accounts in trouble wait for people and
    count only for their end."""
    rows = sql.run(sql.WAITING, now=now, machine=machine_seconds(), ahead=AHEAD)
    moments = [float(row[0]) for row in rows if row[0] is not None]
    with scopes_disabled():  # the ledger of every locality
        waits = Q(state=Job.State.FILLING) | Q(not_after__isnull=False)
        jobs = Job.objects.filter(waits, done_at=None).exclude(state=Job.State.DONE)
        for state, end in jobs.values_list("state", "not_after"):
            if state == Job.State.FILLING:
                return False, None
            moments += [end.timestamp()] if end else []
    if any(moment <= now for moment in moments):
        return False, None
    return True, min(moments, default=None)
