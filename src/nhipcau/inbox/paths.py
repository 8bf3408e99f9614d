"""Where a question lives on the portal. Residents have no account: the number is the key."""

from django.conf import settings

from nhipcau.core.actor import SYSTEM
from nhipcau.inbox.models import Question
from nhipcau.links.shorten import make_link, short_url
from nhipcau.places.models import Locality


def ask_path(locality: Locality) -> str:
    return f"/{locality.slug}/hoi/"


def question_path(question: Question) -> str:
    """The page of a question and its answer, for whoever has the number."""
    return f"{ask_path(question.locality)}{question.tracking}/"


def question_url(question: Question) -> str:
    """A short link, made when it is first wanted: for an SMS, where each sign costs."""
    if question.link is None:
        link = make_link(
            question.locality,
            question_path(question),
            place={"question": question.pk},
            by=SYSTEM,
        )
        Question.objects.filter(pk=question.pk, link=None).update(link=link)
        question.refresh_from_db(fields=["link"])
    return short_url(question.link) if question.link else f"{settings.BASE_URL}/"


def say_tracking(tracking: str) -> str:
    """As it is written down: K7M-2PX-9QD. Whoever types it may leave the hyphens out."""
    code = tracking.upper()
    return "-".join(code[n : n + 3] for n in range(0, len(code), 3))


def read_tracking(typed: str) -> str:
    """What was typed, as it is kept."""
    return "".join(sign for sign in typed.lower() if sign.isalnum())[:16]
