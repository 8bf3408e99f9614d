"""The papers that a one-stop desk hands out: a heading, facts, a numbered list, a statement, who
signs. One layout for all of them; every word is given."""

from dataclasses import dataclass

from nhipcau.printing.qr import qr_file_svg
from nhipcau.printing.typeset import typeset


@dataclass(frozen=True, slots=True)
class DeskPaper:
    """`state` are the two lines of the state's heading, `facts` label and value; `strong` is what
    must be seen first (the date of return). `items` are numbered under `asks`."""

    issuer: str
    office: str
    state: tuple[str, str]
    number: str
    title: str
    facts: tuple[tuple[str, str], ...]
    strong: tuple[str, str] = ("", "")
    asks: str = ""
    items: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    dated: str = ""
    signs: tuple[tuple[str, str], ...] = ()
    scan: str = ""
    url: str = ""
    foot: str = ""
    language: str = "vi"


def desk_pdf(paper: DeskPaper) -> bytes:
    """A4, as many pages as the list needs."""
    return typeset(
        "desk",
        {
            "issuer": paper.issuer,
            "office": paper.office,
            "state": list(paper.state),
            "number": paper.number,
            "title": paper.title,
            "facts": [list(fact) for fact in paper.facts],
            "strong": list(paper.strong),
            "asks": paper.asks,
            "items": list(paper.items),
            "text": list(paper.text),
            "dated": paper.dated,
            "signs": [list(sign) for sign in paper.signs],
            "scan": paper.scan,
            "qr": qr_file_svg(paper.url) if paper.url else "",
            "address": paper.url.partition("://")[2],
            "foot": paper.foot,
            "language": paper.language,
        },
    )
