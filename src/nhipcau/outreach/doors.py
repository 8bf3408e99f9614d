"""The list of doors as one person walks it, and how the leader puts it in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch, QuerySet
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


@dataclass(frozen=True, slots=True)
class Door:
    visit: Visit
    household: Household
    tries: list[VisitTry]
    phone: str
    why: str
    taken_by_other: Staff | None

    @property
    def last_try(self) -> VisitTry | None:
        return self.tries[-1] if self.tries else None


def doors_for(staff: Staff, version: NoticeVersion) -> list[Door]:
    """Open doors of this person's round, in walking order. Three queries whatever the length."""
    now = civil_now()
    return [_door(visit, staff, now) for visit in _round(staff, version, Visit.State.OPEN)]


def done_doors(staff: Staff, version: NoticeVersion, *, most: int | None = None) -> list[Door]:
    """What this person or a neighbour helper finished, latest first: to mend a slip."""
    now = civil_now()
    found = _round(staff, version, Visit.State.CLOSED).order_by("-closed_at", "id")
    return [_door(visit, staff, now) for visit in found[:most]]


def count_doors(
    staff: Staff, version: NoticeVersion, *, state: Visit.State = Visit.State.OPEN
) -> int:
    return _round(staff, version, state).count()


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
    """A neighbourhood's people see its doors; the ward's helpers those the ward took over."""
    rows = Visit.objects.filter(version=version, state=state)
    if staff.neighbourhood_id is not None:
        rows = rows.filter(neighbourhood=staff.neighbourhood_id)
    elif is_ward_helper(staff):
        rows = rows.filter(by_ward=True)
    else:
        rows = rows.none()
    return (
        rows.select_related("household", "neighbourhood", "taken_by")
        .prefetch_related(
            Prefetch(
                "tries",
                VisitTry.objects.filter(undone_at__isnull=True).select_related("by").order_by("at"),
            ),
            Prefetch("household__contacts", _phones()),
        )
        .order_by("neighbourhood__position", "household__walk_order", "household_id")
    )


def _phones() -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(
        kind=ContactPoint.Kind.PHONE, stopped_at__isnull=True, failed_at__isnull=True
    ).order_by("id")


def _door(visit: Visit, staff: Staff, now: datetime) -> Door:
    phones = list(visit.household.contacts.all())
    is_taken = (
        visit.taken_until is not None and visit.taken_until > now and visit.taken_by_id != staff.pk
    )
    return Door(
        visit=visit,
        household=visit.household,
        tries=list(visit.tries.all()),
        phone=phones[0].value if phones else "",
        why=str(WHY.get(visit.why, "")),
        taken_by_other=visit.taken_by if is_taken else None,
    )
