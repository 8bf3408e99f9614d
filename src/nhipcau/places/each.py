"""Every locality in turn, for periodic jobs: each in its own scope, in the house's language."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django_scopes import scope, scopes_disabled

from nhipcau.core.language import house_language
from nhipcau.places.models import Locality

T = TypeVar("T")


def each_locality(
    do: Callable[[Locality], T], *, among: Iterable[int] | None = None, closed: bool = False
) -> list[T]:
    """What `do` returned for each. `among`: these only, by key; `closed`: those that a merger
    closed as well."""
    with scopes_disabled():  # which there are; each is in its own scope below
        found = Locality.objects.order_by("pk")
        if not closed:
            found = found.filter(closed_at=None)
        if among is not None:
            found = found.filter(pk__in=among)
        localities = list(found)
    done = []
    for locality in localities:
        with scope(locality=locality), house_language():
            done.append(do(locality))
    return done
