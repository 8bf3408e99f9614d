"""A question ends; whoever asked may open it again by writing."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.inbox.models import Question
from nhipcau.inbox.move import move
from nhipcau.inbox.rights import require_answerer
from nhipcau.people.models import Staff
from nhipcau.places.each import each_locality
from nhipcau.places.models import Locality

SILENT_FOR = timedelta(days=3)
AT_ONCE = 200
BY_OFFICERS = frozenset(
    {
        Question.Closed.DONE,
        Question.Closed.AUTOMATIC,
        Question.Closed.NO_QUESTION,
        Question.Closed.ABUSE,
        Question.Closed.TWICE,
    }
)


def close_question(question: Question, *, why: str, by: Staff, turn: int | None = None) -> None:
    """Verb. Without an answer only with a reason that says why none is needed."""
    require_answerer(by, question.locality_id)
    if why not in BY_OFFICERS:
        raise BadInput(_("Hãy chọn lý do đóng câu hỏi."), field="why")
    if why == Question.Closed.DONE and question.state != Question.State.ANSWERED:
        raise BadInput(
            _("Câu này chưa có trả lời. Hãy trả lời, hoặc chọn lý do không cần trả lời."),
            field="why",
        )
    if why == Question.Closed.AUTOMATIC and not question.automatic:
        raise BadInput(_("Máy chưa gửi thủ tục nào cho câu này."), field="why")
    end(question, why=why, by=by.actor, turn=turn)


def end(question: Question, *, why: str, by: Actor, turn: int | None = None) -> None:
    """The same for the machine and for who asked: thanked, silent, deleted, withdrawn."""
    with transaction.atomic():
        before = question.state
        move(
            question,
            Question.State.CLOSED,
            turn=turn,
            closed_at=civil_now(),
            closed_why=why,
            held_by=None,
            held_until=None,
        )
        record(by, "question.closed", question, before={"state": before}, after={"why": why})


def close_silent() -> int:
    """Periodic: answered, and nobody wrote again for three days. Returns how many."""
    return sum(each_locality(_close_silent))


def _close_silent(_locality: Locality) -> int:
    closed, old = 0, civil_now() - SILENT_FOR
    for question in Question.objects.filter(
        state=Question.State.ANSWERED, answered_at__lt=old, conversation__last_at__lt=old
    ).order_by("id")[:AT_ONCE]:
        try:
            end(question, why=Question.Closed.SILENT, by=SYSTEM)
        except WrongState:
            continue  # somebody wrote at this very moment
        closed += 1
    return closed
