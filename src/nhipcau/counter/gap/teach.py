"""A team member sits down with a household; each skill shown is one row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.counter.models import SkillVisit, Taught
from nhipcau.counter.skills import known_skills
from nhipcau.people.circumstances import Seen, must_visit, note_circumstance
from nhipcau.people.models import Household, Staff

MOST_MINUTES = 480


@dataclass(frozen=True, slots=True)
class VisitInput:
    """`key` comes with the page. `seen`: what was found there, into the register."""

    key: UUID
    skills: Sequence[str]
    place: str = SkillVisit.Place.HOME
    minutes: int = 0
    seen: Seen = field(default_factory=Seen)


def record_visit(household: Household, given: VisitInput, *, by: Staff) -> SkillVisit:
    """Verb. The same page sent twice is one visit."""
    must_visit(by, household.neighbourhood)
    skills = known_skills(list(given.skills))
    if not skills:
        raise BadInput(_("Hãy chọn ít nhất một việc đã hướng dẫn."), field="skills")
    if len(skills) != len(set(given.skills)):
        raise BadInput(_("Danh sách việc hướng dẫn đã đổi. Hãy chọn lại."), field="skills")
    if given.place not in SkillVisit.Place.values:
        raise BadInput(_("Hãy chọn nơi hướng dẫn."), field="place")
    if not 0 <= given.minutes <= MOST_MINUTES:
        raise BadInput(_("Số phút từ 0 đến 480."), field="minutes")
    now = civil_now()
    with transaction.atomic():
        visit, is_new = SkillVisit.objects.get_or_create(
            by=by,
            key=given.key,
            defaults={
                "locality_id": household.locality_id,
                "household": household,
                "neighbourhood_id": household.neighbourhood_id,
                "place": given.place,
                "on": local(now).date(),
                "at": now,
                "minutes": given.minutes,
            },
        )
        if is_new:
            Taught.objects.bulk_create(
                Taught(locality_id=household.locality_id, visit=visit, skill=skill)
                for skill in skills
            )
            note_circumstance(household, given.seen, by=by)
            audit.record(by.actor, "skills.taught", visit, after={"skills": skills})
    return visit


def undo_visit(visit: SkillVisit, *, by: Staff) -> None:
    """Verb. A slip, by whoever recorded it, on the same day."""
    if visit.by_id != by.pk:
        raise NotAllowed(_("Chỉ người ghi mới bỏ được."))
    now = civil_now()
    with transaction.atomic():
        fresh = SkillVisit.objects.filter(pk=visit.pk, undone_at=None, on=local(now).date())
        if not fresh.update(undone_at=now):
            raise WrongState(_("Chỉ bỏ được buổi ghi trong ngày, và chỉ một lần."))
        audit.record(by.actor, "skills.undone", visit)
    visit.refresh_from_db()
