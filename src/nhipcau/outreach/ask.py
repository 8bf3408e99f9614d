"""Whoever must let a notice go is told so where they are: an SMS with the page of approval."""

from datetime import timedelta

from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.prices import price_at
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.core.language import house_language
from nhipcau.dispatch.enqueue import URGENT
from nhipcau.dispatch.models import Job
from nhipcau.links.shorten import make_link, short_url
from nhipcau.notices.models import NoticeVersion
from nhipcau.notices.queries import approvers
from nhipcau.notices.rights import is_urgent
from nhipcau.outreach import addresses
from nhipcau.outreach.alert_words import alert_text
from nhipcau.outreach.budget import OverBudget, enqueue_paid
from nhipcau.people.models import Staff

HURRY = timedelta(hours=24)


def ask_approvers(version: NoticeVersion) -> int:
    """Verb. When time is short: those who may approve it, or release it urgently. To how many an
    SMS goes; a notice that is submitted again asks again, one that is pressed twice does not."""
    now = civil_now()
    is_hurried = is_urgent(version.notice) or version.deadline - now < HURRY
    account = Account.objects.filter(
        kind=ChannelKind.SMS, state=Account.State.WORKING, locality=version.locality_id
    ).first()
    people = [person.pk for person in _who(version) if person.phone]
    if not (is_hurried and account and people and version.submitted_at and version.deadline > now):
        return 0
    path = f"/lam-viec/thong-bao/{version.notice_id}/duyet/"
    link = make_link(version.locality, path, place={"channel": ChannelKind.SMS}, by=SYSTEM)
    with house_language():
        text = alert_text(version, _("nhờ anh/chị duyệt gấp:"))
    try:
        enqueue_paid(
            version,
            account,
            key=f"{_key(version)}{version.submitted_at.timestamp():.0f}",
            text=text,
            recipients=addresses.chosen(people, short_url(link)),
            lane=URGENT,
            unit_vnd=price_at(account, now),
            not_after=version.deadline,
            by=SYSTEM,
        )
    except OverBudget:  # nobody was told: whoever submitted must call
        return 0
    return len(people)


def were_asked(version: NoticeVersion) -> bool:
    return Job.objects.filter(key__startswith=_key(version)).exists()


def _key(version: NoticeVersion) -> str:
    """Begins like every key of the version's jobs, so that it is counted in what it cost."""
    return f"v{version.pk}:approve:"


def _who(version: NoticeVersion) -> list[Staff]:
    found = {person.pk: person for person in approvers(version)}
    if is_urgent(version.notice):
        deputies = Staff.objects.filter(
            locality=version.locality_id, may_release_urgent=True, is_active=True
        )
        found |= {person.pk: person for person in deputies}
    found.pop(version.submitted_by_id or 0, None)
    return list(found.values())
