"""Small slips on A4, eight on a page with lines to cut along: each household's own code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nhipcau.printing.qr import qr_file_svg
from nhipcau.printing.typeset import typeset


@dataclass(frozen=True, slots=True)
class Slip:
    name: str
    house: str
    code: str
    url: str


def slips(
    rows: Iterable[Slip],
    *,
    issuer: str,
    place: str,
    title: str,
    how: Sequence[str],
    language: str = "vi",
) -> bytes:
    """Every word is given; `how` is one sentence a line."""
    made = [
        {"name": row.name, "house": row.house, "code": row.code, "qr": qr_file_svg(row.url)}
        for row in rows
    ]
    return typeset(
        "slips",
        {
            "language": language,
            "issuer": issuer,
            "place": place,
            "title": title,
            "how": list(how),
            "slips": made,
        },
    )
