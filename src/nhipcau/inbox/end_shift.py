"""The end of a shift at the inbox: what is still open goes to whoever is on duty next, with a note.

An officer hands on by one press before going; what was forgotten, a periodic job hands on. Nobody
loses a question that they will be there to answer before it is due, or are writing just now.
"""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.language import house_language
from nhipcau.dispatch.tell import tell_staff
from nhipcau.inbox.models import Note, Question
from nhipcau.inbox.move import move
from nhipcau.inbox.note import noted, write_note
from nhipcau.inbox.rights import ANSWERS, require_answerer
from nhipcau.inbox.route import answerers_of, least_busy
from nhipcau.people.absences import absent_at
from nhipcau.people.models import Staff
from nhipcau.places.each import each_locality
from nhipcau.places.models import Locality
from nhipcau.rosters.duty import coming_shifts, next_on_duty, on_duty
from nhipcau.rosters.models import Post, Shift

S = Question.State
IN_HAND = (S.RECEIVED, S.ASSIGNED)
LOOKS_BACK = timedelta(days=7)  # over a long holiday too
SOON_OVER = timedelta(minutes=45)
AT_ONCE = 100


def successors(staff: Staff, now: datetime) -> list[int]:
    """Who takes over from them: on duty at the inbox now, else those who come next."""
    locality = staff.locality
    here = [one.staff_id for one in on_duty(locality, post=Post.INBOX, at=now)]
    others = [one for one in here if one != staff.pk]
    if others:
        return others
    coming = [one.staff_id for one in next_on_duty(locality, post=Post.INBOX, at=now)]
    return [one for one in coming if one != staff.pk]


@dataclass(frozen=True, slots=True)
class Ending:
    """A shift at the inbox that is nearly over, and how many questions its officer still holds."""

    shift: Shift
    open: int


def ending_shift(staff: Staff, now: datetime) -> Ending | None:
    mine = coming_shifts(staff.locality, staff.pk, now, post=Post.INBOX)
    if not mine or not mine[0].starts_at <= now < mine[0].ends_at <= now + SOON_OVER:
        return None
    held = open_questions(staff).count()
    return Ending(mine[0], held) if held else None


def open_questions(staff: Staff) -> QuerySet[Question]:
    return _open_of([staff.pk])


def hand_on_shift(staff: Staff, *, to: Staff, why: str = "", turns: dict[int, int]) -> int:
    """Verb. At the end of their shift an officer hands on the questions that they name, each as
    the page showed it (`turns`: question → turn). Returns how many went; all or none."""
    require_answerer(staff, staff.locality_id)
    if to.role not in ANSWERS or to.locality_id != staff.locality_id or not to.is_active:
        raise NotAllowed(_("Không giao được cho người này: họ không trả lời câu hỏi ở địa bàn."))
    if to.pk == staff.pk:
        raise BadInput(_("Hãy chọn một đồng nghiệp."), field="to")
    if not turns:
        raise BadInput(_("Hãy chọn ít nhất một câu hỏi."), field="questions")
    words = noted(why) if why.strip() else ""
    with transaction.atomic():
        questions = list(Question.objects.filter(pk__in=turns, assignee=staff))
        if len(questions) != len(turns):
            raise WrongState(_("Có câu hỏi không còn của bạn. Hãy xem lại danh sách."))
        for question in questions:
            _pass_on(question, to, words=words, by=staff, turn=turns[question.pk])
        after = {"to": to.pk, "questions": len(questions)}
        record(staff.actor, "shift.handed_on", staff, after=after)
        _tell([to.pk], key=f"handed:{staff.pk}:{civil_now():%Y%m%d%H%M%S}")
    return len(questions)


def hand_on_all(staff: Staff, *, by: Actor, why: str) -> int:
    """Verb. They answer here no more: everything open that is theirs goes to who is on duty, to
    its topic's people, or back to all. Call in the transaction that lets them go."""
    now = civil_now()
    questions = list(_open_of([staff.pk]).select_related("topic"))
    with transaction.atomic():
        for question in questions:
            heir = _heir(question, successors(staff, now)) or _of_topic(question, staff, now)
            if heir is None:
                _leave_to_all(question, why)
            else:
                _pass_on(question, heir, words=why)
        after = {"questions": len(questions)}
        record(by, "questions.handed_on", staff, locality=staff.locality_id, after=after)
    return len(questions)


def hand_on_ended() -> int:
    """Periodic. Returns how many questions changed hands."""
    return sum(each_locality(lambda locality: _hand_on(locality, civil_now())))


def _hand_on(locality: Locality, now: datetime) -> int:
    ended = Shift.objects.filter(
        locality=locality,
        post=Post.INBOX,
        state=Shift.State.STANDING,
        ends_at__lte=now,
        ends_at__gt=now - LOOKS_BACK,
        staff__isnull=False,
    )
    went = {pk for pk in ended.values_list("staff_id", flat=True) if pk is not None}
    gone = Question.objects.filter(state__in=IN_HAND, assignee__is_active=False)
    went |= {pk for pk in gone.values_list("assignee_id", flat=True) if pk is not None}
    handed: dict[int, int] = {}
    for question in _open_of(went).select_related("topic", "assignee__locality")[:AT_ONCE]:
        staff = question.assignee
        if staff is None or question.writer is not None or _will_be_there(staff, question, now):
            continue
        heir = _heir(question, successors(staff, now))
        if heir is None:
            continue
        with suppress(WrongState), transaction.atomic():  # somebody is dealing with it
            _pass_on(question, heir, words=_("Hết ca trực của %(who)s.") % {"who": staff.name})
            handed[heir.pk] = handed.get(heir.pk, 0) + 1
    if handed:
        _tell(list(handed), key=f"handed:{now:%Y%m%d%H%M}")
    return sum(handed.values())


def _open_of(people: Iterable[int]) -> QuerySet[Question]:
    return Question.objects.filter(assignee__in=list(people), state__in=IN_HAND).order_by("due_at")


def _will_be_there(staff: Staff, question: Question, now: datetime) -> bool:
    """On duty now, or again before the question is due; what is overdue waits for nobody."""
    if not staff.is_active:
        return False
    ahead = coming_shifts(staff.locality, staff.pk, now)
    return any(one.starts_at < max(question.due_at, now) for one in ahead)


def _heir(question: Question, people: list[int]) -> Staff | None:
    """Of those who come, the topic's people first."""
    own = answerers_of(question.topic) & set(people)
    found = least_busy(question.locality, own) if own else None
    return found or (least_busy(question.locality, people) if people else None)


def _of_topic(question: Question, staff: Staff, now: datetime) -> Staff | None:
    own = answerers_of(question.topic) - {staff.pk}
    own -= absent_at(question.locality, now, own)
    return least_busy(question.locality, own) if own else None


def _pass_on(
    question: Question,
    to: Staff,
    *,
    words: str,
    by: Staff | None = None,
    turn: int | None = None,
) -> None:
    before = question.assignee_id
    move(
        question,
        S.ASSIGNED,
        among=IN_HAND,
        turn=question.turn if turn is None else turn,
        assignee=to,
        held_by=None,
        held_until=None,
    )
    write_note(question, Note.Kind.HANDED, f"→ {to.name}\n{words}".strip(), by=by)
    record(
        by.actor if by else SYSTEM,
        "question.handed_over",
        question,
        before={"assignee": before},
        after={"assignee": to.pk},
    )


def _leave_to_all(question: Question, words: str) -> None:
    before = question.assignee_id
    move(question, S.RECEIVED, among=IN_HAND, assignee=None, held_by=None, held_until=None)
    write_note(question, Note.Kind.HANDED, words)
    record(SYSTEM, "question.left_to_all", question, before={"assignee": before})


def _tell(people: Collection[int], *, key: str) -> None:
    with house_language():
        tell_staff(
            people,
            key=key,
            title=_("Câu hỏi được bàn giao"),
            text=_("Ca trước bàn giao cho bạn câu hỏi chưa trả lời. Mở Hộp thư để xem."),
        )
