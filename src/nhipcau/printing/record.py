"""A record on A4, as many pages as it needs: a title, a table, then parts in lines."""

from dataclasses import dataclass

from nhipcau.printing.qr import qr_file_svg
from nhipcau.printing.typeset import typeset


@dataclass(frozen=True, slots=True)
class Line:
    """`label` begins it in bold, `beside` ends it in grey; a head stands above what follows."""

    text: str
    label: str = ""
    beside: str = ""
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """`columns` and `rows` are the table. `asks` are label and value: whom to ask."""

    issuer: str
    title: str
    subtitle: str = ""
    note: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    parts: tuple[Part, ...] = ()
    asks: tuple[tuple[str, str], ...] = ()
    scan: str = ""
    url: str = ""
    foot: str = ""
    language: str = "vi"


def record_pdf(record: Record) -> bytes:
    return typeset(
        "record",
        {
            "language": record.language,
            "issuer": record.issuer,
            "title": record.title,
            "subtitle": record.subtitle,
            "note": record.note,
            "columns": list(record.columns),
            "rows": [list(row) for row in record.rows],
            "parts": [
                {
                    "title": part.title,
                    "lines": [
                        {
                            "text": at.text,
                            "label": at.label,
                            "beside": at.beside,
                            "head": at.is_head,
                        }
                        for at in part.lines
                    ],
                }
                for part in record.parts
            ],
            "asks": [list(ask) for ask in record.asks],
            "scan": record.scan,
            "qr": qr_file_svg(record.url) if record.url else "",
            "foot": record.foot,
        },
    )
