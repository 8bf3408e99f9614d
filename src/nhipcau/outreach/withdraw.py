"""A notice is taken back: nothing more goes out, and everybody whom it reached hears that."""

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.prices import price_at
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.language import house_language
from nhipcau.dispatch.enqueue import URGENT, enqueue
from nhipcau.dispatch.models import Job
from nhipcau.notices.models import NoticeVersion
from nhipcau.notices.publish import mark_withdrawn
from nhipcau.outreach import addresses
from nhipcau.outreach.aloud import GONG, MEGAPHONE
from nhipcau.outreach.budget import OverBudget, enqueue_paid
from nhipcau.outreach.bulletins import mend_bulletins
from nhipcau.outreach.correct import ask_to_mend_posts, stop_carrying
from nhipcau.outreach.hand_tasks import make_task
from nhipcau.outreach.models import Route, Task, Visit
from nhipcau.outreach.screens import note_of
from nhipcau.outreach.sheets import ask_removal
from nhipcau.people.models import Staff
from nhipcau.places.hours import quiet_ends
from nhipcau.places.models import Neighbourhood
from nhipcau.text.sms import sms_parts, strip_diacritics

ALOUD = (ChannelKind.LOUDSPEAKER, MEGAPHONE, GONG)
BY_TELEPHONE = (ChannelKind.SMS, ChannelKind.ZALO_TEMPLATE)
HEARD = (Visit.Outcome.TOLD, Visit.Outcome.CALLED, Visit.Outcome.SHEET)


def withdraw_notice(version: NoticeVersion, *, why: str, by: Staff) -> NoticeVersion:
    """The page and every link say "đã thu hồi" with the reason, from this moment."""
    with transaction.atomic():
        version = mark_withdrawn(version, why=why, by=by)
        stop_carrying(version, by=by.actor)
        ask_removal(version, by=by.actor)
        with house_language():
            _ask_people(version, by.actor)
            _tell_by_message(version, by.actor)
            _tell_on_screens(version, by.actor)
            _tell_groups(version, by.actor)
    return version


def _ask_people(version: NoticeVersion, by: Actor) -> None:
    """What was posted is marked by whoever posted it; who was told is told again."""
    said = _("Báo trong nhóm: thông báo “%(title)s” đã thu hồi.") % {"title": version.title}
    ask_to_mend_posts(
        version,
        version,
        post=_("Gỡ bài hoặc ghi “đã thu hồi” vào bài đã đăng: %(where)s."),
        group=said,
        by=by,
    )
    aloud = Task.objects.filter(version=version, kind__in=ALOUD, done_at__isnull=False)
    for task in aloud.select_related("neighbourhood"):
        make_task(
            version,
            kind=task.kind,
            text=_("Xin thông báo lại: thông báo “%(title)s” đã thu hồi. %(why)s")
            % {"title": version.title, "why": version.notice.withdrawn_why},
            neighbourhood=task.neighbourhood,
            by=by,
        )
    said_in = _("%(bulletin)s đã phát có thông báo này: dán, báo “đã thu hồi” ở %(where)s.")
    mend_bulletins(version, version, said_in, by=by)
    told = (
        Visit.objects.filter(version=version, outcome__in=HEARD)
        .values("neighbourhood")
        .annotate(homes=Count("pk"))
        .order_by("neighbourhood")
    )
    homes = {row["neighbourhood"]: row["homes"] for row in told}
    for neighbourhood in Neighbourhood.objects.filter(pk__in=homes):
        make_task(
            version,
            kind="tell_withdrawn",
            text=_("Báo lại %(n)d nhà đã được báo tận nơi: thông báo “%(title)s” đã thu hồi.")
            % {"n": homes[neighbourhood.pk], "title": version.title},
            neighbourhood=neighbourhood,
            by=by,
        )


def _tell_on_screens(version: NoticeVersion, by: Actor) -> None:
    """It takes the place of the notification: nobody goes where there is nothing any more."""
    routes = Route.objects.filter(version=version, kind=ChannelKind.WEB_PUSH, job__isnull=False)
    for route in routes.select_related("account"):
        if route.account is None or route.account.state == Account.State.CLOSED:
            continue
        enqueue(
            route.account,
            key=f"v{version.pk}:withdrawn:{route.purpose}",
            title=_("Đã thu hồi: %(title)s") % {"title": version.title},
            text=version.notice.withdrawn_why or _("Thông báo này không còn hiệu lực."),
            link=f"{settings.BASE_URL}/{version.locality.slug}/thong-bao/{version.notice_id}/",
            note=note_of(version, is_urgent=True),
            recipients=addresses.sms_of([route.job_id] if route.job_id else []),
            lane=URGENT,
            not_before=quiet_ends(version.locality, civil_now()),
            by=by,
        )


def _tell_by_message(version: NoticeVersion, by: Actor) -> None:
    """An SMS to every telephone that got one, or a template. Not in quiet hours: when they end."""
    routes = Route.objects.filter(version=version, kind__in=BY_TELEPHONE)
    routes = routes.exclude(purpose__in=["leaders", "uid"])
    jobs = list(Job.objects.filter(pk__in=routes.values("job")).select_related("account"))
    own = [job.account for job in jobs if job.account.kind == ChannelKind.SMS]
    ours = Account.objects.filter(locality=version.locality_id, kind=ChannelKind.SMS)
    own = own or list(ours.order_by("id")[:1])
    open_accounts = [account for account in own if account.state != Account.State.CLOSED]
    if not jobs or not open_accounts:
        return
    account = open_accounts[0]
    text = strip_diacritics(
        _("%(issuer)s: THU HỒI thông báo “%(title)s”. Lý do: %(why)s")
        % {
            "issuer": version.locality.issuer,
            "title": version.title,
            "why": version.notice.withdrawn_why,
        }
    )
    try:
        enqueue_paid(
            version,
            account,
            key=f"v{version.pk}:withdrawn",
            text=text,
            recipients=addresses.sms_of([job.pk for job in jobs]),
            lane=URGENT,
            unit_vnd=price_at(account, civil_now()) * max(1, sms_parts(text).parts),
            not_before=quiet_ends(version.locality, civil_now()),
            by=by,
        )
    except OverBudget as fault:
        said = _("Báo lại hộ đã nhận SMS rằng thông báo “%(title)s” đã thu hồi. %(why)s")
        words = said % {"title": version.title, "why": fault.message}
        make_task(version, kind="tell_withdrawn", text=words, by=by)


def _tell_groups(version: NoticeVersion, by: Actor) -> None:
    """Where the machine posted it, the machine says that it no longer holds."""
    routes = Route.objects.filter(
        version=version, kind=ChannelKind.ZALO_GROUP, job__isnull=False, account__isnull=False
    ).select_related("account")
    for route in routes:
        if route.account is None or route.account.state == Account.State.CLOSED:
            continue
        said = _("%(issuer)s THU HỒI thông báo “%(title)s”. Lý do: %(why)s") % {
            "issuer": version.locality.issuer,
            "title": version.title,
            "why": version.notice.withdrawn_why,
        }
        enqueue_paid(
            version,
            route.account,
            key=f"v{version.pk}:withdrawn:groups",
            text=said,
            recipients=addresses.sms_of([route.job_id] if route.job_id else []),
            lane=URGENT,
            unit_vnd=0,
            not_before=quiet_ends(version.locality, civil_now()),
            by=by,
        )
