"""Making a million deliveries, against the bare INSERT … SELECT into a table with the same columns,
indexes and durability: `python -m bench.materialise ROWS RUNS`. Says the ratios as JSON."""

import json
import os
import re
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhipcau.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django_scopes import scope  # noqa: E402

from bench.ward import ask, make_ward, migrate  # noqa: E402
from nhipcau.channels.models import Account  # noqa: E402
from nhipcau.dispatch.fill import fill_job  # noqa: E402

IS_SQLITE = connection.vendor == "sqlite"
# The same query, in one statement and one transaction, places by plain arithmetic.
BARE = """
INSERT INTO bare_delivery (locality_id, job_id, chunk_id, pos, account, household, neighbourhood,
  address, thread, link, state, attempts, error, key)
SELECT %s, 1, 1 + c.id / 500, c.id %% 500, %s, c.household_id, h.neighbourhood_id, c.value, '', '',
  'queued', 0, '', 'abcdefghij' || c.id
FROM people_contactpoint c JOIN people_household h ON h.id = c.household_id
WHERE c.locality_id = %s AND c.kind = 'phone' AND c.stopped_at IS NULL AND c.failed_at IS NULL
"""


def main(rows: int, runs: int) -> None:
    migrate()
    account = make_ward(rows)
    _make_bare_table()
    for run in range(runs):
        found = {"bare": rows / _bare(account, rows), "ours": rows / _ours(account, rows, run)}
        sys.stdout.write(json.dumps({**found, "ratio": found["ours"] / found["bare"]}) + "\n")
        sys.stdout.flush()


def _bare(account: Account, rows: int) -> float:
    _empty("bare_delivery")
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BARE, [account.locality_id, account.pk, account.locality_id])
        if cursor.rowcount != rows:
            raise SystemExit(f"bare: {cursor.rowcount} of {rows} rows")
    return time.perf_counter() - begun


def _ours(account: Account, rows: int, run: int) -> float:
    _empty("dispatch_delivery")
    _empty("dispatch_chunk")
    with scope(locality=account.locality_id):
        job = ask(account, key=f"run{run}")
        begun = time.perf_counter()
        job = fill_job(job)
        taken = time.perf_counter() - begun
    if job.total != rows or job.state != "ready":
        raise SystemExit(f"ours: {job.total} of {rows} rows, {job.state}")
    return taken


def _make_bare_table() -> None:
    with connection.cursor() as cursor:
        if not IS_SQLITE:
            cursor.execute("CREATE TABLE bare_delivery (LIKE dispatch_delivery INCLUDING ALL)")
            cursor.execute("ANALYZE")
            return
        cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'dispatch_delivery'")
        for (made,) in cursor.fetchall():
            if made:
                cursor.execute(re.sub(r"dispatch_delivery|\"delivery_", _renamed, made))
        cursor.execute("ANALYZE")


def _renamed(found: re.Match[str]) -> str:
    return "bare_delivery" if found.group() == "dispatch_delivery" else '"bare_'


def _empty(table: str) -> None:
    """Both begin with an empty table, and with nothing left to write for what was there."""
    with connection.cursor() as cursor:
        if IS_SQLITE:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.fetchall()
        else:
            cursor.execute(f"TRUNCATE {table} CASCADE")
            cursor.execute("CHECKPOINT")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
