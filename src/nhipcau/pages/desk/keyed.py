"""What stands in the waiting room: the screen, and where numbers are taken, at a tablet by the
door or on one's own telephone by the code on the wall. The address is the key; nobody signs in."""

from collections.abc import Callable
from functools import wraps
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope

from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError, NotAllowed
from nhipcau.counter.arrange import live_kinds
from nhipcau.counter.book import arrive, find_appointment
from nhipcau.counter.keys import key_of
from nhipcau.counter.models import DeskKey, HelpKind, Ticket
from nhipcau.counter.paths import ticket_path
from nhipcau.counter.queue import board, today_of
from nhipcau.counter.take import CHOSEN, Wanted, take_ticket
from nhipcau.people.adapters import client_ip
from nhipcau.people.secret_addresses import note_seen
from nhipcau.people.tries import may_try
from nhipcau.places.working import office_of
from nhipcau.printing.qr import qr_svg
from nhipcau.rosters.duty import on_duty
from nhipcau.rosters.models import Post

Kind = DeskKey.Kind
COOKIE, KEPT_SECONDS = "so", 12 * 3600
AN_HOUR = 3600
FROM_TABLET, FROM_ADDRESS, FROM_ONE = 240, 60, 6  # numbers an hour


def by_key(*kinds: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Public: the key in the address opens the scope. A key that was taken back is nobody's."""

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_not_required
        @wraps(view)
        def opened(request: HttpRequest, /, token: str) -> HttpResponse:
            key = key_of(token, *kinds)
            if key is None:
                raise Http404(_("Địa chỉ này không dùng được nữa. Hãy hỏi phường địa chỉ mới."))
            context: Any = request
            context.locality, context.token = key.locality, token
            with scope(locality=key.locality):
                note_seen(key)
                response = view(request, key)
            response.headers["X-Robots-Tag"] = "noindex"
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return opened

    return guard


@require_safe
@by_key(Kind.SCREEN)
def screen(request: HttpRequest, key: DeskKey) -> HttpResponse:
    now = civil_now()
    office = office_of(key.locality)
    context = {
        "key": key,
        "now": now,
        "board": board(key.locality, now),
        "opens": None if office.is_open(now) else office.next_open(now),
        "duty": on_duty(key.locality, post=Post.DESK, at=now),
    }
    return render(request, "pages/desk/screen.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@by_key(Kind.KIOSK, Kind.WALL)
def door(request: HttpRequest, key: DeskKey) -> HttpResponse:
    """One big button a kind. On a telephone the ticket's own page follows; the tablet shows the
    number, and goes back for the next person."""
    fault = ""
    if request.method == "POST":
        try:
            return _shown(request, key, _taken(request, key))
        except DomainError as refused:
            fault = refused.message
    held = _held(request) if key.kind == Kind.WALL else None
    if held is not None and not fault:
        return redirect(ticket_path(held))
    now = civil_now()
    today = today_of(key.locality, now)
    context = {
        "key": key,
        "kinds": [(kind, today.behind(kind)) for kind in live_kinds()],
        "priorities": [(value, Ticket.Priority(value).label) for value in CHOSEN],
        "priority": request.POST.get("priority", ""),
        "typed": request.POST.get("code", ""),
        "once": token_hex(12),
        "fault": fault,
        "is_tablet": key.kind == Kind.KIOSK,
    }
    return render(request, "pages/desk/door.html", context, status=422 if fault else 200)


def _taken(request: HttpRequest, key: DeskKey) -> Ticket:
    given = request.POST
    _require_few(request, key)
    if given.get("code", "").strip():
        appointment = find_appointment(key.locality, given["code"])
        if appointment is None:
            raise NotAllowed(_("Không tìm thấy mã hẹn này. Hãy gõ lại, hoặc lấy số thường."))
        return arrive(appointment)
    written = given.get("kind", "")
    rows = HelpKind.objects.select_related("locality").filter(ended_at=None)
    kind = rows.filter(pk=written if written.isdecimal() and len(written) < 15 else 0).first()
    if kind is None:
        raise NotAllowed(_("Hãy chọn việc bác cần làm."))
    is_tablet = key.kind == Kind.KIOSK
    wanted = Wanted(
        source=Ticket.Source.KIOSK if is_tablet else Ticket.Source.PHONE,
        priority=given.get("priority", ""),
        key=given.get("once", "")[:40],
    )
    return take_ticket(kind, wanted, by=Actor("desk", str(key.pk)))


def _require_few(request: HttpRequest, key: DeskKey) -> None:
    if key.kind == Kind.KIOSK:
        may = may_try(f"tablet:{key.pk}", FROM_TABLET, AN_HOUR)
    else:
        # A telephone can call itself anything, so its address counts as well: a photo of the code
        # must not fill the line from afar. Many share the room's wireless: generously.
        address = client_ip(request)
        who = request.COOKIES.get("csrftoken", "")[:32] or address
        tries = ((who, FROM_ONE), (f"address:{address}", FROM_ADDRESS), ("all", FROM_TABLET))
        may = all(may_try(f"wall:{key.pk}:{name}", most, AN_HOUR) for name, most in tries)
    if not may:
        raise NotAllowed(_("Đã lấy nhiều số liền nhau. Xin gặp cán bộ ở quầy để lấy số."))


def _shown(request: HttpRequest, key: DeskKey, ticket: Ticket) -> HttpResponse:
    path = ticket_path(ticket)
    if key.kind == Kind.WALL:
        response: HttpResponse = redirect(path)
        response.set_cookie(
            COOKIE,
            ticket.code,
            max_age=KEPT_SECONDS,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
        return response
    standing = today_of(key.locality, civil_now()).standing(ticket)
    context = {
        "key": key,
        "ticket": ticket,
        "standing": standing,
        "qr": qr_svg(f"{settings.BASE_URL}{path}"),
    }
    return render(request, "pages/desk/taken.html", context)


def _held(request: HttpRequest) -> Ticket | None:
    """The number that this telephone holds: scanning again is not taking again."""
    code = request.COOKIES.get(COOKIE, "")[:12]
    live = (Ticket.State.WAITING, Ticket.State.CALLED)
    return Ticket.objects.filter(code=code, state__in=live).first() if code else None
