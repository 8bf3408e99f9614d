"""Finding an official unit by the words people know it by, before and after July 2025."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Max

from nhipcau.places.models import Succession, Unit
from nhipcau.places.naming import bare_name
from nhipcau.text.fold import fold

MOST = 40  # thirty-three wards of before July 2025 were "Phường 1"


@dataclass(frozen=True, slots=True)
class FoundUnit:
    unit: Unit
    where: str
    became: str

    @property
    def is_former(self) -> bool:
        return self.unit.valid_to is not None


def find_units(said: str, *, is_former: bool) -> list[FoundUnit]:
    """All words of what was typed are in the unit's name or where it lies; or it is its code. First
    where they are whole words, and those of the unit's own name."""
    words = fold(said).replace(",", " ").split()
    if not words:
        return []
    newest = Unit.objects.aggregate(newest=Max("pk"))["newest"] or 0
    typed = " ".join(words)
    hits = [
        (_misfit(words, whole), bare not in typed and typed not in bare, bare, pk)
        for bare, whole, code, pk, was in _index(newest)
        if was == is_former and (all(word in whole for word in words) or code == words[0])
    ]
    wanted = [pk for _misfit, _is_elsewhere, _bare, pk in sorted(hits)[:MOST]]
    units = Unit.objects.select_related("parent__parent").in_bulk(wanted)
    became = _became(wanted)
    return [FoundUnit(units[pk], _where(units[pk]), became[pk]) for pk in wanted]


def _misfit(words: list[str], whole: str) -> int:
    """How many of the words are only parts of one: "an" in "Lang Son"."""
    there = whole.split()
    return sum(word not in there for word in words)


def the_unit(unit_id: int) -> FoundUnit | None:
    found = Unit.objects.select_related("parent__parent").filter(
        pk=unit_id, level=Unit.Level.COMMUNE
    )
    unit = found.first()
    return FoundUnit(unit, _where(unit), _became([unit.pk])[unit.pk]) if unit else None


def _where(unit: Unit) -> str:
    above, parents = unit.parent, []
    while above is not None:
        parents.append(above.name)
        above = above.parent
    return ", ".join(parents)


def _became(units: list[int]) -> dict[int, str]:
    now = Succession.objects.filter(predecessor__in=units).select_related("successor")
    names: dict[int, list[str]] = {unit: [] for unit in units}
    for one in now.order_by("-is_whole", "pk"):
        names[one.predecessor_id].append(one.successor.name)
    return {unit: ", ".join(said) for unit, said in names.items()}


@lru_cache(maxsize=1)  # as many as the country has, read once until units are imported again
def _index(newest: int) -> list[tuple[str, str, str, int, bool]]:
    """Folded name without its kind; name with where it lies; code; id; whether it has ended."""
    rows = Unit.objects.filter(level=Unit.Level.COMMUNE).values_list(
        "pk", "name", "code", "valid_to", "parent__name", "parent__parent__name"
    )
    made = []
    for pk, name, code, ended, above, top in rows:
        whole = fold(f"{name} {above or ''} {top or ''}")
        made.append((fold(bare_name(name)), whole, code, pk, ended is not None))
    return made
