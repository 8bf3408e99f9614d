"""The list of doors as one person walks it, and how the leader puts it in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Visit, VisitTry
from nhipcau.outreach.rights import is_ward_helper, must_serve
from nhipcau.people.models import ContactPoint, Household, Staff
from nhipcau.places.models import Neighbourhood

WHY = {
    "no_smartphone": gettext_lazy("không có điện thoại thông minh"),
    "not_joined": gettext_lazy("chưa vào nhóm của tổ"),
    "not_seen": gettext_lazy("chưa xem tin"),
    "corrected": gettext_lazy("đã báo bản cũ, cần báo lại"),
}

WALK = ("neighbourhood__position", "household__walk_order", "household_id")
SHOWN = (
    *("pk", "household_id", "neighbourhood_id"),
    *("household__head_name", "household__house", "household__alley"),
    *("household__people", "household__landmark", "household__language", "neighbourhood__name"),
    *("outcome", "closed_at", "why"),
    *("taken_by_id", "taken_by__name", "taken_until"),
)


@dataclass(frozen=True, slots=True)
class LastTry:
    """The latest try at a door that holds, undone ones left out."""

    id: UUID
    result: str
    at: datetime
    note: str

    @property
    def words(self) -> str:
        return str(VisitTry.Result(self.result).label)


@dataclass(frozen=True, slots=True)
class Door:
    """One line of the list, in plain values: a list may be long, and phones ask for it often."""

    visit: int
    household: int
    neighbourhood: int
    head_name: str
    house: str
    alley: str
    people: int
    landmark: str
    language: str
    place: str
    outcome: str
    closed_at: datetime | None
    why: str
    phone: str
    taken_by_other: str
    is_mine: bool
    last_try: LastTry | None

    @property
    def outcome_words(self) -> str:
        return str(Visit.Outcome(self.outcome).label) if self.outcome else ""


def doors_for(staff: Staff, version: NoticeVersion) -> list[Door]:
    """Open doors of this person's round, in walking order. Three queries whatever the length."""
    rows = _round(staff, version, Visit.State.OPEN)
    return _doors(rows.order_by(*WALK), staff)


def done_doors(staff: Staff, version: NoticeVersion, *, most: int | None = None) -> list[Door]:
    """What this person or a neighbour helper finished, latest first: to mend a slip."""
    rows = _round(staff, version, Visit.State.CLOSED)
    return _doors(rows.order_by("-closed_at", "id")[:most], staff)


def count_doors(
    staff: Staff, version: NoticeVersion, *, state: Visit.State = Visit.State.OPEN
) -> int:
    return _round(staff, version, state).count()


def doors_by_version(staff: Staff) -> dict[int, int]:
    """How many are open in this person's round, of every notice at once."""
    rows = _open_to(staff, Visit.objects.filter(state=Visit.State.OPEN))
    counted = rows.order_by().values_list("version_id").annotate(doors=Count("pk"))
    return dict(counted)


def arrange_doors(neighbourhood: Neighbourhood, households: Sequence[int], *, by: Staff) -> None:
    """The leader's own order, kept on the households: the next notice walks the same way.

    Households that are not named keep their place behind those that are.
    """
    must_serve(by, neighbourhood.locality_id, neighbourhood.pk)
    here = list(
        Household.objects.filter(neighbourhood=neighbourhood)
        .order_by("walk_order", "id")
        .values_list("pk", flat=True)
    )
    if not set(households) <= set(here):
        raise BadInput(_("Có nhà không thuộc tổ dân phố này."), field="households")
    named = list(dict.fromkeys(households))
    rest = [pk for pk in here if pk not in set(named)]
    rows = [Household(pk=pk, walk_order=order) for order, pk in enumerate(named + rest, start=1)]
    with transaction.atomic():
        Household.objects.bulk_update(rows, ["walk_order"], batch_size=200)
        audit.record(by.actor, "doors.arranged", neighbourhood, after={"doors": len(named)})


def _round(staff: Staff, version: NoticeVersion, state: str) -> QuerySet[Visit]:
    return _open_to(staff, Visit.objects.filter(version=version, state=state))


def _open_to(staff: Staff, rows: QuerySet[Visit]) -> QuerySet[Visit]:
    """A neighbourhood's people see its doors; the ward's helpers those the ward took over."""
    if staff.neighbourhood_id is not None:
        rows = rows.filter(neighbourhood=staff.neighbourhood_id)
    elif is_ward_helper(staff):
        rows = rows.filter(by_ward=True)
    else:
        rows = rows.none()
    return rows


def _doors(rows: QuerySet[Visit], staff: Staff) -> list[Door]:
    """The visits, their tries and telephones: three queries, no model is made of any row."""
    now = civil_now()
    found: list[tuple[Any, ...]] = list(rows.values_list(*SHOWN))
    if not found:
        return []
    tries = _last_tries([row[0] for row in found])
    phones = _phones([row[1] for row in found])
    doors = []
    for row in found:
        plain, (why, taken_by, taken_name, taken_until) = row[:12], row[12:]
        is_taken = taken_until is not None and taken_until > now
        told: list[Any] = [
            *plain,
            str(WHY.get(why, "")),
            phones.get(plain[1], ""),
            taken_name if is_taken and taken_by != staff.pk else "",
            taken_until is not None and taken_by == staff.pk,
            tries.get(plain[0]),
        ]
        doors.append(Door(*told))
    return doors


def _last_tries(visits: list[int]) -> dict[int, LastTry]:
    rows = VisitTry.objects.filter(visit__in=visits, undone_at__isnull=True).order_by("at")
    told = rows.values_list("visit_id", "id", "result", "at", "note")
    return {visit: LastTry(*rest) for visit, *rest in cast("list[tuple[Any, ...]]", told)}


def _phones(households: list[int]) -> dict[int, str]:
    """The first that holds, of each."""
    rows = ContactPoint.objects.filter(
        household__in=households,
        kind=ContactPoint.Kind.PHONE,
        stopped_at__isnull=True,
        failed_at__isnull=True,
    )
    return dict(rows.order_by("-id").values_list("household_id", "value"))
