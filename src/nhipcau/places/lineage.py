"""What became of a locality: who took its living objects over, and how its history is still read.

History stays where it happened. `history_of` is the only way into a former locality: by its name,
for one that came out of it, and for reading alone; a statement that writes is refused there.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.places.models import Lineage, Locality

READS = re.compile(r"\s*\(*\s*(select|with|savepoint|release|rollback)\b", re.IGNORECASE)
WRITES = re.compile(r"\b(insert\s+into|delete\s+from|update\s+\S+\s+set)\b", re.IGNORECASE)
LONGEST = 20  # generations: a ring, which nothing makes, must not turn for ever


def successor_of(locality: Locality) -> Locality | None:
    """The open locality where a closed one lives on; None for one that is open, or has no heir."""
    found: Locality | None = locality
    for _generation in range(LONGEST):
        if found is None or found.closed_at is None:
            break
        row = Lineage.objects.filter(predecessor=found, is_whole=True).order_by("-pk").first()
        found = row.successor if row else None
    return None if found == locality else found


def origins(locality: int) -> frozenset[int]:
    """Its own number and those of everybody whose living objects came to it."""
    found, newest = {locality}, {locality}
    while newest:
        rows = Lineage.objects.filter(successor__in=newest)
        newest = set(rows.values_list("predecessor_id", flat=True)) - found
        found |= newest
    return frozenset(found)


def former_ones(locality: Locality) -> list[Lineage]:
    """What came to it as a whole, the latest first, over generations."""
    rows = Lineage.objects.filter(
        successor__in=origins(locality.pk), predecessor__closed_at__isnull=False
    )
    return list(rows.select_related("predecessor__unit").order_by("-on", "predecessor__name"))


def is_former_slug(slug: str, locality: Locality) -> bool:
    """Whether an address that begins so was once one of those that this locality came from."""
    former = origins(locality.pk) - {locality.pk}
    return Locality.objects.filter(slug=slug, pk__in=former).exists()


def kin() -> frozenset[tuple[int, int]]:
    """Pairs between which keys may lead: one came from the other, in either order."""
    heirs = set(Lineage.objects.values_list("successor_id", flat=True))
    pairs = {(heir, former) for heir in heirs for former in origins(heir) if former != heir}
    return frozenset(pairs | {(former, heir) for heir, former in pairs})


@contextmanager
def history_of(former: Locality, *, of: Locality) -> Iterator[Locality]:
    """Scope of a former locality, to be read by its successor. Nothing can be written in it. One
    that lives on, of which only a part went, is nobody else's history."""
    if former.pk == of.pk or former.closed_at is None or former.pk not in origins(of.pk):
        raise NotAllowed(_("Địa bàn này không phải là tiền thân của địa bàn bạn."))
    with scope(locality=former), connection.execute_wrapper(_read_only):
        yield former


def begin_lineage(
    former: Locality, heir: Locality, *, on: date, is_whole: bool, basis: str, number: int
) -> None:
    """Inside a verb's transaction."""
    Lineage.objects.create(
        predecessor=former, successor=heir, on=on, is_whole=is_whole, basis=basis, record=number
    )


def end_lineage(number: int) -> None:
    """It never was: the merger was undone. Inside a verb's transaction."""
    Lineage.objects.filter(record=number).delete()


def close_locality(locality: Locality, *, by: Actor) -> None:
    """Inside a verb's transaction. Of two at once the second is refused."""
    if not Locality.objects.filter(pk=locality.pk, closed_at=None).update(closed_at=civil_now()):
        raise WrongState(
            _("%(name)s đã đóng: đã có một lần sáp nhập khác.") % {"name": locality.name}
        )
    record(by, "locality.closed", locality, locality=locality.pk)
    locality.refresh_from_db()


def reopen_locality(locality: Locality, *, by: Actor) -> None:
    """Inside a verb's transaction."""
    Locality.objects.filter(pk=locality.pk).update(closed_at=None)
    record(by, "locality.reopened", locality, locality=locality.pk)
    locality.refresh_from_db()


def _read_only(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if not READS.match(sql) or WRITES.search(sql):
        raise WrongState(_("Lịch sử trước sáp nhập chỉ để đọc."))
    return execute(sql, params, many, context)
