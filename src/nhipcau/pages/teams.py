"""Somebody leaves a team: access, shifts, questions and the desk in one transaction. Rosters, the
inbox and the desk do not know each other, so this stands above them."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.core.language import house_language
from nhipcau.counter.leave import LeftDesk, leave_desk
from nhipcau.inbox.end_shift import hand_on_all
from nhipcau.pages.leaving import say_desk
from nhipcau.people.guards import console, me
from nhipcau.people.models import Staff
from nhipcau.rosters.leave import Left, leave_team
from nhipcau.rosters.models import TeamMember
from nhipcau.rosters.shift_views import ARRANGERS
from nhipcau.rosters.team_views import find_member
from nhipcau.rosters.watch import ask_for


@dataclass(frozen=True, slots=True)
class LetGo:
    """`questions`: how many were handed on; `asked`: people asked for the shifts left empty."""

    left: Left
    questions: int
    asked: int
    desk: LeftDesk


def let_go(member: TeamMember, *, by: Staff) -> LetGo:
    """Verb. All of it or nothing."""
    with transaction.atomic(), house_language():
        left = leave_team(member, by=by)
        why = _("%(who)s đã rời tổ.") % {"who": left.staff.name}
        questions = hand_on_all(left.staff, by=by.actor, why=why) if left.is_out else 0
        asked = ask_for(member.locality, left.opened, civil_now())
        desk = leave_desk(left.staff, by=by.actor) if left.is_out else LeftDesk(0, 0, 0)
    return LetGo(left, questions, asked, desk)


@require_POST
@console(*ARRANGERS)
def member_left(request: HttpRequest, member_id: int) -> HttpResponse:
    member = find_member(member_id)
    try:
        done = let_go(member, by=me(request))
    except DomainError as fault:
        messages.error(request, fault.message)
        return redirect("member", member.pk)
    messages.success(request, _said(done))
    return redirect("team", member.team_id)


def _said(done: LetGo) -> str:
    said = [_("%(who)s đã rời tổ.") % {"who": done.left.staff.name}]
    if done.left.is_out:
        said.append(_("Điện thoại và mọi đường vào đã khoá."))
    if done.left.opened:
        said.append(
            _("%(n)d ca sắp tới để trống, đã hỏi %(asked)d người.")
            % {"n": len(done.left.opened), "asked": done.asked}
        )
    if done.questions:
        said.append(_("%(n)d câu hỏi đã bàn giao.") % {"n": done.questions})
    said.append(say_desk(done.desk))
    return " ".join(filter(None, said))
