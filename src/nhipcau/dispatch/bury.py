"""What must not be sent any more: jobs stopped, failed or past their end. Each chunk is taken from
whoever holds it only once its lease is over; rows that may have gone are `unknown`, not buried.
"""

from django.db import transaction
from django_scopes import scope

from nhipcau.core.clock import civil_now, machine_seconds
from nhipcau.dispatch import sql
from nhipcau.dispatch.divert import cost_of
from nhipcau.dispatch.lease import LEASE_SECONDS, sql_time
from nhipcau.dispatch.models import Delivery, Diversion, Job
from nhipcau.dispatch.outcomes import tell

ENDS = {Job.State.STOPPED: Delivery.State.STOPPED, Job.State.FAILED: Delivery.State.REFUSED}


def bury_chunks() -> int:
    """Returns how many chunks were closed; there may be more."""
    found = sql.run(sql.TO_BURY, machine=machine_seconds(), time=sql_time(civil_now()))
    for chunk, locality, state, problem in found:
        with scope(locality=locality):
            _bury(chunk, locality, ENDS.get(state, Delivery.State.EXPIRED), problem)
    return len(found)


def _bury(chunk: int, locality: int, state: str, problem: str) -> None:
    machine, at = machine_seconds(), civil_now()
    with transaction.atomic():
        taken = sql.run(
            sql.TAKE_TO_BURY,
            chunk=chunk,
            locality=locality,
            machine=machine,
            until=machine + LEASE_SECONDS,
        )
        if not taken:
            return
        moved = sql.run(
            sql.BURY,
            chunk=chunk,
            locality=locality,
            started=taken[0][0],
            state=state,
            error=problem,
            at=sql_time(at),
        )
        sql.count(sql.CLOSE, chunk=chunk, locality=locality)
        tell(moved, at)


def finish_jobs() -> int:
    """Jobs without an open chunk are over; what they cost is counted before the write."""
    finished = sql.run(sql.FINISHED_JOBS, time=sql_time(civil_now()))
    for job, locality, unit in finished:
        with scope(locality=locality):
            has_price = unit or Diversion.objects.filter(job=job).exists()
            paid = sql.run(sql.COUNT_PAID, job=job, locality=locality) if has_price else []
            cost = cost_of(job, unit, paid)
        at = sql_time(civil_now())
        sql.count(sql.FINISH_JOB, job=job, locality=locality, cost=cost, at=at)
    return len(finished)
