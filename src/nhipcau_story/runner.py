"""Twenty evenings, headless, two at a time; one JSON line at the end, and whether targets held."""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nhipcau_story.assumptions import HARD, load
from nhipcau_story.outcome import gather, targets_held

NHIPCAU = (sys.executable, "-m", "nhipcau.commands.main")
SEEDS, PESSIMISTIC_SEEDS = 20, 1
DOWN_WITHIN = 30.0
PLAYING: "set[subprocess.Popen[str]]" = set()


class Spoilt(SystemExit):
    """An evening failed: what it left is kept, so that somebody can find out why."""


@dataclass(frozen=True, slots=True)
class Task:
    """One evening to be played."""

    assumptions: str
    seed: int

    @property
    def name(self) -> str:
        return f"{self.assumptions}-{self.seed}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seeds", type=int, default=SEEDS, help="bao nhiêu buổi tối")
    parser.add_argument(
        "--pessimistic-seeds",
        type=int,
        default=PESSIMISTIC_SEEDS,
        help="thêm bao nhiêu buổi tối với giả định xấu hơn",
    )
    parser.add_argument("--hard", type=int, default=1, help="0: không diễn buổi tối khó")
    cores = os.cpu_count() or 2
    parser.add_argument("--at-once", type=int, default=cores, help="bao nhiêu buổi tối cùng lúc")
    parser.add_argument("--folder", type=Path, help="giữ mọi thứ ở đây thay vì xoá đi")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("nhipcau story")
    add_arguments(parser)
    return run(parser.parse_args(argv))


def run(asked: argparse.Namespace) -> int:
    for name in ("base", "pessimistic"):
        load(name)
    signal.signal(signal.SIGTERM, lambda *_given: sys.exit(143))
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="nhipcau-story-", dir=quick_folder()))
    tasks = [Task("base", seed) for seed in range(1, asked.seeds + 1)]
    tasks += [Task("pessimistic", seed) for seed in range(1, asked.pessimistic_seeds + 1)]
    tasks += [Task(HARD, 1)] if asked.hard else []
    try:
        found = play_all(tasks, folder.resolve(), asked.at_once)
    except Spoilt:
        say(f"Buổi tối hỏng còn nguyên ở {folder}")
        asked.folder = folder
        raise
    finally:
        if asked.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    outcome = gather(found)
    print(json.dumps(outcome, ensure_ascii=False), flush=True)
    return 0 if targets_held(outcome) else 1


def quick_folder() -> Path | None:
    """Memory when there is some: an evening writes much and is thrown away."""
    memory = Path("/dev/shm")  # noqa: S108
    return memory if os.access(memory, os.W_OK) else None


def play_all(tasks: Iterable[Task], folder: Path, at_once: int) -> list[dict[str, Any]]:
    tasks = list(tasks)
    began = time.monotonic()
    for world in sorted({world_of(task) for task in tasks}):
        prepare(folder, world)
    found = []
    pool = ThreadPoolExecutor(at_once)
    try:
        for nth, one in enumerate(pool.map(lambda task: play_one(task, folder), tasks), start=1):
            found.append(one)
            minutes = (time.monotonic() - began) / 60
            say(f"{nth}/{len(tasks)} buổi tối, {minutes:.1f} phút: {brief(one)}")
    finally:  # Ctrl-C too: no process of an evening stays behind
        pool.shutdown(wait=False, cancel_futures=True)
        for process in list(PLAYING):
            _stop(process)
        pool.shutdown()
    return found


def brief(one: dict[str, Any]) -> str:
    share = 100 * one["informed"] / one["households"]
    told = f"{one['assumptions']} {one['seed']}: biết {share:.1f} %"
    return f"{told}, chưa rõ {one['unaccounted']}, {one['took_s']:.0f} giây"


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def prepare(folder: Path, world: str = "base") -> None:
    """The ward is opened once; every evening copies it."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [*NHIPCAU, "demo", "--prepare", "--data", str(folder), "--world", world],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{done.stdout[-2000:]}{done.stderr[-4000:]}")


def play_one(task: Task, folder: Path) -> dict[str, Any]:
    began = time.monotonic()
    command = [*NHIPCAU, "demo", "--bare", "--data", str(folder), "--evening", task.name]
    command += ["--port", str(free_port()), "--world", world_of(task)]
    with (folder / f"{task.name}.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
        PLAYING.add(process)
        try:
            told = _first_line(process, folder / f"{task.name}.log")
            notes = _play(told, task, folder)
            found = {**_figures(told), "notes": notes}
        finally:
            _stop(process)
            PLAYING.discard(process)
    shutil.rmtree(folder / task.name, ignore_errors=True)
    took = time.monotonic() - began
    return {"assumptions": task.assumptions, "seed": task.seed, "took_s": took, **found}


def world_of(task: Task) -> str:
    """Every set of assumptions plays in the usual ward but the hard one."""
    return HARD if task.assumptions == HARD else "base"


def free_port() -> int:
    """Every evening its own: two that begin at once would both find the usual one free."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def _first_line(process: "subprocess.Popen[str]", log: Path) -> dict[str, Any]:
    """`demo --bare` says where everything is once it is up."""
    assert process.stdout is not None  # noqa: S101  asked for above
    for line in process.stdout:
        if line.startswith("{"):
            found: dict[str, Any] = json.loads(line)
            return found
    raise SystemExit(f"the demo did not come up:\n{log.read_text(encoding='utf-8')[-4000:]}")


def _play(told: dict[str, Any], task: Task, folder: Path) -> dict[str, Any]:
    """In a process of its own: two evenings at once use two cores."""
    evening = Path(told["folder"]) / "evening.json"
    evening.write_text(json.dumps(told), encoding="utf-8")
    command = [sys.executable, "-m", "nhipcau_story.play", str(evening)]
    command += ["--seed", str(task.seed), "--assumptions", task.assumptions]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        log = (folder / f"{task.name}.log").read_text(encoding="utf-8")[-3000:]
        raise Spoilt(f"{task.name}: {done.stderr[-4000:]}\n{log}")
    notes: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return notes


def _figures(told: dict[str, Any]) -> dict[str, Any]:
    """What the product's reach says, and what the platforms' journal says of its ledger."""
    journal = str(Path(told["folder"]) / "sandbox")
    audit = _ask(told, "sandbox", "audit", "--json", "--final", "--reach", "--journal", journal)
    reach = audit.pop("reach")
    kept = ("deliveries", "lost", "doubled", "unknown")
    wrong = {name: audit[name] for name in ("without_row", "unfinished", "examples")}
    return {**reach, **{name: audit[name] for name in kept}, "audit": wrong}


def _ask(told: dict[str, Any], *arguments: str) -> dict[str, Any]:
    settings = {"NHIPCAU_DATA": str(Path(told["folder"]) / "data")}
    settings["NHIPCAU_CLOCK_FILE"] = told["clock"]
    done = subprocess.run(
        [*NHIPCAU, *arguments],
        env={**environment(), **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:  # an audit that finds something exits non-zero, but says what
        raise SystemExit(f"{arguments[0]}: {done.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def _stop(process: "subprocess.Popen[str]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(DOWN_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def environment() -> dict[str, str]:
    here = os.pathsep.join(one for one in sys.path if one)
    settings = "nhipcau.config.settings"
    return {**os.environ, "PYTHONPATH": here, "DJANGO_SETTINGS_MODULE": settings}


if __name__ == "__main__":
    sys.exit(main())
