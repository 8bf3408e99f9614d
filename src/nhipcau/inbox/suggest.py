"""What might answer a question: procedures, and answers that the ward gave before."""

from dataclasses import dataclass, field

from django.db.models import Q

from nhipcau.inbox.models import FaqEntry, Message, Question
from nhipcau.inbox.word_lists import COMMON
from nhipcau.procedures.search import Hit, find_procedures
from nhipcau.text.fold import fold

MOST = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`sure`: the machine may send the first procedure by itself."""

    sure: bool = False
    procedures: tuple[Hit, ...] = ()
    faq: tuple[FaqEntry, ...] = ()
    answers: tuple[Message, ...] = field(default=())


def suggest(question: Question) -> Suggestion:
    """For whoever answers: procedures, FAQ entries, and answers to questions like this one."""
    text = asked_text(question)
    found = find_procedures(text, limit=MOST)
    return Suggestion(found.sure, found.hits, like_faq(text), _answers_like(question))


def asked_text(question: Question) -> str:
    """All that they wrote, their newest words last; without what was taken back."""
    said = Message.objects.filter(
        question=question, inbound=True, is_repeat=False, deleted_at=None
    ).exclude(text="")
    return "\n".join(said.order_by("at", "id").values_list("text", flat=True)[:10])[:2000]


def like_faq(text: str, *, limit: int = 3) -> tuple[FaqEntry, ...]:
    """Published entries that share most of the telling words."""
    words = telling(text)
    if not words:
        return ()
    wanted = Q()
    for word in words:
        wanted |= Q(folded__contains=word)
    entries = FaqEntry.objects.filter(wanted, state=FaqEntry.State.PUBLISHED)[:200]
    ranked = sorted(entries, key=lambda entry: -_shared(words, entry.folded))
    good = [entry for entry in ranked if _shared(words, entry.folded) * 2 >= len(words)]
    return tuple(good[:limit])


def _answers_like(question: Question, *, limit: int = 3) -> tuple[Message, ...]:
    """What officers wrote to people who asked in much the same words, newest first."""
    words = telling(question.folded)
    if not words:
        return ()
    answered = Question.objects.filter(
        state__in=[Question.State.ANSWERED, Question.State.CLOSED], first_answer_at__isnull=False
    ).exclude(pk=question.pk)
    wanted = (
        Q(procedure_version__procedure=question.procedure_version.procedure_id)
        if (question.procedure_version)
        else Q()
    )
    for word in sorted(words, key=len)[-2:]:
        wanted |= Q(folded__contains=word)
    near = answered.filter(wanted).order_by("-id")[:100]
    good = [one.pk for one in near if _shared(words, one.folded) * 2 >= len(words)][:limit]
    said = Message.objects.filter(question__in=good, inbound=False, is_automatic=False)
    newest = said.exclude(text="").exclude(way=Message.Way.PHONE).order_by("-at")
    return tuple(newest.select_related("question", "procedure_version__procedure")[:limit])


def telling(text: str) -> frozenset[str]:
    words = (word.strip(".,?!:;()\"'…") for word in fold(text).split())
    return frozenset(word for word in words if len(word) > 1 and word not in COMMON)


def _shared(words: frozenset[str], folded: str) -> int:
    there = set(folded.replace("?", " ").replace(",", " ").replace(".", " ").split())
    return len(words & there)
