"""The one way a question changes its state: a conditional update that counts its turn."""

from collections.abc import Collection
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.inbox.models import Forwarding, Message, Question
from nhipcau.text.dates import say_when

S = Question.State
# From where each state may be reached; anything else is refused.
FROM: dict[str, frozenset[str]] = {
    S.RECEIVED: frozenset({S.RECEIVED, S.ASSIGNED, S.FORWARDED, S.ANSWERED}),
    S.ASSIGNED: frozenset({S.RECEIVED, S.ASSIGNED, S.FORWARDED, S.ANSWERED}),
    S.FORWARDED: frozenset({S.RECEIVED, S.ASSIGNED}),
    S.ANSWERED: frozenset({S.RECEIVED, S.ASSIGNED, S.FORWARDED, S.ANSWERED}),
    S.CLOSED: frozenset({S.RECEIVED, S.ASSIGNED, S.FORWARDED, S.ANSWERED}),
}


def move(
    question: Question,
    to: str,
    *,
    among: Collection[str] = (),
    turn: int | None = None,
    **fields: Any,
) -> None:
    """`among`: narrower than FROM. `turn`: what the page showed when it was decided. Raises
    WrongState with who was faster; the caller's transaction rolls back."""
    allowed = set(among) & FROM[to] if among else FROM[to]
    there = Question.objects.filter(pk=question.pk, state__in=allowed)
    if turn is not None:
        there = there.filter(turn=turn)
    if not there.update(state=to, turn=F("turn") + 1, **fields):
        raise WrongState(_what_happened(question))
    if to != S.FORWARDED:  # nobody waits for another body any more
        Forwarding.objects.filter(question=question, came_back_at=None).update(
            came_back_at=civil_now()
        )
    question.refresh_from_db()


def _what_happened(question: Question) -> str:
    now = Question.objects.select_related("assignee").get(pk=question.pk)
    last = (
        Message.objects.filter(question=question, inbound=False, is_automatic=False)
        .select_related("by")
        .last()
    )
    if now.state == S.ANSWERED and last is not None and last.by is not None:
        return str(
            _("%(who)s vừa trả lời câu này lúc %(when)s. Lời bạn gõ vẫn còn nguyên ở ô bên dưới.")
            % {"who": last.by.name, "when": say_when(last.at, civil_now())}
        )
    if now.state == S.CLOSED:
        return str(_("Câu hỏi này đã đóng: %(why)s.") % {"why": now.get_closed_why_display()})
    return str(
        _("Câu hỏi này vừa có thay đổi (%(state)s). Hãy xem lại rồi làm tiếp; lời bạn gõ vẫn còn.")
        % {"state": now.get_state_display()}
    )
