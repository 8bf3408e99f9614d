"""A code written to the Official Account or the page: who wrote it is linked, and told so kindly.

The answer goes through the ledger, inside the window that the message itself has just opened.
"""

from collections.abc import Collection, Sequence

from django.db.models import BigIntegerField, CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind, Incoming
from nhipcau.core.actor import Actor
from nhipcau.core.errors import DomainError
from nhipcau.core.language import house_language
from nhipcau.dispatch.enqueue import URGENT, enqueue
from nhipcau.people.contacts import Address
from nhipcau.people.link_codes import Linked, code_in, link_by_code, may_try_code
from nhipcau.people.models import ContactPoint

KINDS = {
    ChannelKind.ZALO_OA: (ContactPoint.Kind.ZALO, ""),
    ChannelKind.FACEBOOK_PAGE: (ContactPoint.Kind.MESSENGER, "psid:"),
}
BY = Actor("platform", "link")


def take_codes(rows: Sequence[Incoming]) -> Collection[int]:
    """Taker. Only a message that is a code and nothing else, and never one written in a group."""
    taken = []
    for row in rows:
        code = code_in(row.text)
        if not code or row.account.kind not in KINDS or row.detail.get("group"):
            continue
        with house_language():
            _reply(row, _said(row, code))
        taken.append(row.pk)
    return taken


def _said(row: Incoming, code: str) -> str:
    kind, _before = KINDS[ChannelKind(row.account.kind)]
    if not may_try_code(row.locality_id, f"{row.account_id}:{row.person}"):
        return _("Bác đã thử nhiều mã. Xin chờ một giờ rồi nhắn lại, hoặc nhờ tổ trưởng giúp.")
    try:
        linked = link_by_code(row.locality, code, Address(kind, row.person, row.account))
    except DomainError as fault:
        return fault.message
    return _welcome(row, linked)


def _welcome(row: Incoming, linked: Linked) -> str:
    """Nothing of the register is told: whoever has a code knows whose it is."""
    issuer = row.locality.issuer
    if linked.staff is not None:
        return _("%(issuer)s: đã nối Zalo này với tài khoản của bạn.") % {"issuer": issuer}
    return _(
        "%(issuer)s cảm ơn bác. Từ nay thông báo của nhà mình sẽ đến đây. "
        "Muốn thôi nhận, bác nhắn lại cho phường hoặc báo tổ trưởng."
    ) % {"issuer": issuer}


def _reply(row: Incoming, text: str) -> None:
    """Once for each message; an account that may not write to one person stays silent."""
    account = row.account
    if account.state == Account.State.CLOSED or account.settings.get("sender") == "none":
        return
    _kind, before = KINDS[ChannelKind(account.kind)]
    nobody = Cast(Value(None), BigIntegerField())
    to = Concat(Value(before), F("person"), output_field=CharField())
    thread = Value("", output_field=CharField())
    enqueue(
        account,
        key=f"link:{row.pk}",
        text=text,
        recipients=Incoming.objects.filter(pk=row.pk).values_list("pk", nobody, nobody, to, thread),
        lane=URGENT,
        unit_vnd=0,
        by=BY,
    )
