"""Keeps child processes alive and stops them cleanly: TERM, a bounded wait, then KILL.

Children also get TERM from the kernel when the supervisor itself dies, so nothing stays behind.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

import structlog

log = structlog.get_logger()
PR_SET_PDEATHSIG = 1
STOP_WAIT_SECONDS = 8.0
LONGEST_PAUSE_SECONDS = 30.0


def with_ours(changes: dict[str, str]) -> dict[str, str]:
    """The environment of a child process: this one's, with changes."""
    return {**os.environ, **changes}


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process to keep alive. `pause` doubles while it keeps dying young."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    is_once: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restart_at: float = 0.0
    pause: float = 0.5

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            env=with_ours(self.environment),
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        self.started_at = time.monotonic()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Run children until TERM or INT, or until a child that runs once has ended."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.is_stopping = False

    def run(self, each_round: Callable[[], None] | None = None) -> int:
        for signal_number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(signal_number, self._ask_to_stop)
        for child in self.children:
            child.start()
        try:
            while not self.is_stopping:
                self._keep_alive()
                if each_round is not None:
                    each_round()
                time.sleep(0.1)
        finally:
            self.stop()
        return 0

    def add(self, child: Child) -> None:
        """One more, started now: what needs the others to be up."""
        child.start()
        self.children.append(child)

    def _ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def _keep_alive(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.is_running() or (child.is_once and child.process is not None):
                continue
            if child.process is not None and child.restart_at == 0.0:
                child.pause = min(LONGEST_PAUSE_SECONDS, child.pause * 2)
                if now - child.started_at > LONGEST_PAUSE_SECONDS:
                    child.pause = 0.5
                child.restart_at = now + child.pause
                log.warning("child ended", child=child.name, code=child.process.returncode)
            elif now >= child.restart_at:
                child.restart_at = 0.0
                child.start()

    def stop(self) -> None:
        """TERM to every child's process group, wait, then KILL what is left. Safe to call twice."""
        running = [child for child in self.children if child.is_running()]
        for child in running:
            _signal_group(child, signal.SIGTERM)
        end = time.monotonic() + STOP_WAIT_SECONDS
        while time.monotonic() < end and any(child.is_running() for child in running):
            time.sleep(0.05)
        for child in running:
            _signal_group(child, signal.SIGKILL)
            if child.process is not None:
                child.process.wait()


def _signal_group(child: Child, signal_number: signal.Signals) -> None:
    if child.process is not None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal_number)
