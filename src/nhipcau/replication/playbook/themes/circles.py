"""Internal groups to found, with nobody in them: from then on each belongs to its own people."""

from contextlib import suppress
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.circles.found import CircleInput, close_unused, found_circle, revise_unused
from nhipcau.circles.models import Circle
from nhipcau.circles.queries import known_circles
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.replication.playbook.shape import may, must
from nhipcau.replication.playbook.theme import Found, Place, Theme


@dataclass(frozen=True, slots=True)
class CirclePlan:
    """`above`: the name of the circle above it, which stands before it in the file."""

    kind: str = must(among=tuple(Circle.Kind.values))
    name: str = must(longest=120)
    above: str = may(longest=120)


def _circles(place: Place) -> list[Found]:
    """That they exist is all that an admin knows, and all that is written."""
    found = sorted((one.circle for one in known_circles()), key=lambda circle: circle.pk)
    return [
        Found(CirclePlan(one.kind, one.name, one.parent.name if one.parent else ""), one.pk)
        for one in found
    ]


def _put_circle(place: Place, key: str, item: CirclePlan, row: int) -> int:
    """What somebody has come into is changed by its own people only."""
    there = [one.circle for one in known_circles()]
    above = next((one.pk for one in there if one.name == item.above), None)
    if item.above and above is None:
        raise BadInput(_("Không có nhóm cấp trên tên “%(name)s”.") % {"name": item.above})
    given = CircleInput(item.kind, item.name, parent=above)
    if not row:
        return found_circle(place.locality, given, by=place.staff)[0].pk
    with suppress(WrongState):
        revise_unused(next(one for one in there if one.pk == row), given, by=place.staff)
    return row


def _drop_circle(place: Place, key: str, row: int) -> None:
    for one in known_circles():
        if one.circle.pk == row:
            with suppress(WrongState):
                close_unused(one.circle, by=place.staff)


CIRCLES = Theme(
    name="circles",
    title=gettext_lazy("Nhóm nội bộ"),
    remark="Nhóm nội bộ, không có ai ở trong. above: tên nhóm cấp trên, đứng trước trong tệp.",
    kind=CirclePlan,
    found=_circles,
    put=_put_circle,
    drop=_drop_circle,
    name_of=lambda item: item.name,
    is_ordered=True,
)
