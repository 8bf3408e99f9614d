"""The person named for emergencies hears at once of an alert that others issued: an SMS with the
page on which it is read, changed and let go."""

from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.prices import price_at
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.core.language import house_language
from nhipcau.dispatch.enqueue import URGENT
from nhipcau.links.shorten import make_link, short_url
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach import addresses
from nhipcau.outreach.alert_words import alert_text
from nhipcau.outreach.budget import OverBudget, enqueue_paid
from nhipcau.people.models import Staff


def tell_named_person(version: NoticeVersion | None, *, is_over: bool = False) -> bool:
    """Quiet hours do not hold: it is for one of ours, and about danger."""
    account = Account.objects.filter(kind=ChannelKind.SMS, state=Account.State.WORKING).first()
    now = civil_now()
    if version is None or account is None or version.deadline <= now:
        return False
    people = Staff.objects.filter(
        locality=version.locality_id, may_release_urgent=True, is_active=True
    ).exclude(phone="")
    ids = list(people.values_list("pk", flat=True))
    if not ids:
        return False
    path = f"/lam-viec/khan-cap/tin/{version.notice_id}/"
    link = make_link(version.locality, path, place={"channel": ChannelKind.SMS}, by=SYSTEM)
    with house_language():
        begins = _("nơi báo đã huỷ cảnh báo:") if is_over else _("có cảnh báo, nhờ xem phát ngay:")
        text = alert_text(version, begins)
    try:
        enqueue_paid(
            version,
            account,
            key=f"v{version.pk}:alert:{'over' if is_over else 'new'}",
            text=text,
            recipients=addresses.chosen(ids, short_url(link)),
            lane=URGENT,
            unit_vnd=price_at(account, now),
            not_after=version.deadline,
            by=SYSTEM,
        )
    except OverBudget:
        return False
    return True
