"""The province's desk: its wards side by side, one ward. Rows of its own tenant, nothing else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from nhipcau.people.guards import console
from nhipcau.people.models import Role
from nhipcau.people.staff_views import here
from nhipcau.places.oversee import wards_of
from nhipcau.replication.models import IssuedTo, WardDay
from nhipcau.replication.province.compare import (
    BY_NAME,
    MEASURES,
    cells_of,
    good_example,
    side_by_side,
)
from nhipcau.replication.province.counts import SMALL, counts_from, place_from

DAYS_SHOWN = 30


@require_safe
@console(Role.OVERSEER)
def side(request: HttpRequest) -> HttpResponse:
    by = BY_NAME.get(request.GET.get("theo", ""), MEASURES[0])
    rows = side_by_side(here(request), by)
    waiting = IssuedTo.objects.filter(
        state__in=(IssuedTo.State.QUEUED, IssuedTo.State.WAITING, IssuedTo.State.IN_HAND),
        issued__ended_at=None,
        ward__closed_at=None,
    )
    context: dict[str, Any] = {
        "rows": rows,
        "by": by,
        "measures": MEASURES,
        "example": good_example(rows, by),
        "waiting": waiting.values("issued").distinct().count(),
        "counted": max((row.day.taken_at for row in rows if row.day), default=None),
    }
    return render(request, "replication/province/side.html", context)


@require_safe
@console(Role.OVERSEER)
def ward(request: HttpRequest, ward_id: int) -> HttpResponse:
    found = get_object_or_404(wards_of(here(request)), pk=ward_id)
    days = list(WardDay.objects.filter(ward=found).order_by("-on")[:DAYS_SHOWN])
    counts = counts_from(days[0].counts) if days else None
    sent = IssuedTo.objects.filter(ward=found).select_related("issued").order_by("-pk")
    context: dict[str, Any] = {
        "ward": found,
        "day": days[0] if days else None,
        "cells": cells_of(counts) if counts else (),
        "places": [place_from(kept) for kept in days[0].places] if days else [],
        "days": [(day, _reached(day)) for day in days],
        "sent": sent[:10],
        "small": SMALL,
    }
    return render(request, "replication/province/ward.html", context)


def _reached(day: WardDay) -> float | None:
    return MEASURES[0].value(counts_from(day.counts))
