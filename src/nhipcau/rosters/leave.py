"""Somebody leaves a team: out at once, and nothing that was theirs is lost.

Whoever works here only as a member of a team has no way in any more from the same moment. Shifts
ahead become gaps that somebody is asked for; questions are handed on by the room above (pages).
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.people.models import Role, Staff
from nhipcau.people.staff import deactivate_staff
from nhipcau.rosters.feed import revoke_feed
from nhipcau.rosters.hold import hold_people
from nhipcau.rosters.models import Ask, PatternLine, Shift, Swap, TeamMember
from nhipcau.rosters.rights import require_arranger
from nhipcau.rosters.shifts import end_now, rewrite, void_swaps

Why = Shift.Why


@dataclass(frozen=True, slots=True)
class Left:
    """`is_out`: they have no way in any more. `opened`: shifts that wait for somebody."""

    staff: Staff
    is_out: bool
    opened: tuple[int, ...]


def leave_team(member: TeamMember, *, by: Staff) -> Left:
    """Verb. Only an administrator can let a pure team member go: it closes their telephones."""
    require_arranger(by, member.locality_id)
    staff = Staff.objects.select_related("locality").get(pk=member.staff_id)
    with transaction.atomic():
        hold_people(staff.pk)
        here = TeamMember.objects.filter(pk=member.pk, left_at=None)
        if not here.update(left_at=civil_now(), is_lead=False):
            raise WrongState(_("Người này đã rời tổ."))
        others = TeamMember.objects.filter(staff=staff, left_at=None).exists()
        is_out = staff.role == Role.TEAM_MEMBER and staff.is_active and not others
        opened = open_shifts(staff, team=None if is_out else member.team_id, by=by)
        if is_out:
            deactivate_staff(staff, by=by.actor)
        record(
            by.actor,
            "team.left",
            member,
            after={"staff": staff.pk, "is_out": is_out, "opened": len(opened)},
        )
    member.refresh_from_db()
    return Left(staff, is_out, tuple(opened))


def open_shifts(staff: Staff, *, team: int | None, by: Staff) -> list[int]:
    """What they had ahead has nobody now; the rest of a running shift too. With a team its shifts
    only, without one all of theirs, and their calendar stops. Inside a verb's transaction that
    holds them; what somebody else got meanwhile stays theirs."""
    now = civil_now()
    theirs = Shift.objects.filter(staff=staff, state=Shift.State.STANDING, ends_at__gt=now)
    lines = PatternLine.objects.filter(staff=staff)
    if team is not None:
        theirs, lines = theirs.filter(team=team), lines.filter(team=team)
    opened = [_open(shift) for shift in theirs]
    lines.delete()
    if team is None:
        _end_asking(staff)
        revoke_feed(staff, by=by)
    return [pk for pk in opened if pk]


def _open(shift: Shift) -> int | None:
    """The key of what is open now: the shift, or the rest of it."""
    if shift.starts_at < civil_now():
        rest = end_now(shift, staff_id=None, why=Why.LEFT)
        return rest.pk if rest else None
    still = Shift.objects.filter(pk=shift.pk, staff=shift.staff_id, state=Shift.State.STANDING)
    if not rewrite(still, staff=None, was=shift.staff_id, why=Why.LEFT):
        return None
    void_swaps([shift.pk])
    return shift.pk


def _end_asking(staff: Staff) -> None:
    now = civil_now()
    Ask.objects.filter(staff=staff, state=Ask.State.WAITING).update(
        state=Ask.State.VOID, settled_at=now
    )
    for ended in (Swap.objects.filter(asker=staff), Swap.objects.filter(to=staff)):
        ended.filter(state=Swap.State.WAITING).update(state=Swap.State.VOID, settled_at=now)
