"""Posters: a large code to scan, what it is about, whose it is. Many, of two sizes, in one PDF."""

from collections.abc import Iterable
from dataclasses import dataclass

from nhipcau.printing.qr import qr_file_svg
from nhipcau.printing.typeset import typeset


@dataclass(frozen=True, slots=True)
class Poster:
    """`scan` says how, `gets` what one finds, a line each; `foot` is for whoever changes it."""

    issuer: str
    heading: str
    title: str
    scan: str
    url: str
    gets: tuple[str, ...] = ()
    ask: str = ""
    foot: str = ""
    size: str = "a4"
    language: str = "vi"


def posters_pdf(posters: Iterable[Poster]) -> bytes:
    """One page each, in the order given, whatever the length of the words."""
    made = list(posters)
    return typeset(
        "poster",
        {
            "issuer": made[0].issuer if made else "",
            "posters": [
                {
                    "issuer": one.issuer,
                    "heading": one.heading,
                    "title": one.title,
                    "scan": one.scan,
                    "gets": list(one.gets),
                    "ask": one.ask,
                    "foot": one.foot,
                    "size": one.size,
                    "language": one.language,
                    "qr": qr_file_svg(one.url),
                    "address": one.url.partition("://")[2],
                }
                for one in made
            ],
        },
    )
