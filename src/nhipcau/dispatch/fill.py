"""Deliveries are made from the job's address query, in SQL, a batch a transaction; whoever comes
after a crash goes on behind the last batch. The job is sent only once its list is whole.
"""

import datetime as dt
import re
from typing import Any, Final

from django.db import transaction
from django_scopes import scope

from nhipcau.channels.registry import TRANSPORTS
from nhipcau.channels.transport import Prepares
from nhipcau.dispatch import sql, sql_fill
from nhipcau.dispatch.buckets import bucket_of
from nhipcau.dispatch.enqueue import COLUMNS
from nhipcau.dispatch.limits import chunk_size
from nhipcau.dispatch.models import Job

BATCH: Final = 50_000
SAMPLE: Final = 1000
COUNTED: Final = "ROW_NUMBER() OVER (ORDER BY id) - 1"
READ_OFF: Final = "id - %(after)s - 1"


def fill_waiting() -> int:
    """One batch of every job that waits for its list. Returns how many were worked on."""
    waiting = sql.run(sql_fill.TO_FILL)
    for job, locality in waiting:
        with scope(locality=locality):
            still = Job.objects.select_related("account").filter(pk=job, state=Job.State.FILLING)
            for each in still:  # none: another worker has finished it meanwhile
                fill_batch(each)
    return len(waiting)


def fill_job(job: Job) -> Job:
    """All of it, now. The sender does this by itself."""
    while job.state == Job.State.FILLING:
        fill_batch(job)
        job.refresh_from_db()
    return job


def fill_batch(job: Job) -> bool:
    """Make the next deliveries of a job; False when somebody else was faster."""
    source, params = _source(job.query)
    # Read before the transaction: it writes and reads nothing but what it inserts.
    after, upto, source["nth"] = _reach(job.filled_up_to, source, params)
    bucket = bucket_of(job.account)
    size = chunk_size(bucket.gap)
    first = sql.chunk_id(job.pk, 0)
    chunk = first + job.chunks_made
    end = sql.chunk_id(job.pk + 1, 0)
    turn = job.first_turn if job.filled_up_to else _turn_now(bucket.turn, bucket.app)
    common: dict[str, Any] = {"job": job.pk, "locality": job.locality_id}
    with transaction.atomic():
        if not sql.count(sql_fill.FILL_BEGIN, upto=upto, after=job.filled_up_to, **common):
            return False
        rows = sql.count(
            sql_fill.FILL.format(**source),
            **(common | params),
            after=after,
            upto=upto,
            chunk=chunk,
            size=size,
            account=job.account_id,
            prefix=job.prefix,
            number=job.chunks_made,
        )
        sql.count(
            sql_fill.FILL_CHUNKS,
            **common,
            bucket=bucket.pk,
            lane=job.lane,
            turn=turn,
            size=size,
            ready_at=(job.not_before or job.created_at).timestamp(),
            first=first,
            chunk=chunk,
            end=end,
        )
        state = _after_filling(job) if upto == sql_fill.LAST else Job.State.FILLING
        sql.count(
            sql_fill.FILL_END, **common, rows=rows, state=state, turn=turn, first=first, end=end
        )
        if state != Job.State.FILLING:
            Job.objects.filter(pk=job.pk).update(query={})
    return True


def _reach(
    filled_up_to: int, source: dict[str, str], params: dict[str, Any]
) -> tuple[int, int, str]:
    """From where to where the batch goes, and how its rows get their numbers.

    Where ids are dense a range of BATCH ids is the batch, and a row's place is read off its id:
    counting them is a third of the work. Chunks then have holes, which hurt nobody.
    """
    sample = min(SAMPLE, BATCH)
    first, last, count = sql.run(
        sql_fill.NEXT.format(**source), after=filled_up_to, sample=sample, **params
    )[0]
    if count < sample:
        return filled_up_to, sql_fill.LAST, COUNTED
    if last - first < 2 * sample:
        return first - 1, first - 1 + BATCH, READ_OFF
    found = sql.run(sql_fill.BOUNDARY.format(**source), after=filled_up_to, batch=BATCH, **params)
    return filled_up_to, found[0][0] if found else sql_fill.LAST, COUNTED


def _after_filling(job: Job) -> str:
    if issubclass(TRANSPORTS[job.account.speaks], Prepares):
        return Job.State.PREPARING
    return Job.State.READY


def _turn_now(own: float, app: Any) -> float:
    """A new job starts where service is: it neither waits behind all that is queued, nor jumps."""
    return max(own, app.turn) if app else own


def _source(query: dict[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """Parts of the statement and its values: the query's positional marks become named ones."""
    values = [_rich(value) for value in query["params"]]
    names = iter(range(len(values)))
    text = re.sub(r"%%|%s", lambda mark: _named(mark.group(), names), query["sql"])
    columns = COLUMNS[: query["width"]]
    parts = {
        "query": text,
        "columns": ", ".join(columns),
        "link": "link" if "link" in columns else "''",
    }
    return parts, {f"q{number}": value for number, value in enumerate(values)}


def _named(mark: str, names: Any) -> str:
    return mark if mark == "%%" else f"%(q{next(names)})s"


def _rich(value: Any) -> Any:
    if isinstance(value, dict):
        ((kind, text),) = value.items()
        return (
            dt.datetime.fromisoformat(text) if kind == "datetime" else dt.date.fromisoformat(text)
        )
    return value
