"""A message comes in, from wherever: kept once and masked, joined to its question, answered at once
as far as a machine may, and handed to an officer.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from nhipcau.channels.models import Account
from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.inbox import automatic
from nhipcau.inbox.assess import (
    NUMBER,
    PERSON,
    SMALL,
    THANKS,
    Assessed,
    assess,
    is_dangerous,
)
from nhipcau.inbox.begin import begin_question, hand_to_person, take_up_again
from nhipcau.inbox.cards import flag_earlier, may_show_card
from nhipcau.inbox.close import end
from nhipcau.inbox.menu import choose
from nhipcau.inbox.models import OPEN, Conversation, Message, Question
from nhipcau.people.contacts import household_of
from nhipcau.people.models import Household, Staff
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.procedures.search import Found, find_procedures
from nhipcau.text.fold import tidy, tidy_lines
from nhipcau.text.mask import mask_ids
from nhipcau.text.mentions import strip_mentions

LONGEST: Final = 4000
SAME_TALK: Final = timedelta(days=1)  # who writes within a day of an answer goes on about it
REPEATS: Final = timedelta(hours=1)
S, Source, What = Question.State, Conversation.Source, Message.What


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that somebody said to the ward. `key` names it for ever in its conversation."""

    source: str
    key: str
    text: str
    at: datetime
    account: Account | None = None
    address: str = ""
    person: str = ""
    name: str = ""
    phone: str = ""
    what: str = What.TEXT
    files: list[dict[str, Any]] = field(default_factory=list)
    reference: str = ""
    about_path: str = ""
    household: Household | None = None
    neighbourhood: Neighbourhood | None = None
    passed_by: Staff | None = None


def receive_message(locality: Locality, said: Said, *, by: Actor) -> Message:
    """Verb. The same message again is the one that is there. Inside the locality's scope."""
    with transaction.atomic():
        conversation = _conversation(locality, said)
        known = Message.objects.filter(conversation=conversation, key=said.key).first()
        if known is not None:
            return known
        assessed = assess(said.text, what=said.what)
        message = _keep(conversation, said, assessed)
        _take(conversation, message, said, assessed)
        message.refresh_from_db()
        record(
            by,
            "message.received",
            message,
            after={"source": said.source, "what": said.what, "question": message.question_id},
        )
    return message


def _conversation(locality: Locality, said: Said) -> Conversation:
    """Locked: two workers with two messages of one person go one after the other."""
    fields = {
        "name": mask_ids(tidy(said.name))[:80],
        "phone": said.phone,
        "household": said.household,
        "neighbourhood": said.neighbourhood,
        "passed_by": said.passed_by,
        "last_at": said.at,
    }
    if not (said.address or said.person):
        return Conversation.objects.create(locality=locality, source=said.source, **fields)
    named = {
        "account": said.account,
        "source": said.source,
        "address": said.address,
        "person": said.person,
    }
    Conversation.objects.get_or_create(locality=locality, **named, defaults=fields)
    found = Conversation.objects.select_for_update().get(locality=locality, **named)
    _know(found, said)
    return found


def _know(talk: Conversation, said: Said) -> None:
    """Who they are may be learnt later: by a code, by the leader."""
    changes: dict[str, Any] = {"last_at": max(talk.last_at, said.at)}
    household = talk.household
    if household is None and talk.account is not None and talk.person:
        household = household_of(talk.account, talk.person)
        changes["household"] = household
    if talk.neighbourhood_id is None and household is not None:
        changes["neighbourhood"] = household.neighbourhood
    if said.name and not talk.name:
        changes["name"] = mask_ids(tidy(said.name))[:80]
    Conversation.objects.filter(pk=talk.pk).update(**changes)
    talk.refresh_from_db()


def _keep(talk: Conversation, said: Said, assessed: Assessed) -> Message:
    whole = strip_mentions(tidy_lines(said.text))
    masked = mask_ids(whole)
    files = [_harmless(one) for one in said.files]
    return Message.objects.create(
        locality_id=talk.locality_id,
        conversation=talk,
        key=said.key,
        inbound=True,
        what=said.what,
        text=masked[:LONGEST],
        files=files,
        reference=said.reference[:80],
        at=said.at,
        is_cut=len(masked) > LONGEST,
        # A platform's words come masked already: the sign that hides is proof as well.
        had_ids=masked != whole or "•••" in whole,
        may_show_card=may_show_card(talk, said.what, said.text, said.at),
        is_heavy=assessed.is_heavy,
    )


def _harmless(file: dict[str, Any]) -> dict[str, Any]:
    """Of what could run something only the name stays: nobody can open it from here."""
    name = mask_ids(str(file.get("name", "")))[:120]
    if is_dangerous(name):
        return {"kind": file.get("kind", "file"), "name": name, "blocked": True}
    return {**file, "name": name} if name else file


def _take(talk: Conversation, message: Message, said: Said, assessed: Assessed) -> None:
    last = Question.objects.filter(conversation=talk).order_by("-id").first()
    # Of a form, and of a comment that was picked out: that is a question, however short.
    if said.account is None or said.source == Source.COMMENT:
        _ask(talk, message, said, assessed, last)
        return
    if assessed.kind == NUMBER and choose(talk, message, assessed.number):
        return
    if assessed.kind == PERSON:
        question = hand_to_person(talk, message, last)
        automatic.say_handed(talk, message, question)
        return
    if assessed.kind in SMALL:
        _attach(message, last, assessed)
        automatic.say_small(talk, message, assessed)
        return
    _ask(talk, message, said, assessed, last)


def _attach(message: Message, last: Question | None, assessed: Assessed) -> None:
    """Small words belong to what was talked of; thanks after an answer end it."""
    if last is None or last.state == S.CLOSED:
        return
    Message.objects.filter(pk=message.pk).update(question=last)
    if assessed.kind == THANKS and last.state == S.ANSWERED:
        end(last, why=Question.Closed.THANKED, by=Actor("resident", "unknown"))


def _ask(
    talk: Conversation, message: Message, said: Said, assessed: Assessed, last: Question | None
) -> None:
    if last is not None and _is_repeat(message, assessed, last, said):
        Message.objects.filter(pk=message.pk).update(question=last, is_repeat=True)
        Question.objects.filter(pk=last.pk).update(times=F("times") + 1)
        return
    flag_earlier(talk, message.text, message.at)
    found = _found(message, assessed)
    question = _question_for(talk, message, said, assessed, last, found)
    if message.may_show_card:
        Question.objects.filter(pk=question.pk).update(may_show_card=True)
    automatic.say_about(talk, message, question, assessed, found)


def _found(message: Message, assessed: Assessed) -> Found:
    if assessed.language == "tyz" or not message.text:
        return Found(False, ())
    return find_procedures(message.text[:600], limit=3)


def _question_for(
    talk: Conversation,
    message: Message,
    said: Said,
    assessed: Assessed,
    last: Question | None,
    found: Found,
) -> Question:
    if last is not None and last.state in OPEN and not _is_another(last, found, said):
        Message.objects.filter(pk=message.pk).update(question=last)
        if assessed.is_heavy:
            Question.objects.filter(pk=last.pk).update(is_heavy=True)
        return last
    is_going_on = (
        last is not None
        and last.state == S.ANSWERED
        and not _is_another(last, found, said)
        and last.answered_at is not None
        and message.at - last.answered_at < SAME_TALK
    )
    if last is not None and is_going_on:
        return take_up_again(last, message)
    return begin_question(talk, message, assessed, found, about_path=said.about_path)


def _is_another(last: Question, found: Found, said: Said) -> bool:
    """Surely about another procedure, or asked under another page."""
    if _is_elsewhere(last, said):
        return True
    if not found.sure or last.procedure_version is None:
        return False
    return last.procedure_version.procedure_id != found.hits[0].procedure_id


def _is_elsewhere(last: Question, said: Said) -> bool:
    return bool(said.about_path and last.about_path and said.about_path != last.about_path)


def _is_repeat(message: Message, assessed: Assessed, last: Question, said: Said) -> bool:
    """The same words again while we are at it: forty times in a minute are one question."""
    if last.state == S.CLOSED or not assessed.folded or _is_elsewhere(last, said):
        return False
    before = Message.objects.filter(
        question=last, inbound=True, at__gt=message.at - REPEATS
    ).exclude(pk=message.pk)
    known = before.order_by("-id").values_list("text", "what")[:20]
    return any(
        what == message.what and assess(text).folded == assessed.folded for text, what in known
    )
