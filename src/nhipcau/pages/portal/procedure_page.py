"""What the page of a procedure shows: each part in lines, cut where it would make the page heavy.

The longest record of the national portal has 56,000 signs; on 2G that is a minute. What is cut has
a page of its own, in pieces.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from nhipcau.procedures.models import ProcedureVersion, Way
from nhipcau.procedures.say import (
    cases_of,
    fee_beside,
    say_copies,
    say_fee,
    say_time,
    time_beside,
)
from nhipcau.procedures.short import clip
from nhipcau.text.fold import tidy

PIECE = 9000  # signs on one page of a part that is read whole
MOST = {"giay-to": 5000, "cac-buoc": 3500, "dieu-kien": 900, "ket-qua": 900}
OTHERWISE = 700
WAYS, BESIDE, BRIEF = 9, 220, 40
STEP = re.compile(r"(?i)^((?:bước|b)\s*\d+)\s*[:.)–-]\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """`label` begins it in bold; a head stands above the lines that follow. `form` may have a
    `url`."""

    text: str
    label: str = ""
    beside: str = ""
    form: str = ""
    url: str = ""
    is_head: bool = False

    @property
    def weight(self) -> int:
        words = (self.text, self.label, self.beside, self.form, self.url)
        return 40 + sum(len(word) for word in words)


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    title: str
    lines: Sequence[Line]
    is_cut: bool = False
    is_folded: bool = False  # what few people look for


@dataclass(frozen=True, slots=True)
class Filing:
    """Ways to file that take as long and cost as much. `notes` are what each way adds."""

    kind: str
    time: str
    fee: str
    beside: str
    notes: tuple[str, ...] = ()

    @property
    def is_brief(self) -> bool:
        """A number or two words; a whole sentence of the source is not to be shouted."""
        return max(len(self.time), len(self.fee)) <= BRIEF


def filings_of(version: ProcedureVersion) -> tuple[list[Filing], bool]:
    """The ways, those that say the same together, and whether some are left out."""
    ways = list(version.ways.all())
    alike: dict[tuple[str, str, str], list[Way]] = {}
    for way in ways[:WAYS]:
        alike.setdefault((say_time(way), say_fee(way), _beside(way)), []).append(way)
    return [_filing(together) for together in alike.values()], len(ways) > WAYS


def parts_of(version: ProcedureVersion) -> list[Part]:
    """What people look for first, whole; empty ones are left out."""
    made = [
        Part("giay-to", _("Giấy tờ cần mang"), list(_papers(version))),
        Part("cac-buoc", _("Các bước"), list(_steps(version.steps))),
        Part("dieu-kien", _("Yêu cầu, điều kiện"), _plain(version.conditions)),
        Part("ket-qua", _("Kết quả nhận được"), _plain(version.result)),
        Part("cach-nop", _("Cách nộp khác"), list(_other_ways(version)), is_folded=True),
        Part("chua-ro", _("Nguồn viết chưa rõ, ghi nguyên văn"), _told(version.unclear)),
        Part("can-cu", _("Căn cứ pháp lý"), _plain(version.legal_basis), is_folded=True),
        Part("khac", _("Thông tin khác"), _told(version.details), is_folded=True),
    ]
    return [part for part in made if part.lines]


def short_part(part: Part) -> Part:
    """As much of it as the page bears; at least its first line."""
    room = MOST.get(part.key, OTHERWISE)
    first = replace(part.lines[0], text=clip(part.lines[0].text, room))
    kept = [first]
    for line in part.lines[1:]:
        if sum(one.weight for one in kept) + line.weight > room:
            break
        kept.append(line)
    while len(kept) > 1 and kept[-1].is_head:
        kept.pop()
    is_cut = len(kept) < len(part.lines) or first.text != part.lines[0].text
    return replace(part, lines=kept, is_cut=is_cut)


def pieces_of(part: Part) -> list[Part]:
    """The whole part, piece by piece."""
    pieces: list[list[Line]] = [[]]
    for line in _no_longer_than(PIECE, part.lines):
        if pieces[-1] and sum(one.weight for one in pieces[-1]) + line.weight > PIECE:
            pieces.append([])
        pieces[-1].append(line)
    return [replace(part, lines=lines) for lines in pieces]


def safe_url(url: str) -> str:
    """A source may hold anything; only an address of the web becomes a link."""
    return url if urlsplit(url).scheme in {"http", "https"} else ""


def _filing(ways: Sequence[Way]) -> Filing:
    first = ways[0]
    told = {kind: " ".join(notes) for kind, notes in _notes(ways).items()}
    is_one = len(set(told.values())) == 1 and len(told) == len({way.kind for way in ways})
    return Filing(
        kind=", ".join(dict.fromkeys(_kind(way) for way in ways)),
        time=clip(say_time(first), BESIDE),
        fee=clip(say_fee(first), BESIDE),
        beside=clip(_beside(first), BESIDE),
        notes=tuple(
            dict.fromkeys(
                clip(note if is_one else f"{kind}: {note}", BESIDE) for kind, note in told.items()
            )
        ),
    )


def _notes(ways: Iterable[Way]) -> dict[str, list[str]]:
    notes: dict[str, list[str]] = {}
    for way in ways:
        note = tidy(way.note)
        if note and note not in notes.get(_kind(way), ()):
            notes.setdefault(_kind(way), []).append(note)
    return notes


def _kind(way: Way) -> str:
    return str(Way.Kind(way.kind).label)


def _beside(way: Way) -> str:
    parts = [part for part in (time_beside(way), fee_beside(way)) if part]
    return ". ".join(dict.fromkeys(parts))


def _papers(version: ProcedureVersion) -> Iterator[Line]:
    for case in cases_of(version):
        if case.name:
            yield Line(tidy(case.name), is_head=True)
        for paper in case.papers:
            form = _("Mẫu: %(name)s") % {"name": paper.form_name} if paper.form_name else ""
            yield Line(
                tidy(paper.name),
                beside=say_copies(paper),
                form=form or (_("Tải mẫu") if paper.form_url else ""),
                url=safe_url(paper.form_url),
            )


def _steps(text: str) -> Iterator[Line]:
    for line in _plain(text):
        found = STEP.match(line.text)
        if found:
            yield Line(line.text[found.end() :], label=found[1])
        else:
            yield line


def _plain(text: str) -> list[Line]:
    return [Line(tidy(line)) for line in text.splitlines() if line.strip()]


def _told(told: dict[str, str]) -> list[Line]:
    made = []
    for heading, text in told.items():
        lines = _plain(str(text))
        made += [replace(line, label=heading if n == 0 else "") for n, line in enumerate(lines)]
    return made


def _other_ways(version: ProcedureVersion) -> Iterator[Line]:
    for way in list(version.ways.all())[WAYS:]:
        said = _filing([way])
        parts = [part for part in (said.time, said.fee, said.beside, *said.notes) if part]
        yield Line(", ".join(parts), label=said.kind)


def _no_longer_than(most: int, lines: Iterable[Line]) -> Iterator[Line]:
    for line in lines:
        for at in range(0, max(len(line.text), 1), most):
            yield replace(line, text=line.text[at : at + most], label=line.label if not at else "")
