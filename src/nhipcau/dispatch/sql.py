"""The raw statements of sending: one text for both databases but where a batch is unfolded.

Statements on tenants' rows carry the locality, or stand with their reason in OVER_LOCALITIES of
tests/test_architecture.py. A batch is one JSON parameter, so that a statement's text never depends
on how many rows it has.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import connection

Rows = list[tuple[Any, ...]]
N, R, T = "bigint", "double precision", "text"  # kinds of a batch's columns

CHUNK_BITS: Final = 24

# --- picking and leasing: lease.py

PICK = """
SELECT c.id, c.locality_id, c.job_id, c.bucket_id, b.app_id, b.account_id, b.gap, c.nrows,
  c.started, c.lane, c.turn
FROM dispatch_bucket b
JOIN channels_account a ON a.id = b.account_id AND a.state = 'working'
LEFT JOIN dispatch_bucket p ON p.id = b.app_id
JOIN dispatch_chunk c ON c.id = (
  SELECT k.id FROM dispatch_chunk k
  JOIN dispatch_job j ON j.id = k.job_id AND j.state = 'ready'
    AND (j.not_after IS NULL OR j.not_after > %(time)s)
  WHERE k.bucket_id = b.id AND k.ready_at <= %(now)s AND k.leased_until <= %(machine)s
  ORDER BY k.lane, k.turn LIMIT 1)
WHERE b.tat <= %(now)s + %(ahead)s AND b.paused_until <= %(now)s
  AND (p.id IS NULL OR (p.tat <= %(now)s + %(ahead)s AND p.paused_until <= %(now)s))
ORDER BY c.lane, c.turn LIMIT 64
"""

LEASE = """
UPDATE dispatch_chunk SET leased_until = %(until)s, fence = fence + 1, worker = %(worker)s
WHERE id = %(chunk)s AND locality_id = %(locality)s AND ready_at <= %(now)s
  AND leased_until <= %(machine)s
RETURNING fence, started
"""

RESERVE = """
UPDATE dispatch_bucket
SET tat = (CASE WHEN tat > %(now)s THEN tat ELSE %(now)s END) + gap * %(rows)s,
  turn = CASE WHEN turn > %(turn)s THEN turn ELSE %(turn)s END
WHERE id = %(bucket)s AND tat <= %(now)s + %(ahead)s AND paused_until <= %(now)s
RETURNING tat - gap * %(rows)s, gap
"""

PAUSE = """
UPDATE dispatch_bucket SET paused_until = %(until)s,
  failing_since = CASE WHEN failing_since = 0 THEN %(failing)s ELSE failing_since END
WHERE id = %(bucket)s AND paused_until < %(until)s
"""

ROWS = """
SELECT id, pos, address, thread, link, key, attempts FROM dispatch_delivery
WHERE chunk_id = %(chunk)s AND locality_id = %(locality)s AND state = 'queued' ORDER BY pos
"""

JOB = """
SELECT title, text, link, note, image FROM dispatch_job
WHERE id = %(job)s AND locality_id = %(locality)s
"""

# --- the sender's own transaction, once a turn (settle.py)

# One row for each chunk in hand that must change: a new intent, a renewal, an end, a release.
# Intent is refused when the job is no longer to be sent.
TOUCH = """
UPDATE dispatch_chunk
SET started = v.started, ready_at = v.ready_at, leased_until = v.leased_until
FROM {batch} v
WHERE dispatch_chunk.id = v.id AND dispatch_chunk.fence = v.fence
  AND (v.started = dispatch_chunk.started OR EXISTS (
    SELECT 1 FROM dispatch_job j WHERE j.id = dispatch_chunk.job_id AND j.state = 'ready'))
RETURNING dispatch_chunk.id
"""
TOUCH_COLUMNS = {"id": N, "fence": N, "started": N, "ready_at": R, "leased_until": R}

WRITE_BACK = """
UPDATE dispatch_delivery
SET state = v.state, reference = v.reference, error = v.error, attempts = attempts + 1,
  at = %(at)s
FROM {batch} v
WHERE dispatch_delivery.id = v.id AND dispatch_delivery.locality_id = %(locality)s
  AND dispatch_delivery.state = 'queued' AND EXISTS (
    SELECT 1 FROM dispatch_chunk c WHERE c.id = dispatch_delivery.chunk_id AND c.fence = v.fence)
RETURNING dispatch_delivery.id, job_id, account, household, neighbourhood, address,
  dispatch_delivery.state, dispatch_delivery.error, dispatch_delivery.reference
"""
WRITE_BACK_COLUMNS = {"id": N, "fence": N, "state": T, "reference": T, "error": T}

NEXT_CHUNK = """
UPDATE dispatch_job SET chunks_made = chunks_made + 1
WHERE id = %(job)s AND locality_id = %(locality)s RETURNING chunks_made - 1
"""

RETRY_CHUNK = """
INSERT INTO dispatch_chunk (id, locality_id, job_id, bucket_id, lane, turn, ready_at, leased_until,
  nrows, started, worker, fence)
SELECT %(chunk)s, c.locality_id, c.job_id, c.bucket_id, c.lane, c.turn, %(ready_at)s, 0, %(rows)s,
  0, '', 0
FROM dispatch_chunk c WHERE c.id = %(like)s AND c.locality_id = %(locality)s
"""

MOVE = """
UPDATE dispatch_delivery
SET chunk_id = %(chunk)s, pos = v.pos, attempts = v.attempts, error = v.error
FROM {batch} v
WHERE dispatch_delivery.id = v.id AND dispatch_delivery.locality_id = %(locality)s
  AND dispatch_delivery.state = 'queued' AND EXISTS (
    SELECT 1 FROM dispatch_chunk c WHERE c.id = dispatch_delivery.chunk_id AND c.fence = v.fence)
"""
MOVE_COLUMNS = {"id": N, "fence": N, "pos": N, "attempts": N, "error": T}

# --- what must not be sent any more (bury.py)

TO_BURY = """
SELECT c.id, c.locality_id, j.state, j.problem FROM dispatch_job j
JOIN dispatch_chunk c ON c.job_id = j.id AND c.ready_at IS NOT NULL
  AND c.leased_until <= %(machine)s
WHERE j.done_at IS NULL AND (j.state IN ('stopped', 'failed')
  OR (j.not_after IS NOT NULL AND j.not_after <= %(time)s AND j.state IN ('ready', 'preparing')))
LIMIT 100
"""

TAKE_TO_BURY = """
UPDATE dispatch_chunk SET leased_until = %(until)s, fence = fence + 1, worker = 'bury'
WHERE id = %(chunk)s AND locality_id = %(locality)s AND ready_at IS NOT NULL
  AND leased_until <= %(machine)s
RETURNING started
"""

CLOSE = """
UPDATE dispatch_chunk SET ready_at = NULL, leased_until = 0
WHERE id = %(chunk)s AND locality_id = %(locality)s
"""

BURY = """
UPDATE dispatch_delivery SET at = %(at)s,
  error = CASE WHEN pos < %(started)s THEN 'takeover' ELSE %(error)s END,
  state = CASE WHEN pos < %(started)s THEN 'unknown' ELSE %(state)s END
WHERE chunk_id = %(chunk)s AND locality_id = %(locality)s AND state = 'queued'
RETURNING id, job_id, account, household, neighbourhood, address, state, error, reference
"""

# --- the ends

# One that could not be prepared before its end is over as well.
FINISHED_JOBS = """
SELECT j.id, j.locality_id, j.unit_vnd FROM dispatch_job j
WHERE j.done_at IS NULL AND (j.state IN ('ready', 'stopped', 'failed')
  OR (j.state = 'preparing' AND j.not_after <= %(time)s)) AND NOT EXISTS (
  SELECT 1 FROM dispatch_chunk c WHERE c.job_id = j.id AND c.ready_at IS NOT NULL)
LIMIT 100
"""

COUNT_PAID = """
SELECT account, COUNT(*) FROM dispatch_delivery WHERE locality_id = %(locality)s
  AND job_id = %(job)s AND state IN ('sent', 'delivered', 'seen', 'unknown') GROUP BY account
"""

FINISH_JOB = """
UPDATE dispatch_job SET done_at = %(at)s, cost_vnd = %(cost)s,
  state = CASE WHEN state IN ('ready', 'preparing') THEN 'done' ELSE state END
WHERE id = %(job)s AND locality_id = %(locality)s AND done_at IS NULL
"""

# When each account's next chunk may go, and each job's next step of preparing. A chunk in hand says
# when its next window is due; one that is free waits for its account as well.
WAITING = """
SELECT MIN(CASE WHEN c.leased_until > %(machine)s THEN c.ready_at
    WHEN c.ready_at >= b.paused_until AND c.ready_at >= b.tat - %(ahead)s
      AND c.ready_at >= COALESCE(p.tat, 0) - %(ahead)s THEN c.ready_at
    WHEN b.paused_until >= b.tat - %(ahead)s AND b.paused_until >= COALESCE(p.tat, 0) - %(ahead)s
      THEN b.paused_until
    WHEN b.tat >= COALESCE(p.tat, 0) THEN b.tat - %(ahead)s
    ELSE p.tat - %(ahead)s END)
FROM dispatch_chunk c
JOIN dispatch_job j ON j.id = c.job_id AND j.state IN ('ready', 'stopped', 'failed')
JOIN dispatch_bucket b ON b.id = c.bucket_id
JOIN channels_account a ON a.id = b.account_id AND (a.state = 'working' OR j.state <> 'ready')
LEFT JOIN dispatch_bucket p ON p.id = b.app_id
WHERE c.ready_at IS NOT NULL
GROUP BY c.bucket_id
UNION ALL
SELECT j.ready_at FROM dispatch_job j
JOIN channels_account a ON a.id = j.account_id AND a.state = 'working'
WHERE j.state = 'preparing'
"""

TO_PREPARE = """
SELECT j.id, j.locality_id, j.account_id FROM dispatch_job j
JOIN channels_account a ON a.id = j.account_id AND a.state = 'working'
WHERE j.state = 'preparing' AND j.ready_at <= %(now)s AND j.leased_until <= %(machine)s
  AND (j.not_after IS NULL OR j.not_after > %(time)s)
ORDER BY j.lane, j.id LIMIT 8
"""


FIRST_ROW = """
SELECT address, key FROM dispatch_delivery
WHERE chunk_id = %(chunk)s AND locality_id = %(locality)s AND pos = 0
"""

TAKE_JOB = """
UPDATE dispatch_job SET leased_until = %(until)s
WHERE id = %(job)s AND locality_id = %(locality)s AND state = 'preparing'
  AND leased_until <= %(machine)s
"""

KEEP_JOB = """
UPDATE dispatch_job SET leased_until = %(until)s, ready_at = COALESCE(%(ready_at)s, ready_at)
WHERE id = %(job)s AND locality_id = %(locality)s AND state = 'preparing'
  AND leased_until = %(former)s
"""

END_JOB = """
UPDATE dispatch_job SET state = %(state)s, ready_at = %(ready_at)s, leased_until = 0,
  problem = %(problem)s, note = %(note)s, attempts = attempts + %(tried)s
WHERE id = %(job)s AND locality_id = %(locality)s AND state = 'preparing'
  AND leased_until = %(former)s
"""

JOB_ATTEMPTS = """
SELECT attempts FROM dispatch_job WHERE id = %(job)s AND locality_id = %(locality)s
"""


def chunk_id(job: int, number: int) -> int:
    return (job << CHUNK_BITS) + number


def run(statement: str, **given: Any) -> Rows:
    """Execute and hand back all rows: no cursor stays open across a send."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall()) if cursor.description else []


def count(statement: str, **given: Any) -> int:
    """Execute and say how many rows changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.rowcount)


def run_batch(
    statement: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]], **given: Any
) -> Rows:
    """Execute a statement over {batch}: rows in the order of `columns`."""
    return run(unfolded(statement, columns), rows=json.dumps(rows), **given)


def unfolded(statement: str, columns: Mapping[str, str]) -> str:
    """`statement` with {batch} as this database unfolds the JSON parameter `rows`."""
    if connection.vendor == "sqlite":
        taken = ", ".join(f"value ->> {n} AS {name}" for n, name in enumerate(columns))
        return statement.format(batch=f"(SELECT {taken} FROM json_each(%(rows)s))")  # noqa: S608
    taken = ", ".join(
        f"CAST(value ->> {n} AS {kind}) AS {name}" for n, (name, kind) in enumerate(columns.items())
    )
    return statement.format(
        batch=f"(SELECT {taken} FROM json_array_elements(CAST(%(rows)s AS json)))"  # noqa: S608
    )


def to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def from_json(value: Any) -> Any:
    """A JSON column as the driver hands it over: text on SQLite, and text or values elsewhere."""
    return json.loads(value) if isinstance(value, str | bytes) else value
