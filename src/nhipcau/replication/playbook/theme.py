"""What a theme of a playbook is: one file, one kind of item, and how a locality holds it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.errors import NotAllowed
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality


@dataclass(frozen=True, slots=True)
class Found:
    """An object of the locality in the playbook's words. `row`: its id, 0 where the key is its
    nature; `key`: where it has one by nature."""

    item: Any
    row: int = 0
    key: str = ""


@dataclass(slots=True)
class Place:
    """Where and by whom a theme is read or written. `rows`: theme → key → id, for what one theme
    says of another (an entry's topic)."""

    locality: Locality
    by: Staff | None = None  # nobody where it is only read
    rows: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        return self.staff.actor

    @property
    def staff(self) -> Staff:
        if self.by is None:
            raise NotAllowed(_("Chỉ quản trị của địa bàn mới áp dụng được bộ mẫu."))
        return self.by

    def key_of(self, theme: str, row: int | None) -> str:
        known = self.rows.get(theme, {})
        return next((key for key, found in known.items() if found == row), "")

    def row_of(self, theme: str, key: str) -> int | None:
        return self.rows.get(theme, {}).get(key)


Put = Callable[[Place, str, Any, int], int]
Drop = Callable[[Place, str, int], None]


@dataclass(frozen=True, slots=True)
class Theme:
    """`put(place, key, item, row)` adds (row 0) or changes and returns the row; `drop` takes away
    what the playbook no longer has. `usual`: what a locality has before anybody decided anything,
    which is nobody's own. `derived`: what an export adds of the locality's life."""

    name: str
    title: Any
    remark: str
    kind: type
    found: Callable[[Place], list[Found]]
    put: Put
    drop: Drop
    name_of: Callable[[Any], str]
    usual: Callable[[], Mapping[str, Any]] = dict
    derived: Callable[[Place, Mapping[str, Any]], list[Found]] = lambda place, known: []
    is_ordered: bool = False
    told: Callable[[Any], str] | None = None  # how a person is told of it, where other than named

    @property
    def file(self) -> str:
        return f"{self.name}.yaml"
