""" "Tôi vắng từ … đến …": said by the person or by the ward; the deputy stands in meanwhile."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.models import Staff, StaffAbsence
from nhipcau.people.rights import KEEPS_THE_REGISTER
from nhipcau.places.models import Locality

LONGEST = timedelta(days=366)


def say_absent(staff: Staff, *, first_on: date, last_on: date, by: Actor) -> StaffAbsence:
    """Verb. Both days count. A new absence that touches an old one takes its place."""
    must_know(staff, by)
    if last_on < first_on:
        raise BadInput(_("Ngày về phải sau ngày đi."), field="last_on")
    if last_on < today(staff.locality, civil_now()):
        raise BadInput(_("Những ngày này đã qua rồi."), field="last_on")
    if last_on - first_on > LONGEST:
        raise BadInput(_("Vắng hơn một năm: hãy bàn giao cho người khác."), field="last_on")
    now = civil_now()
    with transaction.atomic():
        StaffAbsence.objects.filter(
            staff=staff, ended_at__isnull=True, first_on__lte=last_on, last_on__gte=first_on
        ).update(ended_at=now)
        absence = StaffAbsence.objects.create(
            locality_id=staff.locality_id,
            staff=staff,
            first_on=first_on,
            last_on=last_on,
            said_at=now,
        )
        days = (last_on - first_on).days + 1
        audit.record(by, "staff.absent", absence, after={"staff": staff.pk, "days": days})
    return absence


def end_absence(absence: StaffAbsence, *, by: Actor) -> None:
    """Verb. Back early, or it was a slip."""
    must_know(absence.staff, by)
    with transaction.atomic():
        lasting = StaffAbsence.objects.filter(pk=absence.pk, ended_at__isnull=True)
        if not lasting.update(ended_at=civil_now()):
            raise WrongState(_("Lần vắng này đã được bỏ rồi."))
        audit.record(by, "staff.back", absence, after={"staff": absence.staff_id})
    absence.refresh_from_db()


def absences_of(staff: Staff) -> list[StaffAbsence]:
    """Now and to come."""
    from_today = today(staff.locality, civil_now())
    return list(
        StaffAbsence.objects.filter(
            staff=staff, ended_at__isnull=True, last_on__gte=from_today
        ).order_by("first_on")
    )


def absent_at(locality: Locality, at: datetime, people: Iterable[int] | None = None) -> set[int]:
    """Who is away on that day."""
    day = today(locality, at)
    found = StaffAbsence.objects.filter(
        locality=locality, ended_at__isnull=True, first_on__lte=day, last_on__gte=day
    )
    if people is not None:
        found = found.filter(staff__in=list(people))
    return set(found.values_list("staff_id", flat=True))


def today(locality: Locality, at: datetime) -> date:
    return at.astimezone(locality.zone).date()


def must_know(staff: Staff, by: Actor) -> None:
    """The person or an officer of the ward."""
    if by.kind == "system" or by == staff.actor:
        return
    is_officer = (
        by.kind == "staff"
        and Staff.objects.filter(
            pk=by.id, locality=staff.locality_id, role__in=KEEPS_THE_REGISTER, is_active=True
        ).exists()
    )
    if not is_officer:
        raise NotAllowed(_("Chỉ chính người đó hoặc cán bộ của phường mới ghi được ngày vắng."))
