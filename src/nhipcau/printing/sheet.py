"""Papers of a notice: the A4 sheet, the leaflets of a walk, the board, the loudspeaker's script.

Every word is given: printing knows no language and no notice.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from nhipcau.printing.qr import qr_file_svg
from nhipcau.printing.typeset import typeset

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`facts` are label and value: when, where, who, bring. `deadline` and `scan` are sentences;
    `paper` names the paper behind it, `foot` who issued this one and when."""

    issuer: str
    heading: str
    title: str
    text: str
    facts: Facts = ()
    deadline: str = ""
    paper: str = ""
    scan: str = ""
    url: str = ""
    foot: str = ""
    language: str = "vi"
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Door:
    """One household of a walk: what the leader reads, and its own tracked address."""

    name: str
    house: str
    place: str
    url: str


def a4_sheet(sheet: Sheet) -> bytes:
    """One page, whatever the length: the type gets smaller."""
    return _page(sheet, "a4")


def a5_sheet(sheet: Sheet) -> bytes:
    """The same on half the paper: for a gate, a shop, a lift."""
    return _page(sheet, "a5")


def _page(sheet: Sheet, size: str) -> bytes:
    return typeset(
        "sheet",
        {
            **_common(sheet),
            "size": size,
            "paper": sheet.paper,
            "foot": sheet.foot,
            "qr": qr_file_svg(sheet.url) if sheet.url else "",
            "address": sheet.url.removeprefix("https://").removeprefix("http://"),
        },
    )


def leaflets(sheet: Sheet, doors: Iterable[Door]) -> bytes:
    """A5, one page a household, in the order given, each with its own QR."""
    pages = [
        {
            "name": door.name,
            "house": door.house,
            "place": door.place,
            "qr": qr_file_svg(door.url),
        }
        for door in doors
    ]
    return typeset("leaflet", {**_common(sheet), "doors": pages})


def board_page(lines: Iterable[str], *, language: str = "vi") -> bytes:
    """A page to copy onto a board or to pin to it: the first two lines are the largest."""
    rows = [line for line in lines if line.strip()]
    return typeset("board", {"title": rows[0] if rows else "", "lines": rows, "language": language})


def script_page(title: str, note: str, text: str, *, language: str = "vi") -> bytes:
    """Large type to read aloud from."""
    return typeset("script", {"title": title, "note": note, "text": text, "language": language})


def _common(sheet: Sheet) -> dict[str, object]:
    return {
        "issuer": sheet.issuer,
        "heading": sheet.heading,
        "title": sheet.title,
        "text": sheet.text,
        "facts": [list(fact) for fact in sheet.facts],
        "deadline": sheet.deadline,
        "scan": sheet.scan,
        "language": sheet.language,
        "urgent": sheet.is_urgent,
    }
