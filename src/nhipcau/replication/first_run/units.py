"""Finding an official unit by the words people know it by, before and after July 2025."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Max

from nhipcau.places.models import Succession, Unit
from nhipcau.text.fold import fold

MOST = 20


@dataclass(frozen=True, slots=True)
class FoundUnit:
    unit: Unit
    where: str
    became: str

    @property
    def is_former(self) -> bool:
        return self.unit.valid_to is not None


def find_units(said: str, *, is_former: bool) -> list[FoundUnit]:
    """All words of what was typed are in the unit's name or where it lies; or it is its code."""
    words = fold(said).replace(",", " ").split()
    if not words:
        return []
    newest = Unit.objects.aggregate(newest=Max("pk"))["newest"] or 0
    hits = [
        (not name.endswith(words[-1]) and not name.startswith(" ".join(words)), name, pk)
        for name, whole, code, pk, was in _index(newest)
        if was == is_former and (all(word in whole for word in words) or code == words[0])
    ]
    wanted = [pk for _rank, _name, pk in sorted(hits)[:MOST]]
    units = Unit.objects.select_related("parent__parent").in_bulk(wanted)
    return [_told(units[pk]) for pk in wanted]


def the_unit(unit_id: int) -> FoundUnit | None:
    found = Unit.objects.select_related("parent__parent").filter(
        pk=unit_id, level=Unit.Level.COMMUNE
    )
    unit = found.first()
    return _told(unit) if unit is not None else None


def _told(unit: Unit) -> FoundUnit:
    above, parents = unit.parent, []
    while above is not None:
        parents.append(above.name)
        above = above.parent
    now = Succession.objects.filter(predecessor=unit).select_related("successor")
    became = ", ".join(one.successor.name for one in now.order_by("-is_whole", "pk"))
    return FoundUnit(unit, ", ".join(parents), became)


@lru_cache(maxsize=1)  # as many as the country has, read once until units are imported again
def _index(newest: int) -> list[tuple[str, str, str, int, bool]]:
    """Folded name; name with where it lies; code; id; whether it has ended."""
    rows = Unit.objects.filter(level=Unit.Level.COMMUNE).values_list(
        "pk", "name", "code", "valid_to", "parent__name", "parent__parent__name"
    )
    made = []
    for pk, name, code, ended, above, top in rows:
        folded = fold(name)
        whole = f"{folded} {fold(above or '')} {fold(top or '')}"
        made.append((folded, whole, code, pk, ended is not None))
    return made
