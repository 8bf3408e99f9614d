"""Appointments on the portal: choose what for, a day, a time; change or cancel by the code."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.counter.appointment_views import read_time
from nhipcau.counter.arrange import live_kinds
from nhipcau.counter.book import (
    Booking,
    book_appointment,
    cancel_appointment,
    find_appointment,
    move_appointment,
)
from nhipcau.counter.models import Appointment, HelpKind
from nhipcau.counter.paths import appointment_path, say_code
from nhipcau.counter.slots import free_slots, takes_appointments
from nhipcau.pages.portal import limits
from nhipcau.pages.portal.ask import new_key
from nhipcau.pages.portal.asking import who_is_there
from nhipcau.pages.portal.place import locality_of, portal
from nhipcau.pages.portal.views import opening_lines
from nhipcau.people.adapters import client_ip
from nhipcau.rosters.models import Post

RESIDENT = Actor("resident", "unknown")
DAYS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Form:
    at: str = ""
    name: str = ""
    phone: str = ""
    key: str = ""
    faults: dict[str, str] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
@portal
def booking(request: HttpRequest) -> HttpResponse:
    if "ma" in request.GET:
        return _shown(request, request.GET["ma"])
    kinds = [kind for kind in live_kinds() if takes_appointments(kind)]
    written = request.POST.get("viec") or request.GET.get("viec", "")
    kind = next((one for one in kinds if str(one.pk) == written), None)
    if kind is None and len(kinds) == 1:
        kind = kinds[0]
    if request.method == "POST" and kind is not None:
        return _booked(request, kinds, kind)
    return _page(request, kinds, kind, Form(key=new_key()))


@require_safe
@portal
def appointment(request: HttpRequest, code: str) -> HttpResponse:
    return _shown(request, code)


@require_POST
@portal
def appointment_step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    found = _found(request, code)
    if found is None:
        return _lost(request)
    try:
        if step == "huy":
            cancel_appointment(found, by=RESIDENT)
        else:
            move_appointment(found, read_time(request.POST.get("at", "")), by=RESIDENT)
    except DomainError as fault:
        found = _found(request, code) or found
        return _one(request, found, fault=fault.message, status=422)
    done = "huy" if step == "huy" else "doi"
    return redirect(f"{appointment_path(found)}?xong={done}")


def _booked(request: HttpRequest, kinds: list[HelpKind], kind: HelpKind) -> HttpResponse:
    given = request.POST
    form = Form(
        given.get("at", "")[:40],
        given.get("name", "")[:80],
        given.get("phone", "")[:30],
        given.get("key", "")[:40] or new_key(),
    )
    made = Booking(
        source=Appointment.Source.PORTAL,
        name=form.name,
        phone=form.phone,
        key=form.key,
        visitor=limits.browser_of(request) or client_ip(request),
    )
    try:
        _refuse_robots(request)
        found = book_appointment(kind, read_time(form.at), made, by=RESIDENT)
    except DomainError as fault:
        form.faults[fault.field] = fault.message
        return _page(request, kinds, kind, form, status=422)
    limits.note_booked(request, locality=kind.locality_id)
    return redirect(f"{appointment_path(found)}?xong=dat")


def _refuse_robots(request: HttpRequest) -> None:
    if request.POST.get(limits.TRAP):
        raise DomainError(_("Hãy để trống ô “Trang mạng” rồi gửi lại."))
    if not limits.may_book(request, locality=locality_of(request).pk):
        raise DomainError(_("Từ mạng này đã đặt nhiều lần. Xin chờ một giờ, hoặc gọi phường."))


def _page(
    request: HttpRequest,
    kinds: list[HelpKind],
    kind: HelpKind | None,
    form: Form,
    status: int = 200,
) -> HttpResponse:
    free = free_slots(kind) if kind else {}
    days = list(free)[:DAYS_SHOWN]
    day = _day(request, days, form)
    context: dict[str, Any] = {
        "kinds": kinds,
        "kind": kind,
        "days": days,
        "day": day,
        "times": free.get(day, []) if day else [],
        "form": form,
        "trap": limits.TRAP,
        "hours": opening_lines(),
        **who_is_there(locality_of(request), post=Post.DESK),
    }
    return render(request, "pages/portal/booking.html", context, status=status)


def _day(request: HttpRequest, days: list[date], form: Form) -> date | None:
    """Whichever was chosen; else the first with room."""
    wanted = request.POST.get("ngay") or request.GET.get("ngay", "")
    return next((one for one in days if one.isoformat() == wanted), days[0] if days else None)


def _shown(request: HttpRequest, typed: str) -> HttpResponse:
    found = _found(request, typed)
    if found is None:
        return _lost(request)
    if typed != found.code:
        return redirect(appointment_path(found))
    return _one(request, found)


def _found(request: HttpRequest, typed: str) -> Appointment | None:
    """None also for who has tried hundreds of codes: it reads the same."""
    if not limits.may_look_up(request):
        return None
    found = find_appointment(locality_of(request), typed)
    if found is None:
        limits.note_lost(request)
    return found


def _lost(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/portal/lost_appointment.html", status=404)


def _one(
    request: HttpRequest, found: Appointment, *, fault: str = "", status: int = 200
) -> HttpResponse:
    is_live = found.state == Appointment.State.BOOKED and found.at > civil_now()
    free = free_slots(found.kind) if is_live else {}
    context = {
        "appointment": found,
        "code": say_code(found.code),
        "is_live": is_live,
        "free": dict(list(free.items())[:DAYS_SHOWN]),
        "fault": fault,
        "done": request.GET.get("xong", ""),
        **(who_is_there(found.locality, post=Post.DESK) if is_live else {}),
    }
    response = render(request, "pages/portal/appointment.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
