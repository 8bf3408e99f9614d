"""A bulletin of several notices: A4, two columns, as many pages as it takes."""

from collections.abc import Iterable
from dataclasses import dataclass

from nhipcau.printing.qr import qr_file_svg
from nhipcau.printing.typeset import typeset

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One notice of a bulletin. `paper` names the paper behind it, `url` leads to its page."""

    title: str
    text: str
    facts: Facts = ()
    paper: str = ""
    url: str = ""
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Bulletin:
    """`period` and `foot` are sentences; `scan` stands beside each QR code."""

    issuer: str
    heading: str
    number: str
    period: str
    scan: str = ""
    foot: str = ""
    language: str = "vi"


def bulletin_pdf(bulletin: Bulletin, items: Iterable[Item]) -> bytes:
    return typeset(
        "bulletin",
        {
            "language": bulletin.language,
            "issuer": bulletin.issuer,
            "heading": bulletin.heading,
            "number": bulletin.number,
            "period": bulletin.period,
            "scan": bulletin.scan,
            "foot": bulletin.foot,
            "items": [
                {
                    "title": item.title,
                    "text": item.text,
                    "facts": [list(fact) for fact in item.facts],
                    "paper": item.paper,
                    "qr": qr_file_svg(item.url) if item.url else "",
                    "urgent": item.is_urgent,
                }
                for item in items
            ],
        },
    )
