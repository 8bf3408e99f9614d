"""One soak on one database: processes started, faults made at their times, everything held
against the ledger at the end."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.with_postgres import free_port

from bench.soak.lines import Lines
from bench.soak.measure import RECOVERS, RECOVERS_USUALLY, Span, measure
from bench.soak.plan import LANES, ON_LINES, PEOPLE, Fault, schedule
from bench.soak.world import APP, FB_APP, OAS, PAGE, addresses, seed, talk_first
from nhipcau_sandbox.audit import accepted_rows
from nhipcau_sandbox.clock import Clock

ROOT = Path(__file__).resolve().parents[2]
NHIPCAU = (sys.executable, "-m", "nhipcau.commands.main")
TEN_IN_THE_MORNING = 1685070000.0  # Friday 26 May 2023 in Việt Nam: broadcasts are allowed
POSTS, TICK = 6, 0.005
USED_FROM, PASSED_FROM = 0.90, 1.03
MEASURED_FROM = 20.0  # counted seconds below which a share says nothing
Said = dict[str, Any]


class Soak:
    def __init__(self, folder: Path, database: str, seed: int, seconds: float) -> None:
        self.folder, self.seed, self.seconds = folder, seed, seconds
        self.clock_file = folder / "clock"
        self.sandbox_port, self.web_port = free_port(), free_port()
        self.senders = 2 if database else 1
        self.processes: dict[str, subprocess.Popen[str]] = {}
        self.faults = schedule(seed, seconds)
        url = f"http://127.0.0.1:{self.sandbox_port}"
        self.sandbox = url
        self.base = f"http://127.0.0.1:{self.web_port}"
        ours = {
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "nhipcau.config.settings",
            "NHIPCAU_DATA": str(folder / "data"),
            "NHIPCAU_CLOCK_FILE": str(self.clock_file),
            "NHIPCAU_SECRET_KEY": "soak",
            "NHIPCAU_BASE_URL": self.base,
            "NHIPCAU_LOG_LEVEL": "WARNING",
            "NHIPCAU_VIETTEL_API_URL": f"{url}/bulkapi",
        }
        names = ("ZALO_API", "ZALO_OAUTH", "ZALO_BUSINESS", "ZALO_BOT", "FACEBOOK_API")
        ours |= {f"NHIPCAU_{name}_URL": url for name in (*names, "SMS_API", "PUSH_SERVICE")}
        ours["NHIPCAU_DATABASE_URL"] = database or f"sqlite:///{folder / 'ledger.sqlite3'}"
        self.env = {**os.environ, **ours}

    def run(self) -> Said:
        (self.folder / "data").mkdir(parents=True)
        try:
            self._open()
            broken = self._play()
            return self._judge(broken)
        finally:
            for process in self.processes.values():
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # with what it started: granian's worker
                process.wait()

    # --- before

    def _open(self) -> None:
        self.clock_file.write_text(f"{TEN_IN_THE_MORNING:.3f}")
        self._start("clock", sys.executable, "-m", "bench.soak.clock", str(TICK))
        world = self.folder / "world.json"
        world.write_text(json.dumps(seed(), ensure_ascii=False))
        journal = self.folder / "sandbox"
        self._start(
            "sandbox", sys.executable, "-m", "nhipcau_sandbox.server",
            *("--port", str(self.sandbox_port), "--journal", str(journal), "--seed", str(world)),
        )  # fmt: skip
        lines = self.folder / "lines.jsonl"
        self.lines = Lines(lines, Clock(str(self.clock_file)), self.seed)
        self.journals = [journal / "journal.jsonl", lines]
        self._rig("migrate", {})
        self._wait_for(f"{self.sandbox}/sandbox/idle")
        tokens = {name: self.tell("token", {"oa": oa}) for name, oa in OAS.items()}
        push_key = self.folder / "push_key"
        self._rig(
            "make",
            {
                "people": PEOPLE,
                "tokens": tokens,
                "page_token": self.tell("token", {"page": PAGE})["access_token"],
                "ports": {name: relay.port for name, relay in self.lines.relays.items()},
                "base": self.base,
                "push_key": str(push_key),
            },
        )
        talk_first(self.tell)
        everywhere = addresses(self.tell, push_key.read_text())
        self._rig("work", {"addresses": everywhere, "posts": POSTS})
        self._web()

    def _web(self) -> None:
        host = ("--host", "127.0.0.1", "--port", str(self.web_port))
        self._start(
            "web", sys.executable, "-m", "granian", "--interface", "wsgi", *host,
            *("--workers", "1", "--blocking-threads", "2", "--no-ws", "--log-level", "warning"),
            "nhipcau.config.wsgi:application",
        )  # fmt: skip
        self._start("background", *NHIPCAU, "work", "--only", "background")
        self._start("keeper", sys.executable, "-m", "bench.soak.rig", "keep", "{}")
        self._wait_for(f"{self.base}/suc-khoe/")
        keys = self._rig("hooks", {})
        self.tell("hook", {"app": APP, "url": f"{self.base}/wh/zalo/"})
        there = {"url": f"{self.base}/wh/facebook/", "verify_token": keys["facebook"]}
        self.tell("hook", {"app": FB_APP, **there})

    # --- while it runs

    def _play(self) -> list[tuple[str, Span]]:
        """Who could not work in which civil seconds."""
        for nth in range(self.senders):
            self._sender(nth)
        began, broken, ending = self._now(), [], []
        for fault in self.faults:
            self._until(began + fault.at, ending)
            broken.append((fault.target, (self._now(), self._now() + self._make(fault))))
            if fault.seconds:
                ending.append((began + fault.at + fault.seconds, fault.target))
                ending.sort()
        self._until(began + self.seconds, ending)
        self.ends = self._now()
        for name in ("keeper", *(f"sender-{nth}" for nth in range(self.senders))):
            self._stop(name)
        return broken

    def _until(self, moment: float, ending: list[tuple[float, str]]) -> None:
        while True:
            while ending and ending[0][0] <= self._now():
                self._mend(ending.pop(0)[1])
            if self._now() >= moment:
                return
            time.sleep(0.02)

    def _make(self, fault: Fault) -> float:
        """Returns for how many seconds it is allowed to be felt."""
        recovers = RECOVERS.get(fault.mode, RECOVERS_USUALLY)
        if fault.target == "sender":
            nth = round(fault.at) % self.senders
            self.processes[f"sender-{nth}"].send_signal(signal.SIGKILL)
            self.processes[f"sender-{nth}"].wait()
            self._sender(nth)
            return recovers
        if fault.target == "hooks":
            self.tell("hook", {"app": APP, "mode": fault.mode})
            self.tell("hook", {"app": FB_APP, "mode": "duplicates"})
            return 0.0
        if fault.target in ON_LINES:
            self.lines.set(fault.target, fault.mode)
        else:
            asked = {"platform": fault.target, "mode": fault.mode, "share": fault.share}
            self.tell("mode", {**asked, "seconds": 1.5})
        return fault.seconds + recovers

    def _mend(self, target: str) -> None:
        if target in ON_LINES:
            self.lines.set(target, "")
        else:
            self.tell("mode", {"platform": target, "mode": ""})

    def _sender(self, nth: int) -> None:
        self._start(f"sender-{nth}", *NHIPCAU, "work", "--only", "sending")

    # --- after

    def _judge(self, broken: list[tuple[str, Span]]) -> Said:
        self._sender(0)  # what was in hand is ended by it
        asked = {"journals": [str(path) for path in self.journals]}
        found = self._rig("end", asked)
        moments: dict[tuple[str, str], list[float]] = {}
        for path in self.journals:
            for one in accepted_rows(path):
                moments.setdefault((one["channel"], one["account"]), []).append(float(one["at"]))
        lanes = {}
        for lane in LANES:
            mine = [span for target, span in broken if target in {lane.fault, "sender"}]
            at = sorted(moments.get(account_of(lane.name, self.folder), []))
            used = measure(at, lane.per_minute, outages=mine, ends=self.ends)
            lanes[lane.name] = {
                "limit": lane.per_minute,
                **found["lanes"].get(lane.name, {}),
                "used": round(used.used, 3),
                "fullest_minute": round(used.fullest, 3),
                "counted_s": round(used.seconds),
            }
        return {
            "seconds": self.seconds,
            "seed": self.seed,
            "lanes": lanes,
            "without_row": found["without_row_count"],
            "faults": [f"{fault.at:.0f} {fault.target} {fault.mode}" for fault in self.faults],
            "errors": found["errors"],
            "examples": found["examples"],
        }

    # --- processes

    def _start(self, name: str, *command: str) -> None:
        log = (self.folder / f"{name}.log").open("a", encoding="utf-8")
        self.processes[name] = subprocess.Popen(
            command, env=self.env, cwd=ROOT, stdout=log, stderr=log, text=True,
            start_new_session=True,
        )  # fmt: skip

    def _stop(self, name: str) -> None:
        self.processes[name].terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.processes[name].wait(15)

    def _rig(self, what: str, asked: Said) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "bench.soak.rig", what, json.dumps(asked)],
            env=self.env, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"{what}: {done.stderr[-4000:]}")
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        found: Said = json.loads(lines[-1]) if lines else {}
        return found

    def tell(self, what: str, asked: Said) -> Said:
        request = urllib.request.Request(  # noqa: S310  loopback
            f"{self.sandbox}/sandbox/{what}", json.dumps(asked).encode()
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            found: Said = json.load(answer)
        return found

    def _wait_for(self, url: str) -> None:
        for _ in range(300):
            try:
                urllib.request.urlopen(url, timeout=2).close()  # noqa: S310
                return
            except urllib.error.HTTPError:  # it answers: nothing sends yet
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"{url} did not come up")

    def _now(self) -> float:
        return Clock(str(self.clock_file)).now()


def account_of(lane: str, folder: Path) -> tuple[str, str]:
    """(channel, account) as the journals call it."""
    push = (folder / "push_key").read_text(encoding="ascii")[:40]
    return {
        "zalo_tu_van": ("zalo_oa", OAS["tu_van"]),
        "zalo_nhom": ("zalo_oa", OAS["nhom"]),
        "mau_tin": ("zalo_template", OAS["nhom"]),
        "mau_tin_uid": ("zalo_template", OAS["mau_uid"]),
        "bot": ("zalo_bot", "900131"),
        "messenger": ("messenger", PAGE),
        "sms_esms": ("sms", "UBND.SCAU"),
        "sms_viettel": ("sms", "P.SONGCAU"),
        "sms_smpp": ("sms", "SONGCAU"),
        "thu": ("email", "thongbao@songcau.example"),
        "web_push": ("web_push", push),
    }[lane]


def breaches(found: Said) -> list[str]:
    words = [f"{found['without_row']} accepted without a row"] if found["without_row"] else []
    for name, lane in found["lanes"].items():
        for what in ("lost", "doubled", "wrongly_refused", "queued"):
            if lane.get(what):
                words.append(f"{name}: {lane[what]} {what}")
        if lane["fullest_minute"] > PASSED_FROM:
            words.append(f"{name}: a minute at {lane['fullest_minute']:.1%} of the limit")
        if lane["counted_s"] >= MEASURED_FROM and lane["used"] < USED_FROM:
            words.append(f"{name}: used to {lane['used']:.1%}")
    return words


COLUMNS = (
    *("limit", "accepted", "sent", "delivered", "refused", "unknown", "stopped"),
    *("lost", "doubled", "doubled_unknown", "used", "fullest_minute", "counted_s"),
)


def table(found: Said) -> str:
    widths = [max(8, len(name)) for name in COLUMNS]
    lines = ["  ".join(["lane".ljust(12), *map(str.rjust, COLUMNS, widths)])]
    for name, lane in found["lanes"].items():
        cells = [
            str(lane.get(column, 0)).rjust(w) for column, w in zip(COLUMNS, widths, strict=True)
        ]
        lines.append("  ".join([name.ljust(12), *cells]))
    return "\n".join(lines)
