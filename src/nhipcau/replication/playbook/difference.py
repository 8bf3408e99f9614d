"""What applying a playbook would change: three sides, the playbook now, the locality now, and what
the playbook said when it was last applied."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nhipcau.places.models import Locality
from nhipcau.replication.models import AppliedItem
from nhipcau.replication.playbook.collect import collect
from nhipcau.replication.playbook.read import Playbook
from nhipcau.replication.playbook.shape import digest_of, plain_of
from nhipcau.replication.playbook.theme import Place, Theme
from nhipcau.replication.playbook.themes.all import THEMES
from nhipcau.replication.playbook.words import PlaceWords


class Verdict(TextChoices):
    ADDED = "added", _("Thêm")
    CHANGED = "changed", _("Sửa")
    REMOVED = "removed", _("Bỏ")
    KEPT = "kept", _("Giữ bản của địa phương")
    SAME = "same", _("Không đổi")


WRITTEN = frozenset({Verdict.ADDED, Verdict.CHANGED, Verdict.REMOVED})


@dataclass(frozen=True, slots=True)
class Change:
    """`mine` and `theirs` as items; None where that side has none."""

    theme: Theme
    key: str
    verdict: Verdict
    mine: Any
    theirs: Any
    row: int
    base: AppliedItem | None

    @property
    def name(self) -> str:
        return f"{self.theme.name}/{self.key}"

    @property
    def title(self) -> str:
        say = self.theme.told or self.theme.name_of
        said = say(self.theirs if self.theirs is not None else self.mine)
        return said if len(said) <= 90 else f"{said[:89]}…"

    @property
    def digest(self) -> str:
        return digest_of(self.theirs) if self.theirs is not None else ""

    def fields(self) -> Iterator[tuple[str, str, str]]:
        """Field, what is here, what the playbook says; of those that differ."""
        here = plain_of(self.mine) if self.mine is not None else {}
        there = plain_of(self.theirs) if self.theirs is not None else {}
        for name in dict.fromkeys([*here, *there]):
            if here.get(name) != there.get(name):
                yield name, _shown(here.get(name)), _shown(there.get(name))


def difference(
    playbook: Playbook, locality: Locality, *, take: Collection[str] = ()
) -> list[Change]:
    """Reads, inside the scope. `take`: "theme/key" of what the playbook shall overrule though the
    locality has words of its own; "all" for all of it."""
    place, words = Place(locality), PlaceWords(locality)
    changes: list[Change] = []
    for theme in THEMES:
        changes += of_theme(playbook, theme, place, words, take)
    return changes


def of_theme(
    playbook: Playbook, theme: Theme, place: Place, words: PlaceWords, take: Collection[str] = ()
) -> list[Change]:
    mine, theirs, usual = collect(place, theme, words), playbook.of(theme), theme.usual()
    rows = AppliedItem.objects.filter(locality=place.locality, theme=theme.name)
    bases = {row.key: row for row in rows}
    changes = []
    for key in dict.fromkeys([*theirs, *bases]):  # others are its own: no playbook speaks of them
        found, base = mine.get(key), bases.get(key)
        item = found.item if found is not None else None
        is_nobodys = base is None and item is not None and usual.get(key) == item
        is_taken = is_nobodys or "all" in take or f"{theme.name}/{key}" in take
        verdict = _judge(item, theirs.get(key), base, is_taken=is_taken)
        if verdict is not None:
            row = found.row if found is not None else 0
            changes.append(Change(theme, key, verdict, item, theirs.get(key), row, base))
    return changes


def _judge(mine: Any, theirs: Any, base: AppliedItem | None, *, is_taken: bool) -> Verdict | None:
    """None: gone on both sides, nothing is left to say."""
    here = digest_of(mine) if mine is not None else ""
    there = digest_of(theirs) if theirs is not None else ""
    if here == there:
        return Verdict.SAME if here else None
    if base is None:
        is_untouched = not here
    else:
        is_untouched = not base.is_kept and here == (base.here or base.digest)
        if is_untouched and there == base.digest:
            return Verdict.SAME  # said otherwise here only by how this product writes it
    if not is_untouched and not is_taken:
        return Verdict.KEPT
    if not there:
        return Verdict.REMOVED
    return Verdict.CHANGED if here else Verdict.ADDED


def counts_of(changes: Collection[Change]) -> dict[str, int]:
    told = Counter(str(change.verdict.value) for change in changes)
    return {verdict.value: told[verdict.value] for verdict in Verdict}


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(_shown(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_shown(one)}" for name, one in value.items())
    return str(value)
