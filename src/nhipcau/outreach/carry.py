"""Starting a route of the plan: its job, its relays, its papers, its first doors.

Each route is claimed by a conditional update and started in a short transaction of its own, so a
crash in between leaves it planned and the next minute starts it (escalate.py).
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.prices import price_at
from nhipcau.channels.quotas import BROADCAST, spend
from nhipcau.channels.transports.facebook_page import FEED
from nhipcau.channels.transports.zalo_oa import FOLLOWERS, TEXT_LIMIT
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, DomainError, WrongState
from nhipcau.core.language import house_language
from nhipcau.dispatch.enqueue import URGENT, USUAL
from nhipcau.dispatch.models import Job
from nhipcau.links.shorten import make_link, short_url
from nhipcau.notices.heard import checked_recordings
from nhipcau.notices.models import Notice, NoticeVersion, Rendition
from nhipcau.notices.renditions import rendition_of, sms_to_send
from nhipcau.outreach import addresses, screens
from nhipcau.outreach.alert_words import alert_text
from nhipcau.outreach.aloud import BY_HAND as IN_HANDS
from nhipcau.outreach.aloud import say_by_hand, say_by_loudspeaker, with_voices
from nhipcau.outreach.audience import apart, working_oa_groups
from nhipcau.outreach.budget import enqueue_paid
from nhipcau.outreach.carry_template import carry_template, instead_phones, spares_sms
from nhipcau.outreach.drill import stop_drills
from nhipcau.outreach.hand_tasks import make_task
from nhipcau.outreach.models import DrillStaff, Relay, Route, Standing
from nhipcau.outreach.own_links import give_links_to, give_own_links
from nhipcau.outreach.sheets import pay_paper, plan_sheet
from nhipcau.outreach.summon import ask_leaders
from nhipcau.outreach.visits import open_visits
from nhipcau.people.models import ContactPoint, Group, Household, Subscriber
from nhipcau.places.models import Neighbourhood
from nhipcau.text.numbers import say_number
from nhipcau.text.sms import sms_parts

Form = Rendition.Form
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


def _portal(route: Route, by: Actor) -> None:
    """The page shows what is published; nothing has to be sent."""


def _facebook(route: Route, by: Actor) -> Job | None:
    post = rendition_of(route.version, Form.POST)
    link = _link(route.version, {"channel": route.kind}, by)
    rows = addresses.place(account_of(route), FEED)
    return _job(route, post.text, rows, by, title=post.title, link=link)


def _zalo_article(route: Route, by: Actor) -> Job | None:
    is_emergency = route.version.notice.is_danger
    if not spend(account_of(route), BROADCAST, is_emergency=is_emergency):
        raise WrongState(_("Vừa hết lượt phát bài Zalo OA, phần còn lại để dành khi khẩn cấp."))
    article = rendition_of(route.version, Form.ARTICLE)
    link = _link(route.version, {"channel": route.kind}, by)
    rows = addresses.place(account_of(route), FOLLOWERS)
    return _job(route, article.text, rows, by, title=article.title, link=link)


def _zalo_groups(route: Route, by: Actor) -> Job | None:
    """Each group with a tracked link of its own, as a leader's relay has."""
    version, account = route.version, account_of(route)
    text = rendition_of(version, Form.GROUP).text
    groups = working_oa_groups().filter(
        account=account, group__neighbourhood__in=_neighbourhoods(version)
    )
    links = {}
    for row in groups.select_related("group"):
        where = {"neighbourhood": row.group.neighbourhood_id, "group": row.group_id}
        links[row.pk] = _link(version, {"channel": route.kind, **where}, by)
    if not links:
        raise WrongState(_("Không còn nhóm Zalo OA nào đang hoạt động trong phạm vi này."))
    longest = max(len(text.replace("{link}", url)) for url in links.values())
    if longest > TEXT_LIMIT:
        raise WrongState(
            _("Tin cho nhóm dài %(n)s chữ, nhóm Zalo OA chỉ nhận %(most)s chữ.")
            % {"n": say_number(longest), "most": say_number(TEXT_LIMIT)}
        )
    return _job(route, text, addresses.oa_groups(account, links), by)


def _zalo_windows(route: Route, by: Actor) -> Job | None:
    text = rendition_of(route.version, Form.GROUP).text
    link = _link(route.version, {"channel": route.kind}, by)
    rows = addresses.zalo_in_window(route.version, account_of(route), civil_now())
    return _job(route, text, rows, by, link=link)


def _leaders(route: Route, by: Actor) -> None:
    """By each one's own way, so there is no one job; what came of it is in the reminders."""
    if lane_of(route.version) == URGENT:
        stop_drills(route.version.locality, by=by)
    ask_leaders(route.version)


def _web_push(route: Route, by: Actor) -> Job | None:
    version = route.version
    contacts = screens.subscribed(account_of(route)).filter(household__in=_waiting(version))
    # The household's one link: whichever way it is opened by says so itself (screens.BY_PUSH).
    give_own_links(version, notice_path(version), contacts, by=by)
    return _push(route, screens.push_rows(version, contacts), by)


def _web_push_nobody(route: Route, by: Actor) -> Job | None:
    link = _link(route.version, {"channel": route.kind}, by)
    rows = Subscriber.objects.filter(account=account_of(route))
    return _push(route, addresses.of_nobody(rows), by, link=link)


def _push(route: Route, rows: addresses.Rows, by: Actor, *, link: str = "") -> Job | None:
    version = route.version
    title, text = screens.title_of(version)[:200], screens.words_of(version)
    note = screens.note_of(version, is_urgent=lane_of(version) == URGENT)
    return _job(route, text, rows, by, title=title, link=link, note=note)


def _messenger(route: Route, by: Actor) -> Job | None:
    version = route.version
    people = screens.in_messenger(account_of(route), civil_now())
    rows = screens.messenger_rows(people.filter(household__in=_waiting(version)))
    link = _link(version, {"channel": route.kind}, by)
    return _job(route, rendition_of(version, Form.GROUP).text, rows, by, link=link)


def _sms_households(route: Route, by: Actor) -> Job | None:
    spared = spares_sms(route.version)
    return _sms(route, addresses.apart_by_sms(route.version, spared=spared), by)


def _sms_instead(route: Route, by: Actor) -> Job | None:
    return _sms(route, instead_phones(route), by)


def _templates(route: Route, by: Actor) -> Job | None:
    path = notice_path(route.version)
    return carry_template(route, path, lane=lane_of(route.version), by=by)


def _sms_rest(route: Route, by: Actor) -> Job | None:
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


def _sms_drill(route: Route, by: Actor) -> Job | None:
    """Ours who take part, then the households that do."""
    version = route.version
    account = account_of(route)
    people = list(DrillStaff.objects.filter(staff__is_active=True).values_list("staff", flat=True))
    enqueue_paid(
        version,
        account,
        key=f"v{version.pk}:drill:staff",
        text=alert_text(version, _("mời anh/chị mở xem:")),
        recipients=addresses.chosen(people, _link(version, {"channel": route.kind}, by)),
        lane=USUAL,
        unit_vnd=price_at(account, civil_now()),
        not_after=version.deadline,
        by=by,
    )
    return _sms(route, addresses.all_by_sms(version), by)


def _letters(route: Route, by: Actor) -> Job | None:
    version = route.version
    contacts = addresses.letters_to(version)
    homes = contacts.order_by().values("household")
    stands = Standing.objects.filter(version=version, household__in=homes)
    give_links_to(version, notice_path(version), stands, channel=route.kind, by=by)
    page = rendition_of(version, Form.WEB)
    return _job(route, page.text, addresses.letters(version, contacts), by, title=page.title)


def _relays(route: Route, by: Actor) -> None:
    version = route.version
    text = rendition_of(version, Form.GROUP).text
    spoken = [row.language for row in checked_recordings(version)]
    groups = Group.objects.filter(
        kind=Group.Kind.HOUSEHOLDS,
        state=Group.State.ACTIVE,
        neighbourhood__in=_neighbourhoods(version),
    ).exclude(relays__version=version)
    for group in groups.select_related("neighbourhood"):
        place = {
            "channel": ChannelKind.RELAY,
            "neighbourhood": group.neighbourhood_id,
            "group": group.pk,
        }
        link = make_link(version.locality, notice_path(version), place=place, by=by)
        Relay.objects.create(
            locality_id=version.locality_id,
            version=version,
            group=group,
            neighbourhood=group.neighbourhood,
            link=link,
            text=with_voices(text, spoken, group.neighbourhood).replace("{link}", short_url(link)),
            asked_at=civil_now(),
        )


def _loudspeaker(route: Route, by: Actor) -> None:
    say_by_loudspeaker(route.version, due_at=route.starts_at, by=by)


def _by_hand(route: Route, by: Actor) -> None:
    say_by_hand(route.version, due_at=route.starts_at, by=by)


def _boards(route: Route, by: Actor) -> None:
    text = rendition_of(route.version, Form.BOARD).text
    for neighbourhood in _neighbourhoods(route.version):
        make_task(
            route.version,
            kind=ChannelKind.BOARD,
            text=text,
            by=by,
            neighbourhood=neighbourhood,
            due_at=route.version.deadline,
        )


def _sheets(route: Route, by: Actor) -> None:
    version = route.version
    pay_paper(version, len(_neighbourhoods(version)), by=by)
    for neighbourhood in _neighbourhoods(version):
        place = {"channel": ChannelKind.SHEET, "neighbourhood": neighbourhood.pk}
        plan_sheet(
            version,
            place=_("Nhà văn hoá %(name)s") % {"name": neighbourhood.name},
            neighbourhood=neighbourhood,
            link=make_link(version.locality, notice_path(version), place=place, by=by),
            by=by,
        )


def _doors(route: Route, by: Actor) -> None:
    """Those whom nothing else informs."""
    version = route.version
    homes = Household.objects.filter(
        apart(),
        pk__in=Standing.objects.filter(version=version).values("household"),
    )
    without = list(homes.filter(has_smartphone=False).values_list("pk", flat=True))
    open_visits(version, without, why="no_smartphone", by=by)
    rest = homes.exclude(has_smartphone=False).values_list("pk", flat=True)
    open_visits(version, list(rest), why="not_joined", by=by)


CARRIERS: dict[tuple[str, str], Callable[[Route, Actor], Job | None]] = {
    (ChannelKind.PORTAL, "households"): _portal,
    (ChannelKind.FACEBOOK_PAGE, "households"): _facebook,
    (ChannelKind.RELAY, "households"): _relays,
    (ChannelKind.RELAY, "leaders"): _leaders,
    (ChannelKind.ZALO_OA, "households"): _zalo_article,
    (ChannelKind.ZALO_OA, "windows"): _zalo_windows,
    (ChannelKind.ZALO_GROUP, "households"): _zalo_groups,
    (ChannelKind.WEB_PUSH, "households"): _web_push,
    (ChannelKind.WEB_PUSH, "nobody"): _web_push_nobody,
    (ChannelKind.FACEBOOK_PAGE, "windows"): _messenger,
    (ChannelKind.EMAIL, "households"): _letters,
    (ChannelKind.SMS, "households"): _sms_households,
    (ChannelKind.SMS, "rest"): _sms_rest,
    (ChannelKind.SMS, "instead"): _sms_instead,
    (ChannelKind.SMS, "instead_rest"): _sms_instead,
    (ChannelKind.ZALO_TEMPLATE, "households"): _templates,
    (ChannelKind.ZALO_TEMPLATE, "uid"): _templates,
    (ChannelKind.ZALO_TEMPLATE, "rest"): _templates,
    (ChannelKind.SMS, "drill"): _sms_drill,
    (ChannelKind.LOUDSPEAKER, "households"): _loudspeaker,
    (ChannelKind.LOUDSPEAKER, IN_HANDS): _by_hand,
    (ChannelKind.BOARD, "households"): _boards,
    (ChannelKind.SHEET, "households"): _sheets,
    (ChannelKind.VISIT, "households"): _doors,
}


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


def _link(version: NoticeVersion, place: dict[str, object], by: Actor) -> str:
    return short_url(make_link(version.locality, notice_path(version), place=place, by=by))


def _neighbourhoods(version: NoticeVersion) -> list[Neighbourhood]:
    places = version.counters.values("neighbourhood")
    return list(Neighbourhood.objects.filter(pk__in=places).order_by("position", "id"))
