"""An answer typed in the platform's own manager: the question is answered here as well."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import DateTimeField, Value
from django.db.models.functions import Coalesce

from nhipcau.channels.models import ChannelKind, Incoming
from nhipcau.channels.transports.zalo_oa import GROUP
from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.errors import WrongState
from nhipcau.inbox.models import OPEN, Conversation, Message, Question
from nhipcau.inbox.move import move
from nhipcau.text.mask import mask_ids

PLATFORM = Actor("platform", "typed")


def take_typed(rows: Sequence[Incoming]) -> Collection[int]:
    """Taker. One of ours wrote there by hand: kept in the conversation; the open question of that
    person is answered by it, whoever it was assigned to."""
    for row in rows:
        if row.account.kind != ChannelKind.ZALO_OA or row.person.startswith(GROUP):
            continue
        talk = Conversation.objects.filter(
            account=row.account, person=row.person, source=Conversation.Source.ZALO
        ).first()
        if talk is not None:
            keep_typed(talk, row)
    return [row.pk for row in rows]


def keep_typed(talk: Conversation, row: Incoming) -> None:
    with transaction.atomic():
        asked = Question.objects.filter(conversation=talk, asked_at__lte=row.at)
        question = asked.order_by("-id").first()
        _message, is_new = Message.objects.get_or_create(
            locality_id=talk.locality_id,
            conversation=talk,
            key=row.key,
            defaults={
                "question": question,
                "inbound": False,
                "text": mask_ids(row.text),
                "reference": row.reference,
                "at": row.at,
                "way": Message.Way.ELSEWHERE,
            },
        )
        if not is_new or question is None:
            return
        try:
            first = Coalesce("first_answer_at", Value(row.at, output_field=DateTimeField()))
            move(
                question,
                Question.State.ANSWERED,
                among=OPEN,
                answered_at=row.at,
                first_answer_at=first,
                wants_person=False,
            )
        except WrongState:
            return  # answered or closed here already
        record(PLATFORM, "question.answered", question, after={"way": "elsewhere"})
