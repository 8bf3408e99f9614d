"""By which ways an answer can still go, told before anybody writes: price, limit, or why not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from nhipcau.channels.comments import comment_job
from nhipcau.channels.models import Account, ChannelKind, Window
from nhipcau.channels.prices import price_at
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.channels.templates import template_for_answers
from nhipcau.channels.transports.facebook_page import COMMENT, PRIVATE
from nhipcau.channels.transports.zalo_template import UID
from nhipcau.channels.windows import PAID_FOR, free_for, price_of
from nhipcau.channels.words import words_for
from nhipcau.core.clock import civil_now
from nhipcau.dispatch.models import Job
from nhipcau.inbox.models import Conversation, Message, Question
from nhipcau.people.models import ContactPoint
from nhipcau.text.dates import say_when
from nhipcau.text.phones import show_local

Source, Way = Conversation.Source, Message.Way
PRIVATE_FOR: Final = timedelta(days=7)
MOST: dict[str, int] = {  # signs of the whole message; what we add is counted too
    Way.CHANNEL: 2000,
    Way.PRIVATE: 2000,
    Way.COMMENT: 8000,
}
PAID_REPLY_VND: Final = 55  # Zalo's price between 48 hours and 7 days, when none is entered
HERE: Final = 10_000  # of what stands on our own page


@dataclass(frozen=True, slots=True)
class AnswerWay:
    """`why`: one sentence; of an open way what happens, of a closed one why it is. `until`: when it
    closes. `address`: in the transport's words, empty where no machine sends."""

    kind: str
    is_open: bool
    why: str
    account: Account | None = None
    address: str = ""
    vnd: int = 0
    until: datetime | None = None
    most: int = HERE

    @property
    def name(self) -> str:
        return str(Way(self.kind).label)


def answer_ways(question: Question) -> list[AnswerWay]:
    """Best first. Some way is always open: at the least the page and the telephone."""
    conversation = question.conversation
    found = list(OF_SOURCE.get(conversation.source, _nothing)(question))
    found += [_template(question), _sms(question), _page(question), _phone(question)]
    if conversation.source in ON_PAGE:
        found.sort(key=lambda way: way.kind != Way.PAGE)
    return found


def best_way(question: Question) -> AnswerWay:
    return next(way for way in answer_ways(question) if way.is_open)


def way_of(question: Question, kind: str) -> AnswerWay | None:
    return next((way for way in answer_ways(question) if way.kind == kind), None)


def phone_of(conversation: Conversation) -> str:
    """What they left with the question; else the telephone that the household takes SMS on."""
    if conversation.phone or conversation.household_id is None:
        return conversation.phone
    known = ContactPoint.objects.filter(
        household=conversation.household_id,
        kind=ContactPoint.Kind.PHONE,
        takes_sms=True,
        stopped_at=None,
        failed_at=None,
    ).order_by("id")
    return str(known.values_list("value", flat=True).first() or "")


def _nothing(question: Question) -> Iterator[AnswerWay]:
    return iter(())


def _zalo(question: Question) -> Iterator[AnswerWay]:
    talk, now = question.conversation, civil_now()
    account = talk.account
    if account is None:
        return
    if account.settings.get("sender") == "none":
        yield AnswerWay(Way.CHANNEL, False, _said(account, "not-served"), account)
        return
    if trouble := _trouble(account):
        yield AnswerWay(Way.CHANNEL, False, trouble, account)
        return
    price = price_of(account, talk.person, at=now)
    last = _last_act(account, talk.person)
    if price == "no" or last is None:
        why = _("Đã quá 7 ngày từ lần cuối họ nhắn: Zalo không cho gửi tin thường nữa.")
        yield AnswerWay(Way.CHANNEL, False, why, account)
        return
    until = last + (free_for(account) if price == "free" else PAID_FOR)
    says = {"until": say_when(until, now)}
    vnd = 0
    why = _("Gửi ngay vào Zalo của họ, miễn phí đến %(until)s.") % says
    if price == "paid":
        vnd = price_at(account, now) or PAID_REPLY_VND
        why = _("Gửi được đến %(until)s, mất %(vnd)d đ: đã quá 48 giờ hoặc hết lượt miễn phí.") % {
            **says,
            "vnd": vnd,
        }
    yield AnswerWay(Way.CHANNEL, True, why, account, talk.address, vnd, until, MOST[Way.CHANNEL])


def _group(question: Question) -> Iterator[AnswerWay]:
    """In a group there is no window, and everybody in it reads the answer."""
    account = question.conversation.account
    if account is None:
        return
    why = _trouble(account)
    yield AnswerWay(
        Way.CHANNEL,
        not why,
        why or _("Gửi vào nhóm: mọi người trong nhóm đều đọc. Đừng nêu chuyện riêng."),
        account,
        question.conversation.address,
        most=MOST[Way.CHANNEL],
    )


def _messenger(question: Question) -> Iterator[AnswerWay]:
    talk, now = question.conversation, civil_now()
    account = talk.account
    if account is None:
        return
    trouble = _trouble(account)
    last = _last_act(account, talk.person)
    if trouble or last is None or price_of(account, talk.person, at=now) != "free":
        why = trouble or _("Đã quá 24 giờ từ lần cuối họ nhắn: Facebook không cho gửi nữa.")
        yield AnswerWay(Way.CHANNEL, False, why, account)
        return
    until = last + free_for(account)
    why = _("Gửi ngay vào Messenger của họ, được đến %(until)s.") % {"until": say_when(until, now)}
    yield AnswerWay(Way.CHANNEL, True, why, account, talk.address, 0, until, MOST[Way.CHANNEL])


def _comment(question: Question) -> Iterator[AnswerWay]:
    account = question.conversation.account
    asked = _asked(question)
    if account is None or asked is None:
        return
    reference, now = asked.reference, civil_now()
    closed = _trouble(account) or ("" if asked.deleted_at is None else _("Bình luận đã bị xoá."))
    why = closed or _("Công khai dưới bình luận: ai cũng đọc được. Đừng nêu chuyện riêng.")
    yield AnswerWay(
        Way.COMMENT, not closed, why, account, f"{COMMENT}{reference}", most=MOST[Way.COMMENT]
    )
    is_done = Job.objects.filter(key=comment_job(account.pk, reference, "private")).exists()
    until = asked.at + PRIVATE_FOR
    if is_done:
        closed = closed or _("Đã nhắn riêng về bình luận này; Facebook chỉ cho một lần.")
    elif now > until:
        closed = closed or _("Đã quá 7 ngày: Facebook không cho nhắn riêng người này nữa.")
    why = closed or _("Nhắn riêng vào Messenger của người bình luận, chỉ được một lần.")
    address = f"{PRIVATE}{reference}"
    yield AnswerWay(Way.PRIVATE, not closed, why, account, address, 0, until, MOST[Way.PRIVATE])


OF_SOURCE: dict[str, Callable[[Question], Iterator[AnswerWay]]] = {
    Source.ZALO: _zalo,
    Source.ZALO_GROUP: _group,
    Source.MESSENGER: _messenger,
    Source.COMMENT: _comment,
}
ON_PAGE = frozenset({Source.PORTAL, Source.LINK, Source.LEADER, Source.DESK})


def _template(question: Question) -> AnswerWay:
    account = _account(ChannelKind.ZALO_TEMPLATE)
    if account is None:
        return AnswerWay(Way.TEMPLATE, False, _("Phường chưa kết nối mẫu tin Zalo."))
    template = template_for_answers(account)
    if template is None:
        why = _("Chưa chọn mẫu tin để báo có trả lời (trang Kênh, Mẫu tin Zalo).")
        return AnswerWay(Way.TEMPLATE, False, why, account)
    if trouble := _trouble(account):
        return AnswerWay(Way.TEMPLATE, False, trouble, account)
    talk = question.conversation
    is_follower = talk.source == Source.ZALO and talk.account_id == account.keeper_id
    if is_follower and template.by_uid:
        address, vnd = f"{UID}{talk.person}", template.price_uid_vnd
    else:
        address, vnd = phone_of(talk), template.price_phone_vnd
    if not address:
        return AnswerWay(Way.TEMPLATE, False, _("Chưa biết số điện thoại của họ."), account)
    why = _("Mẫu tin Zalo mang đường dẫn tới trang trả lời, %(vnd)d đ.") % {"vnd": vnd}
    return AnswerWay(Way.TEMPLATE, True, why, account, address, vnd)


def _sms(question: Question) -> AnswerWay:
    account = _account(ChannelKind.SMS)
    number = phone_of(question.conversation)
    if account is None:
        return AnswerWay(Way.SMS, False, _("Phường chưa kết nối tin nhắn SMS."))
    if not number:
        return AnswerWay(Way.SMS, False, _("Chưa biết số điện thoại của họ."), account)
    if trouble := _trouble(account):
        return AnswerWay(Way.SMS, False, trouble, account)
    vnd = price_at(account, civil_now())
    why = _("SMS tới %(number)s mang đường dẫn tới trang trả lời, khoảng %(vnd)d đ.") % {
        "number": show_local(number),
        "vnd": vnd,
    }
    return AnswerWay(Way.SMS, True, why, account, number, vnd)


def _page(question: Question) -> AnswerWay:
    source = question.conversation.source
    if source == Source.LEADER:
        why = _("Tổ trưởng đọc ở trang của mình rồi nói lại với người hỏi.")
    elif source in ON_PAGE:
        why = _("Người hỏi xem trên trang bằng mã theo dõi của họ.")
    else:
        why = _("Chỉ để trên trang trả lời: người hỏi chưa được báo, trừ khi họ mở đường dẫn.")
    return AnswerWay(Way.PAGE, True, why)


def _phone(question: Question) -> AnswerWay:
    number = phone_of(question.conversation)
    why = _("Chưa biết số: hỏi tổ trưởng hoặc tìm trong danh sách hộ.")
    if number:
        why = _("Gọi %(number)s, rồi ghi lại đã nói gì.") % {"number": show_local(number)}
    return AnswerWay(Way.PHONE, True, why, address=number)


def _asked(question: Question) -> Message | None:
    """The newest thing they wrote: it is what an answer stands under."""
    return Message.objects.filter(question=question, inbound=True).order_by("-at", "-id").first()


def _last_act(account: Account, person: str) -> datetime | None:
    window = Window.objects.filter(account=account, person=person).first()
    return window.last_act_at if window else None


def _account(kind: str) -> Account | None:
    """The first that works; else one that is in trouble, so that its trouble is told."""
    there = [
        one
        for one in Account.objects.filter(kind=kind).exclude(state=Account.State.CLOSED)
        if one.speaks in TRANSPORTS and one.state != Account.State.NEW
    ]
    there.sort(key=lambda one: (one.state != Account.State.WORKING, one.rank, one.pk))
    return there[0] if there else None


def _trouble(account: Account) -> str:
    """Why nothing goes through it now; empty when it works."""
    if account.state == Account.State.CLOSED:
        return str(_("Kênh này đã ngừng sử dụng."))
    if account.state == Account.State.TROUBLED:
        return _said(account, account.problem)
    return ""


def _said(account: Account, code: str) -> str:
    return " ".join(words_for(account.kind, code))
