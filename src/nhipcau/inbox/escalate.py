"""Overdue: the question is marked, its officer and those who lead are told by a way that costs
nothing, and it stands first on everybody's list until somebody answers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import SYSTEM
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.dispatch.tell import tell_staff
from nhipcau.inbox.models import OPEN, Note, Question
from nhipcau.inbox.note import write_note
from nhipcau.inbox.rights import ARRANGES
from nhipcau.people.models import Staff
from nhipcau.places.each import each_locality
from nhipcau.places.models import Locality
from nhipcau.text.dates import say_exact

AT_ONCE = 50


def escalate_overdue() -> int:
    """Periodic. Returns how many questions became overdue; each is told of once a due time."""
    return sum(each_locality(lambda locality: _escalate(locality, civil_now())))


def _escalate(locality: Locality, now: datetime) -> int:
    late = list(
        Question.objects.filter(state__in=OPEN, due_at__lte=now, escalated_at=None)
        .select_related("assignee")
        .order_by("due_at")[:AT_ONCE]
    )
    done = 0
    for question in late:
        with transaction.atomic():
            waiting = Question.objects.filter(
                pk=question.pk, state__in=OPEN, due_at=question.due_at, escalated_at=None
            )
            if not waiting.update(escalated_at=now):
                continue
            write_note(question, Note.Kind.OVERDUE, say_exact(question.due_at))
            record(SYSTEM, "question.overdue", question, after={"state": question.state})
            done += 1
    if done:
        _tell(locality, late, now)
    return done


def _tell(locality: Locality, late: list[Question], now: datetime) -> None:
    """One message a person an hour, whatever became overdue in it. Nothing of the question is in
    it: it comes to a telephone's locked screen."""
    leading = Staff.objects.filter(locality=locality, role__in=ARRANGES, is_active=True)
    people = {one.assignee_id for one in late if one.assignee_id}
    people |= set(leading.values_list("pk", flat=True))
    tell_staff(
        people,
        key=f"overdue:{now:%Y%m%d%H}",
        title=_("Câu hỏi quá hạn"),
        text=_("Có câu hỏi của người dân đã quá hạn trả lời. Mở Hộp thư để xem."),
    )
