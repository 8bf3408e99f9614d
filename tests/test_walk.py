"""One notice and one question, file by file: the walks that ARCHITECTURE.md tells are the walks the
code takes."""

import ast
import itertools
import re
from pathlib import Path

import pytest

from nhipcau.config.wiring import take_all
from nhipcau.dispatch import outcomes
from nhipcau.outreach.outcomes import take_outcomes

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "nhipcau"
TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
SECTIONS = [
    TEXT.split(f"## One {of}, file by file")[1].split("## ")[0] for of in ("notice", "question")
]
SECTION = "".join(SECTIONS)
LEGS = [
    [[file.strip() for file in step.split(",")] for step in leg.split("→")]
    for section in SECTIONS
    for leg in re.search(r"`([^`]+‖[^`]+)`", section).group(1).split("‖")
]
FILES = sorted({file.removeprefix("(slot) ") for leg in LEGS for step in leg for file in step})


def imports_of(file: str) -> set[str]:
    """Modules that a file names, as paths inside the house."""
    found = set()
    for node in ast.walk(ast.parse((SOURCE / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            found |= {
                f"{name.removeprefix('nhipcau.').replace('.', '/')}.py"
                for name in names
                if name.startswith("nhipcau.")
            }
    return {name for name in found if (SOURCE / name).exists()}


def reached_from(file: str, hops: int) -> set[str]:
    seen, front = {file}, {file}
    for _hop in range(hops):
        front = {there for here in front for there in imports_of(here)} - seen
        seen |= front
    return seen


def steps() -> list[tuple[str, str]]:
    return [
        (here, there)
        for leg in LEGS
        for one, other in itertools.pairwise(leg)
        for there in other
        if not there.startswith("(slot)")
        for here in one[-1:]
    ]


@pytest.mark.parametrize("file", FILES)
def test_every_file_of_the_walk_is_there(file):
    assert (SOURCE / file).exists()


@pytest.mark.parametrize(("here", "there"), steps())
def test_each_step_is_a_call_that_can_be_read(here, there):
    here = here.removeprefix("(slot) ")
    assert there in reached_from(here, hops=3), f"{here} does not lead to {there}"


def test_the_slot_is_filled_by_the_file_the_walk_names():
    former = outcomes.fill(take_all)
    outcomes.fill(former)
    assert former is take_all
    assert take_outcomes.__name__ in take_all.__code__.co_names


def test_nothing_on_the_way_down_looks_up():
    for file in FILES:
        if file.split("/")[0] in {"dispatch", "channels"}:
            assert not any(
                there.startswith(("outreach/", "inbox/")) for there in imports_of(file)
            ), file


def test_every_other_file_the_walk_speaks_of_is_there():
    for file in re.findall(r"`((?:\w+/)+\w+\.py)`", SECTION):
        assert (SOURCE / file).exists(), file
