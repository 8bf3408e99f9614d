"""Every minute of civil time: remind, hand over, open doors while they can still be walked.

For a leader who has not posted: from way to way within minutes while nothing is opened, reminded
twice, then the deputy is asked, then the ward calls and takes over (ladder.py has the times). Each
step is a row or a conditional update: running twice does no harm.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
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
from nhipcau.outreach.climb import Chains, climb
from nhipcau.outreach.ladder import Pace, pace_of
from nhipcau.outreach.models import Relay, Route, Sheet, Standing, Task
from nhipcau.outreach.our_people import Post
from nhipcau.outreach.remind import RELAY, Reminding, ask_to_call, remind
from nhipcau.outreach.summon import hand_to_deputies, posts_of
from nhipcau.outreach.waves import open_waves
from nhipcau.people.models import Staff
from nhipcau.places.hours import is_quiet

log = structlog.get_logger()


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
    if version.notice.is_drill:  # nobody is chased and no door opens
        return
    ladder = Ladder(version, now)
    if not ladder.sleeps:
        climb(ladder.chains, ladder.pace)
        _remind_leaders(ladder)
        _ask_deputies(ladder)
        _take_over(ladder)
    open_waves(version, now)


@dataclass(frozen=True)
class Ladder:
    """One look at the relays that wait, and at who was told what."""

    version: NoticeVersion
    now: datetime

    @property
    def is_emergency(self) -> bool:
        return self.version.notice.is_danger

    @property
    def sleeps(self) -> bool:
        return is_quiet(self.version.locality, self.now) and not self.is_emergency

    @cached_property
    def pace(self) -> Pace:
        return pace_for(self.version)

    @cached_property
    def relays(self) -> list[Relay]:
        return addresses.silent_neighbourhoods(self.version)

    @cached_property
    def chains(self) -> Chains:
        return Chains(self.version, self.now, is_emergency=self.is_emergency)

    @cached_property
    def posts(self) -> dict[int, Post]:
        return posts_of(self.relays, self.version, self.now)

    def post(self, relay: Relay) -> Post:
        return self.posts.get(relay.neighbourhood_id or 0, Post())

    def waited(self, relay: Relay) -> timedelta:
        if self.is_emergency:
            return self.now - relay.asked_at
        return waking(self.version.locality, relay.asked_at, self.now)

    def is_silent(self, relay: Relay, people: Iterable[Staff]) -> bool:
        """Asked by every way, and nobody has so much as looked."""
        return relay.opened_at is None and self.chains.are_silent(list(people), self.pace.each)


def pace_for(version: NoticeVersion) -> Pace:
    return pace_of(
        each_minutes=version.locality.escalate_after,
        whole=version.deadline - (version.published_at or version.deadline),
        is_emergency=version.notice.kind == Notice.Kind.EMERGENCY,
    )


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
    """Whoever is still being tried by one way after the other is not reminded as well."""
    for number, rung in enumerate(ladder.pace.remind, start=1):
        people = [
            person
            for relay in ladder.relays
            if ladder.waited(relay) >= rung
            for person in ladder.post(relay).leaders
            if not ladder.chains.is_trying(person, ladder.pace.each)
        ]
        if people:
            begins = _("nhắc lần %(n)d, nhờ bác đăng vào nhóm:") % {"n": number}
            remind(ladder.version, people, Reminding(RELAY, number, begins))


def _ask_deputies(ladder: Ladder) -> None:
    due = [
        relay
        for relay in ladder.relays
        if relay.handed_to_deputy_at is None and _is_for_deputy(ladder, relay)
    ]
    if due:
        hand_to_deputies(ladder.version, due, ladder.posts, ladder.now)


def _is_for_deputy(ladder: Ladder, relay: Relay) -> bool:
    leaders, waited = ladder.post(relay).leaders, ladder.waited(relay)
    if not leaders:
        return True
    early = waited < ladder.pace.deputy and ladder.is_silent(relay, leaders)
    return ladder.pace.deputy_is_due(waited, is_silent=early)


def _take_over(ladder: Ladder) -> None:
    """The ward calls, and its helpers see that neighbourhood's doors."""
    due = [r for r in ladder.relays if r.taken_over_at is None and _is_for_ward(ladder, r)]
    if not due:
        return
    with transaction.atomic():
        taken = Relay.objects.filter(pk__in=[r.pk for r in due], taken_over_at__isnull=True).update(
            taken_over_at=ladder.now
        )
        for relay in due:
            post = ladder.post(relay)
            for person in post.leaders or post.deputies or post.away:
                ask_to_call(ladder.version, person)
        audit.record(SYSTEM, "relays.taken_over", ladder.version, after={"relays": taken})


def _is_for_ward(ladder: Ladder, relay: Relay) -> bool:
    post, waited = ladder.post(relay), ladder.waited(relay)
    if not post.people:
        return True
    if not ladder.pace.deputy <= waited < ladder.pace.ward:
        return ladder.pace.ward_is_due(waited, is_silent=False)
    is_handed = relay.handed_to_deputy_at is not None
    silent = is_handed and ladder.is_silent(relay, post.people)
    return ladder.pace.ward_is_due(waited, is_silent=silent)
