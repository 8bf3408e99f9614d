"""Another body has to answer: it is asked, followed until it does, and who asked is told."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.inbox.models import Forwarding, Note, Question
from nhipcau.inbox.move import move
from nhipcau.inbox.note import noted, write_note
from nhipcau.inbox.rights import require_answerer
from nhipcau.people.models import Staff
from nhipcau.places.working import office_of
from nhipcau.text.fold import tidy

S = Question.State
FARTHEST = timedelta(days=90)


def forward_question(
    question: Question,
    *,
    body: str,
    by: Staff,
    due_at: datetime,
    contact: str = "",
    how: str = "",
    turn: int | None = None,
) -> Forwarding:
    """Verb. `due_at`: when the ward asks that body again."""
    require_answerer(by, question.locality_id)
    body, now = tidy(body), civil_now()
    if not body:
        raise BadInput(_("Hãy ghi cơ quan nhận câu hỏi."), field="body")
    if not now < due_at <= now + FARTHEST:
        raise BadInput(_("Hẹn hỏi lại phải ở trong 90 ngày tới."), field="due_at")
    with transaction.atomic():
        before = question.state
        move(
            question,
            S.FORWARDED,
            turn=turn,
            due_at=due_at,
            escalated_at=None,
            held_by=None,
            held_until=None,
            assignee=question.assignee or by,
        )
        forwarding = Forwarding.objects.create(
            locality_id=question.locality_id,
            question=question,
            body=body[:160],
            contact=tidy(contact)[:160],
            how=tidy(how)[:80],
            by=by,
            at=now,
            due_at=due_at,
        )
        write_note(question, Note.Kind.FORWARDED, body[:160], by=by)
        record(
            by.actor,
            "question.forwarded",
            question,
            before={"state": before},
            after={"forwarding": forwarding.pk},
        )
    return forwarding


def come_back(forwarding: Forwarding, *, outcome: str, by: Staff) -> None:
    """Verb. That body has answered, or will not: the ward now answers who asked."""
    question = forwarding.question
    require_answerer(by, question.locality_id)
    words = noted(outcome)
    with transaction.atomic():
        waiting = Forwarding.objects.filter(pk=forwarding.pk, came_back_at=None)
        if not waiting.update(came_back_at=civil_now(), outcome=words):
            raise WrongState(_("Lần chuyển này đã có hồi âm rồi."))
        if question.state == S.FORWARDED:
            hours = question.topic.hours if question.topic else 8
            due_at = office_of(question.locality).after(civil_now(), hours)
            move(question, S.ASSIGNED, among=(S.FORWARDED,), due_at=due_at, escalated_at=None)
        record(by.actor, "question.came_back", question, after={"forwarding": forwarding.pk})
    forwarding.refresh_from_db()


def ask_again(forwarding: Forwarding, *, due_at: datetime, by: Staff) -> None:
    """Verb. Reminded them; the next time to ask is `due_at`."""
    question = forwarding.question
    require_answerer(by, question.locality_id)
    now = civil_now()
    if not now < due_at <= now + FARTHEST:
        raise BadInput(_("Hẹn hỏi lại phải ở trong 90 ngày tới."), field="due_at")
    with transaction.atomic():
        waiting = Forwarding.objects.filter(pk=forwarding.pk, came_back_at=None)
        if not waiting.update(due_at=due_at):
            raise WrongState(_("Lần chuyển này đã có hồi âm rồi."))
        Question.objects.filter(pk=question.pk, state=S.FORWARDED).update(
            due_at=due_at, escalated_at=None
        )
        record(by.actor, "question.asked_again", question, after={"forwarding": forwarding.pk})
    forwarding.refresh_from_db()
    question.refresh_from_db()
