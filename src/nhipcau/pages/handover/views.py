"""Handing a neighbourhood over: the admin's page, the list for both, the new leader's checklist."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.core.errors import DomainError
from nhipcau.outreach.hand_over import open_work
from nhipcau.pages.handover.forms import HandOverForm
from nhipcau.pages.handover.give import LINES, hand_over_leader, told_lines, told_steps
from nhipcau.people.guards import console, me, phone
from nhipcau.people.hand_over import leader_now, tick_step, untick_step
from nhipcau.people.models import Handover, Role
from nhipcau.places.models import Neighbourhood
from nhipcau.printing.qr import qr_svg

SHOWN_ONCE = "handover.link"


@require_http_methods(["GET", "HEAD", "POST"])
@console(Role.ADMIN)
def give(request: HttpRequest, neighbourhood_id: int) -> HttpResponse:
    neighbourhood = get_object_or_404(
        Neighbourhood.objects.select_related("locality"), pk=neighbourhood_id
    )
    leader = leader_now(neighbourhood)
    form = HandOverForm(request.POST or None, neighbourhood=neighbourhood)
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            handover, path = hand_over_leader(
                neighbourhood,
                form.successor,
                by=me(request),
                seen=int(seen) if seen.isdecimal() and len(seen) < 10 else None,
            )
        except DomainError as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        else:
            request.session[SHOWN_ONCE] = {"handover": handover.pk, "path": path}
            return redirect("handover", handover.pk)
    context = {
        "form": form,
        "neighbourhood": neighbourhood,
        "leader": leader,
        "moving": [(LINES[str(row["what"])], row) for row in open_work(neighbourhood)],
        "former": Handover.objects.filter(neighbourhood=neighbourhood).select_related(
            "former", "successor"
        )[:5],
    }
    page = "pages/handover/give.html"
    return render(request, page, context, status=422 if form.errors else 200)


@require_safe
@never_cache
@console(Role.ADMIN)
def given(request: HttpRequest, handover_id: int) -> HttpResponse:
    """What went over, to print twice and sign; the new leader's link is shown this once."""
    handover = _found(handover_id)
    kept = request.session.get(SHOWN_ONCE) or {}
    address = ""
    if kept.get("handover") == handover.pk:
        request.session.pop(SHOWN_ONCE)
        address = settings.BASE_URL + kept["path"]
    context = {
        "handover": handover,
        "lines": told_lines(handover),
        "steps": told_steps(handover),
        "address": address,
        "qr": qr_svg(address) if address else "",
    }
    return render(request, "pages/handover/given.html", context)


@require_POST
@console(Role.ADMIN)
def ticked(request: HttpRequest, handover_id: int) -> HttpResponse:
    _tick(request, _found(handover_id))
    return redirect("handover", handover_id)


@require_safe
@phone
def taken(request: HttpRequest, handover_id: int) -> HttpResponse:
    """The successor's own copy."""
    handover = _mine(request, handover_id)
    context = {
        "handover": handover,
        "lines": told_lines(handover),
        "steps": told_steps(handover),
    }
    return render(request, "pages/handover/taken.html", context)


@require_POST
@phone
def taken_ticked(request: HttpRequest, handover_id: int) -> HttpResponse:
    _tick(request, _mine(request, handover_id))
    return redirect("leader_handover", handover_id)


def _tick(request: HttpRequest, handover: Handover) -> None:
    verb = untick_step if request.POST.get("undo") else tick_step
    try:
        verb(handover, request.POST.get("step", ""), by=me(request))
    except DomainError as fault:
        messages.error(request, fault.message)


def _found(handover_id: int) -> Handover:
    rows = Handover.objects.select_related("former", "successor", "by", "neighbourhood")
    return get_object_or_404(rows, pk=handover_id)


def _mine(request: HttpRequest, handover_id: int) -> Handover:
    handover = _found(handover_id)
    if handover.successor_id != me(request).pk:
        raise Http404(_("Không có bàn giao này."))
    return handover
