"""What changed between two versions: by part, line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from nhipcau.procedures.models import Paper, ProcedureVersion, Way
from nhipcau.procedures.say import say_copies
from nhipcau.procedures.titles import TITLES
from nhipcau.text.fold import tidy

KEPT_AROUND = 1  # unchanged lines shown beside a change


@dataclass(frozen=True, slots=True)
class Line:
    """`mark` is gone, new, same, or more: lines left out because they did not change."""

    mark: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    title: str
    lines: list[Line]


def changes_between(old: ProcedureVersion, new: ProcedureVersion) -> list[Change]:
    """Empty when both say the same. Prefetch `ways` and `papers`."""
    before, after = parts_as_lines(old), parts_as_lines(new)
    return [
        Change(str(TITLES[name]), list(_lines(before[name], after[name])))
        for name in TITLES
        if before[name] != after[name]
    ]


def parts_as_lines(version: ProcedureVersion) -> dict[str, list[str]]:
    found = {}
    for name in TITLES:
        value: Any = getattr(version, name)
        if name == "ways":
            found[name] = [_way(way) for way in version.ways.all()]
        elif name == "papers":
            found[name] = [_paper(paper) for paper in version.papers.all()]
        elif isinstance(value, Mapping):
            found[name] = [f"{title}: {tidy(text)}" for title, text in sorted(value.items())]
        else:
            found[name] = [line for line in str(value).split("\n") if line]
    return found


def _way(way: Way) -> str:
    told = (way.get_kind_display(), way.time_text, way.fee_text, way.note)
    return " · ".join(tidy(part) for part in told if part)


def _paper(paper: Paper) -> str:
    told = (paper.case, paper.name, say_copies(paper), paper.form_name, paper.form_url)
    return " · ".join(tidy(part) for part in told if part)


def _lines(before: list[str], after: list[str]) -> Iterator[Line]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from _around(before[a:b], is_first=a == 0, is_last=b == len(before))
            continue
        yield from (Line("gone", text) for text in before[a:b])
        yield from (Line("new", text) for text in after[c:d])


def _around(same: list[str], *, is_first: bool, is_last: bool) -> Iterator[Line]:
    head = [] if is_first else same[:KEPT_AROUND]
    tail = [] if is_last else same[len(head) :][-KEPT_AROUND:]
    yield from (Line("same", text) for text in head)
    if len(same) > len(head) + len(tail):
        yield Line("more")
    yield from (Line("same", text) for text in tail)
