"""What became of answers: one that did not arrive is no answer, and an officer reads why.

Called from the slot `dispatch.outcomes`, inside the sender's transaction, for every batch: what
was not lost costs nothing.
"""

from collections.abc import Sequence

from nhipcau.channels.words import words_for
from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.errors import WrongState
from nhipcau.core.language import house_language
from nhipcau.dispatch.models import Delivery
from nhipcau.dispatch.outcomes import Outcome
from nhipcau.inbox.models import Message, Note, Question
from nhipcau.inbox.move import move
from nhipcau.inbox.note import write_note

PLATFORM = Actor("platform", "receipt")
LOST = frozenset({Delivery.State.REFUSED, Delivery.State.UNKNOWN, Delivery.State.EXPIRED})


def take_answer_outcomes(batch: Sequence[Outcome]) -> None:
    lost = {one.job: one for one in batch if one.state in LOST}
    if not lost:
        return
    ours = Message.objects.filter(job__in=lost).select_related("question", "job__account")
    for message in ours:
        if message.job_id is not None:
            _take(message, lost[message.job_id])


def _take(message: Message, lost: Outcome) -> None:
    fault = lost.error or lost.state
    waiting = Message.objects.filter(pk=message.pk, failed_at=None)
    if not waiting.update(failed_at=lost.at, fault=fault[:40]):
        return
    question = message.question
    if question is None or message.is_automatic or message.job is None:
        return
    with house_language():
        why = " ".join(words_for(message.job.account.kind, fault))
    write_note(question, Note.Kind.FAILED, why)
    try:
        move(
            question,
            Question.State.ASSIGNED,
            among=(Question.State.ANSWERED,),
            answered_at=None,
        )
    except WrongState:
        return  # closed, or asked again meanwhile
    record(PLATFORM, "answer.lost", question, after={"error": fault[:40], "message": message.pk})
