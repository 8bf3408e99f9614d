"""A circle whose head stopped work gets another, from within or from the circle above it.

One of its officers asks for the chair and a second agrees; only where nobody else is left they
take it alone, which is kept. The ward's admin has no part in it: no link of theirs leads in.
"""

from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from nhipcau.circles.invite import new_invitation
from nhipcau.circles.models import OFFICES, Circle, CircleMember, Office
from nhipcau.circles.rights import actor_of, at_work, must_head, working
from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import NotAllowed, WrongState


def is_headless(circle: Circle) -> bool:
    """Nobody who leads it still works here."""
    return not working(circle.pk).filter(office=Office.HEAD).exists()


def who_may_chair(circle: Circle) -> list[CircleMember]:
    """Its officers; any member where no officer is left. Nobody while a head works here."""
    if not is_headless(circle):
        return []
    inside = list(working(circle.pk).select_related("staff").order_by("pk"))
    return [one for one in inside if one.is_officer] or inside


def take_chair(circle: Circle, *, by: CircleMember) -> bool:
    """Verb. True: they lead it from now on, because nobody else could agree. Otherwise it waits
    for one of the others."""
    others = _others(circle, by)
    with transaction.atomic():
        if not others:
            _seat(by)
        elif not _of(by, chair_asked_at=None).update(chair_asked_at=civil_now()):
            raise WrongState(_("Bạn đã nhận, đang chờ một người trong nhóm đồng ý."))
        is_seated = not others
        verb = "circle.chair_taken" if is_seated else "circle.chair_asked"
        audit.record(actor_of(by), verb, circle, after={"alone": is_seated})
    by.refresh_from_db()
    return is_seated


def agree_to_chair(asker: CircleMember, *, by: CircleMember) -> None:
    """Verb. A second person of those who might have taken it themselves."""
    circle = asker.circle
    if asker.pk == by.pk or asker.pk not in {one.pk for one in _others(circle, by)}:
        raise NotAllowed(_("Cần một người khác trong nhóm đồng ý."))
    with transaction.atomic():
        _seat(asker, chair_asked_at__isnull=False)
        after = {"member": asker.pk, "alone": False}
        audit.record(actor_of(by), "circle.chair_taken", circle, after=after)
    asker.refresh_from_db()


def may_appoint(by: CircleMember) -> list[Circle]:
    """Circles right below, for the head: those in which no officer is left who could take it."""
    if by.office != Office.HEAD:
        return []
    below = Circle.objects.unguarded("whether one below is led").filter(
        parent=by.circle_id, closed_at=None
    )
    members = CircleMember.objects.unguarded("whether one below is led")
    led = at_work(members.filter(office__in=OFFICES, circle=OuterRef("pk")))
    return list(below.filter(~Exists(led)).order_by("name"))


def appoint_head(circle: Circle, *, by: CircleMember) -> str:
    """Verb. A one-time path for a new head, whom the circle above hands it to. A link that was
    made before and not used stops working."""
    must_head(by, by.circle_id)
    if circle not in may_appoint(by):
        raise NotAllowed(_("Nhóm này còn người phụ trách nên tự chọn người đứng đầu."))
    with transaction.atomic():
        free = CircleMember.objects.unguarded("a place for a new head").filter(
            circle=circle, office=Office.HEAD, left_at=None, staff=None, phone=""
        )
        head = free.first() or CircleMember.objects.unguarded("a place for a new head").create(
            locality_id=circle.locality_id,
            circle=circle,
            office=Office.HEAD,
            joined_at=civil_now(),
        )
        path = new_invitation(head)
        audit.record(actor_of(by), "circle.head_appointed", circle)
    return path


def _others(circle: Circle, by: CircleMember) -> list[CircleMember]:
    """Who else may; refuses whoever may not."""
    may = who_may_chair(circle)
    if not may:
        raise WrongState(_("Nhóm đang có người đứng đầu."))
    if by.pk not in {one.pk for one in may}:
        raise NotAllowed(_("Việc này dành cho cấp phó của nhóm."))
    return [one for one in may if one.pk != by.pk]


def _of(member: CircleMember, **state: Any) -> QuerySet[CircleMember]:
    found = CircleMember.objects.unguarded("this member, if still one")
    return found.filter(pk=member.pk, left_at=None, **state)


def _seat(member: CircleMember, **state: Any) -> None:
    """Of two who sit down at the same moment the second waits for the circle's row and sees the
    first."""
    circle = Circle.objects.unguarded("one head at a time").filter(pk=member.circle_id)
    circle.update(name=F("name"))
    if not is_headless(member.circle):
        raise WrongState(_("Nhóm đang có người đứng đầu."))
    seated = _of(member, **state).update(office=Office.HEAD)
    if not seated:
        raise WrongState(_("Thành viên này vừa được thay đổi. Hãy xem lại."))
    CircleMember.objects.unguarded("nothing waits any more").filter(
        circle=member.circle_id, chair_asked_at__isnull=False
    ).update(chair_asked_at=None)
