"""What carriers ask of a route: whose page it leads to, by which account, how urgently, where."""

from django.utils.translation import gettext as _

from nhipcau.channels.models import Account
from nhipcau.core.actor import Actor
from nhipcau.core.errors import BadInput
from nhipcau.dispatch.enqueue import URGENT, USUAL
from nhipcau.links.shorten import make_link, short_url
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.models import Route
from nhipcau.places.models import Neighbourhood


def notice_path(version: NoticeVersion) -> str:
    """The residents' page of the notice; it always shows the newest version."""
    return f"/{version.locality.slug}/thong-bao/{version.notice_id}/"


def account_of(route: Route) -> Account:
    if route.account is None:
        raise BadInput(_("Chưa có tài khoản nào cho kênh này."), field="account")
    return route.account


def lane_of(version: NoticeVersion) -> int:
    notice = version.notice
    is_urgent = notice.kind == Notice.Kind.EMERGENCY or notice.urgency == Notice.Urgency.URGENT
    return URGENT if is_urgent else USUAL


def tracked_url(version: NoticeVersion, place: dict[str, object], by: Actor) -> str:
    return short_url(make_link(version.locality, notice_path(version), place=place, by=by))


def neighbourhoods_of(version: NoticeVersion) -> list[Neighbourhood]:
    places = version.counters.values("neighbourhood")
    return list(Neighbourhood.objects.filter(pk__in=places).order_by("position", "id"))
