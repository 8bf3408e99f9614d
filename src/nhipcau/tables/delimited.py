"""Text tables as offices export them: delimiter and encoding are found out, not asked for."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from nhipcau.tables.faults import DAMAGED, UNKNOWN_FORMAT, TableFault

DELIMITERS = ",;\t|"
LOOKED_AT = 30
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_delimited(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells). Empty lines keep their number, as a spreadsheet would show them."""
    text = decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        yield from enumerate(reader, start=1)
    except csv.Error:
        raise TableFault(DAMAGED) from None


def decode(content: bytes) -> str:
    """Text of UTF-8, UTF-16 or Windows' Vietnamese code page. Raises for what is no text."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    head = content[:2000]
    if head[1::2].count(0) > len(head) // 4:
        return _decoded(content, "utf-16-le")
    if b"\x00" in head:
        raise TableFault(UNKNOWN_FORMAT)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(content, "cp1258")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise TableFault(UNKNOWN_FORMAT) from None


def _delimiter(text: str) -> str:
    """The one that cuts the most lines into the same number of cells, more cells winning."""

    def score(delimiter: str) -> tuple[int, int]:
        widths: dict[int, int] = {}
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            for row in islice(reader, LOOKED_AT):
                if len(row) > 1:
                    widths[len(row)] = widths.get(len(row), 0) + 1
        except csv.Error:
            return (0, 0)
        return max(((count * width, width) for width, count in widths.items()), default=(0, 0))

    return max(DELIMITERS, key=score)
