"""Search of procedures as residents ask, on both databases: recall, being sure, times, and the same
order everywhere. The kept half of the questions decides; nobody developed on it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared/data"))
CATALOGUE = (DATA / "procedures_index.tsv", DATA / "procedures_commune.jsonl")
QUESTIONS = ROOT / "bench/questions"
HALVES = ("open", "kept")
FULL = "folded, synonyms"
P99_MS = 10.0
# name, how it is counted, target
TARGETS: tuple[tuple[str, Callable[[dict[str, float]], float], float], ...] = (
    ("recall@1", lambda n: n["first"] / n["asked"], 0.75),
    ("recall@5", lambda n: n["five"] / n["asked"], 0.92),
    ("sure: right", lambda n: n["sure_right"] / max(1, n["sure_right"] + n["sure_wrong"]), 0.90),
    ("sure: given", lambda n: (n["sure_right"] + n["sure_wrong"]) / n["asked"], 0.50),
    ("not sure of what is not there", lambda n: 1 - n["absent_sure"] / n["absent"], 0.80),
)
Database = Callable[[str], AbstractContextManager[dict[str, str]]]
Say = Callable[[str], None]


def search(database: Database, say: Say) -> list[str]:
    """Prints the whole table; what was missed, in words."""
    absent = [str(path) for path in CATALOGUE if not path.is_file()]
    if absent:
        say(f"search of procedures: not measured, {', '.join(absent)} is absent (SHARED_DATA=…)")
        return ["search of procedures: no catalogue to measure on"]
    halves = [path for name in HALVES if (path := QUESTIONS / f"{name}.jsonl").is_file()]
    runs = {name: _run(database, name, halves) for name in ("SQLite", "PostgreSQL")}
    told = runs["SQLite"]
    say(f"search of procedures: {told['size']:,} in the catalogue")
    for half, variants in told["halves"].items():
        _table(half, variants, say)
    missed = _judge_kept(told["halves"], say)
    return missed + _judge_runs(runs, say)


def _run(database: Database, name: str, halves: list[Path]) -> dict[str, Any]:
    asked = [sys.executable, "-m", "bench.search", *map(str, (*CATALOGUE, *halves))]
    with database(name) as env:
        done = subprocess.run(
            asked, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
        )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _table(half: str, variants: dict[str, dict[str, float]], say: Say) -> None:
    counts = variants[FULL]
    say(
        f"{half} half: {counts['asked']:.0f} questions, {counts['absent']:.0f} of what is not there"
    )
    say(f"  {'':38} recall@1 recall@5 sure:right sure:given absent:not sure")
    for label, numbers in variants.items():
        known = TARGETS if "absent" in numbers else TARGETS[:2]
        widths = (8, 8, 10, 10, 15)
        cells = [
            f"{count(numbers):{w}.2f}" for (_, count, _), w in zip(known, widths, strict=False)
        ]
        say(f"  {label:38} {' '.join(cells)}")
    say("  confusion          in the catalogue: right  wrong   not in it")
    sure = (counts["sure_right"], counts["sure_wrong"], counts["absent_sure"])
    rest = counts["absent"] - counts["absent_sure"]
    unsure = (counts["unsure_first"], counts["unsure_other"], rest)
    for name, row in (("sure", sure), ("not sure", unsure)):
        say(f"  {name:35} {row[0]:6.0f} {row[1]:6.0f} {row[2]:11.0f}")


def _judge_kept(halves: dict[str, Any], say: Say) -> list[str]:
    if "kept" not in halves:
        say("the kept half of the questions is not here: no figure counts")
        return ["search of procedures: bench/questions/kept.jsonl is absent"]
    missed = []
    for name, count, target in TARGETS:
        value = count(halves["kept"][FULL])
        is_met = value >= target
        say(f"kept half, {name}: {value:.2f} (target {target}) {'ok' if is_met else 'MISSED'}")
        if not is_met:
            missed.append(f"search of procedures, {name}: {value:.2f} of {target}")
    return missed


def _judge_runs(runs: dict[str, dict[str, Any]], say: Say) -> list[str]:
    missed = []
    for name, told in runs.items():
        p50, p99 = told["ms"]["p50"], told["ms"]["p99"]
        is_met = p99 <= P99_MS
        verdict = "ok" if is_met else "MISSED"
        say(f"search, {name}: p50 {p50:.1f} ms, p99 {p99:.1f} ms (target {P99_MS:.0f}) {verdict}")
        if not is_met:
            missed.append(f"search on {name}: p99 {p99:.1f} ms")
    if len({told["order"] for told in runs.values()}) == 1:
        say("search: the same order on SQLite and PostgreSQL: ok")
    else:
        missed.append("search: another order on PostgreSQL than on SQLite")
    return missed
