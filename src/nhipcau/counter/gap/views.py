"""The gap on the ward's screen: how many a telephone reaches, month by month, and who is left."""

from datetime import date
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import DomainError
from nhipcau.counter.gap.chart import draw
from nhipcau.counter.gap.figures import months_with_visits, taught_in
from nhipcau.counter.gap.lists import WHY, counts_of, homes_of, reached
from nhipcau.counter.gap.snapshot import months_of
from nhipcau.counter.skills import SKILLS
from nhipcau.people.circumstances import note_hamlet
from nhipcau.people.guards import console
from nhipcau.people.models import Staff
from nhipcau.places.models import Neighbourhood

SHOWN = 300


@require_safe
@console()
def gap(request: HttpRequest) -> HttpResponse:
    locality, today = cast(Staff, request.user).locality, local(civil_now()).date()
    rows, past = reached(locality), months_of()
    month = _month(request, today)
    taught = taught_in(locality, month)
    totals = [(SKILLS[code], sum(one.skills[code] for one in taught)) for code in SKILLS]
    households = sum(row.households for row in rows)
    context = {
        "rows": rows,
        "households": households,
        "by_app": sum(row.by_app for row in rows),
        "by_phone": sum(row.by_phone for row in rows),
        "without": sum(row.without for row in rows),
        "chart": draw(past) if len(past) > 1 else None,
        "month": month,
        "months": months_with_visits(locality),
        "taught": [one for one in taught if one.taught],
        "visits": sum(one.visits for one in taught),
        "skills": [(label, n) for label, n in totals if n],
    }
    return render(request, "counter/gap.html", context)


@require_safe
@console()
def place(request: HttpRequest, neighbourhood_id: int) -> HttpResponse:
    found = get_object_or_404(Neighbourhood.objects.all(), pk=neighbourhood_id)
    today = local(civil_now()).date()
    counts = counts_of(found.pk, today)
    name = request.GET.get("ai", "")
    name = name if name in WHY else next((key for key, n in counts.items() if n), "khong-may")
    context = {
        "place": found,
        "tabs": [(key, label, counts[key]) for key, label in WHY.items()],
        "name": name,
        "homes": homes_of(found.pk, name, today)[:SHOWN],
    }
    return render(request, "counter/gap_place.html", context)


@require_POST
@console()
def remote(request: HttpRequest, neighbourhood_id: int) -> HttpResponse:
    """The whole hamlet is far off, or is not."""
    found = get_object_or_404(Neighbourhood.objects.all(), pk=neighbourhood_id)
    is_remote = request.POST.get("act") == "remote"
    try:
        n = note_hamlet(found, is_remote=is_remote, by=cast(Staff, request.user))
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("Đã ghi cho %(n)d hộ.") % {"n": n})
    return redirect("gap_place", found.pk)


def _month(request: HttpRequest, today: date) -> date:
    try:
        return date.fromisoformat(f"{request.GET.get('thang', '')}-01")
    except ValueError:
        return today.replace(day=1)
