"""What the machine says at once, and says that it is one: one message for each that came, and at
most a few an hour. Every sentence of it once a day, so that nobody is talked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import translation

from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now, local
from nhipcau.core.language import house_language
from nhipcau.inbox import phrases
from nhipcau.inbox.assess import HEAVY, HELLO, HOURS, LOOK_UP, THANKS, Assessed
from nhipcau.inbox.models import Conversation, Message, Question
from nhipcau.inbox.send import may_reply, send_reply
from nhipcau.places.working import office_of
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.procedures.queries import whole
from nhipcau.procedures.search import Found

BY: Final = Actor("platform", "inbox")
AN_HOUR: Final = 6  # messages of the machine to one person
LIMIT: Final = 2000
What = Message.What


@dataclass(slots=True)
class Reply:
    """Parts of one message; `told` are sentences that are not said again today."""

    parts: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    version: ProcedureVersion | None = None


def say_about(
    talk: Conversation, message: Message, question: Question, assessed: Assessed, found: Found
) -> None:
    """To a question: the procedure when the search is sure, what it may be when not."""
    if not may_reply(talk):
        _note_procedure(question, found)
        return
    with _language(assessed.language):
        reply = Reply()
        _greet_shortly(talk, reply)
        _about_content(talk, message, assessed, reply)
        _about_procedure(talk, question, message, found, reply)
        _receipt(talk, question, reply)
        _about_hours(talk, reply)
        _send(talk, message, question, reply)


def say_small(talk: Conversation, message: Message, assessed: Assessed) -> None:
    """To a greeting, thanks, an emoji, abuse: kindly, once a day."""
    if not may_reply(talk):
        return
    with _language(assessed.language):
        reply = Reply()
        if assessed.kind == HEAVY:
            _once(talk, reply, "heavy", phrases.calm(talk.locality))
        elif assessed.kind == HOURS:
            reply.parts.append(phrases.hours(talk.locality, office_of(talk.locality)))
        elif assessed.kind == LOOK_UP:
            reply.parts.append(phrases.look_up(talk.locality))
        elif assessed.kind == THANKS:
            _once(talk, reply, "thanks", phrases.welcome(talk.locality))
        elif _once(talk, reply, "hello", phrases.greeting(talk.locality)):
            reply.choices = dict(phrases.GREETING_CHOICES)
        elif assessed.kind == HELLO:
            _once(talk, reply, "again", phrases.what_is_it())
        else:
            _once(talk, reply, "nothing", phrases.in_words())
        _about_hours(talk, reply)
        _send(talk, message, None, reply)


def say_handed(talk: Conversation, message: Message, question: Question) -> None:
    if not may_reply(talk):
        return
    with _language(talk.language):
        reply = Reply([phrases.handed(question)], choices=dict(phrases.ONLY_PERSON))
        reply.told["receipt"] = str(question.pk)
        if not question.folded:
            reply.parts.append(phrases.say_what())
        _about_hours(talk, reply)
        _send(talk, message, question, reply)


def say_procedure(talk: Conversation, message: Message, question: Question, version: int) -> None:
    """Somebody chose it from the menu: theirs is the choice, so it is sure."""
    with _language(talk.language):
        reply = Reply()
        _give(question, whole(version), reply, is_chosen=True)
        _send(talk, message, question, reply)


def say_words(talk: Conversation, message: Message, words: str, choices: Mapping[str, str]) -> None:
    _send(talk, message, message.question, Reply([words], choices=dict(choices)))


def _about_procedure(
    talk: Conversation, question: Question, message: Message, found: Found, reply: Reply
) -> None:
    if found.sure:
        hit = found.hits[0]
        if talk.told.get("procedure") == f"{question.pk}:{hit.version_id}":
            return  # just said
        _give(question, whole(hit.version_id), reply)
    elif found.hits and message.text and not question.automatic:
        choices = {str(n): f"procedure:{hit.version_id}" for n, hit in enumerate(found.hits, 1)}
        reply.choices = {**choices, "0": "person"}
        reply.parts.append(phrases.not_sure([hit.name for hit in found.hits]))


def _give(
    question: Question, version: ProcedureVersion, reply: Reply, *, is_chosen: bool = False
) -> None:
    reply.version = version
    reply.parts.append(phrases.procedure(question, version, is_chosen=is_chosen))
    reply.choices = dict(phrases.AFTER_PROCEDURE)
    reply.told["procedure"] = f"{question.pk}:{version.pk}"


def _note_procedure(question: Question, found: Found) -> None:
    """Where the machine may not write, the question's page says it (question pages, portal)."""
    if found.sure and question.procedure_version_id == found.hits[0].version_id:
        Question.objects.filter(pk=question.pk).update(automatic=True)


def _about_content(talk: Conversation, message: Message, assessed: Assessed, reply: Reply) -> None:
    if any(file.get("blocked") for file in message.files):
        _once(talk, reply, "file", phrases.no_such_file())
    elif message.what == What.VOICE:
        _once(talk, reply, "voice", phrases.voice(talk.locality))
    elif message.may_show_card:
        _once(talk, reply, "card", phrases.card())
    elif message.what in {What.IMAGE, What.VIDEO, What.FILE} and not message.text:
        _once(talk, reply, "image", phrases.picture())
    if message.had_ids:
        _once(talk, reply, "ids", phrases.ids_hidden())
    if message.is_cut:
        _once(talk, reply, "cut", phrases.cut())
    if assessed.language == "tyz":
        _once(talk, reply, "tay", phrases.tay())
    if assessed.is_heavy:
        _once(talk, reply, "heavy", phrases.calm(talk.locality))


def _greet_shortly(talk: Conversation, reply: Reply) -> None:
    _once(talk, reply, "hello", phrases.short_greeting(talk.locality))


def _receipt(talk: Conversation, question: Question, reply: Reply) -> None:
    """Its number and until when, once for each question."""
    if talk.told.get("receipt") != str(question.pk):
        reply.parts.append(phrases.receipt(question))
        reply.told["receipt"] = str(question.pk)
        reply.choices.setdefault("0", "person")


def _about_hours(talk: Conversation, reply: Reply) -> None:
    office, now = office_of(talk.locality), civil_now()
    if reply.parts and not office.is_open(now):
        words = phrases.closed_now(talk.locality, office.next_open(now))
        _once(talk, reply, "hours", words)


def _once(talk: Conversation, reply: Reply, name: str, words: str) -> bool:
    today = local(civil_now()).date().isoformat()
    if talk.told.get(name) == today:
        return False
    reply.parts.append(words)
    reply.told[name] = today
    return True


def _send(talk: Conversation, message: Message, question: Question | None, reply: Reply) -> None:
    if not reply.parts or not may_reply(talk) or _says_too_much(talk):
        return
    now = civil_now()
    text = "\n\n".join(reply.parts)[:LIMIT]
    said = _kept(talk, message, question, text, reply.version)
    if said is None:
        return
    job = send_reply(talk, said, text, BY)
    Message.objects.filter(pk=said.pk).update(job=job)
    changes: dict[str, Any] = {"told": {**talk.told, **reply.told}, "last_at": now}
    if reply.choices:
        changes["menu"] = {
            "choices": reply.choices,
            "at": now.isoformat(),
            "question": question.pk if question else None,
        }
    Conversation.objects.filter(pk=talk.pk).update(**changes)
    talk.refresh_from_db()
    if question is not None and reply.version is not None:
        Question.objects.filter(pk=question.pk).update(
            automatic=True, procedure_version=reply.version
        )


def _kept(
    talk: Conversation,
    message: Message,
    question: Question | None,
    text: str,
    version: ProcedureVersion | None,
) -> Message | None:
    """One reply for each message: a second worker finds it there."""
    try:
        with transaction.atomic():
            return Message.objects.create(
                locality_id=talk.locality_id,
                conversation=talk,
                question=question,
                key=f"auto:{message.pk}",
                inbound=False,
                is_automatic=True,
                text=text,
                at=civil_now(),
                way=Message.Way.CHANNEL,
                procedure_version=version,
            )
    except IntegrityError:
        return None


def _says_too_much(talk: Conversation) -> bool:
    since = civil_now() - timedelta(hours=1)
    said = Message.objects.filter(conversation=talk, is_automatic=True, at__gt=since)
    return said.count() >= AN_HOUR


def _language(language: str) -> translation.override:
    return translation.override("en") if language == "en" else house_language()
