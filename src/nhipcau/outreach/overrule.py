"""A person decides otherwise than the planner: a route is used, or is not, whatever it thinks."""

from contextlib import suppress

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.dispatch.stop import stop_job
from nhipcau.notices.models import NoticeVersion
from nhipcau.notices.renditions import sms_to_send
from nhipcau.outreach.carry import CARRIERS, start_route
from nhipcau.outreach.hand_tasks import stop_tasks
from nhipcau.outreach.limits import MAY_GRANT, grant_money
from nhipcau.outreach.models import Route, Sheet
from nhipcau.outreach.plan import Wish, propose
from nhipcau.outreach.relay import stop_relays
from nhipcau.outreach.remind import stop_words
from nhipcau.people.models import Role, Staff
from nhipcau.text.money import say_money

MAY_DECIDE = frozenset({Role.EDITOR, Role.APPROVER, Role.ADMIN, Role.OFFICER})
IN_HAND = (NoticeVersion.State.DRAFT, NoticeVersion.State.SUBMITTED, NoticeVersion.State.APPROVED)
ALWAYS = (ChannelKind.PORTAL, ChannelKind.VISIT)


def overrule_route(
    version: NoticeVersion, kind: str, purpose: str, *, is_used: bool, by: Staff, why: str = ""
) -> Route:
    """Before publishing it is kept for the plan; afterwards it starts or stops the route at once.

    The portal and the doors cannot be switched off: every promise ends there. What would pass the
    budget needs an approver and a reason (`why`): what is missing is granted, on record.
    """
    _check(version, kind, purpose, is_used=is_used, by=by)
    state = Route.State.PLANNED if is_used else Route.State.SKIPPED
    short = _short(version, kind, purpose) if is_used else 0
    with transaction.atomic():
        if short:
            _let_it_cost(version, short, why=why, by=by)
        route, is_new = Route.objects.get_or_create(
            version=version,
            kind=kind,
            purpose=purpose,
            defaults={
                "locality_id": version.locality_id,
                "position": 0,
                "state": state,
                "overruled_by": str(by.actor),
                "starts_at": civil_now(),
            },
        )
        if not is_new:
            _turn(route, state, by)
        audit.record(by.actor, "route.overruled", route, after={"used": is_used, "kind": kind})
    if version.state == NoticeVersion.State.PUBLISHED and is_used:
        start_route(route, by=by.actor)
    route.refresh_from_db()
    return route


def _short(version: NoticeVersion, kind: str, purpose: str) -> int:
    """By how much this way would pass the limits, beside the ways that are used already."""
    now = civil_now()
    if version.deadline <= now:
        return 0
    plan = propose(version.locality, Wish.of(version, sms_to_send(version).text), now)
    if plan.money_left is None:
        return 0
    ways = {(way.kind, way.purpose): way for way in plan.ways}
    wanted = ways.get((kind, purpose))
    if wanted is None or wanted.is_used:
        return 0
    is_out = version.state == NoticeVersion.State.PUBLISHED  # what is used has been paid by then
    left = plan.money_left - (0 if is_out else plan.cost_vnd)
    return max(0, wanted.cost_vnd - left)


def _let_it_cost(version: NoticeVersion, short: int, *, why: str, by: Staff) -> None:
    if by.role not in MAY_GRANT:
        raise NotAllowed(
            _("Đường này vượt ngân sách %(short)s. Người duyệt phải cho chi thêm, kèm lý do.")
            % {"short": say_money(short)}
        )
    grant_money(version, short, why=why, by=by)


def _turn(route: Route, state: str, by: Staff) -> None:
    before = {
        Route.State.PLANNED: [Route.State.SKIPPED, Route.State.FAILED, Route.State.PLANNED],
        Route.State.SKIPPED: [Route.State.PLANNED, Route.State.RUNNING, Route.State.SKIPPED],
    }[Route.State(state)]
    if route.state == Route.State.RUNNING and state == Route.State.SKIPPED:
        state = Route.State.STOPPED
        _stop(route, by)
    changed = Route.objects.filter(pk=route.pk, state__in=before).update(
        state=state, overruled_by=str(by.actor), starts_at=civil_now()
    )
    if not changed:
        raise WrongState(_("Đường này đã đi xong, không đổi được nữa."))


def _stop(route: Route, by: Staff) -> None:
    """What is on its way by this route is not sent, posted, hung or read any more."""
    if route.job is not None:
        with suppress(WrongState):  # it is done already
            stop_job(route.job, by=by.actor)
    elif route.purpose == "leaders":
        stop_words(route.version, by=by.actor)
    elif route.kind == ChannelKind.RELAY:
        stop_relays(route.version, by=by.actor)
    elif route.kind == ChannelKind.SHEET:
        Sheet.objects.filter(version=route.version, state=Sheet.State.TO_HANG).update(
            state=Sheet.State.REMOVED
        )
    else:
        stop_tasks(route.version, kind=route.kind, by=by.actor)


def _check(version: NoticeVersion, kind: str, purpose: str, *, is_used: bool, by: Staff) -> None:
    if by.role not in MAY_DECIDE or by.locality_id != version.locality_id:
        raise NotAllowed(_("Bạn không có quyền đổi kế hoạch phát tin."))
    if (kind, purpose) not in CARRIERS:
        raise BadInput(_("Không có đường truyền tin này."), field="kind")
    if kind in ALWAYS and not is_used:
        raise BadInput(_("Cổng thông tin và báo tận nơi luôn được dùng, không tắt được."))
    if version.state not in {*IN_HAND, NoticeVersion.State.PUBLISHED}:
        raise WrongState(_("Thông báo này không còn được phát."))
