"""Pictures that may show an ID card. A guess from what was said around them, never from the
picture: it stays at the platform and nothing here looks into it. Officers mark and unmark."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.inbox.models import Conversation, Message, Question
from nhipcau.inbox.rights import require_answerer
from nhipcau.inbox.word_lists import PAPERS
from nhipcau.people.models import Staff
from nhipcau.text.fold import fold

NEAR = timedelta(minutes=15)
PICTURES = frozenset({Message.What.IMAGE, Message.What.FILE})


def may_show_card(talk: Conversation, what: str, text: str, at: datetime) -> bool:
    """A picture whose words, or the talk just before it, speak of such papers."""
    if what not in PICTURES:
        return False
    if PAPERS.search(fold(text)):
        return True
    around = Message.objects.filter(conversation=talk, at__gte=at - NEAR, at__lte=at + NEAR)
    said = around.exclude(text="").order_by("-id").values_list("text", flat=True)[:10]
    return any(PAPERS.search(fold(words)) for words in said)


def flag_earlier(talk: Conversation, text: str, at: datetime) -> None:
    """The words that tell what a picture is may come after it."""
    if not PAPERS.search(fold(text)):
        return
    pictures = Message.objects.filter(
        conversation=talk, inbound=True, what__in=PICTURES, at__gte=at - NEAR, at__lte=at
    )
    ids = list(pictures.values_list("question_id", flat=True))
    pictures.update(may_show_card=True)
    Question.objects.filter(pk__in=[pk for pk in ids if pk]).update(may_show_card=True)


def mark_card(message: Message, *, is_card: bool, by: Staff) -> None:
    """Verb. An officer has looked: it shows one, or it does not."""
    require_answerer(by, message.locality_id)
    with transaction.atomic():
        Message.objects.filter(pk=message.pk).update(may_show_card=is_card)
        _follow(message)
        record(by.actor, "message.card", message, after={"is_card": is_card})
    message.refresh_from_db()


def drop_files(message: Message, *, by: Staff) -> None:
    """Verb. The way to the picture goes from here for good; at the platform it is deleted there."""
    require_answerer(by, message.locality_id)
    with transaction.atomic():
        there = Message.objects.filter(pk=message.pk, inbound=True).exclude(files=[])
        if not there.update(files=[], deleted_at=civil_now(), may_show_card=False):
            raise WrongState(_("Tin này không còn ảnh hay tệp nào."))
        _follow(message)
        record(by.actor, "message.files_dropped", message)
    message.refresh_from_db()


def _follow(message: Message) -> None:
    if message.question_id is None:
        return
    some = Message.objects.filter(question=message.question_id, may_show_card=True).exists()
    Question.objects.filter(pk=message.question_id).update(may_show_card=some)
