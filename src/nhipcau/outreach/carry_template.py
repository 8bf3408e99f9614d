"""Starting the routes by template, and the SMS that takes the place of what Zalo did not carry."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind, Template
from nhipcau.channels.templates import chosen_template
from nhipcau.channels.transports.zalo_template import UID
from nhipcau.core.actor import Actor
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.dispatch.models import Job
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach import addresses
from nhipcau.outreach.budget import enqueue_paid
from nhipcau.outreach.models import Route
from nhipcau.outreach.own_links import give_own_links
from nhipcau.outreach.route_terms import lane_of, notice_path
from nhipcau.outreach.template_data import filled, note_for, readable
from nhipcau.people.models import ContactPoint

KIND = ChannelKind.ZALO_TEMPLATE
IN_USE = (Route.State.PLANNED, Route.State.RUNNING, Route.State.DONE)
# The SMS that follows, by the purpose of the template that it follows.
INSTEAD = {"households": "instead", "uid": "instead_rest", "rest": "instead_rest"}


def carry_template(route: Route, by: Actor) -> Job | None:
    """A job at the price that Zalo wrote on the template. What has not gone when the SMS takes
    its place goes no more."""
    account, version = route.account, route.version
    template = chosen_template(account) if account else None
    if account is None or template is None:
        raise WrongState(_("Mẫu tin Zalo đã chọn không còn dùng được: xem trang Kênh."))
    people, before, unit_vnd = _whom(route, account, template)
    give_own_links(version, notice_path(version), people, by=by)
    return enqueue_paid(
        version,
        account,
        key=f"v{version.pk}:{route.kind}:{route.purpose}",
        title=version.title,
        text=readable(template, filled(version, template)),
        note=note_for(version, template),
        recipients=addresses.template(version, people, before=before),
        lane=lane_of(version),
        unit_vnd=unit_vnd,
        not_after=_until(route),
        by=by,
    )


def _whom(
    route: Route, account: Account, template: Template
) -> tuple[QuerySet[ContactPoint], str, int]:
    if route.purpose == "uid":
        people = addresses.followers_by_template(route.version, account)
        return people, UID, template.price_uid_vnd
    of: dict[str, Callable[[NoticeVersion], QuerySet[ContactPoint]]] = {
        "households": addresses.apart_by_template,
        "rest": addresses.rest_by_template,
    }
    if route.purpose not in of:
        raise BadInput(_("Không có đường truyền tin này."), field="kind")
    return of[route.purpose](route.version), "", template.price_phone_vnd


def _until(route: Route) -> datetime:
    follows = Route.objects.filter(
        version=route.version,
        kind=ChannelKind.SMS,
        purpose=INSTEAD[route.purpose],
        state=Route.State.PLANNED,
        starts_at__isnull=False,
    ).first()
    found = follows.starts_at if follows else None
    return min(found, route.version.deadline) if found else route.version.deadline


def spares_sms(version: NoticeVersion) -> bool:
    """Templates go to those with a smartphone, and an SMS follows where they do not arrive."""
    found = Route.objects.filter(version=version, state__in=IN_USE)
    has_template = found.filter(kind=KIND, purpose="households").exists()
    return has_template and found.filter(kind=ChannelKind.SMS, purpose="instead").exists()


def awaits_sms(route: Route) -> bool:
    """Whether an SMS will yet take the place of what this route lost."""
    if route.kind != KIND:
        return False
    return Route.objects.filter(
        version=route.version,
        kind=ChannelKind.SMS,
        purpose=INSTEAD.get(route.purpose, ""),
        state=Route.State.PLANNED,
    ).exists()


def instead_phones(route: Route) -> QuerySet[ContactPoint]:
    purposes = [one for one, instead in INSTEAD.items() if instead == route.purpose]
    followed = Route.objects.filter(
        version=route.version, kind=KIND, purpose__in=purposes, job__isnull=False
    )
    jobs = list(followed.values_list("job_id", flat=True))
    if not jobs:  # the template could not even start
        is_rest = route.purpose == "instead_rest"
        return (addresses.rest_by_sms if is_rest else addresses.apart_by_sms)(route.version)
    return addresses.instead_of_template(route.version, jobs)
