"""What a unit became and came from; the neighbourhoods of a locality."""

from dataclasses import dataclass
from datetime import date

from nhipcau.places.models import Succession, Unit


@dataclass(frozen=True, slots=True)
class Became:
    """One successor of a unit, and what else went into it."""

    successor: Unit
    succession: Succession
    together_with: list[Unit]


def what_became_of(unit: Unit) -> list[Became]:
    own = Succession.objects.filter(predecessor=unit).select_related("successor__parent")
    found = []
    for succession in own.order_by("-is_whole", "successor__name"):
        others = Succession.objects.filter(successor=succession.successor).exclude(predecessor=unit)
        found.append(
            Became(
                successor=succession.successor,
                succession=succession,
                together_with=[
                    other.predecessor
                    for other in others.select_related("predecessor").order_by("predecessor__code")
                ],
            )
        )
    return found


def what_it_came_from(unit: Unit) -> list[Succession]:
    return list(
        Succession.objects.filter(successor=unit)
        .select_related("predecessor__parent")
        .order_by("predecessor__code")
    )


def unit_on(code: str, *, on: date, level: str = Unit.Level.COMMUNE) -> Unit | None:
    """The unit that bears a code on a day: before and after July 2025 it may be another."""
    return (
        Unit.objects.filter(code=code, level=level)
        .exclude(valid_from__gt=on)
        .exclude(valid_to__lt=on)
        .first()
    )


def unit_by_code(code: str, *, level: str = Unit.Level.COMMUNE, is_former: bool) -> Unit | None:
    """The unit of before July 2025, or the one of after it, whatever day it is."""
    return Unit.objects.filter(code=code, level=level, valid_from__isnull=is_former).first()
