"""What a locality has, in a playbook's words, each object under the key it keeps for good."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from nhipcau.replication.models import AppliedItem
from nhipcau.replication.playbook.shape import reworded
from nhipcau.replication.playbook.theme import Found, Place, Theme
from nhipcau.replication.playbook.words import PlaceWords
from nhipcau.text.fold import fold

LONGEST_KEY = 48


def collect(
    place: Place, theme: Theme, words: PlaceWords, *, with_life: bool = False
) -> dict[str, Found]:
    """Key → object. `with_life`: also what an export adds of what the locality does beside its
    playbook. Notes the rows in `place` for the themes that speak of this one."""
    known = _keys(place, theme)
    found = _keyed(_said(theme.found(place), words), known, theme, {})
    if with_life:
        so_far = {key: one.item for key, one in found.items()}
        found = _keyed(_said(theme.derived(place, so_far), words), {}, theme, found)
    if not theme.is_ordered:
        found = dict(sorted(found.items()))
    place.rows[theme.name] = {key: one.row for key, one in found.items()}
    return found


def slug(text: str) -> str:
    made = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return (made if len(made) <= LONGEST_KEY else made[:LONGEST_KEY].rpartition("-")[0]) or "muc"


def _keys(place: Place, theme: Theme) -> dict[int, str]:
    rows = AppliedItem.objects.filter(locality=place.locality, theme=theme.name, row__gt=0)
    return dict(rows.values_list("row", "key"))


def _said(found: Iterable[Found], words: PlaceWords) -> list[Found]:
    return [Found(reworded(one.item, words.blank), one.row, one.key) for one in found]


def _keyed(
    found: Iterable[Found], known: Mapping[int, str], theme: Theme, so_far: dict[str, Found]
) -> dict[str, Found]:
    """New ones take a key of their words, and never one that somebody has."""
    found = list(found)
    keyed = dict(so_far)
    taken = {*keyed, *known.values(), *(one.key for one in found if one.key)}
    for one in found:
        key = one.key or known.get(one.row, "") or _free(slug(theme.name_of(one.item)), taken)
        taken.add(key)
        keyed[key] = Found(one.item, one.row, key)
    return keyed


def _free(wanted: str, taken: set[Any]) -> str:
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
