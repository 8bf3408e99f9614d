"""Kill -9 of the sender at three seeded points: nothing is lost, nothing is doubled."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings

from tests.with_postgres import free_port

ROOT = Path(__file__).resolve().parents[1]
SEED = 20230526
RESUMED_WITHIN = 5.0


class Rig:
    """A sandbox, a database of its own and the processes over them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.clock = folder / "clock"
        self.journal = folder / "sandbox" / "journal.jsonl"
        self.database = f"sqlite:///{folder / 'ledger.sqlite3'}"
        if not settings.IS_SQLITE:
            parts = urlsplit(settings.DATABASE_URL)
            self.name = f"kill_{os.getpid()}_{self.port}"
            with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
                server.execute(f"CREATE DATABASE {self.name}")
            self.database = parts._replace(path=f"/{self.name}").geturl()
        self.started: list[subprocess.Popen] = []
        self.sandbox: subprocess.Popen | None = None
        self.speed, self._stop = 1.0, threading.Event()
        self._began = time.time()
        self._tick()
        threading.Thread(target=self._keep_time, daemon=True).start()

    # --- the civil clock, quicker than the machine's

    def _tick(self) -> None:
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(str(self._began + (time.time() - self._began) * self.speed))
        fresh.rename(self.clock)

    def _keep_time(self) -> None:
        while not self._stop.wait(0.01):
            self._tick()

    # --- processes

    @property
    def env(self) -> dict[str, str]:
        url = f"http://127.0.0.1:{self.port}"
        return {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "NHIPCAU_DATA": str(self.folder / "data"),
            "NHIPCAU_DATABASE_URL": self.database,
            "NHIPCAU_CLOCK_FILE": str(self.clock),
            "NHIPCAU_SECRET_KEY": "kill",
            "NHIPCAU_SMS_API_URL": url,
            "NHIPCAU_ZALO_API_URL": url,
            "NHIPCAU_ZALO_OAUTH_URL": url,
        }

    def start_sandbox(self) -> None:
        asked = ["--port", str(self.port), "--journal", str(self.journal.parent)]
        self.sandbox = subprocess.Popen(
            [sys.executable, "-m", "nhipcau_sandbox.server", *asked],
            env=self.env,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(100):
            try:
                self.tell("limits", {"lift": False})
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the sandbox did not start")

    def tell(self, what: str, asked: dict) -> dict:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/sandbox/{what}", json.dumps(asked).encode()
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  loopback
            return json.load(answer)

    def start(self, what: str, **asked) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.kill_rig", what, json.dumps(asked)],
            env=self.env,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def run(self, what: str, **asked) -> str:
        process = self.start(what, **asked)
        said, _ = process.communicate(timeout=240)
        assert process.returncode == 0, what
        return said

    # --- what the database says

    def ask(self, statement: str) -> list[tuple]:
        if self.database.startswith("sqlite"):
            with sqlite3.connect(self.folder / "ledger.sqlite3", timeout=20) as one:
                return one.execute(statement).fetchall()
        with psycopg.connect(self.database) as one:
            return one.execute(statement).fetchall()

    def in_flight(self, worker: str) -> int:
        """Rows whose intent is committed and whose outcome is not."""
        rows = self.ask(
            "SELECT c.worker FROM dispatch_delivery d JOIN dispatch_chunk c ON c.id = d.chunk_id "
            "WHERE d.state = 'queued' AND d.pos < c.started"
        )
        return sum(1 for row in rows if row[0] == worker)

    def held(self) -> Counter[str]:
        """Chunks in hand, by worker."""
        rows = self.ask("SELECT worker FROM dispatch_chunk WHERE leased_until > 0")
        return Counter(row[0] for row in rows)

    def close(self) -> None:
        self._stop.set()
        for process in self.started:
            process.kill()
            process.wait(10)
        if self.sandbox:
            self.sandbox.terminate()
            self.sandbox.wait(10)
        if not settings.IS_SQLITE:
            with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
                server.execute(f"DROP DATABASE {self.name} WITH (FORCE)")


@pytest.fixture
def rig(tmp_path) -> Iterator[Rig]:
    found = Rig(tmp_path)
    try:
        found.start_sandbox()
        yield found
    finally:
        found.close()


def seeded(seed: int, rows: int) -> list[tuple[str, int]]:
    """The three points in some order, each after some share of the rows."""
    dice = random.Random(seed)
    points = ["intent", "flight", "answered"]
    dice.shuffle(points)
    return [(point, dice.randint(rows // 10, rows // 4)) for point in points]


def kill_three_times(rig: Rig, rows: int, seed: int) -> tuple[int, list[float]]:
    """Returns the rows in flight at the kills together, and how long it took each time until the
    dead one's chunks were in other hands."""
    plan = [*seeded(seed, rows), ("", 0)]
    # All are up before the first begins: how long Python starts on a busy machine is no question.
    processes = [
        rig.start("work", worker=f"w{number}", point=point, after=after)
        for number, (point, after) in enumerate(plan)
    ]
    in_flight, takeovers, dead = 0, [], {}
    for number, process in enumerate(processes):
        process.stdin.write("go\n")
        process.stdin.flush()
        while process.poll() is None or (dead and number == len(plan) - 1):
            held = rig.held()
            for worker in [worker for worker in dead if not held[worker]]:
                takeovers.append(time.time() - dead.pop(worker))
            assert not any(time.time() - at > 30 for at in dead.values()), "nobody took over"
            time.sleep(0.02)
        assert process.returncode == (-signal.SIGKILL if plan[number][0] else 0)
        if plan[number][0]:
            assert rig.held()[f"w{number}"], "killed with nothing in hand"
            dead[f"w{number}"] = time.time()
            in_flight += rig.in_flight(f"w{number}")
    return in_flight, takeovers


def check(rig: Rig, rows: int, in_flight: int, takeovers: list[float]) -> dict:
    found = json.loads(rig.run("audit", journal=str(rig.journal)))
    assert found["rows"] == rows
    for wrong in ("doubled", "lost", "without_row", "unfinished"):
        assert found[wrong] == 0, (wrong, found)
    assert found["unknown"] <= in_flight
    assert len(takeovers) == 3
    assert max(takeovers) <= RESUMED_WITHIN, takeovers
    lines = [json.loads(line) for line in rig.journal.read_text(encoding="utf-8").splitlines()]
    accepted = Counter(
        (line["account"], line["address"]) for line in lines if line["what"] == "accepted"
    )
    assert max(accepted.values()) == 1
    terminal = found["deliveries"]
    assert terminal.get("sent", 0) <= len(accepted) <= terminal.get("sent", 0) + found["unknown"]
    return found


def test_sms_survives_three_kills_in_50_000_deliveries(rig):
    """With a key: rows in doubt go again, the gateway knows them. Limits are lifted."""
    rows = 50_000
    gateway = {"api_key": "key", "secret": "geheim", "brandnames": ["UBND SONGCAU"]}
    rig.tell("make", {"sms": [{**gateway, "balance": 10**9}]})
    rig.tell("limits", {"lift": True})
    rig.run("make-sms", rows=rows)
    in_flight, takeovers = kill_three_times(rig, rows, SEED)
    found = check(rig, rows, in_flight, takeovers)
    assert found["unknown"] == 0
    assert found["deliveries"] == {"sent": rows}


def test_zalo_survives_three_kills_in_2_000_consultation_messages(rig):
    """Without a key: rows in doubt are unknown, are never sent again, and get a person instead."""
    rows = 2_000
    people = [{"id": f"p{n}", "name": f"P{n}", "follows": ["oa"]} for n in range(rows)]
    app = {"id": "app", "secret": "s"}
    oa = {"id": "oa", "name": "OA", "app": "app", "oa_type": 2, "per_minute": rows}
    rig.tell("make", {"apps": [app], "oas": [oa], "people": people})
    opened = [{"what": "open_chat", "oa": "oa", "person": f"p{n}"} for n in range(rows)]
    rig.tell("act", {"acts": opened})
    token = rig.tell("token", {"oa": "oa"})["access_token"]
    rig.run("make-zalo", rows=rows, access_token=token)
    rig.speed = 6.0  # the civil clock of the limits and of the sandbox; leases are machine time
    in_flight, takeovers = kill_three_times(rig, rows, SEED)
    found = check(rig, rows, in_flight, takeovers)
    assert found["unknown"] > 0
    unknown = rig.ask("SELECT household FROM dispatch_delivery WHERE state = 'unknown'")
    assert {row[0] for row in unknown} <= set(found["visits"])
