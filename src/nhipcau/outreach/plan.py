"""The plan of a notice: which ways, in order of price, since when, why; and what it will cost.

`propose` only reads, so the compose page calls it at every change. `keep_plan` writes the routes
of a version; a person's overruling (overrule.py) stands whatever the planner thinks.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from nhipcau.audiences.resolve import households
from nhipcau.audiences.selection import Selection
from nhipcau.channels.models import Account, ChannelKind, Template
from nhipcau.channels.quotas import BROADCAST, TEMPLATES, left_for_use, left_of
from nhipcau.channels.templates import chosen_template
from nhipcau.channels.windows import open_windows
from nhipcau.notices.heard import checked_recordings
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach import (
    ways,
    ways_by_hand,
    ways_by_post,
    ways_drill,
    ways_screens,
    ways_template,
)
from nhipcau.outreach.aloud import look_aloud
from nhipcau.outreach.audience import Audience, count_audience
from nhipcau.outreach.budget import money_left
from nhipcau.outreach.experience import Experience, learn
from nhipcau.outreach.models import Route
from nhipcau.outreach.our_people import first_ways
from nhipcau.outreach.screens import look_at_screens
from nhipcau.outreach.situation import Situation, Way
from nhipcau.outreach.ways_by_hand import hand_over_at
from nhipcau.people.models import ContactPoint, Household
from nhipcau.places.models import Locality
from nhipcau.text.money import say_money
from nhipcau.text.sms import sms_parts

IN_ORDER: tuple[Callable[[Situation], Way | None], ...] = (
    ways.portal,
    ways.facebook_page,
    ways.relay,
    ways.zalo_group,
    ways.leaders,
    ways.zalo_broadcast,
    ways_screens.web_push,
    ways_screens.web_push_nobody,
    ways.zalo_windows,
    ways_screens.messenger_windows,
    ways_by_post.email,
    ways_template.households_template,
    ways_template.uid_template,
    ways_template.rest_template,
    ways.households_sms,
    ways.rest_sms,
    ways_template.instead_sms,
    ways_template.instead_rest_sms,
    ways_by_hand.loudspeaker,
    ways_by_hand.in_hands,
    ways_by_hand.board,
    ways_by_hand.sheet,
    ways_by_hand.visit,
)  # of price
IN_A_DRILL: tuple[Callable[[Situation], Way | None], ...] = (ways_drill.portal, ways_drill.sms)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the planner must know of a notice that is still being written."""

    selection: Selection
    deadline: datetime
    kind: str = Notice.Kind.ANNOUNCEMENT
    urgency: str = Notice.Urgency.USUAL
    sms_text: str = ""
    notice: int | None = None
    recorded: tuple[str, ...] = ()  # languages that a person has recorded
    is_drill: bool = False

    @classmethod
    def of(cls, version: NoticeVersion, sms_text: str = "") -> "Wish":
        notice = version.notice
        return cls(
            selection=Selection.from_json(notice.selection),
            deadline=version.deadline,
            kind=notice.kind,
            urgency=notice.urgency,
            sms_text=sms_text,
            notice=notice.pk,
            recorded=tuple(row.language for row in checked_recordings(version)),
            is_drill=notice.is_drill,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    ways: tuple[Way, ...]
    audience: Audience
    experience: Experience
    hand_over_at: datetime
    money_left: int | None = None  # None: nothing limits it

    @property
    def households(self) -> int:
        return self.audience.total("households")

    @property
    def used(self) -> tuple[Way, ...]:
        return tuple(way for way in self.ways if way.is_used)

    @property
    def cost_vnd(self) -> int:
        return sum(way.cost_vnd for way in self.used)


def propose(locality: Locality, wish: Wish, now: datetime) -> Plan:
    homes = households(locality, wish.selection)
    situation = _look(locality, wish, homes, now)
    is_emergency = situation.is_emergency
    left = money_left(locality.pk, now, notice=wish.notice, is_emergency=is_emergency)
    return Plan(
        ways=tuple(affordable(proposed_ways(situation), left)),
        audience=situation.audience,
        experience=situation.experience,
        hand_over_at=hand_over_at(situation),
        money_left=left,
    )


def proposed_ways(situation: Situation) -> Iterator[Way]:
    """A way that this ward has not got at all says nothing."""
    order = IN_A_DRILL if situation.is_drill else IN_ORDER
    return (found for way in order if (found := way(situation)) is not None)


def affordable(proposed: Iterable[Way], left: int | None) -> Iterator[Way]:
    """In the order of price, what the money that is left pays for; the rest says why it is not."""
    for way in proposed:
        if left is None or not (way.is_used and way.cost_vnd):
            yield way
        elif way.cost_vnd <= left:
            left -= way.cost_vnd
            yield way
        else:
            why = _("Hết ngân sách: cần %(need)s, chỉ còn %(left)s. Ai chưa biết được báo tận nơi.")
            said = why % {"need": say_money(way.cost_vnd), "left": say_money(left)}
            yield replace(way, is_used=False, why=said)


def keep_plan(version: NoticeVersion, plan: Plan) -> None:
    """Write the routes of a version being published. What a person decided before stays decided."""
    decided = {
        (route.kind, route.purpose): route
        for route in Route.objects.filter(version=version).exclude(overruled_by="")
    }
    Route.objects.filter(version=version, overruled_by="").delete()
    for position, way in enumerate(plan.ways):
        route = decided.get((way.kind, way.purpose))
        if route is None:
            Route.objects.create(
                locality_id=version.locality_id,
                version=version,
                state=Route.State.PLANNED if way.is_used else Route.State.SKIPPED,
                **_fields(way, position),
            )
        else:
            Route.objects.filter(pk=route.pk).update(**_fields(way, position))


def with_open_window(account: Account, now: datetime) -> QuerySet[ContactPoint]:
    """People known on the account who wrote to it within the free 48 hours."""
    return ContactPoint.objects.filter(
        Exists(open_windows(account, at=now).filter(person=OuterRef("value"))),
        account=account,
        kind=ContactPoint.Kind.ZALO,
        stopped_at__isnull=True,
        failed_at__isnull=True,
    )


def _look(locality: Locality, wish: Wish, homes: QuerySet[Household], now: datetime) -> Situation:
    accounts = tuple(
        Account.objects.filter(locality=locality, state=Account.State.WORKING).order_by(
            "rank", "id"
        )
    )
    zalo = next((account for account in accounts if account.kind == ChannelKind.ZALO_OA), None)
    open_now = 0
    if zalo is not None:
        known = with_open_window(zalo, now).filter(household__in=homes.order_by().values("pk"))
        open_now = known.values("household").distinct().count()
    audience = count_audience(locality, homes)
    is_danger = wish.kind == Notice.Kind.EMERGENCY and not wish.is_drill
    template, template_left = look_at_templates(accounts, now, is_emergency=is_danger)
    return Situation(
        locality=locality,
        audience=audience,
        experience=learn(locality, now),
        now=now,
        deadline=wish.deadline,
        kind=wish.kind,
        urgency=wish.urgency,
        is_drill=wish.is_drill,
        sms_parts=max(1, sms_parts(wish.sms_text).parts),
        accounts=accounts,
        broadcasts_left=_broadcasts_left(zalo, wish, now) if zalo else 0,
        open_windows=open_now,
        template=template,
        template_left=template_left,
        aloud=look_aloud([place.neighbourhood for place in audience.places], wish.recorded),
        screens=look_at_screens(homes, accounts, now),
        leaders=first_ways(homes, accounts, now),
    )


def look_at_templates(
    accounts: Iterable[Account], now: datetime, *, is_emergency: bool = False
) -> tuple[Template | None, int | None]:
    """The chosen template of the first account that has one, and what is left of its day: without
    what is kept for emergencies, unless this is one."""
    for account in accounts:
        if account.kind == ChannelKind.ZALO_TEMPLATE:
            template = chosen_template(account)
            if template is not None:
                left = left_for_use(account, TEMPLATES, now, is_emergency=is_emergency)
                return template, left
    return None, None


def _broadcasts_left(account: Account, wish: Wish, now: datetime) -> int:
    """Without those kept for emergencies, unless this is one."""
    is_emergency = wish.kind == Notice.Kind.EMERGENCY and not wish.is_drill
    return left_of(account, BROADCAST, now, is_emergency=is_emergency)


def _fields(way: Way, position: int) -> dict[str, object]:
    return {
        "kind": way.kind,
        "purpose": way.purpose,
        "account": way.account,
        "position": position,
        "why": way.why[:300],
        "starts_at": way.starts_at,
        "expects": way.expects,
        "cost_vnd": way.cost_vnd,
    }
