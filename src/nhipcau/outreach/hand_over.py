"""A leader leaves while notices are out: doors being walked to change hands, the new leader is told
what waits, and what only the former one's phone knew is looked at anew."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.language import house_language
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.models import Claim, PassedOn, Relay, Reminder, Sheet, Task, Visit
from nhipcau.outreach.remind import DOORS, FIRST, RELAY, Reminding, remind, stop_jobs_of
from nhipcau.people.models import Staff
from nhipcau.people.rights import require_admin
from nhipcau.places.models import Neighbourhood

Moved = list[dict[str, Any]]


def hand_over_work(
    neighbourhood: Neighbourhood, former: Staff | None, successor: Staff, *, by: Staff
) -> Moved:
    """Verb. Returns what is open there, by notice; the rows belong to the neighbourhood and so to
    its new leader, what was the former one's own is moved here."""
    require_admin(by.actor, neighbourhood.locality_id)
    with transaction.atomic():
        doors = _take_doors(former, successor)
        if former is not None:
            stop_jobs_of(Reminder.objects.filter(staff=former), by=by.actor)
        relays = Relay.objects.filter(neighbourhood=neighbourhood, state=Relay.State.WAITING)
        relays.update(opened_at=None)  # that the former one looked is no answer of the new one
        moved = open_work(neighbourhood)
        with house_language():
            told = _tell(neighbourhood, successor)
        audit.record(
            by.actor,
            "work.handed_over",
            neighbourhood,
            before={"leader": former.pk if former else None},
            after={"leader": successor.pk, "doors": doors, "told": told, "lines": len(moved)},
        )
    return moved


def open_work(neighbourhood: Neighbourhood) -> Moved:
    """Line by line, for the list that is handed over: notices by title, the rest by number."""
    here = {"neighbourhood": neighbourhood}
    found: Moved = []
    relays = Relay.objects.filter(**here, state=Relay.State.WAITING).select_related("version")
    for relay in relays.order_by("pk"):
        found.append({"what": "relay", "title": relay.version.title, "n": 1})
    for version in _running().filter(visits__in=_doors(neighbourhood)).distinct():
        doors = _doors(neighbourhood).filter(version=version).count()
        found.append({"what": "doors", "title": version.title, "n": doors})
    for version in _calls(neighbourhood):
        found.append({"what": "call", "title": version.title, "n": 1})
    waiting = {
        "task": Task.objects.filter(**here, done_at__isnull=True, stopped_at__isnull=True),
        "sheet": Sheet.objects.filter(
            **here, state__in=[Sheet.State.TO_HANG, Sheet.State.TO_REMOVE]
        ),
        "claim": Claim.objects.filter(**here, settled_at__isnull=True),
        "passed_on": PassedOn.objects.filter(**here, household__isnull=True),
    }
    counts = {what: rows.count() for what, rows in waiting.items()}
    return found + [{"what": what, "title": "", "n": n} for what, n in counts.items() if n]


def _take_doors(former: Staff | None, successor: Staff) -> int:
    if former is None:
        return 0
    held = Visit.objects.filter(taken_by=former, state=Visit.State.OPEN)
    return held.update(taken_by=successor)


def _tell(neighbourhood: Neighbourhood, successor: Staff) -> int:
    """By their own way, or by the ward's call: they may not have opened the page yet."""
    told = 0
    asked = Relay.objects.filter(neighbourhood=neighbourhood, state=Relay.State.WAITING)
    for version in _running().filter(relays__in=asked).distinct():
        words = _("bác vừa nhận bàn giao, nhờ đăng vào nhóm:")
        told += remind(version, [successor], Reminding(RELAY, FIRST, words))
    for version in _running().filter(visits__in=_doors(neighbourhood)).distinct():
        words = _("bác vừa nhận bàn giao, còn nhà cần báo tận nơi:")
        told += remind(version, [successor], Reminding(DOORS, FIRST, words))
    return told


def _running() -> QuerySet[NoticeVersion]:
    return (
        NoticeVersion.objects.filter(
            state=NoticeVersion.State.PUBLISHED, deadline__gt=civil_now(), notice__is_drill=False
        )
        .select_related("notice", "locality")
        .order_by("deadline", "pk")
    )


def _doors(neighbourhood: Neighbourhood) -> QuerySet[Visit]:
    return Visit.objects.filter(neighbourhood=neighbourhood, state=Visit.State.OPEN)


def _calls(neighbourhood: Neighbourhood) -> QuerySet[NoticeVersion]:
    calls = _running().filter(notice__kind=Notice.Kind.CALL)
    return calls.filter(counters__neighbourhood=neighbourhood)
