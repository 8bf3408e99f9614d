"""Forgetting what somebody said: on their withdrawal, or when an officer carries out a request."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Q, QuerySet

from nhipcau.channels.forget import forget_words
from nhipcau.channels.models import Incoming
from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.dispatch.forget import forget_jobs
from nhipcau.inbox.close import end
from nhipcau.inbox.models import (
    OPEN,
    Conversation,
    FaqEntry,
    Forwarding,
    Message,
    Note,
    Question,
    Rating,
)
from nhipcau.links.models import Link
from nhipcau.people.known import Known, known_of
from nhipcau.people.models import Household

PLATFORM = Actor("platform", "zalo")


def forget_withdrawn(rows: Sequence[Incoming]) -> Collection[int]:
    """Taker that takes nothing: people forget who they are (people/heard.py), we what they said."""
    for row in rows:
        forget_words(row)
        theirs = Conversation.objects.filter(account=row.account, person=row.person)
        for conversation in theirs:
            erase_conversation(conversation, by=PLATFORM)
    return []


def erase_household(household: Household, *, by: Actor) -> int:
    """What was ever said by this household's people, as far as we know whose it was."""
    return erase_known(known_of(household), by=by)


def erase_known(known: Known, *, by: Actor) -> int:
    """Part of replication/erase.py, in the open scope. Returns how many conversations."""
    found = list(conversations_of(known))
    for conversation in found:
        erase_conversation(conversation, by=by)
    return len(found)


def conversations_of(known: Known) -> QuerySet[Conversation]:
    """As far as we know whose they are."""
    free = Q(household=None) | Q(household=known.household)
    theirs = (known.at() | Q(phone__in=known.phones)) & free
    if known.is_whole:
        theirs |= Q(household=known.household)
    return Conversation.objects.filter(theirs)


def erase_conversation(conversation: Conversation, *, by: Actor) -> None:
    """Verb. Irreversible. That there was a question, when, about which procedure and how long it
    took stays for the figures; its words, its number, who asked and what was answered go."""
    with transaction.atomic():
        questions = Question.objects.filter(conversation=conversation)
        for question in questions.filter(state__in=(*OPEN, Question.State.ANSWERED)):
            _end(question, by)
        _blank(questions)
        said = Message.objects.filter(conversation=conversation)
        forget_jobs(said.filter(job__isnull=False).values_list("job_id", flat=True))
        said.update(text="", files=[], reference="", may_show_card=False, deleted_at=civil_now())
        Conversation.objects.filter(pk=conversation.pk).update(
            address="",
            person=f"gone:{conversation.pk}",
            name="",
            phone="",
            household=None,
            told={},
            menu={},
            withdrawn_at=civil_now(),
        )
        record(by, "conversation.erased", conversation, after={"questions": questions.count()})


def _end(question: Question, by: Actor) -> None:
    try:
        end(question, why=Question.Closed.WITHDRAWN, by=by)
    except WrongState:
        return  # closed at this very moment


def _blank(questions: QuerySet[Question]) -> None:
    links = Link.objects.filter(pk__in=questions.exclude(link=None).values("link"), closed_at=None)
    links.update(closed_at=civil_now())
    questions.update(gist="", folded="", about_path="", link=None)
    Note.objects.filter(question__in=questions).update(text="")
    Forwarding.objects.filter(question__in=questions).update(contact="", outcome="")
    Rating.objects.filter(question__in=questions).update(text="")
    # An entry that a second person has read and published holds nobody's data; a draft may.
    drafts = FaqEntry.objects.filter(drawn_from__in=questions, state=FaqEntry.State.DRAFT)
    drafts.delete()
