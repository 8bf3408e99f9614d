"""The table of papers, as the crawl glued it: case, then name, form and number of each paper.

    * Giấy tờ phải nộp:Tên giấy tờMẫu đơn, tờ khaiSố lượng- Tờ khai theo mẫu;TK1.doc1 bản chính- …

A paper ends with its number, glued to what stands before it; in prose a blank stands there.
"""

import re
from dataclasses import dataclass

from nhipcau.procedures.content import PaperInput
from nhipcau.procedures.reading.letters import LOWER, UPPER
from nhipcau.text.fold import tidy, tidy_lines

HEADINGS = re.compile(r"Tên giấy tờ\s*Mẫu đơn, tờ khai\s*Số lượng\s*")
ONE = r"(?:bản chính|bản sao)"
COUNT = re.compile(
    rf"(?<!\d)(?P<run>\d{{1,7}}) (?P<one>{ONE})"
    rf"(?:, ?(?P<second>\d{{1,3}}) (?P<two>{ONE}))?"
    r"(?=\Z|\s|[^\W_]|[-+*(\[•“\"'–…])"
    r"|(?P<old>Bản chính: ?(?P<originals>\d{1,3})[\s,;-]*Bản sao: ?(?P<copies>\d{1,3}))"
)
# What a number may be glued to: a year ("ngày 25/01/20261 bản chính") or an assembly ("QH131 …").
YEAR = re.compile(r"(?:19|20)\d\d(?=\d\Z)")
ENDING = r"(?i:docx?|pdf|xlsx?|rtf|odt|zip|rar|jpe?g|png)"
FILE = re.compile(rf"\.{ENDING}\Z")
LONGEST_FILE = 160
# Where a file's name was glued to the paper's: behind a mark, a capital behind a small letter, or a
# word with a capital behind an abbreviation ("NĐ-CPMẫu số 01.docx").
SEAM = re.compile(
    rf"(?<=[;:)\]”\"])(?=[^\W_])|(?<=[;:)\]”\"]\.)(?=[^\W_])"
    rf"|(?<=[{LOWER}])(?=[{UPPER}][\w ])"
    rf"|(?<=[{UPPER}]{{2}})(?=[{UPPER}][{LOWER}])|(?<=\d{{4}})(?=[{UPPER}][{LOWER}])"
    rf"|(?<=[{UPPER}]{{2}})(?=\d\d )|(?<=[{LOWER}{UPPER}]\.)(?=[{UPPER}{LOWER}\d])(?!{ENDING}\Z)"
)
NO_CASE = {"", "--", "-", "—"}


@dataclass(frozen=True, slots=True)
class Papers:
    papers: tuple[PaperInput, ...]
    unclear: str


def split_papers(glued: str) -> Papers:
    """Every word of `glued` but its headings is in a paper or in `unclear`. Never raises."""
    parts = HEADINGS.split(glued)
    if len(parts) == 1:
        return Papers((), tidy_lines(glued))
    case = parts[0]
    papers: list[PaperInput] = []
    unclear: list[str] = []
    for place, part in enumerate(parts[1:], start=1):
        rows, rest = _rows(part, _case(case))
        papers += rows
        if not rows:  # a heading above nothing
            unclear.append(_case(case))
        if place == len(parts) - 1:
            unclear.append(tidy_lines(rest))
        else:
            case = rest
    return Papers(tuple(papers), "\n".join(part for part in unclear if part))


def _case(text: str) -> str:
    said = tidy(text)
    return "" if said in NO_CASE else said


def _rows(part: str, case: str) -> tuple[list[PaperInput], str]:
    """The papers of one table, and what stands behind the last number."""
    rows: list[PaperInput] = []
    begin = 0
    before = ""  # the row above as it stood, in case its number was part of its name
    for found in COUNT.finditer(part):
        count = _count(found)
        if count is None:
            continue
        end = found.start() if found["old"] else found.start("run") + len(count.kept)
        name = part[begin:end]
        if not tidy(name) and rows:
            rows.pop()
            name = before
        before = part[begin : found.end()] if tidy(part[begin:end]) else f"{before}{found[0]}"
        begin = found.end()
        said, form = part_form(tidy(name))
        rows.append(
            PaperInput(
                name=said or tidy(found[0]),
                case=case,
                originals=count.originals,
                copies=count.copies,
                form_name=form,
            )
        )
    return rows, part[begin:]


@dataclass(frozen=True, slots=True)
class _Count:
    originals: int | None = None
    copies: int | None = None
    kept: str = ""  # of the match: digits and words that belong to the name


def _count(found: re.Match[str]) -> _Count | None:
    """None: the number is part of a sentence. What cannot be told apart stays with the name."""
    if found["old"]:
        return _Count(int(found["originals"]), int(found["copies"]))
    run, before = found["run"], found.string[: found.start()][-2:]
    year = YEAR.match(run)
    if year:
        kept = year[0]
    elif before == "QH" and len(run) == 3:
        kept = run[:2]
    elif before[-1:] == "(" or (before[-1:].isspace() and before[-1:] != "\n"):
        return None
    elif len(run) == 1 or (len(run) == 2 and run[0] == "0"):
        kept = ""
    else:
        return _Count(kept=found[0])
    if found["one"] == found["two"]:
        return _Count(kept=found[0])
    numbers = {found["one"]: int(run[len(kept) :])}
    if found["two"]:
        numbers[found["two"]] = int(found["second"])
    return _Count(numbers.get("bản chính"), numbers.get("bản sao"), kept)


def part_form(said: str) -> tuple[str, str]:
    """(paper, form's file) of "Tờ khai theo mẫu;TK1.doc". Without a seam all is the paper's."""
    ending = FILE.search(said)
    if not ending:
        return said, ""
    tail = len(said)
    while tail > 0 and len(said) - tail < LONGEST_FILE:
        begin = said.rfind(" ", 0, tail) + 1
        seam = SEAM.search(said, begin, tail)
        if seam and seam.start() > 0 and len(said) - seam.start() > len(ending[0]):
            return said[: seam.start()].strip(), said[seam.start() :].strip()
        tail = begin - 1
    return said, ""
