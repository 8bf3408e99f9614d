"""A test by one way: a message with a one-time link; tapping "Tôi đã nhận" there confirms it."""

from datetime import timedelta

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.channels.models import ChannelKind
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.core.language import house_language
from nhipcau.dispatch.enqueue import URGENT, enqueue
from nhipcau.dispatch.models import Job
from nhipcau.links.shorten import make_link, short_url
from nhipcau.outreach import addresses
from nhipcau.outreach.alert_template import nothing_to_tell
from nhipcau.outreach.alert_words import carries_link_apart, is_by_sms, note_by, short_text
from nhipcau.outreach.our_people import account_for, can_test
from nhipcau.people.models import StaffWay
from nhipcau.people.ways import begin_test
from nhipcau.places.models import Locality

_NOT_NOW: dict[str, Promise] = {
    ChannelKind.ZALO_OA: gettext_lazy(
        "Zalo chỉ cho nhắn người vừa nhắn cho phường. Hãy nhắn một tin trước."
    ),
    ChannelKind.ZALO_TEMPLATE: gettext_lazy("Phường chưa chọn mẫu tin Zalo nào đã được duyệt."),
}
NOT_SOONER = timedelta(minutes=1)
GOOD_FOR = timedelta(hours=1)


def send_test(way: StaffWay, *, by: Actor) -> Job:
    """Verb. Once a minute at the most: a second tap on the button sends no second message."""
    now = civil_now()
    account = account_for(way)
    if account is None:
        raise WrongState(_("Kênh này của phường chưa hoạt động, hãy thử sau."))
    if way.tested_at is not None and now - way.tested_at < NOT_SOONER:
        raise WrongState(_("Vừa gửi thử rồi. Hãy đợi một phút xem tin có tới không."))
    if not can_test(way, now):
        raise WrongState(str(_NOT_NOW.get(way.kind) or _("Kênh này của phường chưa hoạt động.")))
    locality = way.staff.locality
    with transaction.atomic(), house_language():
        path = begin_test(way, by=by)
        link = make_link(locality, path, place={"channel": way.kind}, by=by)
        title = _("Thử cách báo tin")
        note, unit_vnd = note_by(nothing_to_tell(locality, title), title, account, now)
        return enqueue(
            account,
            key=f"test{way.pk}:{now.timestamp():.0f}",
            title=title,
            note=note,
            unit_vnd=unit_vnd,
            text=words_by(locality, way.kind),
            recipients=addresses.one_way(way, short_url(link)),
            lane=URGENT,
            not_after=now + GOOD_FOR,
            by=by,
        )


def words_by(locality: Locality, kind: str) -> str:
    if is_by_sms(kind):
        head = _("%(who)s: thử cách báo tin. Mời bác bấm") % {"who": locality.issuer}
        return short_text(f"{head} ", _("“Tôi đã nhận”"))
    words = _("%(who)s thử cách báo tin: bác mở và bấm “Tôi đã nhận”. {link}")
    said = words % {"who": locality.issuer}
    return said.replace("{link}", "").strip() if carries_link_apart(kind) else said
