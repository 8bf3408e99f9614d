"""What one of ours reads on the telephone: who asks, what for, and the address of the own page."""

from datetime import datetime

from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.prices import price_at
from nhipcau.core.errors import WrongState
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.alert_template import note_for_staff, template_for_staff
from nhipcau.text.sms import sms_parts, strip_diacritics

ADDRESS = "x" * 34
# Their transports show the link as a button or open it on a tap: it is not in the text.
LINK_APART = frozenset({"web_push", "zalo_template"})


def is_by_sms(kind: str) -> bool:
    return kind == ChannelKind.SMS


def carries_link_apart(kind: str) -> bool:
    return kind in LINK_APART


def note_by(
    version: NoticeVersion, begins: str, account: Account, at: datetime
) -> tuple[dict[str, str] | None, int]:
    """What the channel needs beside the text, and the price of one message."""
    if account.kind != ChannelKind.ZALO_TEMPLATE:
        return None, price_at(account, at)
    template = template_for_staff(account)
    if template is None:
        raise WrongState(_("Mẫu tin Zalo đã chọn không còn dùng được: xem trang Kênh."))
    return note_for_staff(version, begins, template), template.price_phone_vnd


def alert_text(version: NoticeVersion, begins: str) -> str:
    """One part of SMS: who asks, what for, `{link}` (an address replaces it)."""
    return short_text(f"{version.locality.issuer}: {begins} ", version.title)


def long_alert(version: NoticeVersion, begins: str) -> str:
    """Where characters cost nothing: whole words, with diacritics."""
    words = {"who": version.locality.issuer, "begins": begins, "title": version.title}
    return _("%(who)s: %(begins)s %(title)s. {link}") % words


def short_text(head: str, title: str) -> str:
    """`head`, as much of `title` as fits, and `{link}`, in one part without diacritics."""
    head = strip_diacritics(head)
    tail = strip_diacritics(_(". Mở: ")) + "{link}"
    title = strip_diacritics(title)
    while len(title) > 8 and sms_parts(head + title + tail + ADDRESS).parts > 1:
        title = title[:-4].rstrip(". ") + "..."
    return head + title + tail
