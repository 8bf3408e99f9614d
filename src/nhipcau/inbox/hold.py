"""“Đang soạn”: who opens the answer box holds the question for a few minutes, on machine time.

It is a courtesy that warns, not a lock that a closed laptop keeps: it ends by itself, another
officer may take it over knowingly, and the state's own turn is what decides (move.py).
"""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from nhipcau.core.clock import machine_now
from nhipcau.core.errors import WrongState
from nhipcau.inbox.models import Question
from nhipcau.inbox.rights import require_answerer
from nhipcau.people.models import Staff

HOLDS_FOR = timedelta(minutes=3)  # the page renews it each minute while somebody types


def hold_question(question: Question, *, by: Staff, takes_over: bool = False) -> None:
    """Verb. Raises WrongState with the name of whoever is writing already. Leaves no audit event:
    it lasts minutes and decides nothing."""
    require_answerer(by, question.locality_id)
    now = machine_now()
    free = Q(held_by=None) | Q(held_by=by) | Q(held_until=None) | Q(held_until__lte=now)
    there = Question.objects.filter(pk=question.pk)
    if not takes_over:
        there = there.filter(free)
    held = there.update(held_by=by, held_until=now + HOLDS_FOR)
    question.refresh_from_db()
    if not held:
        refuse_if_held(question, by)


def refuse_if_held(question: Question, by: Staff) -> None:
    writer = question.writer
    if writer is not None and writer.pk != by.pk:
        raise WrongState(
            _(
                "%(who)s đang soạn trả lời câu này. Hãy trao đổi trước khi gửi; "
                "nếu vẫn cần, đánh dấu “Tôi trả lời thay”. Lời bạn gõ vẫn còn nguyên."
            )
            % {"who": writer.name}
        )
