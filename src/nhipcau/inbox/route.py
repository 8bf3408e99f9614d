"""Whose a question is: its topic by its words or its procedure, the topic's people, its due time.

Of the topic's people whoever is on duty, at the inbox before elsewhere; else whoever is on duty at
the inbox; else, with nobody on duty, the topic's people who are there. Among equals the one with
the fewest open questions; without anybody it is left to all officers, who see that nobody has it.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.inbox.models import Answerer, Question, Topic
from nhipcau.inbox.move import move
from nhipcau.inbox.rights import ANSWERS, require_arranger
from nhipcau.people.absences import absent_at
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.places.working import office_of
from nhipcau.rosters.duty import on_duty
from nhipcau.rosters.models import Post
from nhipcau.text.fold import fold, tidy

S = Question.State
HOURS = 8  # one working day, when no topic says otherwise
LONGEST_HOURS = 200


def route_question(question: Question, *, by: Actor = SYSTEM) -> None:
    """Verb. Its topic and its officer; the due time runs from when it was asked."""
    topic = question.topic or topic_for(question)
    staff = officer_for(question.locality, topic)
    hours = topic.hours if topic else HOURS
    due_at = office_of(question.locality).after(question.asked_at, hours)
    with transaction.atomic():
        move(
            question,
            S.ASSIGNED if staff else S.RECEIVED,
            among=(S.RECEIVED, S.ASSIGNED, S.ANSWERED),
            topic=topic,
            assignee=staff,
            due_at=due_at,
            escalated_at=None,
        )
        record(
            by,
            "question.routed",
            question,
            after={
                "topic": topic.pk if topic else None,
                "assignee": staff.pk if staff else None,
            },
        )


def topic_for(question: Question) -> Topic | None:
    """The topic whose words it has most of; the procedure's sector counts as its words too."""
    said = f" {question.folded} "
    if question.procedure_version is not None:
        version = question.procedure_version
        said += f"{fold(version.sector)} {fold(version.name)} "
    best, most = None, 0
    for topic in Topic.objects.filter(retired_at=None):
        score = sum(len(word) for word in words_of(topic) if f" {word} " in said)
        if score > most:
            best, most = topic, score
    return best


def words_of(topic: Topic) -> list[str]:
    lines = [topic.name, *topic.words.splitlines()]
    return [folded for line in lines if (folded := fold(line.strip(" ,;")))]


def officer_for(locality: Locality, topic: Topic | None) -> Staff | None:
    """Who gets a question of this topic that comes now."""
    now = civil_now()
    duty = on_duty(locality, at=now)
    own = answerers_of(topic)
    at_inbox = {one.staff_id for one in duty if one.post == Post.INBOX}
    on_any = {one.staff_id for one in duty}
    for people in (own & at_inbox, own & on_any, at_inbox):
        if people and (found := least_busy(locality, people)):
            return found
    return least_busy(locality, own - absent_at(locality, now, own)) if own else None


def answerers_of(topic: Topic | None) -> set[int]:
    if topic is None:
        return set()
    return set(Answerer.objects.filter(topic=topic).values_list("staff_id", flat=True))


def least_busy(locality: Locality, people: Collection[int]) -> Staff | None:
    """Of those of them who answer, the one with the fewest open questions."""
    is_open = Q(questions__state__in=[S.RECEIVED, S.ASSIGNED])
    found = Staff.objects.filter(pk__in=people, is_active=True, role__in=ANSWERS, locality=locality)
    return found.annotate(n=Count("questions", filter=is_open)).order_by("n", "pk").first()


def save_topic(
    locality: Locality,
    topic: Topic | None,
    *,
    name: str,
    words: str,
    hours: int,
    staff: list[Staff],
    by: Staff,
) -> Topic:
    """Verb. The table that says whose questions are whose; what was routed stays where it is."""
    require_arranger(by, locality.pk)
    name = tidy(name)[:80]
    if not name:
        raise BadInput(_("Hãy đặt tên chủ đề."), field="name")
    if not 1 <= hours <= LONGEST_HOURS:
        raise BadInput(_("Thời hạn là từ 1 đến 200 giờ làm việc."), field="hours")
    for one in staff:
        if one.locality_id != locality.pk or one.role not in ANSWERS:
            raise NotAllowed(
                _("%(who)s không trả lời câu hỏi của địa bàn này.") % {"who": one.name}
            )
    same = Topic.objects.filter(locality=locality, name=name, retired_at=None)
    if same.exclude(pk=topic.pk if topic else 0).exists():
        raise BadInput(_("Đã có chủ đề tên này."), field="name")
    with transaction.atomic():
        fields = {"name": name, "words": _lines(words), "hours": hours}
        if topic is None:
            position = Topic.objects.filter(locality=locality).count()
            topic = Topic.objects.create(locality=locality, position=position, **fields)
        else:
            Topic.objects.filter(pk=topic.pk).update(**fields)
        Answerer.objects.filter(topic=topic).exclude(staff__in=staff).delete()
        for position, one in enumerate(staff):
            Answerer.objects.update_or_create(
                locality=locality, topic=topic, staff=one, defaults={"position": position}
            )
        record(by.actor, "topic.saved", topic, after={"staff": len(staff), "hours": hours})
    topic.refresh_from_db()
    return topic


def retire_topic(topic: Topic, *, by: Staff) -> None:
    """Verb. Open questions keep it; no new one gets it."""
    require_arranger(by, topic.locality_id)
    with transaction.atomic():
        if not Topic.objects.filter(pk=topic.pk, retired_at=None).update(retired_at=civil_now()):
            raise WrongState(_("Chủ đề này đã thôi dùng rồi."))
        record(by.actor, "topic.retired", topic)


def _lines(words: str) -> str:
    kept = [tidy(line) for line in words.replace(",", "\n").splitlines()]
    return "\n".join(dict.fromkeys(line for line in kept if line))[:4000]
