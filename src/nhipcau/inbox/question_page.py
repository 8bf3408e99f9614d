"""One question: what was said, who has it, how an answer can still go, what might answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nhipcau.channels.models import ChannelKind
from nhipcau.channels.words import words_for
from nhipcau.core.clock import civil_now
from nhipcau.inbox.close import BY_OFFICERS
from nhipcau.inbox.desk import frame
from nhipcau.inbox.models import FaqEntry, Message, Question, Topic
from nhipcau.inbox.paths import question_path, say_tracking
from nhipcau.inbox.queries import colleagues, conversation_of
from nhipcau.inbox.suggest import Suggestion, suggest
from nhipcau.inbox.ways import answer_ways
from nhipcau.people.guards import me
from nhipcau.people.models import Role
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.procedures.queries import current_version, is_old, whole
from nhipcau.procedures.short import short_form

SHORT, SUGGESTED = 1100, 3


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in one of the page's forms, and what is wrong with it: nothing typed is lost."""

    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    at: str = ""
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class Suggested:
    version: ProcedureVersion
    short: str


def show(
    request: HttpRequest, question: Question, typed: Typed | None = None, status: int = 200
) -> HttpResponse:
    typed = typed or Typed()
    staff = me(request)
    found = suggest(question)
    ways = answer_ways(question)
    said = [_with_fault(message) for message in conversation_of(question)]
    chosen = typed.values.get("way") or next(way.kind for way in ways if way.is_open)
    context = {
        **frame(request),
        "question": question,
        "number": say_tracking(question.tracking),
        "page_url": question_path(question),
        "talk": question.conversation,
        "messages_said": [message for message in said if message.question_id == question.pk],
        "earlier": [message for message in said if message.question_id != question.pk],
        "notes": question.notes.select_related("by"),
        "forwarding": question.forwardings.filter(came_back_at=None).first(),
        "writer": question.writer if question.writer != staff else None,
        "ways": ways,
        "chosen": chosen,
        "suggested": [_suggested(pk) for pk in _likely(question, found)],
        "found": found,
        "attached": _attached(question, typed, found),
        "typed": typed,
        "now": civil_now(),
        "colleagues": colleagues(staff).exclude(pk=question.assignee_id or 0),
        "topics": Topic.objects.filter(retired_at=None),
        "reasons": [(v, label) for v, label in Question.Closed.choices if v in BY_OFFICERS],
        "rating": getattr(question, "rating", None),
        "faq": FaqEntry.objects.filter(drawn_from=question).first(),
        "may_see_homes": staff.role != Role.TEAM_MEMBER,
        "news": _news(request, question),
    }
    return render(request, "inbox/question.html", context, status=status)


def _likely(question: Question, found: Suggestion) -> list[int]:
    """What it was asked under comes before what the search makes of the words."""
    likely = [hit.version_id for hit in found.procedures]
    parts = question.about_path.strip("/").split("/")
    if len(parts) > 2 and parts[1] == "thu-tuc" and (version := current_version(parts[2])):
        likely = [version.pk, *(pk for pk in likely if pk != version.pk)]
    return likely[:SUGGESTED]


def _suggested(version_id: int) -> Suggested:
    version = whole(version_id)
    return Suggested(version, short_form(version, limit=SHORT))


def _attached(question: Question, typed: Typed, found: Suggestion) -> dict[str, Any] | None:
    """The procedure that goes along: what was chosen in the form, else nothing."""
    given = typed.values.get("version", "")
    if not given.isdecimal():
        return None
    version = ProcedureVersion.objects.select_related("procedure").filter(pk=given).first()
    return {"version": version, "is_old": is_old(version)} if version else None


def _with_fault(message: Message) -> Message:
    if message.failed_at is not None:
        kind = message.job.account.kind if message.job else ChannelKind.ZALO_OA
        message.fault_words = " ".join(words_for(kind, message.fault))  # type: ignore[attr-defined]
    return message


def _news(request: HttpRequest, question: Question) -> bool:
    """Whether something happened since the page that asks was drawn."""
    seen = request.GET.get("luot", "")
    return seen.isdecimal() and int(seen) != question.turn
