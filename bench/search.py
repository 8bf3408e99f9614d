"""Search over the imported national index: `python -m bench.search INDEX RECORDS QUESTIONS…` prints
one JSON line. Run by bench/procedures.py, once on each database."""

import hashlib
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhipcau.config.settings")
django.setup()

from django_scopes import scope  # noqa: E402

from bench.bm25 import Bm25  # noqa: E402
from bench.ward import migrate  # noqa: E402
from nhipcau.core.actor import SYSTEM  # noqa: E402
from nhipcau.places.models import Locality, Unit  # noqa: E402
from nhipcau.procedures.apply import apply_catalogue  # noqa: E402
from nhipcau.procedures.search import Found, find_in, find_procedures  # noqa: E402
from nhipcau.procedures.search_catalogue import current_catalogue, make_catalogue  # noqa: E402
from nhipcau.procedures.stage import stage_catalogue  # noqa: E402
from nhipcau.procedures.synonyms import everyday, shipped  # noqa: E402
from nhipcau.text.fold import without_marks  # noqa: E402

Question = dict[str, Any]
Find = Callable[[str], Found]
REPEATS = 3  # each question, for the times


def main(index: str, records: str, *halves: str) -> None:
    migrate()
    unit = Unit.objects.create(code="01837", name="Phường Sông Cầu", level="commune")
    ward = Locality.objects.create(
        unit=unit, slug="song-cau", name="Phường Sông Cầu", issuer="UBND phường Sông Cầu"
    )
    questions = {Path(half).stem: _read(half) for half in halves}
    with scope(locality=ward):
        for file in (index, records):
            with Path(file).open("rb") as opened:
                apply_catalogue(stage_catalogue(ward, opened, name=file, by=SYSTEM), by=SYSTEM)
        told = _measure(questions)
    print(json.dumps(told, ensure_ascii=False))


def _read(path: str) -> list[Question]:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _measure(questions: dict[str, list[Question]]) -> dict[str, Any]:
    entries = current_catalogue().index.entries
    asked = [question["question"] for half in questions.values() for question in half]
    order = hashlib.sha256()
    for text in asked:
        order.update(" ".join(hit.code for hit in find_procedures(text, limit=50).hits).encode())
    bm25 = Bm25((entry.code, f"{entry.name} {entry.sector}") for entry in entries)
    variants: dict[str, Find] = {"folded, synonyms": find_procedures}
    for folded in (True, False):
        for words, name in ((shipped(), "synonyms"), (everyday(), "no synonyms")):
            label = f"{'folded' if folded else 'unfolded'}, {name}"
            if label not in variants:
                made = make_catalogue(entries, folded=folded, synonyms=words)
                variants[label] = lambda text, made=made: find_in(made, text)  # type: ignore[misc]
    halves = {}
    for half, listed in questions.items():
        bare = [
            {**question, "question": without_marks(question["question"])} for question in listed
        ]
        halves[half] = {
            **{label: _figures(find, listed) for label, find in variants.items()},
            "folded, synonyms; no marks typed": _figures(find_procedures, bare),
            "folded, no synonyms; no marks typed": _figures(variants["folded, no synonyms"], bare),
            "unfolded, synonyms; no marks typed": _figures(variants["unfolded, synonyms"], bare),
            "plain BM25": _recall(bm25.find, listed),
        }
    return {
        "size": len(entries),
        "order": order.hexdigest(),
        "ms": _times(asked),
        "halves": halves,
    }


def _figures(find: Find, questions: Iterable[Question]) -> dict[str, float]:
    """Counts: what the table and the confusion of sure and not sure are made of."""
    counts = dict.fromkeys(
        ("asked", "first", "five", "sure_right", "sure_wrong", "unsure_first", "unsure_other",
         "absent", "absent_sure"), 0,
    )  # fmt: skip
    for question in questions:
        found = find(question["question"])
        codes = [hit.code for hit in found.hits]
        if question["absent"]:
            counts["absent"] += 1
            counts["absent_sure"] += found.sure
            continue
        is_first = codes[:1] != [] and codes[0] in question["codes"]
        counts["asked"] += 1
        counts["first"] += is_first
        counts["five"] += any(code in question["codes"] for code in codes)
        if found.sure:
            counts["sure_right" if is_first else "sure_wrong"] += 1
        else:
            counts["unsure_first" if is_first else "unsure_other"] += 1
    return {name: float(count) for name, count in counts.items()}


def _recall(find: Callable[[str], list[str]], questions: Iterable[Question]) -> dict[str, float]:
    asked = [question for question in questions if not question["absent"]]
    found = [(find(question["question"]), question["codes"]) for question in asked]
    return {
        "asked": float(len(asked)),
        "first": float(sum(codes[:1] != [] and codes[0] in right for codes, right in found)),
        "five": float(sum(any(code in right for code in codes) for codes, right in found)),
    }


def _times(asked: list[str]) -> dict[str, float]:
    """Of the whole call, with its look whether the catalogue is still current."""
    taken = []
    for _ in range(REPEATS):
        for text in asked:
            started = time.perf_counter()
            find_procedures(text)
            taken.append((time.perf_counter() - started) * 1000)
    parts = statistics.quantiles(taken, n=100)
    return {"p50": parts[49], "p99": parts[98]}


if __name__ == "__main__":
    main(*sys.argv[1:])
