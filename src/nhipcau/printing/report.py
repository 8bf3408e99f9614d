"""A report on paper: a few large figures, then parts, each a picture, a table or both."""

from dataclasses import dataclass

from nhipcau.printing.typeset import typeset


@dataclass(frozen=True, slots=True)
class Part:
    """`svg` is a drawing; `rows` are words as they are to be read. Columns named in `numeric` stand
    to the right."""

    title: str
    note: str = ""
    svg: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Report:
    """`figures` are label, value and a line under it."""

    issuer: str
    title: str
    subtitle: str = ""
    figures: tuple[tuple[str, str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    foot: str = ""
    language: str = "vi"


def report_pdf(report: Report) -> bytes:
    return typeset(
        "report",
        {
            "language": report.language,
            "issuer": report.issuer,
            "title": report.title,
            "subtitle": report.subtitle,
            "foot": report.foot,
            "figures": [list(figure) for figure in report.figures],
            "parts": [_values(part) for part in report.parts],
        },
    )


def _values(part: Part) -> dict[str, object]:
    width = len(part.columns)
    for row in part.rows:
        if len(row) != width:
            raise ValueError(f"a row of {len(row)} in a table of {width} columns: {part.title}")
    return {
        "title": part.title,
        "note": part.note,
        "svg": part.svg,
        "columns": list(part.columns),
        "rows": [list(row) for row in part.rows],
        "numeric": [index in part.numeric for index in range(width)],
    }
