"""A neighbourhood gets another leader: who it is, the former one's doors closed, groups handed on.

What else was in the former one's hands belongs to rooms above: `pages/handover` does the whole in
one transaction. Who is in a party cell is sensitive, so such a group never changes hands by itself.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.invite import Newcomer, invite_staff, make_link
from nhipcau.people.models import (
    Group,
    Handover,
    Invitation,
    LinkCode,
    Role,
    Staff,
    StaffAbsence,
    StaffWay,
)
from nhipcau.people.models.staff import PHONE_ROLES
from nhipcau.people.rights import require_admin
from nhipcau.people.staff import close_every_door
from nhipcau.places.models import Neighbourhood


@dataclass(frozen=True, slots=True)
class Handed:
    """Who gave, who took, the one-time link for the new leader's phone, groups that went over."""

    former: Staff | None
    successor: Staff
    path: str
    groups: tuple[str, ...]


def leader_now(neighbourhood: Neighbourhood) -> Staff | None:
    return Staff.objects.filter(
        neighbourhood=neighbourhood, role=Role.LEADER, is_active=True
    ).first()


def hand_over(
    neighbourhood: Neighbourhood,
    to: Staff | Newcomer,
    *,
    by: Actor,
    seen: int | None = None,
) -> Handed:
    """Verb. The former leader is out at once: phones, sessions, ways, codes. `seen` is whom the
    page showed as the leader (0 is nobody): when somebody else was faster, nothing happens."""
    require_admin(by, neighbourhood.locality_id)
    if isinstance(to, Staff):
        _check_successor(neighbourhood, to)
    with transaction.atomic(), scope(locality=neighbourhood.locality_id):
        Neighbourhood.objects.select_for_update().get(pk=neighbourhood.pk)
        former = leader_now(neighbourhood)
        if seen is not None and seen != (former.pk if former else 0):
            raise WrongState(_already(former))
        if former is not None:
            _let_go(former)
        successor, path = _seat(neighbourhood, to, by)
        groups = _groups_of(former, successor)
        audit.record(
            by,
            "neighbourhood.handed_over",
            neighbourhood,
            before={"leaders": [former.pk] if former else []},
            after={"leader": successor.pk, "groups": len(groups)},
        )
    return Handed(former, successor, path, groups)


def keep_handover(
    handed: Handed,
    neighbourhood: Neighbourhood,
    *,
    moved: list[dict[str, Any]],
    steps: list[str],
    by: Staff,
) -> Handover:
    """Part of the verb that hands over: the list that both sides get."""
    return Handover.objects.create(
        locality_id=neighbourhood.locality_id,
        neighbourhood=neighbourhood,
        former=handed.former,
        successor=handed.successor,
        by=by,
        at=civil_now(),
        moved=moved,
        steps=steps,
    )


def tick_step(handover: Handover, step: str, *, by: Staff) -> None:
    """Verb. The successor, or an admin of the ward: what only people can do is done."""
    _must_be_theirs(handover, by)
    _set_steps(handover, step, by, done=True)


def untick_step(handover: Handover, step: str, *, by: Staff) -> None:
    """Verb. A slip of the finger."""
    _must_be_theirs(handover, by)
    _set_steps(handover, step, by, done=False)


def _set_steps(handover: Handover, step: str, by: Staff, *, done: bool) -> None:
    with transaction.atomic():
        row = Handover.objects.select_for_update().get(pk=handover.pk)
        if step not in row.steps:
            raise BadInput(_("Không có bước này trong danh sách."), field="step")
        if (step in row.steps_done) == done:
            raise WrongState(_("Bước này vừa có người đánh dấu. Hãy tải lại trang."))
        left = [one for one in row.steps if one in row.steps_done and one != step]
        Handover.objects.filter(pk=row.pk).update(steps_done=[*left, step] if done else left)
        verb = "handover.step_done" if done else "handover.step_reopened"
        audit.record(by.actor, verb, row, after={"step": step})
    handover.refresh_from_db()


def _must_be_theirs(handover: Handover, by: Staff) -> None:
    if by.actor == handover.successor.actor and by.is_active:
        return
    require_admin(by.actor, handover.locality_id)


def _let_go(former: Staff) -> None:
    gone = Staff.objects.filter(pk=former.pk, is_active=True, role=Role.LEADER)
    if not gone.update(is_active=False, may_release_urgent=False):
        raise WrongState(_already(None))
    close_every_door(former)
    StaffWay.objects.filter(staff=former).delete()
    LinkCode.objects.filter(staff=former).delete()
    StaffAbsence.objects.filter(staff=former, ended_at__isnull=True).update(ended_at=civil_now())


def _seat(neighbourhood: Neighbourhood, to: Staff | Newcomer, by: Actor) -> tuple[Staff, str]:
    if isinstance(to, Newcomer):
        new = replace(to, role=Role.LEADER, neighbourhood=neighbourhood)
        return invite_staff(neighbourhood.locality, new, by=by)
    free = Staff.objects.filter(
        pk=to.pk, is_active=True, role__in=PHONE_ROLES - {Role.LEADER}, locality=to.locality_id
    )
    if not free.update(role=Role.LEADER, neighbourhood=neighbourhood):
        raise WrongState(_("Vai trò của người này vừa được thay đổi. Hãy xem lại."))
    to.refresh_from_db(fields=["role", "neighbourhood"])
    return to, make_link(to, Invitation.Purpose.PHONE, by=by)


def _groups_of(former: Staff | None, successor: Staff) -> tuple[str, ...]:
    if former is None:
        going = Group.objects.filter(
            neighbourhood=successor.neighbourhood, kind=Group.Kind.HOUSEHOLDS, owner__isnull=True
        )
    else:
        going = Group.objects.filter(owner=former)
    names = tuple(going.order_by("name").values_list("name", flat=True))
    going.update(owner=successor)
    return names


def _already(leader: Staff | None) -> str:
    if leader is None:
        return _("Tổ này vừa được bàn giao. Hãy tải lại trang.")
    return _("Tổ này vừa được bàn giao: tổ trưởng hiện nay là %(name)s. Hãy tải lại trang.") % {
        "name": leader.name
    }


def _check_successor(neighbourhood: Neighbourhood, new_leader: Staff) -> None:
    if new_leader.locality_id != neighbourhood.locality_id:
        raise NotAllowed(_("Người này thuộc địa bàn khác."))
    if not new_leader.is_active:
        raise WrongState(_("Người này đã ngừng hoạt động."))
    if new_leader.role not in PHONE_ROLES:
        raise BadInput(
            _("Hãy chọn tổ phó, thành viên tổ công nghệ số hoặc thêm người mới."),
            field="new_leader",
        )
    if new_leader.role == Role.LEADER:
        raise WrongState(
            _("%(name)s đang là tổ trưởng của %(place)s.")
            % {"name": new_leader.name, "place": new_leader.neighbourhood}
        )
