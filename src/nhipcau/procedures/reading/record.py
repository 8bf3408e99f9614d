"""What one record of a file says, before it is compared with the catalogue."""

from dataclasses import dataclass, field, fields, replace
from typing import Any

from nhipcau.procedures.content import Content

# What the crawl left unclear is answered by a file that gives the field.
MENDED_BY = {"ways": "Cách thức thực hiện", "papers": "Thành phần hồ sơ"}
ALL = frozenset(part.name for part in fields(Content))


@dataclass(frozen=True, slots=True)
class Record:
    """`given` names what the file speaks of: what it does not, stays as it is.

    A fault is a clear sentence with its column; such a record is refused, the others are not.
    """

    row: int
    code: str = ""
    content: Content = field(default_factory=lambda: Content(name=""))
    given: frozenset[str] = ALL
    sheet: str = ""
    column: str = ""
    fault: str = ""

    @property
    def is_whole(self) -> bool:
        return self.given == ALL


def over(now: Content, record: Record) -> Content:
    """What the catalogue will say: `now` with what the record speaks of."""
    if record.is_whole:
        return record.content
    said: dict[str, Any] = {name: getattr(record.content, name) for name in record.given}
    if "details" in said:
        said["details"] = {**now.details, **said["details"]}
    if "unclear" in said:
        mended = {title for name, title in MENDED_BY.items() if name in said}
        kept = {title: text for title, text in now.unclear.items() if title not in mended}
        said["unclear"] = {**kept, **said["unclear"]}
    return replace(now, **said)
