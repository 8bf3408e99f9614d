"""Somebody works here no more: account, shifts, questions and the desk in one transaction. Those
rooms do not know each other, so this stands above them."""

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
from nhipcau.people.guards import console, me
from nhipcau.people.models import Role, Staff
from nhipcau.people.staff import deactivate_staff
from nhipcau.people.staff_views import one
from nhipcau.rosters.leave import leave_team, open_shifts
from nhipcau.rosters.models import TeamMember
from nhipcau.rosters.watch import ask_for


@dataclass(frozen=True, slots=True)
class Stopped:
    """`opened`: shifts ahead that are nobody's now; `asked`: people asked for them."""

    opened: int
    asked: int
    questions: int
    desk: LeftDesk


def stop_working(staff: Staff, *, by: Staff) -> Stopped:
    """Verb. All of it or nothing."""
    with transaction.atomic(), house_language():
        deactivate_staff(staff, by=by.actor)
        opened, asked = leave_rosters(staff, by=by)
        why = _("%(who)s không còn làm việc ở đây.") % {"who": staff.name}
        questions = hand_on_all(staff, by=by.actor, why=why)
        return Stopped(opened, asked, questions, leave_desk(staff, by=by.actor))


def leave_rosters(staff: Staff, *, by: Staff) -> tuple[int, int]:
    """Part of a verb: out of every team; shifts ahead are nobody's and somebody is asked. How many
    opened, how many were asked."""
    opened: list[int] = []
    for member in TeamMember.objects.filter(staff=staff, left_at=None):
        opened += leave_team(member, by=by).opened
    opened += open_shifts(staff, team=None, by=by)
    return len(opened), ask_for(staff.locality, opened, civil_now())


@require_POST
@console(Role.ADMIN)
def staff_stop(request: HttpRequest, staff_id: int) -> HttpResponse:
    staff = one(request, staff_id)
    try:
        done = stop_working(staff, by=me(request))
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _said(done))
    return redirect("staff_one", staff.pk)


def _said(done: Stopped) -> str:
    said = [_("Đã ngừng tài khoản, các điện thoại đã bị khoá.")]
    if done.opened:
        said.append(
            _("%(n)d ca sắp tới để trống, đã hỏi %(asked)d người.")
            % {"n": done.opened, "asked": done.asked}
        )
    if done.questions:
        said.append(_("%(n)d câu hỏi đã bàn giao.") % {"n": done.questions})
    said.append(say_desk(done.desk))
    return " ".join(filter(None, said))


def say_desk(left: LeftDesk) -> str:
    said = []
    if left.windows:
        said.append(_("%(n)d quầy đã để trống.") % {"n": left.windows})
    if left.tickets:
        said.append(_("%(n)d số đang gọi trở lại hàng chờ.") % {"n": left.tickets})
    if left.assists:
        said.append(_("Lượt hỗ trợ đang dở đã đóng, không tính phút."))
    return " ".join(said)
