"""Where a resident asks about a procedure, who answers for it, and whether the desk is open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nhipcau.core.clock import civil_now
from nhipcau.inbox.models import Answerer, Question
from nhipcau.inbox.paths import ask_path
from nhipcau.inbox.route import topic_for
from nhipcau.people.absences import absent_at
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.places.working import office_of
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.rosters.duty import OnDuty, on_duty

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Responsible:
    """`until`: on duty now, until then."""

    name: str
    title: str
    phone: str
    until: datetime | None = None
    post: str = ""
    spoken: str = ""


def ask_about(locality: Locality, code: str = "") -> str:
    """The question form, with the procedure it is about."""
    return ask_path(locality) + (f"?thu-tuc={code}" if code else "")


def answering_for(version: ProcedureVersion) -> list[Responsible]:
    """Who would get a question about it and is there today, as a paper says it."""
    return [_said(one) for one in _answerers(version)[:SHOWN]]


def responsible_for(version: ProcedureVersion) -> list[Responsible]:
    """Of those who answer for it whoever is on duty first; then who else is on duty. Nobody: the
    ward's own number."""
    duty = {one.staff_id: one for one in on_duty(version.locality)}
    here = sorted(_answerers(version), key=lambda one: one.pk not in duty)
    found = [_said(one, duty.pop(one.pk, None)) for one in here]
    found += [
        Responsible(one.name, one.title, one.public_phone, one.until, spoken=one.spoken)
        for one in duty.values()
    ]
    return found[:SHOWN]


def _answerers(version: ProcedureVersion) -> list[Staff]:
    topic = topic_for(Question(procedure_version=version))
    if topic is None:
        return []
    rows = Answerer.objects.filter(topic=topic, staff__is_active=True).select_related("staff")
    people = [row.staff for row in rows]
    away = absent_at(version.locality, civil_now(), [one.pk for one in people])
    return [one for one in people if one.pk not in away]


def _said(one: Staff, on: OnDuty | None = None) -> Responsible:
    """An officer's number is the office's; a team member's own is shown as they agreed."""
    if on is not None:
        return Responsible(one.name, one.title, on.public_phone, on.until, spoken=on.spoken)
    return Responsible(one.name, one.title, one.phone if one.uses_console else "")


def public_duty(locality: Locality, *, post: str | None = None) -> list[Responsible]:
    """Who is on duty now, as residents read it: each person once."""
    duty = {one.staff_id: one for one in on_duty(locality, post=post)}
    return [
        Responsible(one.name, one.title, one.public_phone, one.until, one.said_post, one.spoken)
        for one in duty.values()
    ]


def who_is_there(locality: Locality, *, post: str | None = None) -> dict[str, Any]:
    """For `_duty.html`: who is on duty; nobody outside the hours, then when it opens again."""
    return {"duty": public_duty(locality, post=post), "opens_again": opens_again(locality)}


def opens_again(locality: Locality) -> datetime | None:
    """None while the desk is open."""
    now, office = civil_now(), office_of(locality)
    return None if office.is_open(now) else office.next_open(now)
