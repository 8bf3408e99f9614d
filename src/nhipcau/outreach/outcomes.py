"""What became of deliveries, as evidence. Fills the slot `dispatch.outcomes`.

Called inside the sender's transaction and its locality's scope, for every batch: jobs that are no
route of a notice cost one query. What failed gets another route: a person.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from nhipcau.channels.models import ChannelKind
from nhipcau.channels.quotas import BROADCAST, give_back
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.channels.transports.facebook_page import PSID
from nhipcau.channels.transports.zalo_oa import FOLLOWERS, GROUP
from nhipcau.channels.words import words_for
from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.audit import record
from nhipcau.core.language import house_language
from nhipcau.dispatch.models import Delivery
from nhipcau.dispatch.outcomes import Outcome
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.audience import linked
from nhipcau.outreach.carry_template import awaits_sms
from nhipcau.outreach.evidence import Observation, record_evidence
from nhipcau.outreach.models import Level, Route, Standing
from nhipcau.outreach.visits import open_visits
from nhipcau.outreach.words_lost import take_words
from nhipcau.people.contacts import fail_contacts, note_no_zalo
from nhipcau.people.models import Household, OaGroup
from nhipcau.people.oa_members import households_in, note_refused
from nhipcau.people.subscribe import drop_subscribers

S = Delivery.State
PLATFORM = Actor("platform", "receipt")
WORTH: dict[str, tuple[Level, ...]] = {
    S.SENT: (Level.POSTED,),
    S.DELIVERED: (Level.DELIVERED,),
    S.SEEN: (Level.DELIVERED, Level.SEEN),
}
WITHOUT_ZALO = frozenset({"-118"})
LOST = (S.REFUSED, S.UNKNOWN, S.EXPIRED)


def take_outcomes(batch: Sequence[Outcome]) -> None:
    routes = _routes({one.job for one in batch})
    by_route: dict[int, list[Outcome]] = defaultdict(list)
    for one in batch:
        route = routes.get(one.job)
        if route is not None:
            by_route[route.pk].append(one)
    for route in sorted(routes.values(), key=lambda found: (found.version_id, found.pk)):
        _take(route, by_route[route.pk])
    take_words([one for one in batch if one.job not in routes and one.state in LOST])


def _routes(jobs: set[int]) -> dict[int | None, Route]:
    """By job. A narrow look first: joining four tables for jobs that are no route is dear."""
    known = Route.objects.filter(job__in=jobs)
    ours = list(known.values_list("pk", flat=True))
    if not ours:
        return {}
    full = Route.objects.filter(pk__in=ours).select_related("version", "account", "job")
    return {route.job_id: route for route in full}


def _take(route: Route, batch: list[Outcome]) -> None:
    version = route.version
    _note_refusals(route, [one for one in batch if one.state == S.REFUSED])
    rows = [row for one in batch for row in _observed(route, one)]
    record_evidence(version, rows, by=PLATFORM)
    lost = [one.household for one in batch if one.state in LOST and one.household is not None]
    if lost and version.state == NoticeVersion.State.PUBLISHED and not awaits_sms(route):
        open_visits(version, lost, why="not_seen", by=SYSTEM)


def _note_refusals(route: Route, refused: list[Outcome]) -> None:
    """A post or broadcast that the platform refused was no way at all: the plan says so, and what
    it took of the allowance comes back. An address that is no more is not counted on again."""
    for one in refused:
        if route.kind == ChannelKind.ZALO_GROUP:
            _group_refused(route, one)
        elif route.kind == ChannelKind.WEB_PUSH:
            continue  # one browser's matter
        elif one.household is None:
            _fail_route(route, one)
    if route.account is None or not refused:
        return
    nobody = [one.address for one in refused if one.error in WITHOUT_ZALO]
    if nobody and route.kind == ChannelKind.ZALO_TEMPLATE:
        note_no_zalo(nobody, by=PLATFORM)
    gone = TRANSPORTS[route.account.speaks].gone_errors
    named = [one for one in refused if one.error in gone]
    numbers = [one.address.removeprefix(PSID) for one in named if one.household is not None]
    if numbers:
        fail_contacts(route.account, numbers, by=PLATFORM)
    browsers = [one.address for one in named if one.household is None]
    if browsers and route.kind == ChannelKind.WEB_PUSH:
        drop_subscribers(route.account, browsers, by=PLATFORM)


def _group_refused(route: Route, one: Outcome) -> None:
    """That group's matter; only when no group took it the route was no way at all."""
    if route.account is not None:
        note_refused(route.account, one.address.removeprefix(GROUP), one.error)
    if not Delivery.objects.filter(job=one.job).exclude(state=S.REFUSED).exists():
        _fail_route(route, one)


def _fail_route(route: Route, one: Outcome) -> None:
    with house_language():
        speaks = route.account.speaks if route.account else route.kind
        why = " ".join(words_for(speaks, one.error))
    running = Route.objects.filter(pk=route.pk, state__in=[Route.State.RUNNING, Route.State.DONE])
    if not running.update(state=Route.State.FAILED, why=why[:300]):
        return
    record(PLATFORM, "route.refused", route, after={"kind": route.kind, "error": one.error[:40]})
    if one.address == FOLLOWERS and route.account is not None and route.job is not None:
        give_back(route.account, BROADCAST, at=route.job.created_at)


def _observed(route: Route, one: Outcome) -> list[Observation]:
    levels = WORTH.get(one.state, ())
    if one.household is not None:
        return [
            Observation(
                one.household, level, route.kind, one.at, f"delivery:{one.delivery}:{level}"
            )
            for level in levels
        ]
    if route.kind == ChannelKind.ZALO_GROUP and one.state == S.SENT:
        return _members(route, one)
    if route.kind == ChannelKind.ZALO_OA and one.state == S.SENT:
        return _followers(route.version, one.delivery, one.at)
    return []  # a public page reaches nobody that we know


def _followers(version: NoticeVersion, delivery: int, at: datetime) -> list[Observation]:
    """A broadcast went out: households known to follow the OA are covered."""
    followers = Household.objects.filter(
        linked(), pk__in=Standing.objects.filter(version=version).values("household")
    )
    return [
        Observation(household, Level.POSTED, ChannelKind.ZALO_OA, at, f"delivery:{delivery}:1")
        for household in followers.values_list("pk", flat=True)
    ]


def _members(route: Route, one: Outcome) -> list[Observation]:
    """It stands in the group: posted, for every household of whom somebody known is in it now.
    Zalo gives no receipt of a group, so never more (docs/decisions/0015)."""
    group = OaGroup.objects.filter(
        account=route.account, external_id=one.address.removeprefix(GROUP)
    ).first()
    homes = households_in(group).values_list("pk", flat=True) if group else []
    key = f"delivery:{one.delivery}:{Level.POSTED}"
    return [Observation(home, Level.POSTED, route.kind, one.at, key) for home in homes]
