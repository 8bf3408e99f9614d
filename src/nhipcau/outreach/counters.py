"""The numbers kept beside the evidence: per neighbourhood, and per quarter hour for the curve.

Lock order, everywhere: counters by neighbourhood, then standings and visits, then hour counts.
Whoever writes evidence or closes a visit locks the counters first, so on PostgreSQL two writers
of one neighbourhood take turns and never wait for each other crosswise.
"""

from collections import Counter as Tally
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Count, F, Q

from nhipcau.core.clock import civil_now
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Counter, HourCount, Standing, Visit
from nhipcau.outreach.sql import refresh_standings

QUARTER = timedelta(minutes=15)
BATCH = 500
FEW = 4
KEPT = ("covered", "informed", "accounted", "levels", "channels")


@dataclass(frozen=True, slots=True)
class Stand:
    """One row of Standing, before or after."""

    household: int
    neighbourhood: int
    level: int
    channel: str
    covered: bool
    informed_at: datetime | None
    accounted_at: datetime | None


def lock_counters(version: NoticeVersion, neighbourhoods: Iterable[int]) -> dict[int, Counter]:
    """Take turns with other writers of these neighbourhoods until the transaction ends."""
    rows = (
        Counter.objects.select_for_update()
        .filter(version=version, neighbourhood__in=set(neighbourhoods))
        .order_by("neighbourhood_id")
    )
    return {row.neighbourhood_id: row for row in rows}


def follow(
    version: NoticeVersion,
    households: Collection[int],
    locked: dict[int, Counter] | None = None,
) -> list[int]:
    """Bring standings, counters, curve and open visits after the evidence of these households.

    Inside the writer's transaction, after `lock_counters`; `locked` is what that gave, when it
    was asked for all neighbourhoods of these households. Returns who became informed.
    """
    if locked is None:
        where = Standing.objects.filter(version=version, household__in=set(households))
        locked = lock_counters(version, where.values_list("neighbourhood_id", flat=True))
    newly: list[int] = []
    slots: Tally[datetime] = Tally()
    touched: set[int] = set()
    for batch in _batches(sorted(set(households))):
        before = _stands(version, batch)
        refresh_standings(version.locality_id, version.pk, version.deadline, batch)
        after = _stands(version, batch)
        no_more = []
        for household, now in after.items():
            was = before[household]
            if was == now:
                continue
            touched.add(now.neighbourhood)
            _move(locked[now.neighbourhood], was, -1)
            _move(locked[now.neighbourhood], now, +1)
            slots.update({slot_of(now.informed_at): 1} if now.informed_at else {})
            slots.subtract({slot_of(was.informed_at): 1} if was.informed_at else {})
            if now.informed_at and not was.informed_at:
                newly.append(household)
            elif was.informed_at and not now.informed_at:
                no_more.append(household)
        if no_more:
            _reopen_visits(version, no_more)
    _keep([locked[place] for place in sorted(touched)])
    _add_to_curve(version, slots)
    for batch in _batches(newly):
        _stop_visits(version, batch)
    return newly


def _keep(counters: list[Counter]) -> None:
    if len(counters) > FEW:
        Counter.objects.bulk_update(counters, KEPT)
        return
    for counter in counters:  # the usual case: a plain statement, a third of the work
        kept = {name: getattr(counter, name) for name in KEPT}
        Counter.objects.filter(pk=counter.pk).update(**kept)


def start_counters(version: NoticeVersion) -> None:
    """One counter a neighbourhood of the frozen audience, everybody at level 0."""
    sizes = (
        Standing.objects.filter(version=version)
        .values("neighbourhood_id")
        .annotate(households=Count("pk"))
        .order_by("neighbourhood_id")
    )
    Counter.objects.bulk_create(
        [
            Counter(
                locality_id=version.locality_id,
                version=version,
                neighbourhood_id=size["neighbourhood_id"],
                households=size["households"],
                levels={"0": size["households"]},
            )
            for size in sizes
        ]
    )


def slot_of(at: datetime) -> datetime:
    return at - timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)


def reconcile(version: NoticeVersion) -> list[str]:
    """Where the kept numbers differ from plain counting of evidence and visits. Empty is right."""
    stands = list(_stands(version, None).values())
    faults = []
    for counter in Counter.objects.filter(version=version).order_by("neighbourhood_id"):
        here = [s for s in stands if s.neighbourhood == counter.neighbourhood_id]
        plain = _count(here)
        kept = {name: getattr(counter, name) for name in plain}
        if plain != kept:
            faults.append(f"counter {counter.neighbourhood_id}: {kept} is not {plain}")
    curve = Tally(slot_of(s.informed_at) for s in stands if s.informed_at)
    kept_curve = {
        row.slot: row.informed for row in HourCount.objects.filter(version=version) if row.informed
    }
    if dict(curve) != kept_curve:
        faults.append(f"curve: {kept_curve} is not {dict(curve)}")
    return faults + _faults_of_standings(version, stands)


def _count(stands: list[Stand]) -> dict[str, object]:
    return {
        "households": len(stands),
        "covered": sum(s.covered for s in stands),
        "informed": sum(s.informed_at is not None for s in stands),
        "accounted": sum(s.accounted_at is not None for s in stands),
        "levels": {str(k): n for k, n in Tally(s.level for s in stands).items()},
        "channels": dict(Tally(s.channel for s in stands if s.informed_at)),
    }


def _faults_of_standings(version: NoticeVersion, stands: list[Stand]) -> list[str]:
    """Standing against the evidence rows themselves, counted here and not by the statement."""
    level: dict[int, int] = {}
    informed: dict[int, datetime] = {}
    covered: set[int] = set()
    rows = version.evidence.filter(retracts__isnull=True, retracted_by__isnull=True)
    for household, rank, at in rows.values_list("household_id", "level", "at"):
        level[household] = max(rank, level.get(household, 0))
        if rank in {1, 2}:
            covered.add(household)
        if rank >= 4:
            informed[household] = min(at, informed.get(household, at))
    closed = dict(
        version.visits.filter(
            state=Visit.State.CLOSED, closed_at__lte=version.deadline
        ).values_list("household_id", "closed_at")
    )
    faults = []
    for s in stands:
        times = [t for t in (informed.get(s.household), closed.get(s.household)) if t]
        plain = (
            level.get(s.household, 0),
            s.household in covered,
            informed.get(s.household),
            min(times, default=None),
        )
        if plain != (s.level, s.covered, s.informed_at, s.accounted_at):
            faults.append(f"standing of {s.household} is not {plain}")
    return faults


def _stands(version: NoticeVersion, households: list[int] | None) -> dict[int, Stand]:
    rows = Standing.objects.filter(version=version)
    if households is not None:
        rows = rows.filter(household__in=households)
    return {
        row[0]: Stand(*row)
        for row in rows.values_list(
            "household_id",
            "neighbourhood_id",
            "level",
            "channel",
            "covered",
            "informed_at",
            "accounted_at",
        )
    }


def _move(counter: Counter, stand: Stand, by: int) -> None:
    counter.covered += by * stand.covered
    counter.informed += by * (stand.informed_at is not None)
    counter.accounted += by * (stand.accounted_at is not None)
    _add(counter.levels, str(stand.level), by)
    if stand.informed_at is not None:
        _add(counter.channels, stand.channel, by)


def _add(counts: dict[str, int], key: str, by: int) -> None:
    counts[key] = counts.get(key, 0) + by
    if counts[key] == 0:
        del counts[key]


def _add_to_curve(version: NoticeVersion, slots: Tally[datetime]) -> None:
    for slot, by in sorted((slot, by) for slot, by in slots.items() if by):
        row = HourCount.objects.filter(version=version, slot=slot)
        if row.update(informed=F("informed") + by):
            continue
        fresh = HourCount(locality_id=version.locality_id, version=version, slot=slot)
        HourCount.objects.bulk_create([fresh], ignore_conflicts=True)
        row.update(informed=F("informed") + by)


def _stop_visits(version: NoticeVersion, households: list[int]) -> None:
    """Nobody needs to walk to a household that has learned it by itself."""
    Visit.objects.filter(version=version, household__in=households, state=Visit.State.OPEN).update(
        state=Visit.State.STOPPED,
        outcome=Visit.Outcome.INFORMED,
        closed_at=civil_now(),
        taken_by=None,
        taken_until=None,
    )


def _reopen_visits(version: NoticeVersion, households: list[int]) -> None:
    Visit.objects.filter(
        Q(state=Visit.State.STOPPED, outcome=Visit.Outcome.INFORMED),
        version=version,
        household__in=households,
    ).update(state=Visit.State.OPEN, outcome="", closed_at=None)


def _batches(ids: list[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        yield batch
