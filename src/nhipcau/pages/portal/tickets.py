"""The page of one ticket: the place in line, about how long, and which window calls."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.counter.call import leave_line
from nhipcau.counter.models import Ticket
from nhipcau.counter.paths import read_code
from nhipcau.counter.queue import today_of
from nhipcau.pages.portal.asking import who_is_there
from nhipcau.pages.portal.place import locality_of, portal
from nhipcau.rosters.models import Post

RESIDENT = Actor("resident", "unknown")


@require_safe
@portal
def ticket(request: HttpRequest, code: str) -> HttpResponse:
    found = _found(code)
    now = civil_now()
    waits = found.state == Ticket.State.WAITING
    context = {
        "ticket": found,
        "now": now,
        "standing": today_of(locality_of(request), now).standing(found) if waits else None,
        **({} if found.is_over else who_is_there(locality_of(request), post=Post.DESK)),
    }
    response = render(request, "pages/portal/ticket.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@portal
def ticket_left(request: HttpRequest, code: str) -> HttpResponse:
    found = _found(code)
    try:
        leave_line(found, by=RESIDENT)
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("Đã trả số. Khi cần bác lấy số mới."))
    return redirect("portal_ticket", locality_of(request).slug, found.code)


def _found(code: str) -> Ticket:
    rows = Ticket.objects.select_related("kind", "window", "locality")
    return get_object_or_404(rows, code=read_code(code))
