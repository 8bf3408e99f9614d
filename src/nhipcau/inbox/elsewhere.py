"""Answers that were given past the inbox: typed in the platform's own manager, or on the page of
comments. The question is answered here as well, whoever it was assigned to."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import DateTimeField, Value
from django.db.models.functions import Coalesce
from django_scopes import scope, scopes_disabled

from nhipcau.channels.models import Account, ChannelKind, Incoming
from nhipcau.channels.transports.facebook_page import COMMENT, FEED
from nhipcau.channels.transports.zalo_oa import GROUP
from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.inbox.models import OPEN, Conversation, Message, Question
from nhipcau.inbox.move import move
from nhipcau.people.models import Staff
from nhipcau.text.fold import fold
from nhipcau.text.mask import mask_ids

PLATFORM = Actor("platform", "typed")
Source, Way = Conversation.Source, Message.Way
# Our own send is written back within the wire's timeout; what is unknown then was not ours.
SETTLED: Final = timedelta(minutes=2)
LOOKED_BACK: Final = timedelta(hours=6)
NEWEST: Final = 100


def take_typed(rows: Sequence[Incoming]) -> Collection[int]:
    """Taker. One of ours wrote in Zalo's own manager: the echo carries their id."""
    for row in rows:
        if row.account.kind != ChannelKind.ZALO_OA or row.person.startswith(GROUP):
            continue
        talk = Conversation.objects.filter(
            account=row.account, person=row.person, source=Source.ZALO
        ).first()
        if talk is not None:
            _keep_typed(talk, row)
    return [row.pk for row in rows]


def find_typed() -> int:
    """Periodic. Facebook's echo does not say who typed: what the ledger never sent was typed by
    hand in the page's own inbox. Returns how many were new here."""
    with scopes_disabled():  # each page in its own locality's scope below
        pages = list(Account.objects.filter(kind=ChannelKind.FACEBOOK_PAGE).exclude(state="closed"))
    found = 0
    for page in pages:
        with scope(locality=page.locality_id):
            found += sum(_find(page, row) for row in _echoes(page, civil_now()))
    return found


def _echoes(page: Account, now: datetime) -> list[Incoming]:
    newest = Incoming.objects.filter(account=page, what=Incoming.What.ECHO).order_by("-id")
    return [
        row
        for row in newest[:NEWEST]
        if now - LOOKED_BACK < row.at < now - SETTLED and row.person != FEED and row.reference
    ]


def _find(page: Account, row: Incoming) -> bool:
    talk = Conversation.objects.filter(account=page, address=row.person).first()
    if talk is None or Message.objects.filter(conversation=talk, key=row.key).exists():
        return False
    if Delivery.objects.filter(account=page.pk, reference=row.reference).exists():
        return False
    if _may_be_ours(talk, row):
        return False
    return _keep_typed(talk, row)


def _may_be_ours(talk: Conversation, row: Incoming) -> bool:
    """A send whose answer was lost: the same words are in a job that nobody knows the end of."""
    jobs = Message.objects.filter(conversation=talk, job__isnull=False).values("job")
    said = Job.objects.filter(pk__in=jobs).order_by("-id").values_list("text", flat=True)[:20]
    return fold(row.text) in {fold(text) for text in said}


def _keep_typed(talk: Conversation, row: Incoming) -> bool:
    is_comment = row.person.startswith(COMMENT)
    return _keep(
        talk,
        key=row.key,
        text=row.text,
        at=row.at,
        reference=row.reference,
        way=Way.COMMENT if is_comment else Way.ELSEWHERE,
    )


def answered_under(row: Incoming, text: str, *, job: Job, by: Staff, is_private: bool) -> None:
    """Verb. An officer answered a comment on the page of comments: the inbox knows of it."""
    talk = Conversation.objects.filter(
        account=row.account, address=f"{COMMENT}{row.reference}"
    ).first()
    if talk is not None:
        way = Way.PRIVATE if is_private else Way.COMMENT
        _keep(talk, key=job.key, text=text, at=civil_now(), way=way, by=by, job=job)


def _keep(  # noqa: PLR0913  one message is said in one place
    talk: Conversation,
    *,
    key: str,
    text: str,
    at: datetime,
    way: str,
    reference: str = "",
    by: Staff | None = None,
    job: Job | None = None,
) -> bool:
    """False when it is here already."""
    asked = Question.objects.filter(conversation=talk, asked_at__lte=at)
    with transaction.atomic():
        question = asked.order_by("-id").first()
        _message, is_new = Message.objects.get_or_create(
            locality_id=talk.locality_id,
            conversation=talk,
            key=key,
            defaults={
                "question": question,
                "inbound": False,
                "text": mask_ids(text),
                "reference": reference,
                "at": at,
                "way": way,
                "by": by,
                "job": job,
            },
        )
        if is_new and question is not None:
            _answer(question, at, way, by.actor if by else PLATFORM)
    return is_new


def _answer(question: Question, at: datetime, way: str, by: Actor) -> None:
    first = Coalesce("first_answer_at", Value(at, output_field=DateTimeField()))
    try:
        move(
            question,
            Question.State.ANSWERED,
            among=OPEN,
            answered_at=at,
            first_answer_at=first,
            wants_person=False,
        )
    except WrongState:
        return  # answered or closed here already
    record(by, "question.answered", question, after={"way": way})
