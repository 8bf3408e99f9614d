"""What the first day's screens have in common: where we are, and on to the next."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.replication.first_run.steps import DONE, next_stage, settle_step, stages
from nhipcau.replication.models import AppliedPlaybook


def me(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)


def here(request: HttpRequest) -> Locality:
    return me(request).locality


def go_on(request: HttpRequest, step: str) -> HttpResponse:
    settle_step(here(request), step, DONE, by=me(request))
    return go(request, step)


def go(request: HttpRequest, step: str) -> HttpResponse:
    coming = next_stage(here(request), step)
    return redirect(coming.path if coming is not None else "first_run")


def screen(
    request: HttpRequest, step: str, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    found = stages(here(request))
    now = next((stage for stage in found if stage.name == step), None)
    context = {**context, "stages": found, "here": now}
    return render(request, f"replication/first_run/{name}.html", context, status=status)


def applied(locality: Locality) -> AppliedPlaybook | None:
    return AppliedPlaybook.objects.filter(locality=locality).first()
