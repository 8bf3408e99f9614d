"""A ward's counts, read inside its own scope and nowhere else. Only sums leave this file."""

from collections import Counter as Sums
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from nhipcau.counter.dossiers.figures import figures as dossier_figures
from nhipcau.counter.gap.lists import Reached, reached
from nhipcau.inbox.figures import figures as inbox_figures
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Counter, Relay
from nhipcau.people.queries import counts_by_place, ward_sums
from nhipcau.places.models import Locality
from nhipcau.places.working import office_of
from nhipcau.reach.queries import minutes_to, summary
from nhipcau.replication.province.counts import Counts, PlaceCounts, hide_small
from nhipcau.rosters.queries import (
    day_begins,
    day_of,
    gaps_between,
    needs_of,
    open_between,
    shifts_between,
)

LAST_NOTICES, NOTICE_DAYS = 10, 90
DAYS = timedelta(days=30)
DUTY_DAYS = timedelta(days=28)
A_DAY = timedelta(days=1)


def measure(locality: Locality, now: datetime) -> tuple[Counts, list[PlaceCounts]]:
    """Inside the ward's scope. Small neighbourhoods are hidden already."""
    versions = last_notices(locality, now)
    homes = reached(locality)
    sums = ward_sums(counts_by_place(locality))
    questions = inbox_figures(locality, since=now - DAYS, now=now).whole
    dossiers = dossier_figures(since=now - DAYS, until=now, now=now).whole
    duty = _duty(locality, now)
    answered = questions.working_median
    whole = Counts(
        households=sums.households,
        joined=sums.joined_households,
        people_joined=sums.joined_persons,
        by_app=sum(one.by_app for one in homes),
        by_sms=sum(one.by_sms for one in homes),
        without=sum(one.without for one in homes),
        questions=questions.judged,
        in_time=questions.in_time,
        answer_minutes=round(answered.total_seconds() / 60) if answered is not None else None,
        duty_minutes=duty[0] if duty else None,
        missing_minutes=duty[1] if duty else 0,
        finished=dossiers.finished,
        finished_in_time=dossiers.in_time,
        **_reach(versions),
    )
    return whole, hide_small(_places(locality, homes, versions))


def last_notices(locality: Locality, now: datetime) -> list[NoticeVersion]:
    """Published lately, their time over: a notice that still runs would make its ward look slow."""
    found = NoticeVersion.objects.filter(
        locality=locality,
        state__in=(NoticeVersion.State.PUBLISHED, NoticeVersion.State.SUPERSEDED),
        published_at__gt=now - timedelta(days=NOTICE_DAYS),
        deadline__lte=now,
        notice__is_drill=False,
    )
    return list(found.order_by("-published_at", "-pk")[:LAST_NOTICES])


def _reach(versions: Sequence[NoticeVersion]) -> dict[str, Any]:
    sums = [summary(version) for version in versions]
    channels: Sums[str] = Sums()
    for one in sums:
        channels.update(one.channels)
    times = [minutes for one in versions if (minutes := minutes_to(one, 0.5)) is not None]
    relays = Relay.objects.filter(version__in=versions)
    return {
        "notices": len(versions),
        "asked": sum(one.households for one in sums),
        "informed": sum(one.informed for one in sums),
        "half_minutes": round(median(times), 1) if times else None,
        "relays": relays.count(),
        "posted": relays.filter(state=Relay.State.POSTED).count(),
        "channels": dict(channels),
    }


def _duty(locality: Locality, now: datetime) -> tuple[int, int] | None:
    """Minutes that should have been stood in the last four weeks, and those that were not. None
    where nobody plans a roster."""
    last = day_of(locality, now) - A_DAY
    first = last - DUTY_DAYS + A_DAY
    begins, ends = day_begins(locality, first), day_begins(locality, last + A_DAY)
    if not shifts_between(locality, begins, ends):
        return None
    spans = open_between(office_of(locality), first, last)
    open_minutes = sum(_minutes(end - start) for start, end in spans)
    needed = open_minutes * sum(needs_of(locality).values())
    missing = sum(
        _minutes(gap.ends_at - gap.starts_at) * gap.missing
        for gap in gaps_between(locality, first, last)
    )
    return needed, min(missing, needed)


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)


def _places(
    locality: Locality, homes: Sequence[Reached], versions: Sequence[NoticeVersion]
) -> list[PlaceCounts]:
    joined = {one.neighbourhood.pk: one.joined_households for one in counts_by_place(locality)}
    asked: Sums[int] = Sums()
    informed: Sums[int] = Sums()
    counters = Counter.objects.filter(version__in=versions)
    for place, households, told in counters.values_list(
        "neighbourhood_id", "households", "informed"
    ):
        asked[place] += households
        informed[place] += told
    return [
        PlaceCounts(
            name=one.neighbourhood.name,
            households=one.households,
            joined=joined.get(one.neighbourhood.pk, 0),
            by_app=one.by_app,
            without=one.without,
            asked=asked[one.neighbourhood.pk],
            informed=informed[one.neighbourhood.pk],
        )
        for one in homes
    ]
