"""A comment that its author took back: its words go, and nothing is said under it any more."""

from datetime import datetime

from django.db import transaction

from nhipcau.channels.models import Account, Incoming
from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.language import house_language
from nhipcau.inbox.close import end
from nhipcau.inbox.models import Message, Note, Question
from nhipcau.inbox.note import write_note

PLATFORM = Actor("platform", "comment")
STILL = (Question.State.RECEIVED, Question.State.ASSIGNED, Question.State.FORWARDED)


def take_back(account: Account, reference: str, *, at: datetime) -> int:
    """Returns how many messages lost their words. An answered question stays answered."""
    theirs = Message.objects.filter(
        conversation__account=account, reference=reference, inbound=True, deleted_at=None
    )
    with transaction.atomic():
        rows = list(theirs.select_related("question"))
        theirs.update(text="", files=[], deleted_at=at)
        Incoming.objects.filter(
            account=account, reference=reference, what=Incoming.What.COMMENT
        ).update(text="")
        for question in {row.question for row in rows if row.question is not None}:
            _end(question)
    return len(rows)


def _end(question: Question) -> None:
    left = Message.objects.filter(question=question, inbound=True, deleted_at=None).exists()
    if left:
        return
    Question.objects.filter(pk=question.pk).update(gist="", folded="")
    question.refresh_from_db()
    record(PLATFORM, "question.taken_back", question)
    if question.state in STILL:
        with house_language():
            write_note(question, Note.Kind.NOTE, str(Question.Closed.DELETED.label))
        end(question, why=Question.Closed.DELETED, by=PLATFORM)
