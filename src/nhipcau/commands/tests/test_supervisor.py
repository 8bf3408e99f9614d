"""The supervisor, with real processes."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

PROGRAM = """
import sys
from nhipcau.commands.supervisor import Child, Supervisor
child = Child("sleeper", [sys.executable, "-c", {child!r}], pause=0.05)
Supervisor([child]).run()
"""


def wait_for(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError("did not happen")


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def supervised(tmp_path):
    """A supervisor whose child appends its process id to a file each time it starts."""
    pids = tmp_path / "pids"
    child = textwrap.dedent(
        f"""
        import os, pathlib, time
        with pathlib.Path({str(pids)!r}).open("a") as file:
            file.write(str(os.getpid()) + "\\n")
        time.sleep(60)
        """
    )
    process = subprocess.Popen([sys.executable, "-c", PROGRAM.format(child=child)])

    def started() -> list[int]:
        return [int(line) for line in pids.read_text().split()] if pids.exists() else []

    yield process, started
    process.kill()
    process.wait()
    for pid in started():
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)


def test_term_stops_the_children_too(supervised):
    process, started = supervised
    child = wait_for(started)[0]
    process.terminate()
    assert process.wait(timeout=10) == 0
    assert not is_alive(child)


def test_a_killed_child_is_started_again(supervised):
    _, started = supervised
    os.kill(wait_for(started)[0], signal.SIGKILL)
    assert wait_for(lambda: started()[1:])


def test_nothing_stays_when_the_supervisor_is_killed(supervised):
    process, started = supervised
    child = wait_for(started)[0]
    process.kill()
    wait_for(lambda: not is_alive(child))
