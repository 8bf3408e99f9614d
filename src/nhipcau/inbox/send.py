"""What the inbox says goes through the ledger: one job a message, one row a job."""

import json
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.utils.translation import gettext_lazy

from nhipcau.channels.comments import comment_job
from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.templates import filled_for_answer, template_for_answers
from nhipcau.channels.transports.zalo_template import DATA, TEMPLATE
from nhipcau.core.actor import Actor
from nhipcau.core.clock import local
from nhipcau.dispatch.enqueue import URGENT, USUAL, enqueue
from nhipcau.dispatch.models import Job
from nhipcau.inbox.models import Conversation, Message, Question
from nhipcau.inbox.paths import question_url
from nhipcau.inbox.ways import AnswerWay
from nhipcau.text.sms import strip_diacritics

Rows = QuerySet[Any, Any]
# What a parameter of the template for answers may be filled from.
ANSWER_FIELDS = {
    "issuer": gettext_lazy("Nơi trả lời"),
    "tracking": gettext_lazy("Mã theo dõi của câu hỏi"),
    "asked_at": gettext_lazy("Lúc hỏi"),
    "link": gettext_lazy("Đường dẫn tới trang trả lời"),
    "phone": gettext_lazy("Số điện thoại của phường"),
}


def send_answer(question: Question, message: Message, text: str, way: AnswerWay, by: Actor) -> Job:
    """`text` is the whole message as it leaves."""
    account = way.account
    if account is None:
        raise ValueError(f"{way.kind} is sent by nobody")
    is_sms = account.kind == ChannelKind.SMS
    return enqueue(
        account,
        key=_key(question, message, way, account),
        title=question.tracking,
        text=strip_diacritics(text) if is_sms else text,
        recipients=_row(question.conversation, way.address),
        note=_template_note(question, account) if way.kind == Message.Way.TEMPLATE else None,
        lane=URGENT,
        unit_vnd=way.vnd,
        by=by,
    )


def send_reply(conversation: Conversation, message: Message, text: str, by: Actor) -> Job | None:
    """What the machine says at once, inside the window that the message itself has just opened.
    None where nothing may be sent to one person: it then stands on the question's page only."""
    account = conversation.account
    if account is None or not may_reply(conversation):
        return None
    return enqueue(
        account,
        key=f"inbox:{message.pk}",
        text=text,
        recipients=_row(conversation, conversation.address),
        lane=USUAL,
        unit_vnd=0,
        by=by,
    )


def may_reply(conversation: Conversation) -> bool:
    """A chat of one person with us. Under a comment and in a group the machine stays silent."""
    account = conversation.account
    return (
        account is not None
        and conversation.source in {Conversation.Source.ZALO, Conversation.Source.MESSENGER}
        and account.state != Account.State.CLOSED
        and account.settings.get("sender") != "none"
    )


def _row(conversation: Conversation, address: str) -> Rows:
    return Conversation.objects.filter(pk=conversation.pk).values_list(
        "pk",
        F("household_id"),
        F("neighbourhood_id"),
        Value(address, output_field=CharField()),
        Value("", output_field=CharField()),
    )


def _key(question: Question, message: Message, way: AnswerWay, account: Account) -> str:
    """Under a comment as the comments' own page names it, so that both know of a private word."""
    if way.kind == Message.Way.PRIVATE:
        return comment_job(account.pk, way.address.partition(":")[2], "private")
    if way.kind == Message.Way.COMMENT:
        reference = way.address.partition(":")[2]
        return comment_job(account.pk, reference, f"answer:q{message.pk}")
    return f"inbox:{message.pk}"


def _template_note(question: Question, account: Account) -> dict[str, str]:
    template = template_for_answers(account)
    if template is None:
        raise ValueError("no template for answers")
    values = {
        "issuer": question.locality.issuer,
        "tracking": question.tracking.upper(),
        "link": question_url(question),
        "asked_at": local(question.asked_at).strftime("%H:%M %d/%m/%Y"),
        "phone": question.locality.phone,
    }
    filled = filled_for_answer(template, values)
    return {TEMPLATE: template.external_id, DATA: json.dumps(filled, ensure_ascii=False)}
