"""Where a resident asks about a procedure, who answers for it, and whether the desk is open."""

from dataclasses import dataclass
from datetime import datetime

from nhipcau.core.clock import civil_now
from nhipcau.inbox.models import Answerer, Question
from nhipcau.inbox.paths import ask_path
from nhipcau.inbox.route import topic_for
from nhipcau.people.absences import absent_at
from nhipcau.places.models import Locality
from nhipcau.places.working import office_of
from nhipcau.procedures.models import ProcedureVersion

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Responsible:
    name: str
    title: str
    phone: str


def ask_about(locality: Locality, code: str = "") -> str:
    """The question form, with the procedure it is about."""
    return ask_path(locality) + (f"?thu-tuc={code}" if code else "")


def responsible_for(version: ProcedureVersion) -> list[Responsible]:
    """Who would get a question about it and is there today. Nobody: the ward's own number."""
    topic = topic_for(Question(procedure_version=version))
    if topic is None:
        return []
    rows = Answerer.objects.filter(topic=topic, staff__is_active=True).select_related("staff")
    people = [row.staff for row in rows]
    away = absent_at(version.locality, civil_now(), [one.pk for one in people])
    here = [one for one in people if one.pk not in away]
    return [Responsible(one.name, one.title, one.phone) for one in here[:SHOWN]]


def opens_again(locality: Locality) -> datetime | None:
    """None while the desk is open."""
    now, office = civil_now(), office_of(locality)
    return None if office.is_open(now) else office.next_open(now)
