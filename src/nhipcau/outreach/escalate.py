"""Every minute of civil time: remind, hand over, open doors while they can still be walked.

The rungs for a leader who has not posted, in minutes in which people are awake: reminded twice by
SMS, then the deputy is asked, then the ward takes over. A notice with days to go has longer rungs,
an emergency shorter ones. Each step is a row or a conditional update: running twice does no harm.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Any

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.channels.models import ChannelKind
from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach import addresses
from nhipcau.outreach.aloud import GONG, MEGAPHONE
from nhipcau.outreach.budget import settle_money
from nhipcau.outreach.capacity import waking
from nhipcau.outreach.carry import start_due
from nhipcau.outreach.models import Relay, Route, Sheet, Standing, Task
from nhipcau.outreach.remind import (
    RELAY,
    Reminding,
    alert_text,
    ask_to_call,
    relay_urls,
    remind,
)
from nhipcau.outreach.waves import open_waves
from nhipcau.people.models import Role, Staff
from nhipcau.places.hours import is_quiet

log = structlog.get_logger()
RUNGS = (10, 25, 35, 60)
EMERGENCY_RUNGS = (3, 8, 12, 20)
SHORT = timedelta(hours=24)
LONGEST = 12


def escalate() -> int:
    """The periodic job. One notice in trouble does not stop the others."""
    now = civil_now()
    settle_money()
    with scopes_disabled():  # all localities, one after the other, each in its own scope below
        running = list(
            NoticeVersion.objects.filter(
                state=NoticeVersion.State.PUBLISHED, deadline__gt=now
            ).select_related("notice", "locality")
        )
    for version in running:
        with scope(locality=version.locality):
            try:
                escalate_version(version, now)
            except Exception:
                log.exception("escalation failed", version=version.pk)
    return len(running)


def escalate_version(version: NoticeVersion, now: datetime) -> None:
    start_due(version, by=SYSTEM)
    _finish_routes(version)
    ladder = Ladder(version, now)
    if not ladder.sleeps:
        _remind_leaders(ladder)
        _ask_deputies(ladder)
        _take_over(ladder)
    open_waves(version, now)


@dataclass(frozen=True)
class Ladder:
    version: NoticeVersion
    now: datetime

    @property
    def is_emergency(self) -> bool:
        return self.version.notice.kind == Notice.Kind.EMERGENCY

    @property
    def sleeps(self) -> bool:
        return is_quiet(self.version.locality, self.now) and not self.is_emergency

    @cached_property
    def rungs(self) -> tuple[timedelta, ...]:
        return rungs_of(self.version)

    @cached_property
    def relays(self) -> list[Relay]:
        return addresses.silent_neighbourhoods(self.version)

    def people(self, relays: list[Relay], role: Role) -> list[Staff]:
        places = [relay.neighbourhood_id for relay in relays if relay.neighbourhood_id]
        found = Staff.objects.filter(
            locality=self.version.locality_id, role=role, is_active=True, neighbourhood__in=places
        )
        return list(found.select_related("neighbourhood").order_by("pk"))

    def waited(self, relay: Relay) -> timedelta:
        if self.is_emergency:
            return self.now - relay.asked_at
        return waking(self.version.locality, relay.asked_at, self.now)

    def reached(self, rung: int) -> Iterator[Relay]:
        return (relay for relay in self.relays if self.waited(relay) >= self.rungs[rung])


def rungs_of(version: NoticeVersion) -> tuple[timedelta, ...]:
    if version.notice.kind == Notice.Kind.EMERGENCY:
        return tuple(timedelta(minutes=minutes) for minutes in EMERGENCY_RUNGS)
    whole = version.deadline - (version.published_at or version.deadline)
    stretch = min(LONGEST, max(1.0, whole / SHORT))
    return tuple(timedelta(minutes=minutes * stretch) for minutes in RUNGS)


def _finish_routes(version: NoticeVersion) -> None:
    """What the ledger has finished, and what hands have."""
    running = Route.objects.filter(version=version, state=Route.State.RUNNING)
    running.filter(job__done_at__isnull=False).update(state=Route.State.DONE)
    waiting: dict[str, QuerySet[Any]] = {
        ChannelKind.RELAY: Relay.objects.filter(state=Relay.State.WAITING),
        ChannelKind.SHEET: Sheet.objects.filter(state=Sheet.State.TO_HANG),
        ChannelKind.VISIT: Standing.objects.filter(accounted_at__isnull=True),
        ChannelKind.LOUDSPEAKER: Task.objects.filter(
            kind__in=[ChannelKind.LOUDSPEAKER, MEGAPHONE, GONG], done_at__isnull=True
        ),
        ChannelKind.BOARD: Task.objects.filter(kind=ChannelKind.BOARD, done_at__isnull=True),
    }
    for kind, rows in waiting.items():
        if not rows.filter(version=version).exists():
            running.filter(kind=kind).update(state=Route.State.DONE)


def _remind_leaders(ladder: Ladder) -> None:
    for number in (1, 2):
        relays = list(ladder.reached(number - 1))
        begins = _("nhắc lần %(n)d, nhờ bác đăng vào nhóm:") % {"n": number}
        _ask(ladder, relays, Role.LEADER, number, begins)


def _ask_deputies(ladder: Ladder) -> None:
    due = [r for r in ladder.reached(2) if r.handed_to_deputy_at is None]
    if not due:
        return
    with transaction.atomic():
        handed = Relay.objects.filter(
            pk__in=[r.pk for r in due], handed_to_deputy_at__isnull=True
        ).update(handed_to_deputy_at=ladder.now)
        audit.record(SYSTEM, "relays.handed_to_deputy", ladder.version, after={"relays": handed})
        _ask(ladder, due, Role.DEPUTY, 1, _("tổ trưởng chưa trả lời, nhờ bác đăng thay:"))


def _ask(ladder: Ladder, relays: list[Relay], role: Role, number: int, begins: str) -> None:
    people = ladder.people(relays, role)
    if people:
        text = alert_text(ladder.version, begins)
        links = partial(relay_urls, relays, by=SYSTEM)
        remind(ladder.version, people, Reminding(RELAY, number, text, links))


def _take_over(ladder: Ladder) -> None:
    """The ward calls, and its helpers see that neighbourhood's doors."""
    due = [r for r in ladder.reached(3) if r.taken_over_at is None]
    if not due:
        return
    with transaction.atomic():
        taken = Relay.objects.filter(pk__in=[r.pk for r in due], taken_over_at__isnull=True).update(
            taken_over_at=ladder.now
        )
        for person in ladder.people(due, Role.LEADER):
            ask_to_call(ladder.version, person)
        audit.record(SYSTEM, "relays.taken_over", ladder.version, after={"relays": taken})
