"""The menu of the desk in parts: what is used all day is open, what is set up once is folded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext_lazy as _


class Entry(Protocol):
    @property
    def path(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def is_here(self) -> bool: ...


E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Part:
    """`paths` in the order in which they stand."""

    label: Any
    paths: tuple[str, ...]
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A part with what this person may open of it."""

    label: str
    items: Sequence[Any]
    is_folded: bool

    @property
    def is_here(self) -> bool:
        return any(item.is_here for item in self.items)

    @property
    def count(self) -> int:
        return sum(item.count for item in self.items)


def _under(*names: str) -> tuple[str, ...]:
    return tuple(f"/lam-viec/{name}/" for name in names)


TOP = Part("", ("/lam-viec/", *_under("bat-dau", "bo-mau")))
PARTS = (
    TOP,
    Part(_("Báo tin"), _under("thong-bao", "khan-cap", "to-truong", "binh-luan", "ma-qr")),
    Part(_("Hỏi đáp, một cửa"), _under("hop-thu", "quay", "ho-so", "thu-tuc", "lich-truc")),
    Part(_("Hộ dân, nhóm"), _under("ho-dan", "nhom", "khoang-cach", "nhom-noi-bo")),
    Part(
        _("Quản lý"),
        _under("chi-phi", "tinh", "can-bo", "kenh", "dia-ban", "du-lieu", "api"),
        True,
    ),
)
FEW = 8
PLACED = {path: part for part in PARTS for path in part.paths}


def in_parts(items: Iterable[E]) -> list[Shown]:
    """Parts of which nothing may be opened are not there. What no part names stands at the top; a
    short menu needs no parts."""
    items = list(items)
    if len(items) < FEW:
        return [Shown("", items, is_folded=False)]
    of: dict[str, list[E]] = {}
    for item in items:
        of.setdefault(str(PLACED.get(item.path, TOP).label), []).append(item)
    shown = []
    for part in PARTS:
        mine = of.get(str(part.label), [])
        if mine:
            order = {path: nth for nth, path in enumerate(part.paths)}
            mine.sort(key=lambda item: order.get(item.path, len(order)))
            shown.append(Shown(str(part.label), mine, part.is_folded))
    return shown
