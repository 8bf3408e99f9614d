"""One predecessor on its way, and what a rule about a model is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Q

from nhipcau.places.models import Locality

NOBODY = Q(pk__in=())


@dataclass(frozen=True, slots=True)
class Going:
    """`places`: the neighbourhoods that go when the former locality lives on."""

    former: Locality
    heir: Locality
    is_main: bool
    places: tuple[int, ...]
    now: datetime

    def there(self, *keys: str) -> Q:
        """Rows one of whose keys leads to something that has gone already."""
        return reduce(or_, (Q(**{f"{key}__locality": self.heir.pk}) for key in keys), NOBODY)

    def gone(self, label: str, field: str = "pk") -> Any:
        """A subquery: that field of the rows that have gone, for keys that lead the other way."""
        return rows_of(label).filter(locality=self.heir.pk).values(field)


Which = Callable[[Going], Q]


@dataclass(frozen=True, slots=True)
class Rule:
    """What goes of a model. `whole`: when all of the locality goes; `part`: with neighbourhoods.

    `keys`: through which a row belongs to another; on undoing it follows them home. `same`: fields;
    of two alike the successor's stands and the other stays behind. `suffix`: a text that must be
    one of its kind and takes the former place's name. `if_none`: only when the successor has none.
    """

    label: str
    whole: Which | None = None
    part: Which | None = None
    keys: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    suffix: str = ""
    if_none: bool = False


def rows_of(label: str) -> Any:
    """Every row, past the tenancy: the only place that moves rows between localities asks so."""
    return apps.get_model(label)._base_manager.all()


def everything(_going: Going) -> Q:
    return Q()


def all_of(label: str, *keys: str, **more: Any) -> Rule:
    """All of it goes; with neighbourhoods what hangs on something that has gone."""

    def part(going: Going) -> Q:
        return going.there(*keys)

    return Rule(label, everything, part if keys else None, keys, **more)


def behind(label: str, *keys: str, **more: Any) -> Rule:
    """Goes where the row behind its key has gone."""

    def which(going: Going) -> Q:
        return going.there(*keys)

    return Rule(label, which, which, keys, **more)


def of_the_main(label: str, *same: str) -> Rule:
    """Settings of the place: those of the main predecessor, when the successor has none."""
    return Rule(label, lambda going: Q() if going.is_main else NOBODY, same=same, if_none=True)


def only(label: str, whole: Which, *keys: str, **more: Any) -> Rule:
    """Some rows, of a locality that goes as a whole."""
    return Rule(label, whole, None, keys, **more)


def stays(*labels: str) -> tuple[Rule, ...]:
    """History, and what is thrown away by the clock anyway."""
    return tuple(Rule(label) for label in labels)
