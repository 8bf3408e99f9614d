"""Recording that households were informed, and taking a mistake back. Append-only, per version.

The counters follow in the same transaction (counters.py). What counts as informed is said by
Level; what a delivery's outcome is worth is said in outcomes.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.counters import follow, lock_counters
from nhipcau.outreach.models import Evidence, Standing

BATCH = 500


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing that was seen to happen. `key` makes it countable once for the household."""

    household: int
    level: int
    channel: str
    at: datetime
    key: str


def record_evidence(version: NoticeVersion, rows: Iterable[Observation], *, by: Actor) -> int:
    """Keep what is new; a replay and a household outside the audience change nothing.

    Returns how many rows were new. A key that was retracted stays retracted. Long lists go in
    several transactions, each short; calling again with the same list finishes it.
    """
    given = list({(row.household, row.key): row for row in rows}.values())
    return sum(
        _record_batch(version, given[start : start + BATCH], by)
        for start in range(0, len(given), BATCH)
    )


def _record_batch(version: NoticeVersion, given: list[Observation], by: Actor) -> int:
    where = dict(
        Standing.objects.filter(
            version=version, household__in={row.household for row in given}
        ).values_list("household_id", "neighbourhood_id")
    )
    with transaction.atomic():
        locked = lock_counters(version, where.values())
        known = set(
            Evidence.objects.filter(
                version=version, household__in=where, key__in={row.key for row in given}
            ).values_list("household_id", "key")
        )
        fresh = [
            row for row in given if row.household in where and (row.household, row.key) not in known
        ]
        if fresh:
            _append(version, fresh, where, by)
            follow(version, {row.household for row in fresh}, locked)
    return len(fresh)


def retract_all(version: NoticeVersion, rows: Iterable[Evidence], *, by: Actor) -> list[Evidence]:
    """Take back those rows that still hold: the mend for a wrong gesture over many households.

    What was taken back already, and a taking back itself, are left as they are.
    """
    asked = {row.pk: row for row in rows if row.retracts_id is None}
    with transaction.atomic():
        locked = lock_counters(version, {row.neighbourhood_id for row in asked.values()})
        gone = set(
            Evidence.objects.filter(retracts__in=asked).values_list("retracts_id", flat=True)
        )
        holding = [row for pk, row in asked.items() if pk not in gone]
        if not holding:
            return []
        taken = Evidence.objects.bulk_create([_retraction(row, by) for row in holding])
        follow(version, {row.household_id for row in holding}, locked)
        audit.record(by, "evidence.retracted", version, after={"rows": len(taken)})
    return taken


def _append(
    version: NoticeVersion, rows: list[Observation], where: dict[int, int], by: Actor
) -> None:
    now = civil_now()
    Evidence.objects.bulk_create(
        [
            Evidence(
                locality_id=version.locality_id,
                version=version,
                household_id=row.household,
                neighbourhood_id=where[row.household],
                level=row.level,
                channel=row.channel,
                at=min(row.at, now),
                recorded_at=now,
                actor=str(by),
                key=row.key,
            )
            for row in rows
        ]
    )


def _retraction(row: Evidence, by: Actor) -> Evidence:
    now = civil_now()
    return Evidence(
        locality_id=row.locality_id,
        version_id=row.version_id,
        household_id=row.household_id,
        neighbourhood_id=row.neighbourhood_id,
        level=row.level,
        channel=row.channel,
        at=now,
        recorded_at=now,
        actor=str(by),
        key=f"retract:{row.pk}",
        retracts=row,
    )
