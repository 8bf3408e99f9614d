"""Several doors at once, as a phone brings them back from a place without network.

The same as `record_try` door by door, in a handful of statements and one transaction.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.counters import follow, lock_counters
from nhipcau.outreach.evidence import Observation, record_evidence
from nhipcau.outreach.models import Visit, VisitTry
from nhipcau.outreach.rights import must_serve
from nhipcau.outreach.sql import close_visits
from nhipcau.outreach.visits import FOR_THE_BOOK, WORTH, outcome_of
from nhipcau.people.models import Staff

TOGETHER = frozenset(VisitTry.Result.values) - frozenset(str(one) for one in FOR_THE_BOOK)


@dataclass(frozen=True, slots=True)
class Trial:
    """What happened at one door. `result` is one of TOGETHER: the others are told to the ward."""

    visit: Visit
    id: uuid.UUID
    result: str
    at: datetime
    note: str = ""


def record_tries(version: NoticeVersion, trials: Sequence[Trial], *, by: Staff) -> int:
    """Verb. One trial a door, all of one version. Returns how many were new; replays are none."""
    for trial in trials:
        must_serve(by, trial.visit.locality_id, trial.visit.neighbourhood_id)
    with transaction.atomic():
        lock_counters(version, {trial.visit.neighbourhood_id for trial in trials})
        known = set(
            VisitTry.objects.filter(pk__in=[trial.id for trial in trials]).values_list(
                "pk", flat=True
            )
        )
        fresh = [trial for trial in trials if trial.id not in known]
        if not fresh:
            return 0
        made = VisitTry.objects.bulk_create([_row(trial, by) for trial in fresh])
        _decide_all([trial.visit for trial in fresh])
        _tell(version, fresh, made, by)
        after = {"doors": len(fresh), "results": sorted({trial.result for trial in fresh})}
        audit.record(by.actor, "doors.tried", version, after=after)
    return len(fresh)


def _row(trial: Trial, by: Staff) -> VisitTry:
    now = civil_now()
    return VisitTry(
        id=trial.id,
        locality_id=trial.visit.locality_id,
        visit=trial.visit,
        result=trial.result,
        at=min(max(trial.at, trial.visit.opened_at), now),
        received_at=now,
        by=by,
        note=trial.note[:200],
    )


def _tell(
    version: NoticeVersion, fresh: Sequence[Trial], made: Sequence[VisitTry], by: Staff
) -> None:
    told = [
        Observation(trial.visit.household_id, *WORTH[trial.result], row.at, f"try:{row.pk}")
        for trial, row in zip(fresh, made, strict=True)
        if trial.result in WORTH
    ]
    if told:
        record_evidence(version, told, by=by.actor)
    silent = {trial.visit.household_id for trial in fresh if trial.result not in WORTH}
    if silent:
        follow(version, silent)


def _decide_all(visits: Sequence[Visit]) -> None:
    """Close the doors whose tries amount to something; nobody is on the way to any of them."""
    tries: dict[int, list[VisitTry]] = defaultdict(list)
    for row in VisitTry.objects.filter(visit__in=visits, undone_at__isnull=True):
        tries[row.visit_id].append(row)
    decided = {pk: found for pk, rows in tries.items() if (found := outcome_of(rows))}
    left = [pk for pk in tries if pk not in decided]
    if left:
        rows = Visit.objects.filter(pk__in=left).exclude(state=Visit.State.STOPPED, outcome="")
        rows.update(taken_by=None, taken_until=None)
    close_visits(
        visits[0].locality_id,
        [(pk, outcome, last.at, last.by_id) for pk, (outcome, last) in decided.items()],
    )
