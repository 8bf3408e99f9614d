"""A question begins, or goes on after an answer; who wants a person gets one."""

from django.db import transaction

from nhipcau.core.actor import SYSTEM
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.language import house_language
from nhipcau.inbox.assess import Assessed
from nhipcau.inbox.models import OPEN, Conversation, Message, Question
from nhipcau.inbox.move import move
from nhipcau.inbox.route import HOURS, route_question
from nhipcau.links.shorten import new_code
from nhipcau.places.working import office_of
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.procedures.search import Found

S = Question.State
GIST = 300


def begin_question(
    talk: Conversation,
    message: Message,
    assessed: Assessed,
    found: Found,
    *,
    about_path: str = "",
) -> Question:
    """Received and routed at once. `found`: what the search said of these words."""
    version = None
    if found.sure:
        version = ProcedureVersion.objects.filter(pk=found.hits[0].version_id).first()
    with transaction.atomic():
        question = Question.objects.create(
            locality_id=talk.locality_id,
            conversation=talk,
            tracking=new_code(),
            gist=_gist(message),
            folded=assessed.folded[:GIST],
            procedure_version=version,
            is_heavy=assessed.is_heavy,
            may_show_card=message.may_show_card,
            language=assessed.language,
            about_path=about_path[:200],
            asked_at=message.at,
            due_at=office_of(talk.locality).after(message.at, HOURS),
        )
        Message.objects.filter(pk=message.pk).update(question=question)
        Conversation.objects.filter(pk=talk.pk).update(language=assessed.language)
        record(SYSTEM, "question.received", question, after={"source": talk.source})
        route_question(question)
    question.refresh_from_db()
    return question


def take_up_again(question: Question, message: Message) -> Question:
    """They wrote again after the answer: the same officer, due anew."""
    hours = question.topic.hours if question.topic else HOURS
    with transaction.atomic():
        Message.objects.filter(pk=message.pk).update(question=question)
        move(
            question,
            S.ASSIGNED if question.assignee_id else S.RECEIVED,
            among=(S.ANSWERED,),
            due_at=office_of(question.locality).after(message.at, hours),
            escalated_at=None,
        )
        record(SYSTEM, "question.asked_more", question)
    return question


def hand_to_person(talk: Conversation, message: Message, last: Question | None) -> Question:
    """“Hỏi cán bộ”: of what was asked before, or a new one that says no more yet."""
    if last is not None and last.state == S.ANSWERED:
        question = take_up_again(last, message)
    elif last is not None and last.state in OPEN:
        Message.objects.filter(pk=message.pk).update(question=last)
        question = last
    else:
        question = begin_question(talk, message, Assessed("person", ""), Found(False, ()))
    Question.objects.filter(pk=question.pk).update(wants_person=True)
    question.refresh_from_db()
    record(SYSTEM, "question.wants_person", question, after={"at": civil_now().isoformat()})
    return question


def _gist(message: Message) -> str:
    text = " ".join(message.text.split())
    if text:
        return text[:GIST]
    with house_language():
        return f"[{Message.What(message.what).label}]"
