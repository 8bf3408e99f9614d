"""One shift at the console: planned, given, left empty, dropped; somebody is asked for a gap."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, DomainError
from nhipcau.people.guards import console, me
from nhipcau.people.models import Role, Staff
from nhipcau.people.staff_views import say
from nhipcau.rosters.asks import ask_person
from nhipcau.rosters.coverage import Gap
from nhipcau.rosters.desk import find_shift, may_arrange
from nhipcau.rosters.forms import GiveForm, ShiftForm
from nhipcau.rosters.models import Ask, Shift, Swap
from nhipcau.rosters.queries import away_between, is_there
from nhipcau.rosters.rights import ARRANGES
from nhipcau.rosters.shifts import Planned, drop_shift, give_shift, plan_shift
from nhipcau.rosters.watch import candidates
from nhipcau.rosters.week_views import address_of, back_to

ARRANGERS = tuple(Role(role) for role in sorted(ARRANGES))
SHOWN = 8


@require_http_methods(["GET", "HEAD", "POST"])
@console(*ARRANGERS)
def shift_new(request: HttpRequest) -> HttpResponse:
    """A gap's link brings its post, day and hours."""
    locality = me(request).locality
    form = ShiftForm(request.POST or None, initial=request.GET.dict(), locality=locality)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        starts_at, ends_at = form.moments()
        planned = Planned(given["post"], starts_at, ends_at, given["staff"], given["team"])
        try:
            shift = plan_shift(locality, planned, by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã ghi ca trực."))
            return redirect(address_of(shift.on))
    context = {"form": form, **_gap_of(request)}
    return render(request, "rosters/new.html", context, status=422 if form.errors else 200)


@require_safe
@console()
def shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    return _page(request, find_shift(shift_id))


@require_POST
@console(*ARRANGERS)
def shift_given(request: HttpRequest, shift_id: int) -> HttpResponse:
    found = find_shift(shift_id)
    form = GiveForm(request.POST, locality=me(request).locality)
    if form.is_valid():
        try:
            give_shift(found, to=form.cleaned_data["staff"], by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã đổi người trực."))
            return redirect(address_of(found.on))
    return _page(request, find_shift(shift_id), form)


@require_POST
@console(*ARRANGERS)
def shift_dropped(request: HttpRequest, shift_id: int) -> HttpResponse:
    found = find_shift(shift_id)
    try:
        drop_shift(found, by=me(request))
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("Đã bỏ ca này."))
    return redirect(address_of(found.on))


@require_POST
@console(*ARRANGERS)
def gap_asked(request: HttpRequest) -> HttpResponse:
    """Ask one person by name for a gap."""
    locality = me(request).locality
    try:
        gap = read_gap(request.POST.dict())
        staff = Staff.objects.filter(pk=_number(request.POST, "staff"), locality=locality).first()
        if staff is None:
            raise BadInput(_("Hãy chọn người để hỏi."))
        ask = ask_person(locality, gap, staff=staff, by=me(request))
    except DomainError as fault:
        messages.error(request, fault.message)
        return redirect("roster")
    said = (
        _("Đã gửi lời nhờ tới %(who)s.")
        if ask.is_told
        else _("Đã ghi lời nhờ. %(who)s chưa có cách nhận tin: hãy gọi điện.")
    )
    messages.success(request, said % {"who": staff.name})
    return redirect(address_of(gap.starts_at.date()))


def read_gap(given: dict[str, Any]) -> Gap:
    starts_at, ends_at = _moment(given.get("starts_at")), _moment(given.get("ends_at"))
    number = str(given.get("shift", ""))
    shift = int(number) if number.isdecimal() and len(number) < 19 else None
    return Gap(str(given.get("post", "")), starts_at, ends_at, 1, shift)


def _moment(given: Any) -> datetime:
    try:
        found = parse_datetime(str(given or ""))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise BadInput(_("Không đọc được giờ của ca. Hãy tải lại trang."))
    return found


def _number(given: Any, name: str) -> int:
    said = str(given.get(name, ""))
    return int(said) if said.isdecimal() and len(said) < 19 else 0


def _gap_of(request: HttpRequest) -> dict[str, Any]:
    """For a stretch that nobody was planned for: whom one could ask."""
    try:
        gap = read_gap(request.GET.dict())
    except DomainError:
        return {}
    return _asking(request, gap)


def _asking(request: HttpRequest, gap: Gap) -> dict[str, Any]:
    asks = Ask.objects.filter(
        post=gap.post, starts_at=gap.starts_at, ends_at=gap.ends_at, shift=gap.shift
    )
    return {
        "gap": gap,
        "asks": asks.exclude(state=Ask.State.VOID).select_related("staff"),
        "candidates": candidates(me(request).locality, gap)[:SHOWN],
    }


def _page(request: HttpRequest, found: Shift, form: GiveForm | None = None) -> HttpResponse:
    locality = me(request).locality
    away = away_between(locality, found.on, found.on)
    here = is_there(found, away)
    is_ahead = found.state == Shift.State.STANDING and found.ends_at > civil_now()
    gap = Gap(
        found.post, found.starts_at, found.ends_at, 1, found.pk, found.staff_id, found.team_id
    )
    context = {
        "shift": found,
        "is_here": here,
        "is_ahead": is_ahead,
        "may_arrange": may_arrange(request),
        "form": form or GiveForm(locality=locality, initial={"staff": found.staff}),
        "swaps": Swap.objects.filter(shift=found).select_related("asker", "to", "in_return"),
        **back_to(found.on),
        **(_asking(request, gap) if is_ahead and not here else {}),
    }
    return render(request, "rosters/shift.html", context, status=422 if form else 200)
