"""The desk in use: my window, the line, who is called, who has an appointment today."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.counter.arrange import close_window, live_kinds, open_window
from nhipcau.counter.assist import running_of
from nhipcau.counter.call import (
    call_again,
    call_next,
    leave_line,
    mark_absent,
    mark_served,
)
from nhipcau.counter.desk import frame, home, me, tried
from nhipcau.counter.models import Appointment, DeskWindow, HelpKind, Ticket
from nhipcau.counter.queue import today_of
from nhipcau.counter.take import CHOSEN, Wanted, take_ticket
from nhipcau.people.models import Staff
from nhipcau.rosters.duty import on_duty
from nhipcau.rosters.models import Post

SOON = timedelta(hours=10)


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    staff, now = me(request), civil_now()
    today = today_of(staff.locality, now)
    windows = list(DeskWindow.objects.filter(ended_at=None).select_related("staff"))
    mine = next((one for one in windows if one.staff_id == staff.pk), None)
    called = [one for one in today.tickets if one.state == Ticket.State.CALLED]
    at_window = {one.window_id: one for one in called}
    for window in windows:
        window.now = at_window.get(window.pk)  # type: ignore[attr-defined]
    context = {
        **frame(request),
        "now": now,
        "windows": windows,
        "mine": mine,
        "current": at_window.get(mine.pk) if mine else None,
        "waiting": [(one, today.standing(one)) for one in today.waiting()],
        "kinds": live_kinds(),
        "priorities": [(value, Ticket.Priority(value).label) for value in CHOSEN],
        "appointments": expected(now),
        "running": running_of(staff),
        "duty": on_duty(staff.locality, post=Post.DESK, at=now),
    }
    return render(request, "counter/desk.html", context)


def expected(now: datetime) -> list[Appointment]:
    """Who may still come today."""
    booked = Appointment.objects.filter(
        state=Appointment.State.BOOKED, at__gt=now - timedelta(hours=1), at__lt=now + SOON
    )
    return list(booked.select_related("kind").order_by("at"))


@require_POST
def taken(request: HttpRequest) -> HttpResponse:
    """A clerk takes a number for somebody."""
    given, staff = request.POST, me(request)
    written = given.get("kind", "")
    kind = get_object_or_404(HelpKind, pk=written if written.isdecimal() else 0, ended_at=None)
    wanted = Wanted(
        source=Ticket.Source.DESK,
        priority=given.get("priority", ""),
        name=given.get("name", ""),
        key=given.get("key", ""),
    )
    try:
        ticket = take_ticket(kind, wanted, by=staff.actor, staff=staff)
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("Đã lấy số %(number)s.") % {"number": ticket.label})
    return redirect(home(request))


@require_POST
def window_step(request: HttpRequest, window_id: int, step: str) -> HttpResponse:
    window = get_object_or_404(
        DeskWindow.objects.select_related("locality"), pk=window_id, ended_at=None
    )
    staff = me(request)
    acts: dict[str, Callable[[], Any]] = {
        "mo": lambda: open_window(window, by=staff),
        "dong": lambda: close_window(window, by=staff),
        "goi": lambda: _call(request, window, staff),
    }
    if step not in acts:
        raise Http404
    tried(request, acts[step])
    return redirect(home(request))


def _call(request: HttpRequest, window: DeskWindow, staff: Staff) -> None:
    seen = request.POST.get("seen", "")
    ticket = call_next(window, by=staff, seen=int(seen) if seen.isdecimal() else 0)
    if ticket is None:
        messages.info(request, _("Không còn ai chờ."))


@require_POST
def ticket_step(request: HttpRequest, ticket_id: int, step: str) -> HttpResponse:
    ticket = get_object_or_404(Ticket.objects.select_related("kind"), pk=ticket_id)
    staff = me(request)
    acts: dict[str, tuple[Callable[[], Any], str]] = {
        "goi-lai": (lambda: call_again(ticket, by=staff), _("Đã gọi lại %(n)s.")),
        "vang": (lambda: mark_absent(ticket, by=staff), _("%(n)s vắng.")),
        "xong": (lambda: mark_served(ticket, by=staff), _("%(n)s đã xong.")),
        "ve": (lambda: leave_line(ticket, by=staff.actor), _("%(n)s đã về.")),
    }
    if step not in acts:
        raise Http404
    act, said = acts[step]
    tried(request, act, said % {"n": ticket.label})
    return redirect(home(request))
