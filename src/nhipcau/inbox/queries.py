"""What the officers' pages of the inbox read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nhipcau.dispatch.models import Delivery
from nhipcau.inbox.models import OPEN, Conversation, Message, Question, Topic
from nhipcau.inbox.paths import read_tracking
from nhipcau.inbox.rights import ANSWERS
from nhipcau.people.models import Role, Staff
from nhipcau.text.fold import fold, tidy

S = Question.State
DONE: Final = (S.ANSWERED, S.CLOSED)
LABELS: Final = (
    ("", _("Chờ trả lời")),
    ("cua-toi", _("Của tôi")),
    ("chua-giao", _("Chưa ai nhận")),
    ("qua-han", _("Quá hạn")),
    ("chuyen", _("Đã chuyển cơ quan khác")),
    ("xong", _("Đã trả lời")),
)


@dataclass(frozen=True, slots=True)
class Filters:
    tab: str = ""
    topic: str = ""
    source: str = ""
    who: str = ""
    words: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Filters":
        tab = str(given.get("tab", ""))
        return cls(
            tab if tab in dict(LABELS) else "",
            _number(given.get("chu-de", "")),
            tidy(str(given.get("kenh", ""))[:10]),
            _number(given.get("ai", "")),
            tidy(str(given.get("tim", ""))[:80]),
        )

    @property
    def is_narrow(self) -> bool:
        return bool(self.topic or self.source or self.who or self.words)


def visible_to(staff: Staff) -> QuerySet[Question]:
    """Officers see all; a team member tied to a neighbourhood its questions and their own."""
    found = Question.objects.select_related(
        "conversation__household",
        "conversation__neighbourhood",
        "conversation__account",
        "topic",
        "assignee",
        "held_by",
        "locality",
        "procedure_version__procedure",
    )
    if staff.role != Role.TEAM_MEMBER or staff.neighbourhood_id is None:
        return found
    near = Q(conversation__neighbourhood=staff.neighbourhood_id)
    return found.filter(near | Q(assignee=staff))


def listed(staff: Staff, filters: Filters, now: datetime) -> QuerySet[Question]:
    """Waiting: what is due first on top. Done: the newest."""
    found = visible_to(staff).filter(_tab(filters.tab, staff, now))
    if filters.topic:
        found = found.filter(topic=int(filters.topic))
    if filters.source:
        found = found.filter(conversation__source=filters.source)
    if filters.who:
        found = found.filter(assignee=int(filters.who))
    if filters.words:
        said = Q(folded__contains=fold(filters.words))
        said |= Q(conversation__name__icontains=filters.words)
        found = found.filter(said | Q(tracking=read_tracking(filters.words)))
    if filters.tab == "xong":
        return found.order_by(F("answered_at").desc(nulls_last=True), "-id")
    return found.order_by("due_at", "id")


def tabs(staff: Staff, now: datetime) -> list[tuple[str, str, int]]:
    """(tab, label, how many): one query for all."""
    counted = visible_to(staff).aggregate(
        **{
            f"n{number}": Count("pk", filter=_tab(tab, staff, now))
            for number, (tab, _label) in enumerate(LABELS)
        }
    )
    return [(tab, str(label), counted[f"n{number}"]) for number, (tab, label) in enumerate(LABELS)]


def waiting() -> QuerySet[Question]:
    """For the navigation of those who answer."""
    return Question.objects.filter(state__in=[S.RECEIVED, S.ASSIGNED])


def choices(staff: Staff) -> dict[str, Any]:
    """What the list can be narrowed to."""
    return {
        "topics": Topic.objects.filter(retired_at=None),
        "sources": Conversation.Source.choices,
        "colleagues": colleagues(staff),
    }


def colleagues(staff: Staff) -> QuerySet[Staff]:
    """Who answers in this locality."""
    return Staff.objects.filter(
        locality=staff.locality_id, role__in=ANSWERS, is_active=True
    ).order_by("name")


def conversation_of(question: Question) -> list[Message]:
    """All that was said with this person, the last hundred, each with how its sending stands."""
    said = Message.objects.filter(conversation=question.conversation_id)
    newest = said.select_related("by", "procedure_version__procedure").order_by("-at", "-id")[:100]
    shown = list(newest)[::-1]
    jobs = [message.job_id for message in shown if message.job_id]
    states = dict(Delivery.objects.filter(job__in=jobs).values_list("job_id", "state"))
    for message in shown:
        message.sending = _sending(states.get(message.job_id or 0))  # type: ignore[attr-defined]
    return shown


def _sending(state: str | None) -> str:
    return "" if state is None else str(Delivery.State(state).label)


def _tab(tab: str, staff: Staff, now: datetime) -> Q:
    if tab == "xong":
        return Q(state__in=DONE)
    if tab == "chuyen":
        return Q(state=S.FORWARDED)
    found = Q(state__in=OPEN)
    if tab == "cua-toi":
        return found & Q(assignee=staff)
    if tab == "chua-giao":
        return found & Q(assignee=None)
    if tab == "qua-han":
        return found & Q(due_at__lte=now)
    return found


def _number(given: Any) -> str:
    said = str(given)
    return said if said.isdecimal() and len(said) < 19 else ""
