"""A question changes hands: taken, handed to a colleague, or with a leader who leaves."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.inbox.models import OPEN, Conversation, Note, Question, Topic
from nhipcau.inbox.move import move
from nhipcau.inbox.note import noted, write_note
from nhipcau.inbox.rights import ANSWERS, require_answerer
from nhipcau.people.models import Staff
from nhipcau.people.rights import require_admin

S = Question.State
IN_HAND = (S.RECEIVED, S.ASSIGNED)


def take_question(question: Question, *, by: Staff, turn: int | None = None) -> None:
    """Verb. Mine from now on; of two who press at once one gets it and the other reads who."""
    require_answerer(by, question.locality_id)
    with transaction.atomic():
        before = question.assignee_id
        move(question, S.ASSIGNED, among=IN_HAND, turn=_seen(question, turn), assignee=by)
        record(
            by.actor,
            "question.taken",
            question,
            before={"assignee": before},
            after={"assignee": by.pk},
        )


def hand_over(
    question: Question, *, to: Staff, by: Staff, why: str = "", turn: int | None = None
) -> None:
    """Verb. `why` stays as a note for the colleague."""
    require_answerer(by, question.locality_id)
    if to.role not in ANSWERS or to.locality_id != question.locality_id or not to.is_active:
        raise NotAllowed(_("Không giao được cho người này: họ không trả lời câu hỏi ở địa bàn."))
    if to.pk == question.assignee_id:
        raise BadInput(_("%(who)s đang giữ câu này rồi.") % {"who": to.name}, field="to")
    with transaction.atomic():
        before = question.assignee_id
        move(
            question,
            S.ASSIGNED,
            among=IN_HAND,
            turn=_seen(question, turn),
            assignee=to,
            held_by=None,
            held_until=None,
        )
        words = noted(why) if why.strip() else ""
        write_note(question, Note.Kind.HANDED, f"→ {to.name}\n{words}".strip(), by=by)
        record(
            by.actor,
            "question.handed_over",
            question,
            before={"assignee": before},
            after={"assignee": to.pk},
        )


def give_topic(question: Question, *, topic: Topic | None, by: Staff) -> None:
    """Verb. An officer knows better than the machine what it is about; the due time stays."""
    require_answerer(by, question.locality_id)
    if topic is not None and topic.locality_id != question.locality_id:
        raise NotAllowed(_("Chủ đề này không thuộc địa bàn."))
    with transaction.atomic():
        before = question.topic_id
        Question.objects.filter(pk=question.pk).update(topic=topic)
        question.refresh_from_db()
        record(
            by.actor,
            "question.topic",
            question,
            before={"topic": before},
            after={"topic": topic.pk if topic else None},
        )


def _seen(question: Question, turn: int | None) -> int:
    """Without a page's own number, what the caller holds in hand."""
    return question.turn if turn is None else turn


def hand_over_passed(former: Staff, successor: Staff, *, by: Staff) -> list[str]:
    """Verb. What a leader passed on comes back to who leads now, to be told at the door. Returns
    the numbers of those still open; an admin hands over, as everywhere where people change."""
    require_admin(by.actor, former.locality_id)
    if former.locality_id != successor.locality_id:
        raise NotAllowed(_("Người này thuộc địa bàn khác."))
    with transaction.atomic():
        passed = Conversation.objects.filter(
            passed_by=former, source=Conversation.Source.LEADER, withdrawn_at__isnull=True
        )
        waiting = Question.objects.filter(conversation__in=passed, state__in=OPEN)
        numbers = list(waiting.order_by("asked_at").values_list("tracking", flat=True))
        moved = passed.update(passed_by=successor)
        Question.objects.filter(held_by=former).update(held_by=None, held_until=None)
        after = {"to": successor.pk, "conversations": moved, "open": len(numbers)}
        record(by.actor, "questions.passed_over", former, after=after)
    return numbers
