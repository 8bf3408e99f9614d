"""One tap of who asked: did the answer help. The last tap counts."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.inbox.models import Question, Rating
from nhipcau.text.fold import tidy
from nhipcau.text.mask import mask_ids

LONGEST = 500
RATED = (Question.State.ANSWERED, Question.State.CLOSED)


def rate_answer(question: Question, *, score: int, by: Actor, text: str = "") -> Rating:
    """Verb of whoever has the link or the conversation. Only what was answered can be rated."""
    if score not in Rating.Score.values:
        raise BadInput(_("Hãy chọn một trong ba mức."), field="score")
    if question.state not in RATED and not question.automatic:
        raise WrongState(_("Câu hỏi này chưa có trả lời để đánh giá."))
    with transaction.atomic():
        rating, is_new = Rating.objects.update_or_create(
            locality_id=question.locality_id,
            question=question,
            defaults={
                "score": score,
                "text": mask_ids(tidy(text[: 4 * LONGEST]))[:LONGEST],
                "at": civil_now(),
            },
        )
        record(by, "question.rated", question, after={"score": score, "is_new": is_new})
    return rating
