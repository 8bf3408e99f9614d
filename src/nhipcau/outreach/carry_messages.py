"""Routes that the ledger carries: each becomes a job, its money taken before."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.channels.prices import price_at
from nhipcau.channels.quotas import BROADCAST, spend
from nhipcau.channels.transports.facebook_page import FEED
from nhipcau.channels.transports.zalo_oa import FOLLOWERS, TEXT_LIMIT
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.dispatch.enqueue import URGENT, USUAL
from nhipcau.dispatch.models import Job
from nhipcau.notices.models import NoticeVersion, Rendition
from nhipcau.notices.renditions import rendition_of, sms_to_send
from nhipcau.outreach import addresses, screens
from nhipcau.outreach.alert_words import alert_text
from nhipcau.outreach.audience import working_oa_groups
from nhipcau.outreach.budget import enqueue_paid
from nhipcau.outreach.carry_template import instead_phones, spares_sms
from nhipcau.outreach.models import DrillStaff, Route, Standing
from nhipcau.outreach.own_links import give_links_to, give_own_links
from nhipcau.outreach.route_terms import (
    account_of,
    lane_of,
    neighbourhoods_of,
    notice_path,
    tracked_url,
)
from nhipcau.people.models import ContactPoint, Subscriber
from nhipcau.text.numbers import say_number
from nhipcau.text.sms import sms_parts

Form = Rendition.Form


def facebook(route: Route, by: Actor) -> Job | None:
    post = rendition_of(route.version, Form.POST)
    link = tracked_url(route.version, {"channel": route.kind}, by)
    rows = addresses.place(account_of(route), FEED)
    return _job(route, post.text, rows, by, title=post.title, link=link)


def zalo_article(route: Route, by: Actor) -> Job | None:
    is_emergency = route.version.notice.is_danger
    if not spend(account_of(route), BROADCAST, is_emergency=is_emergency):
        raise WrongState(_("Vừa hết lượt phát bài Zalo OA, phần còn lại để dành khi khẩn cấp."))
    article = rendition_of(route.version, Form.ARTICLE)
    link = tracked_url(route.version, {"channel": route.kind}, by)
    rows = addresses.place(account_of(route), FOLLOWERS)
    return _job(route, article.text, rows, by, title=article.title, link=link)


def zalo_groups(route: Route, by: Actor) -> Job | None:
    """Each group with a tracked link of its own, as a leader's relay has."""
    version, account = route.version, account_of(route)
    text = rendition_of(version, Form.GROUP).text
    groups = working_oa_groups().filter(
        account=account, group__neighbourhood__in=neighbourhoods_of(version)
    )
    links = {}
    for row in groups.select_related("group"):
        where = {"neighbourhood": row.group.neighbourhood_id, "group": row.group_id}
        links[row.pk] = tracked_url(version, {"channel": route.kind, **where}, by)
    if not links:
        raise WrongState(_("Không còn nhóm Zalo OA nào đang hoạt động trong phạm vi này."))
    longest = max(len(text.replace("{link}", url)) for url in links.values())
    if longest > TEXT_LIMIT:
        raise WrongState(
            _("Tin cho nhóm dài %(n)s chữ, nhóm Zalo OA chỉ nhận %(most)s chữ.")
            % {"n": say_number(longest), "most": say_number(TEXT_LIMIT)}
        )
    return _job(route, text, addresses.oa_groups(account, links), by)


def zalo_windows(route: Route, by: Actor) -> Job | None:
    text = rendition_of(route.version, Form.GROUP).text
    link = tracked_url(route.version, {"channel": route.kind}, by)
    rows = addresses.zalo_in_window(route.version, account_of(route), civil_now())
    return _job(route, text, rows, by, link=link)


def web_push(route: Route, by: Actor) -> Job | None:
    version = route.version
    contacts = screens.subscribed(account_of(route)).filter(household__in=_waiting(version))
    # The household's one link: whichever way it is opened by says so itself (screens.BY_PUSH).
    give_own_links(version, notice_path(version), contacts, by=by)
    return _push(route, screens.push_rows(version, contacts), by)


def web_push_nobody(route: Route, by: Actor) -> Job | None:
    link = tracked_url(route.version, {"channel": route.kind}, by)
    rows = Subscriber.objects.filter(account=account_of(route))
    return _push(route, addresses.of_nobody(rows), by, link=link)


def _push(route: Route, rows: addresses.Rows, by: Actor, *, link: str = "") -> Job | None:
    version = route.version
    title, text = screens.title_of(version)[:200], screens.words_of(version)
    note = screens.note_of(version, is_urgent=lane_of(version) == URGENT)
    return _job(route, text, rows, by, title=title, link=link, note=note)


def messenger(route: Route, by: Actor) -> Job | None:
    version = route.version
    people = screens.in_messenger(account_of(route), civil_now())
    rows = screens.messenger_rows(people.filter(household__in=_waiting(version)))
    link = tracked_url(version, {"channel": route.kind}, by)
    return _job(route, rendition_of(version, Form.GROUP).text, rows, by, link=link)


def sms_households(route: Route, by: Actor) -> Job | None:
    spared = spares_sms(route.version)
    return _sms(route, addresses.apart_by_sms(route.version, spared=spared), by)


def sms_instead(route: Route, by: Actor) -> Job | None:
    return _sms(route, instead_phones(route), by)


def sms_rest(route: Route, by: Actor) -> Job | None:
    """A correction goes to whoever got the earlier version this way, and to nobody else."""
    version = route.version
    earlier = Route.objects.filter(
        version__notice=version.notice_id,
        version__number__lt=version.number,
        kind=route.kind,
        purpose=route.purpose,
        job__isnull=False,
    )
    jobs = list(earlier.values_list("job_id", flat=True))
    phones = addresses.had_by_sms(version, jobs) if jobs else addresses.rest_by_sms(version)
    return _sms(route, phones, by)


def _sms(route: Route, phones: QuerySet[ContactPoint], by: Actor) -> Job | None:
    version = route.version
    give_own_links(version, notice_path(version), phones, by=by)
    return _job(route, sms_to_send(version).text, addresses.sms(version, phones), by)


def sms_drill(route: Route, by: Actor) -> Job | None:
    """Ours who take part, then the households that do."""
    version = route.version
    account = account_of(route)
    people = list(DrillStaff.objects.filter(staff__is_active=True).values_list("staff", flat=True))
    enqueue_paid(
        version,
        account,
        key=f"v{version.pk}:drill:staff",
        text=alert_text(version, _("mời anh/chị mở xem:")),
        recipients=addresses.chosen(people, tracked_url(version, {"channel": route.kind}, by)),
        lane=USUAL,
        unit_vnd=price_at(account, civil_now()),
        not_after=version.deadline,
        by=by,
    )
    return _sms(route, addresses.all_by_sms(version), by)


def letters(route: Route, by: Actor) -> Job | None:
    version = route.version
    contacts = addresses.letters_to(version)
    homes = contacts.order_by().values("household")
    stands = Standing.objects.filter(version=version, household__in=homes)
    give_links_to(version, notice_path(version), stands, channel=route.kind, by=by)
    page = rendition_of(version, Form.WEB)
    return _job(route, page.text, addresses.letters(version, contacts), by, title=page.title)


def _job(
    route: Route,
    text: str,
    rows: addresses.Rows,
    by: Actor,
    *,
    title: str = "",
    link: str = "",
    note: dict[str, str] | None = None,
) -> Job | None:
    account, version = account_of(route), route.version
    parts = max(1, sms_parts(text.replace("{link}", link or "x" * 30)).parts)
    is_sms = route.kind == ChannelKind.SMS
    is_free = route.kind == ChannelKind.ZALO_GROUP  # whatever a message to one person costs
    return enqueue_paid(
        version,
        account,
        key=f"v{version.pk}:{route.kind}:{route.purpose}",
        title=title,
        text=text,
        link=link,
        note=note,
        recipients=rows,
        lane=lane_of(version),
        unit_vnd=0 if is_free else price_at(account, civil_now()) * (parts if is_sms else 1),
        not_after=version.deadline,
        by=by,
    )


def _waiting(version: NoticeVersion) -> QuerySet[Any, Any]:
    return Standing.objects.filter(version=version, informed_at__isnull=True).values("household")
