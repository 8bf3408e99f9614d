"""An officer answers: in the channel where it was asked, or by what is still possible."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import DateTimeField, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.language import house_language
from nhipcau.inbox.hold import refuse_if_held
from nhipcau.inbox.models import OPEN, Conversation, Message, Question
from nhipcau.inbox.move import move
from nhipcau.inbox.rights import require_answerer
from nhipcau.inbox.send import send_answer
from nhipcau.inbox.ways import AnswerWay, best_way, way_of
from nhipcau.inbox.words import AFTER_ANSWER, CHATS, to_send
from nhipcau.people.models import Staff
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.text.fold import tidy_lines
from nhipcau.text.mask import mask_ids

S, Way = Question.State, Message.Way
BY_MACHINE = frozenset({Way.CHANNEL, Way.COMMENT, Way.PRIVATE, Way.TEMPLATE, Way.SMS})


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page showed when the officer wrote: its turn, and that they know who else writes."""

    turn: int
    takes_over: bool = False


def answer_question(
    question: Question,
    *,
    text: str,
    by: Staff,
    version: ProcedureVersion | None = None,
    way: str = "",
    seen: Seen | None = None,
) -> Message:
    """Verb. `way` is one of `answer_ways`, the best open one without it. Of two who answer at once
    one is heard; the other gets WrongState with who it was, and keeps what was typed."""
    require_answerer(by, question.locality_id)
    seen = seen or Seen(question.turn)
    if not seen.takes_over:
        refuse_if_held(question, by)
    text, chosen = mask_ids(tidy_lines(text)), _chosen(question, way)
    whole = _whole(question, text, version, chosen)
    now = civil_now()
    with transaction.atomic():
        before = question.state
        move(question, S.ANSWERED, among=(*OPEN, S.ANSWERED), turn=seen.turn, **_fields(by, now))
        message = Message.objects.create(
            locality_id=question.locality_id,
            conversation=question.conversation,
            question=question,
            key=f"answer:{question.pk}:{question.turn}",
            inbound=False,
            text=text,
            at=now,
            by=by,
            way=chosen.kind,
            procedure_version=version,
        )
        if chosen.kind in BY_MACHINE:
            message.job = send_answer(question, message, whole, chosen, by.actor)
            message.save(update_fields=["job"])
        if version is not None:
            Question.objects.filter(pk=question.pk).update(procedure_version=version)
        menu = {"choices": AFTER_ANSWER, "at": now.isoformat(), "question": question.pk}
        Conversation.objects.filter(pk=question.conversation_id).update(
            last_at=now, **({"menu": menu} if chosen.kind in CHATS else {})
        )
        record(
            by.actor,
            "question.answered",
            question,
            before={"state": before},
            after={"way": chosen.kind, "version": version.pk if version else None},
        )
    question.refresh_from_db()
    return message


def confirm_arrived(message: Message, *, by: Staff) -> None:
    """Verb. The platform never said whether it took this answer; an officer has looked there and
    it stands: the question is answered after all."""
    question = message.question
    if question is None or message.failed_at is None:
        raise WrongState(_("Tin này không có gì phải xác nhận."))
    require_answerer(by, question.locality_id)
    with transaction.atomic():
        move(question, S.ANSWERED, among=OPEN, answered_at=message.at)
        Message.objects.filter(pk=message.pk).update(failed_at=None, fault="")
        record(by.actor, "answer.confirmed", question, after={"message": message.pk})
    message.refresh_from_db()


def _chosen(question: Question, way: str) -> AnswerWay:
    found = way_of(question, way) if way else best_way(question)
    if found is None:
        raise BadInput(_("Không có cách trả lời này cho câu hỏi."), field="way")
    if not found.is_open:
        raise WrongState(found.why)
    return found


def _whole(question: Question, text: str, version: ProcedureVersion | None, way: AnswerWay) -> str:
    if not text:
        raise BadInput(_("Hãy ghi lời trả lời."), field="text")
    if version is not None and version.locality_id != question.locality_id:
        raise NotAllowed(_("Thủ tục này không thuộc địa bàn."))
    with house_language():
        whole = to_send(question, text, version, way.kind)
    room = way.most - len(whole if way.kind not in {Way.SMS, Way.TEMPLATE} else text)
    if room < 0:
        raise BadInput(
            _("Lời trả lời dài quá: cần bớt %(n)d ký tự để gửi bằng cách này.") % {"n": -room},
            field="text",
        )
    return whole


def _fields(by: Staff, now: datetime) -> dict[str, object]:
    first = Coalesce("first_answer_at", Value(now, output_field=DateTimeField()))
    return {
        "answered_at": now,
        "first_answer_at": first,
        "assignee": by,
        "wants_person": False,
        "held_by": None,
        "held_until": None,
    }
