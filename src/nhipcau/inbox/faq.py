"""Questions that come again become entries for everybody: drawn by one, read by a second, public
only then. A word changed afterwards is read again."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.inbox.models import FaqEntry, Message, Question, Topic
from nhipcau.inbox.rights import require_answerer, require_arranger
from nhipcau.inbox.suggest import telling
from nhipcau.people.models import Staff
from nhipcau.procedures.queries import current_version
from nhipcau.text.fold import fold, tidy, tidy_lines
from nhipcau.text.mask import mask_ids

State = FaqEntry.State
LONGEST_QUESTION, LONGEST_ANSWER = 300, 4000


def propose_entry(question: Question, *, by: Staff) -> FaqEntry:
    """Verb. One click: the question's words and its last answer. The same question again is the
    entry that is there."""
    require_answerer(by, question.locality_id)
    known = FaqEntry.objects.filter(drawn_from=question).exclude(state=State.RETIRED).first()
    if known is not None:
        return known
    said = Message.objects.filter(question=question, inbound=False, is_automatic=False)
    answer = said.exclude(text="").order_by("-at", "-id").first()
    if answer is None:
        raise WrongState(_("Câu này chưa có trả lời để đưa vào mục hỏi đáp."))
    asked, told = _checked(question.gist, answer.text)
    with transaction.atomic():
        entry = FaqEntry.objects.create(
            locality_id=question.locality_id,
            question=asked,
            answer=told,
            folded=fold(f"{asked} {told}"),
            topic=question.topic,
            procedure_version=answer.procedure_version or question.procedure_version,
            drawn_from=question,
            position=FaqEntry.objects.count(),
            proposed_by=by,
            proposed_at=civil_now(),
        )
        record(by.actor, "faq.proposed", entry, after={"question": question.pk})
    return entry


def revise_entry(entry: FaqEntry, *, question: str, answer: str, by: Staff) -> None:
    """Verb. Changed words wait for somebody else to read them; the old ones go from the page."""
    require_answerer(by, entry.locality_id)
    asked, told = _checked(question, answer)
    with transaction.atomic():
        there = FaqEntry.objects.filter(pk=entry.pk).exclude(state=State.RETIRED)
        changed = there.update(
            question=asked,
            answer=told,
            folded=fold(f"{asked} {told}"),
            state=State.DRAFT,
            proposed_by=by,
            proposed_at=civil_now(),
            reviewed_by=None,
            reviewed_at=None,
        )
        if not changed:
            raise WrongState(_("Mục này đã gỡ."))
        record(by.actor, "faq.revised", entry, before={"state": entry.state})
    entry.refresh_from_db()


def publish_entry(entry: FaqEntry, *, by: Staff) -> None:
    """Verb. A second pair of eyes: nobody lets out what they wrote."""
    require_answerer(by, entry.locality_id)
    if entry.proposed_by_id == by.pk:
        raise NotAllowed(_("Bạn đã viết mục này; cần một người khác đọc lại rồi duyệt."))
    with transaction.atomic():
        # Of the words that were read: a change in between has another time.
        waiting = FaqEntry.objects.filter(
            pk=entry.pk, state=State.DRAFT, proposed_at=entry.proposed_at
        )
        if not waiting.update(state=State.PUBLISHED, reviewed_by=by, reviewed_at=civil_now()):
            raise WrongState(_("Mục này vừa được sửa hoặc duyệt. Hãy xem lại."))
        record(by.actor, "faq.published", entry)
    entry.refresh_from_db()


def retire_entry(entry: FaqEntry, *, by: Staff) -> None:
    """Verb."""
    require_answerer(by, entry.locality_id)
    with transaction.atomic():
        there = FaqEntry.objects.filter(pk=entry.pk).exclude(state=State.RETIRED)
        if not there.update(state=State.RETIRED, retired_at=civil_now()):
            raise WrongState(_("Mục này đã gỡ rồi."))
        record(by.actor, "faq.retired", entry, before={"state": entry.state})
    entry.refresh_from_db()


def adopt_entry(
    entry: FaqEntry | None,
    *,
    question: str,
    answer: str,
    topic: Topic | None,
    procedure: str,
    by: Staff,
) -> FaqEntry:
    """Verb. An entry that was written and reviewed elsewhere: whoever takes it over here, having
    seen it, is the second pair of eyes. `procedure`: its code."""
    require_arranger(by, by.locality_id)
    asked, told = _checked(question, answer)
    now = civil_now()
    values = {
        "question": asked,
        "answer": told,
        "folded": fold(f"{asked} {told}"),
        "topic": topic,
        "procedure_version": current_version(procedure) if procedure else None,
        "state": State.PUBLISHED,
        "proposed_by": None,
        "proposed_at": now,
        "reviewed_by": by,
        "reviewed_at": now,
    }
    with transaction.atomic():
        if entry is None:
            entry = FaqEntry.objects.create(
                locality_id=by.locality_id, position=FaqEntry.objects.count(), **values
            )
        elif not FaqEntry.objects.filter(pk=entry.pk).update(**values):
            raise WrongState(_("Mục này đã gỡ."))
        record(by.actor, "faq.adopted", entry)
    return entry


def public_entries(words: str = "") -> QuerySet[FaqEntry]:
    """What everybody may read; with words, the entries that hold all of the telling ones."""
    found = FaqEntry.objects.filter(state=State.PUBLISHED).select_related(
        "topic", "procedure_version__procedure"
    )
    for word in telling(words) or ([fold(words)] if words else []):
        found = found.filter(folded__contains=word)
    return found.order_by("topic__position", "position", "id")


def _checked(question: str, answer: str) -> tuple[str, str]:
    asked, told = mask_ids(tidy(question)), mask_ids(tidy_lines(answer))
    if not asked:
        raise BadInput(_("Hãy ghi câu hỏi."), field="question")
    if len(asked) > LONGEST_QUESTION:
        raise BadInput(_("Câu hỏi dài quá 300 ký tự; hãy viết gọn lại."), field="question")
    if not told:
        raise BadInput(_("Hãy ghi câu trả lời."), field="answer")
    if len(told) > LONGEST_ANSWER:
        raise BadInput(_("Câu trả lời dài quá 4.000 ký tự."), field="answer")
    return asked, told
