"""Neighbourhoods that share a name after a merger: "Tổ 1" becomes "Tổ 1 (Sông Cầu)"."""

from collections import Counter
from collections.abc import Iterable, Mapping

from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.places.naming import bare_name
from nhipcau.text.fold import fold

LONGEST = 80


def propose(
    going: Iterable[tuple[Locality, Neighbourhood]],
    staying: Iterable[str],
    chosen: Mapping[int, str],
) -> dict[int, str]:
    """A new name for each that would meet another of its name; one that was chosen stands."""
    pairs = list(going)
    count = Counter(fold(name) for name in staying)
    count.update(fold(place.name) for _former, place in pairs)
    names = {}
    for former, place in pairs:
        if place.pk in chosen:
            names[place.pk] = chosen[place.pk]
        elif count[fold(place.name)] > 1:
            names[place.pk] = renamed(place.name, former.name)
    return names


def renamed(name: str, former: str) -> str:
    tail = f" ({bare_name(former)})"
    return name[: LONGEST - len(tail)] + tail


def still_double(
    going: Iterable[tuple[Locality, Neighbourhood]],
    staying: Iterable[str],
    names: Mapping[int, str],
) -> list[str]:
    """Names that would stand twice all the same."""
    after = [names.get(place.pk, place.name) for _former, place in going]
    count = Counter(fold(name) for name in (*after, *staying))
    return sorted({name for name in after if count[fold(name)] > 1})
