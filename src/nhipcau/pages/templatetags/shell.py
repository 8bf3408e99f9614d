"""What the shells' components need worked out. No inline styles: widths are SVG attributes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import template

register = template.Library()


@dataclass(frozen=True, slots=True)
class BarPart:
    name: str
    label: str
    count: int
    x: str
    width: str


@register.filter
def bar_parts(parts: Iterable[tuple[str, str, int]]) -> list[BarPart]:
    """[(name, label, count), …] → parts of the evidence bar, in the order given.

    Names are those of the tones: none, posted, delivered, passed_on, observed, seen,
    acknowledged, told.
    """
    given = list(parts)
    total = sum(count for _name, _label, count in given) or 1
    found, before = [], 0
    for name, label, count in given:
        share, start = 100 * count / total, 100 * before / total
        found.append(BarPart(name, str(label), count, f"{start:.3f}", f"{share:.3f}"))
        before += count
    return found
