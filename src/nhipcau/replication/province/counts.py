"""What a province may know of a ward: sums of wards and of neighbourhoods, small cells hidden.
Plain values; nothing here knows a person."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

SMALL: Final = 5  # fewer households than that could be told by name


@dataclass(frozen=True, slots=True)
class Counts:
    """None is "nobody knows": the ward does not use that part. Minutes are of working time."""

    households: int = 0
    people_joined: int = 0
    joined: int = 0
    by_app: int = 0
    by_sms: int = 0
    without: int = 0
    notices: int = 0  # of the last quarter, at most ten
    asked: int = 0  # households asked by those notices together
    informed: int = 0
    half_minutes: float | None = None  # the middle one of: until half of the households knew
    posted: int = 0  # relays done, of `relays`
    relays: int = 0
    questions: int = 0
    in_time: int = 0
    answer_minutes: int | None = None
    duty_minutes: int | None = None
    missing_minutes: int = 0
    finished: int = 0
    finished_in_time: int = 0
    channels: dict[str, int] = field(default_factory=dict)  # households informed, by channel

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """A neighbourhood. None is hidden: too few households, or their neighbours' sums would tell."""

    name: str
    households: int | None
    joined: int | None = None
    by_app: int | None = None
    without: int | None = None
    asked: int | None = None
    informed: int | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


# Part → its whole: both sides of a cell must be large enough.
PARTS: Final = (
    ("joined", "households"),
    ("by_app", "households"),
    ("without", "households"),
    ("informed", "asked"),
)


def counts_from(kept: dict[str, Any]) -> Counts:
    """What an older day does not know is left at its default."""
    known = {part.name for part in fields(Counts)}
    return Counts(**{name: value for name, value in kept.items() if name in known})


def place_from(kept: dict[str, Any]) -> PlaceCounts:
    known = {part.name for part in fields(PlaceCounts)}
    return PlaceCounts(**{name: value for name, value in kept.items() if name in known})


def hide_small(places: Sequence[PlaceCounts]) -> list[PlaceCounts]:
    """A part below five is hidden, and so is one of which all but a few are counted. The ward's sum
    less the others would give away one that is hidden alone, and some that are all small (two of
    them that sum to two are one and one): then the next larger is hidden with them."""
    rows = [place.to_json() for place in places]
    tiny = [row for row in rows if 0 < (row["households"] or 0) < SMALL]
    for row in tiny:
        row.update(dict.fromkeys(("households", *(part for part, _whole in PARTS), "asked")))
    _hide_among_others(rows, "households", places)
    _hide_among_others(rows, "asked", places)
    for part, whole in PARTS:
        for row in rows:
            if _is_small(row[part], row[whole]):
                row[part] = None
        _hide_among_others(rows, part, places)
    return [PlaceCounts(**row) for row in rows]


def _is_small(part: int | None, whole: int | None) -> bool:
    if part is None or whole is None:
        return True
    return 0 < part < SMALL or 0 < whole - part < SMALL


def _hide_among_others(
    rows: list[dict[str, Any]], name: str, places: Sequence[PlaceCounts]
) -> None:
    """Until what is hidden is not alone and not all small; nothing where nothing is hidden."""
    kept = [getattr(place, name) or 0 for place in places]
    zeros_last = sorted(range(len(rows)), key=lambda at: (kept[at] == 0, kept[at]))
    for at in zeros_last:
        hidden = [kept[i] for i, row in enumerate(rows) if row[name] is None]
        if not hidden or (len(hidden) > 1 and max(hidden) >= SMALL):
            return
        rows[at][name] = None
