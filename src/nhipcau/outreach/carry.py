"""Starting a route of the plan: its job, its relays, its papers, its first doors.

Each route is claimed by a conditional update and started in a short transaction of its own, so a
crash in between leaves it planned and the next minute starts it (escalate.py).
"""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Q

from nhipcau.channels.models import ChannelKind
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.core.language import house_language
from nhipcau.dispatch.models import Job
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach import carry_by_people as by_people
from nhipcau.outreach import carry_messages as messages
from nhipcau.outreach.aloud import BY_HAND as IN_HANDS
from nhipcau.outreach.carry_template import carry_template
from nhipcau.outreach.models import Route

# What people do with their hands is shown as soon as it is planned, with its hour.
BY_HAND = (ChannelKind.LOUDSPEAKER, ChannelKind.BOARD, ChannelKind.SHEET)


def start_due(version: NoticeVersion, *, by: Actor) -> int:
    """Start every planned route whose time has come. Called at publishing and every minute."""
    due = Route.objects.filter(
        Q(starts_at__lte=civil_now()) | Q(starts_at__isnull=True) | Q(kind__in=BY_HAND),
        version=version,
        state=Route.State.PLANNED,
    ).select_related("account", "version__notice", "version__locality")
    return sum(start_route(route, by=by) for route in due.order_by("position"))


def start_route(route: Route, *, by: Actor) -> bool:
    """True when it was ours to start. What cannot start is marked failed, with the reason."""
    try:
        with house_language(), transaction.atomic():
            planned = Route.objects.filter(pk=route.pk, state=Route.State.PLANNED)
            if not planned.update(state=Route.State.RUNNING):
                return False
            job = CARRIERS[route.kind, route.purpose](route, by)
            is_done = route.kind == ChannelKind.PORTAL  # the rest waits for the ledger or for hands
            state = Route.State.DONE if is_done else Route.State.RUNNING
            Route.objects.filter(pk=route.pk).update(job=job, state=state)
            audit.record(by, "route.started", route, after={"kind": route.kind})
    except DomainError as fault:
        Route.objects.filter(pk=route.pk, state=Route.State.PLANNED).update(
            state=Route.State.FAILED, why=fault.message[:300]
        )
        return False
    return True


def _portal(route: Route, by: Actor) -> None:
    """The page shows what is published; nothing has to be sent."""


CARRIERS: dict[tuple[str, str], Callable[[Route, Actor], Job | None]] = {
    (ChannelKind.PORTAL, "households"): _portal,
    (ChannelKind.FACEBOOK_PAGE, "households"): messages.facebook,
    (ChannelKind.RELAY, "households"): by_people.relays,
    (ChannelKind.RELAY, "leaders"): by_people.leaders,
    (ChannelKind.ZALO_OA, "households"): messages.zalo_article,
    (ChannelKind.ZALO_OA, "windows"): messages.zalo_windows,
    (ChannelKind.ZALO_GROUP, "households"): messages.zalo_groups,
    (ChannelKind.WEB_PUSH, "households"): messages.web_push,
    (ChannelKind.WEB_PUSH, "nobody"): messages.web_push_nobody,
    (ChannelKind.FACEBOOK_PAGE, "windows"): messages.messenger,
    (ChannelKind.EMAIL, "households"): messages.letters,
    (ChannelKind.SMS, "households"): messages.sms_households,
    (ChannelKind.SMS, "rest"): messages.sms_rest,
    (ChannelKind.SMS, "instead"): messages.sms_instead,
    (ChannelKind.SMS, "instead_rest"): messages.sms_instead,
    (ChannelKind.ZALO_TEMPLATE, "households"): carry_template,
    (ChannelKind.ZALO_TEMPLATE, "uid"): carry_template,
    (ChannelKind.ZALO_TEMPLATE, "rest"): carry_template,
    (ChannelKind.SMS, "drill"): messages.sms_drill,
    (ChannelKind.LOUDSPEAKER, "households"): by_people.loudspeaker,
    (ChannelKind.LOUDSPEAKER, IN_HANDS): by_people.by_hand,
    (ChannelKind.BOARD, "households"): by_people.boards,
    (ChannelKind.SHEET, "households"): by_people.sheets,
    (ChannelKind.VISIT, "households"): by_people.doors,
}
