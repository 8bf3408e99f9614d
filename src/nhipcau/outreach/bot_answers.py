"""What leaders write to the ward's bot: a code links them, anything else gets a kind answer.

The bot says that it is an automaton, as its terms ask. Answers go through the ledger; who writes
much is answered once a day, because the free plan counts every message.
"""

from collections.abc import Collection, Sequence

from django.db.models import BigIntegerField, CharField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind, Incoming
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import DomainError
from nhipcau.core.language import house_language
from nhipcau.dispatch.enqueue import URGENT, USUAL, enqueue
from nhipcau.outreach.try_way import send_test
from nhipcau.people.contacts import Address
from nhipcau.people.link_codes import code_in, link_by_code, may_try_code
from nhipcau.people.models import Staff, StaffWay
from nhipcau.people.tokens import hash_token

BY = Actor("platform", "bot")
GROUP = "GROUP"


def take_bot_messages(rows: Sequence[Incoming]) -> Collection[int]:
    """Taker. Everything written to a bot ends here: the ward's inbox does not live there."""
    taken = []
    for row in rows:
        if row.account.kind != ChannelKind.ZALO_BOT:
            continue
        taken.append(row.pk)
        if row.account.state == Account.State.CLOSED or not row.person:
            continue
        with house_language():
            code = code_in(row.text)
            if code:
                _try(row, code)
            else:
                today = local(civil_now()).date().isoformat()
                _say(row, _greeting(row), f"{hash_token(row.person)[:16]}:{today}")
    return taken


def _try(row: Incoming, code: str) -> None:
    if not may_try_code(row.locality_id, f"{row.account_id}:{row.person}"):
        said = _("Đã thử nhiều mã. Xin chờ một giờ rồi nhắn lại. (Tin trả lời tự động)")
        _say(row, said, f"{hash_token(row.person)[:16]}:{row.at:%Y%m%d%H}")
        return
    try:
        # No household has a way by bot: the verb refuses its code, and the code stays good.
        linked = link_by_code(
            row.locality, code, Address(ChannelKind.ZALO_BOT, row.person, row.account)
        )
    except DomainError as fault:
        automatic = _("(Tin trả lời tự động)")
        _say(row, f"{fault.message} {automatic}", str(row.pk))
        return
    if linked.staff is not None:
        _welcome(row, linked.staff)


def _welcome(row: Incoming, staff: Staff) -> None:
    is_group = row.detail.get("chat") == GROUP
    words = (
        _("%(who)s: đã nối nhóm này. Từ nay việc gấp của tổ trưởng được báo vào đây.")
        if is_group
        else _("%(who)s: đã nối Zalo này. Từ nay việc gấp được báo vào đây.")
    )
    automatic = _("Đây là máy trả lời tự động; cần gặp người, hãy gọi phường.")
    _say(row, f"{words % {'who': row.locality.issuer}} {automatic}", str(row.pk))
    way = StaffWay.objects.filter(staff=staff, account=row.account, value=row.person).first()
    if way is not None:
        try:
            send_test(way, by=BY)
        except DomainError:
            return  # the page "Cách báo cho bác" has the button


def _greeting(row: Incoming) -> str:
    return _(
        "%(who)s: đây là máy trả lời tự động, chỉ để báo việc cho tổ trưởng. Muốn nối, mở trang "
        "“Cách báo cho bác”, bấm “Nối Zalo Bot” rồi nhắn sáu số vào đây. Cần hỏi việc, hãy gọi "
        "phường."
    ) % {"who": row.locality.issuer}


def _say(row: Incoming, text: str, key: str) -> None:
    nobody = Cast(Value(None), BigIntegerField())
    thread = Value("", output_field=CharField())
    to = Incoming.objects.filter(pk=row.pk)
    enqueue(
        row.account,
        key=f"bot:{row.account_id}:{key}"[:80],
        text=text,
        recipients=to.values_list("pk", nobody, nobody, "person", thread),
        lane=URGENT if key == str(row.pk) else USUAL,
        unit_vnd=0,
        by=BY,
    )
