"""Runs the peer (bench/peer): a Redis of its own, its rows in the given PostgreSQL, its workers.
Says rows a second and the CPU of the workers per row."""

import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from tests.with_postgres import free_port

from bench.gateway import PATH, TEXT, Gateway

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".venv-bench" / "bin" / "python"
TABLE = """
DROP TABLE IF EXISTS peer_delivery;
CREATE TABLE peer_delivery (id bigserial PRIMARY KEY, address varchar(120) NOT NULL,
  state varchar(10) NOT NULL, reference varchar(80), key varchar(40) NOT NULL, at timestamptz);
INSERT INTO peer_delivery (address, state, key)
  SELECT '+84' || (900000000 + i), 'queued', 'peer' || i FROM generate_series(1, {rows}) i;
CREATE INDEX ON peer_delivery (reference) WHERE reference IS NOT NULL;
"""


@dataclass(frozen=True)
class Peer:
    rows_per_s: float
    cpu_us_per_row: float


def run_peer(database: str, sink: Gateway, rows: int) -> Peer:
    with psycopg.connect(database, autocommit=True) as db, _redis() as broker:
        db.execute(TABLE.format(rows=rows))
        env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PEER_BROKER": broker,
            "PEER_DATABASE_URL": database,
            "PEER_URL": sink.url + PATH,
            "PEER_CA_FILE": sink.ca_file,
            "PEER_TEXT": TEXT,
        }
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        workers = subprocess.Popen(
            [PYTHON, "-m", "celery", "-A", "bench.peer.app", "worker", *FLAGS],
            env=env,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _warm_up(db, env)
            taken = _send_all(db, env, rows)
        finally:
            workers.send_signal(signal.SIGTERM)
            workers.wait(60)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime - STARTING_CPU
    return Peer((rows - WARM) / taken, cpu / rows * 1e6)


FLAGS = (
    "--loglevel=ERROR",
    "--without-gossip",
    "--without-mingle",
    "--without-heartbeat",
    "-Ofair",
)
STARTING_CPU = 2.0  # seconds of CPU that starting and stopping the processes takes
WARM = 50


def _warm_up(db: psycopg.Connection, env: dict[str, str]) -> None:
    """A few rows through: the workers are up, connected and have imported everything."""
    _ask(env, 1, WARM)
    _wait(db, WARM)


def _send_all(db: psycopg.Connection, env: dict[str, str], rows: int) -> float:
    """Seconds from asking to the last row written. The queue fills while the workers work."""
    asking = _ask(env, WARM + 1, rows)
    begun = time.perf_counter()
    _wait(db, rows)
    taken = time.perf_counter() - begun
    asking.wait(10)
    return taken


def _ask(env: dict[str, str], first: int, last: int) -> subprocess.Popen[bytes]:
    asked = [PYTHON, "-m", "bench.peer.queue", str(first), str(last)]
    process = subprocess.Popen(asked, env=env, cwd=ROOT, stdin=subprocess.PIPE)
    time.sleep(1.5)  # importing Celery is no part of asking
    assert process.stdin
    process.stdin.write(b"go\n")
    process.stdin.close()
    return process


def _wait(db: psycopg.Connection, rows: int) -> None:
    until, sent = time.monotonic() + 300, 0
    while time.monotonic() < until:
        found = db.execute("SELECT COUNT(*) FROM peer_delivery WHERE state = 'sent'").fetchone()
        sent = found[0] if found else 0
        if sent == rows:
            return
        time.sleep(0.02)
    raise SystemExit(f"the peer sent {sent} of {rows} rows in 300 s")


@contextmanager
def _redis() -> Iterator[str]:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="nhipcau-redis-") as folder:
        asked = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        server = subprocess.Popen(
            ["redis-server", *asked, "--dir", folder], stdout=subprocess.DEVNULL
        )
        try:
            time.sleep(0.5)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait(10)
