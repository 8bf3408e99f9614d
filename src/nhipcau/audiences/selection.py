"""What a selection is. resolve.py makes households of it, describe.py words."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Selection:
    """Empty tuples and None mean "no limit". Ages in full years on the day of resolving."""

    neighbourhoods: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    min_age: int | None = None
    max_age: int | None = None
    sex: str = ""
    residences: tuple[str, ...] = ()
    without_smartphone: bool = False
    households: tuple[int, ...] = ()  # named one by one

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Selection":
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        for name in ("neighbourhoods", "groups", "residences", "households"):
            if name in known:
                known[name] = tuple(known[name])
        return cls(**known)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
