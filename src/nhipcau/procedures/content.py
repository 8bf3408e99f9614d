"""What one version says, as plain values: compared, kept in staging, written as rows."""

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from nhipcau.procedures.models import Paper, ProcedureVersion, Way

TEXTS = (
    "name", "level", "sector", "audience", "steps", "conditions", "result", "legal_basis",
    "decision", "agency", "source_url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WayInput:
    kind: str
    time_amount: str = ""  # a plain decimal number, never without its unit
    time_unit: str = ""
    time_text: str = ""
    fee_kind: str = ""
    fee_vnd: int | None = None
    fee_text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaperInput:
    name: str
    case: str = ""
    originals: int | None = None
    copies: int | None = None
    form_name: str = ""
    form_url: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    name: str
    level: str = ""
    sector: str = ""
    audience: str = ""
    steps: str = ""
    conditions: str = ""
    result: str = ""
    legal_basis: str = ""
    decision: str = ""
    agency: str = ""
    source_url: str = ""
    details: dict[str, str] = field(default_factory=dict)
    unclear: dict[str, str] = field(default_factory=dict)
    ways: tuple[WayInput, ...] = ()
    papers: tuple[PaperInput, ...] = ()
    retrieved_at: datetime | None = None  # no part of the digest: reading again changes nothing

    @property
    def is_light(self) -> bool:
        return not (self.ways or self.papers or self.steps or self.unclear)

    def to_json(self) -> dict[str, Any]:
        made = asdict(self)
        made["retrieved_at"] = self.retrieved_at.isoformat() if self.retrieved_at else None
        return made

    def digest(self) -> str:
        said = {name: value for name, value in asdict(self).items() if name != "retrieved_at"}
        return hashlib.sha256(
            json.dumps(said, sort_keys=True, ensure_ascii=False).encode()
        ).hexdigest()


def from_json(kept: dict[str, Any]) -> Content:
    values = dict(kept)
    at = values.get("retrieved_at")
    values["retrieved_at"] = datetime.fromisoformat(at) if at else None
    values["ways"] = tuple(WayInput(**way) for way in values.get("ways", ()))
    values["papers"] = tuple(PaperInput(**paper) for paper in values.get("papers", ()))
    return Content(**values)


def content_of(version: ProcedureVersion) -> Content:
    """What a version in the database says. Prefetch `ways` and `papers` for many."""
    return Content(
        **{name: getattr(version, name) for name in TEXTS},
        details=version.details,
        unclear=version.unclear,
        retrieved_at=version.retrieved_at,
        ways=tuple(_way_of(way) for way in version.ways.all()),
        papers=tuple(
            PaperInput(**{part.name: getattr(paper, part.name) for part in fields(PaperInput)})
            for paper in version.papers.all()
        ),
    )


def _way_of(way: Way) -> WayInput:
    values = {part.name: getattr(way, part.name) for part in fields(WayInput)}
    values["time_amount"] = plain(way.time_amount)
    return WayInput(**values)


def plain(amount: Decimal | None) -> str:
    """3.00 → "3", 0.50 → "0.5"."""
    return "" if amount is None else f"{amount.normalize():f}"


LONGEST = {
    name: length
    for name in TEXTS
    if (length := getattr(ProcedureVersion._meta.get_field(name), "max_length", None))
}


def too_long(content: Content) -> str:
    """The name of a text that its column cannot hold, or nothing."""
    texts = (name for name, most in LONGEST.items() if len(getattr(content, name)) > most)
    papers = ("papers" for p in content.papers if len(p.form_name) > 300 or len(p.form_url) > 500)
    return next(texts, "") or next(papers, "")


def version_rows(content: Content, version: ProcedureVersion) -> tuple[list[Way], list[Paper]]:
    """The rows below a version, not yet written."""
    here = {"locality_id": version.locality_id, "version": version}
    ways = [
        Way(
            **here,
            position=position,
            **{
                **{part.name: getattr(way, part.name) for part in fields(WayInput)},
                "time_amount": Decimal(way.time_amount) if way.time_amount else None,
            },
        )
        for position, way in enumerate(content.ways)
    ]
    papers = [
        Paper(
            **here,
            position=position,
            **{part.name: getattr(paper, part.name) for part in fields(PaperInput)},
        )
        for position, paper in enumerate(content.papers)
    ]
    return ways, papers


def new_version(content: Content) -> dict[str, Any]:
    """The columns of a version that hold its content."""
    return {
        **{name: getattr(content, name) for name in TEXTS},
        "details": content.details,
        "unclear": content.unclear,
        "retrieved_at": content.retrieved_at,
        "is_light": content.is_light,
        "digest": content.digest(),
    }
