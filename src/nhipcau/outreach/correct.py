"""A correction follows the earlier version wherever it went.

A job for each earlier route, a task for each sheet that hangs, a door for each household that was
told in person. Who was informed of version 1 is not informed of version 2: standings begin anew.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.channels.models import ChannelKind
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.core.language import house_language
from nhipcau.dispatch.stop import stop_job
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.bulletins import mend_bulletins
from nhipcau.outreach.hand_tasks import make_task, stop_tasks
from nhipcau.outreach.models import Level, Relay, Route, Sheet, Standing, Visit
from nhipcau.outreach.plan import Plan
from nhipcau.outreach.relay import stop_relays
from nhipcau.outreach.remind import stop_words
from nhipcau.outreach.sheets import ask_removal, plan_sheet
from nhipcau.outreach.situation import Way
from nhipcau.outreach.sql import freeze_audience
from nhipcau.outreach.visits import open_visits, stop_visits
from nhipcau.people.models import Household

_EXCHANGE: dict[str, Any] = {
    Sheet.Form.SHEET: gettext_lazy("Gỡ tờ cũ ở %(place)s và treo bản mới."),
    Sheet.Form.BOARD: gettext_lazy("Xoá bảng cũ ở %(place)s và ghi bản mới."),
    Sheet.Form.LEAFLET: gettext_lazy("%(place)s: in lại, phát tờ mới và thu tờ cũ của từng nhà."),
}
WENT = (Route.State.RUNNING, Route.State.DONE, Route.State.STOPPED)
POSTS = (ChannelKind.FACEBOOK_PAGE, ChannelKind.ZALO_OA)


def with_those_who_heard(plan: Plan, earlier: NoticeVersion, version: NoticeVersion) -> Plan:
    """Everybody whom the earlier version reached is in, and every route it took is taken again."""
    heard = Standing.objects.filter(version=earlier, level__gt=Level.NONE).values("household")
    freeze_audience(version.locality_id, version.pk, Household.objects.filter(pk__in=heard))
    went = {
        (route.kind, route.purpose): route
        for route in Route.objects.filter(version=earlier, state__in=WENT).select_related("account")
    }
    now = civil_now()
    ways = tuple(
        _taken_again(way, went[way.kind, way.purpose], now)
        if (way.kind, way.purpose) in went
        else way
        for way in plan.ways
    )
    return replace(plan, ways=ways)


def follow_up(earlier: NoticeVersion, version: NoticeVersion, *, by: Actor) -> None:
    """Stop what still carries the earlier version and ask people to mend what they carried."""
    stop_carrying(earlier, by=by)
    with house_language():
        _mend_sheets(earlier, version, by)
        said_in = _("%(bulletin)s đã phát có bản cũ: đổi hoặc dán đính chính ở %(where)s.")
        mend_bulletins(earlier, version, said_in, by=by)
        ask_to_mend_posts(
            earlier,
            version,
            post=_("Ghim bản mới lên trên và ghi “đã có đính chính” vào bài cũ: %(where)s."),
            group=_("Thu hồi hoặc ghi chú tin cũ trong nhóm, đăng bản mới."),
            by=by,
        )
    told = Visit.objects.filter(version=earlier).filter(
        Q(outcome__in=[Visit.Outcome.TOLD, Visit.Outcome.CALLED, Visit.Outcome.SHEET])
    )
    doors = open_visits(
        version, list(told.values_list("household_id", flat=True)), why="corrected", by=by
    )
    audit.record(by, "notice.corrected", version, after={"doors": doors, "of": earlier.pk})


def stop_carrying(version: NoticeVersion, *, by: Actor) -> None:
    """Jobs, relays, doors and tasks of this version that are not done yet are not done any more."""
    for route in Route.objects.filter(version=version, job__isnull=False).select_related("job"):
        if route.job is not None:
            with suppress(WrongState):  # it is done, or was stopped before
                stop_job(route.job, by=by)
    stop_words(version, by=by)
    Route.objects.filter(
        version=version, state__in=[Route.State.PLANNED, Route.State.RUNNING]
    ).update(state=Route.State.STOPPED)
    stop_relays(version, by=by)
    stop_visits(version, by=by)
    stop_tasks(version, by=by)


def _taken_again(way: Way, went: Route, now: datetime) -> Way:
    return replace(
        way,
        is_used=True,
        account=way.account or went.account,
        starts_at=now if way.kind != ChannelKind.LOUDSPEAKER else way.starts_at or now,
        why=_("Bản trước đã đi đường này nên bản đính chính phải đi theo."),
    )


def _mend_sheets(earlier: NoticeVersion, version: NoticeVersion, by: Actor) -> None:
    hanging = list(
        Sheet.objects.filter(version=earlier, state=Sheet.State.HANGS).select_related(
            "neighbourhood", "link"
        )
    )
    ask_removal(earlier, by=by)
    for old in hanging:
        plan_sheet(
            version,
            place=old.place,
            neighbourhood=old.neighbourhood,
            form=old.form,
            link=old.link,
            by=by,
        )
        make_task(
            version,
            kind="correct_sheet",
            text=_EXCHANGE.get(old.form, _EXCHANGE[Sheet.Form.SHEET]) % {"place": old.place},
            neighbourhood=old.neighbourhood,
            due_at=version.deadline,
            by=by,
        )


def ask_to_mend_posts(
    posted: NoticeVersion, version: NoticeVersion, *, post: str, group: str, by: Actor
) -> None:
    """A task for every post and every group that `posted` went to: `post` names it by %(where)s."""
    posts = Route.objects.filter(version=posted, kind__in=POSTS, state__in=WENT)
    for route in posts.filter(purpose="households", job__isnull=False):
        where = {"where": route.get_kind_display()}
        make_task(version, kind="correct_post", text=post % where, by=by)
    relays = Relay.objects.filter(version=posted, state=Relay.State.POSTED)
    for relay in relays.select_related("neighbourhood"):
        make_task(
            version, kind="correct_post", text=group, neighbourhood=relay.neighbourhood, by=by
        )
