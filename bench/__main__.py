"""`make bench`: each figure is a ratio taken in one run on one machine, the median of three.
A missed target ends with 1, a void run (the machine was busy with something else) with 2."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.with_postgres import postgres

from bench import procedures
from bench.celery import Peer, run_peer
from bench.gateway import Gateway, gateway, wrk

ROOT = Path(__file__).resolve().parents[1]
MILLION = 1_000_000
SENT_ROWS, PEER_ROWS, WRK_SECONDS, RUNS = 100_000, 3_000, 3, 3
VOID_FROM = 1.5
failures: list[str] = []


def main(parts: list[str]) -> int:
    """`python -m bench procedures`: that part alone; without names all of them."""
    if parts not in ([], ["procedures"]):
        raise SystemExit("python -m bench [procedures]")
    failures.extend(procedures.search(database, say))
    verdict = 0 if parts else throughput()
    for failure in failures:
        say(f"MISSED: {failure}")
    return verdict or (1 if failures else 0)


def throughput() -> int:
    for name in ("SQLite", "PostgreSQL"):
        materialising(name)
    peer_cpu = sending()
    allowed = tomllib.loads((ROOT / "bench/peer/cpu.toml").read_text())["us_per_row"] * VOID_FROM
    say(f"peer: {peer_cpu:.0f} µs of CPU a row; the run is void from {allowed:.0f}")
    if peer_cpu >= allowed:
        say("VOID: the peer needed too much CPU; something else is using this machine")
        return 2
    return 0


def materialising(name: str) -> None:
    with database(name) as env:
        asked = [sys.executable, "-m", "bench.materialise", str(MILLION), str(RUNS)]
        done = subprocess.run(
            asked, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
        )
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    ours, bare = (statistics.median(run[what] for run in runs) for what in ("ours", "bare"))
    judge(
        f"materialising 1 M deliveries, {name}: {ours:,.0f} rows/s, bare statement {bare:,.0f}",
        statistics.median(run["ratio"] for run in runs),
        0.5,
    )


def sending() -> float:
    """End to end on both databases, wrk and the peer, in turns on the same sink; the peer's CPU."""
    limits: list[float] = []
    rates: dict[str, list[float]] = {"SQLite": [], "PostgreSQL": []}
    peers: list[Peer] = []
    with (
        gateway() as sink,
        database("SQLite") as one,
        database("PostgreSQL") as other,
        sender(one, sink) as sqlite,
        sender(other, sink) as server,
    ):
        for _ in range(RUNS):
            limits.append(wrk(sink, seconds=WRK_SECONDS))
            rates["SQLite"].append(run_once(sqlite))
            rates["PostgreSQL"].append(run_once(server))
            peers.append(run_peer(other["NHIPCAU_DATABASE_URL"], sink, PEER_ROWS))
    limit, peer = statistics.median(limits), statistics.median(each.rows_per_s for each in peers)
    for name, found in rates.items():
        rate = statistics.median(found)
        ratio = statistics.median(each / top for each, top in zip(found, limits, strict=True))
        judge(f"end to end over TLS, {name}: {rate:,.0f} rows/s, wrk {limit:,.0f}", ratio, 0.10)
    pairs = zip(rates["PostgreSQL"], peers, strict=True)
    ratio = statistics.median(each / other.rows_per_s for each, other in pairs)
    judge(f"against a Celery task a recipient, PostgreSQL: {peer:,.0f} rows/s", ratio, 30)
    return statistics.median(each.cpu_us_per_row for each in peers)


@contextmanager
def database(name: str) -> Iterator[dict[str, str]]:
    """The environment of a process with a fresh database of its own."""
    with tempfile.TemporaryDirectory(prefix="nhipcau-bench-") as folder:
        env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "NHIPCAU_DATA": folder}
        env.pop("NHIPCAU_DATABASE_URL", None)
        env.pop("NHIPCAU_CLOCK_FILE", None)
        if name == "SQLite":
            yield env
            return
        with postgres() as url:
            yield {**env, "NHIPCAU_DATABASE_URL": url}


@contextmanager
def sender(env: dict[str, str], sink: Gateway) -> Iterator[subprocess.Popen[str]]:
    asked = [sys.executable, "-m", "bench.sender", str(SENT_ROWS), str(RUNS)]
    where = {"NHIPCAU_SMS_API_URL": sink.url, "NHIPCAU_CA_FILE": sink.ca_file}
    process = subprocess.Popen(
        asked,
        env={**env, **where},
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()  # it stops its workers
        process.wait(60)


def run_once(process: subprocess.Popen[str]) -> float:
    """One run of a sender that has filled its job and waits for the word."""
    assert process.stdin and process.stdout
    if process.stdout.readline() != "ready\n":
        raise SystemExit("the sender did not get ready")
    process.stdin.write("go\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def judge(words: str, ratio: float, target: float) -> None:
    verdict = "ok" if ratio >= target else "MISSED"
    say(f"{words}: ratio {ratio:.2f} (target {target}) {verdict}")
    if ratio < target:
        failures.append(words)


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
