"""The first day's screens, one step each with one main thing to do."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nhipcau.channels.models import Account
from nhipcau.core.errors import DomainError, WrongState
from nhipcau.notices.models import NoticeVersion
from nhipcau.people.guards import console
from nhipcau.people.models import Group, Household, Role, Staff
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.places.naming import usual_issuer
from nhipcau.places.open import choose_unit
from nhipcau.replication.first_run.channels import rows_of
from nhipcau.replication.first_run.people import (
    Unreadable,
    invite_all,
    places_to_fill,
    typed_into,
)
from nhipcau.replication.first_run.steps import (
    DONE,
    SKIPPED,
    next_stage,
    settle_step,
    stages,
)
from nhipcau.replication.first_run.try_it import arrived, no_way, trial_of, try_it
from nhipcau.replication.first_run.units import FoundUnit, find_units, the_unit
from nhipcau.replication.models import AppliedPlaybook
from nhipcau.replication.playbook.apply import apply_playbook
from nhipcau.replication.playbook.difference import WRITTEN, Verdict, counts_of, difference
from nhipcau.replication.playbook.shipped import all_shipped, shipped
from nhipcau.replication.playbook.theme import Place
from nhipcau.replication.playbook.themes.all import THEMES
from nhipcau.replication.playbook.themes.people import found_planned_groups
from nhipcau.replication.playbook.themes.rosters import found_planned_teams

admins = console(Role.ADMIN)


@require_safe
@admins
def index(request: HttpRequest) -> HttpResponse:
    locality = _here(request)
    context = {"coming": next_stage(locality), "applied": _applied(locality)}
    return _screen(request, "", "index", context)


@admins
def unit(request: HttpRequest) -> HttpResponse:
    locality = _here(request)
    asked = request.POST if request.method == "POST" else request.GET
    said, is_former = asked.get("q", ""), asked.get("thoi") == "truoc"
    chosen = the_unit(_number(asked.get("don-vi", "")) or locality.unit_id)
    context: dict[str, Any] = {
        "said": said, "is_former": is_former, "chosen": chosen,
        "found": find_units(said, is_former=is_former),
        "issuer": asked.get("co-quan", "") or _issuer(locality, chosen),
    }  # fmt: skip
    if request.method == "POST" and chosen is not None:
        try:
            _choose(locality, chosen.unit.pk, context["issuer"], _me(request))
        except DomainError as fault:
            return _screen(request, "dia-ban", "unit", {**context, "fault": fault.message}, 422)
        return _on(request, "dia-ban")
    return _screen(request, "dia-ban", "unit", context)


def _issuer(locality: Locality, chosen: FoundUnit | None) -> str:
    if chosen is None or chosen.unit.pk == locality.unit_id:
        return locality.issuer
    return usual_issuer(chosen.unit)


def _choose(locality: Locality, unit_id: int, issuer: str, by: Staff) -> None:
    """Nothing to change is a yes as well; after the first notice the name stays."""
    found = the_unit(unit_id)
    if found is None or (found.unit.pk == locality.unit_id and issuer == locality.issuer):
        return
    if NoticeVersion.objects.filter(published_at__isnull=False).exists():
        raise WrongState(
            _("Đã có thông báo phát ra với tên cũ, nên không đổi đơn vị ở đây được nữa.")
        )
    choose_unit(locality, found.unit, issuer=issuer, by=by.actor)


@admins
def playbook(request: HttpRequest) -> HttpResponse:
    locality = _here(request)
    name = request.POST.get("chon") or request.GET.get("chon", "")
    chosen = shipped(name) if name else None
    take = request.POST.getlist("lay")
    context: dict[str, Any] = {
        "playbooks": [one.manifest for one in all_shipped()],
        "applied": _applied(locality),
    }
    if chosen is None:
        return _screen(request, "bo-mau", "playbook", context)
    fault = ""
    if request.method == "POST":
        try:
            apply_playbook(chosen, by=_me(request), take=take)
        except DomainError as error:
            fault = error.message
        else:
            said = _("Đã áp dụng bộ mẫu “%(title)s”.") % {"title": chosen.manifest.title}
            messages.success(request, said)
            return _on(request, "bo-mau")
    context |= _told(difference(chosen, locality)) | {"chosen": chosen.manifest, "fault": fault}
    return _screen(request, "bo-mau", "playbook", context, 422 if fault else 200)


def _told(changes: list[Any]) -> dict[str, Any]:
    """By theme, what would be written and what stays the locality's own."""
    written = [change for change in changes if change.verdict in WRITTEN]
    parts = [
        (theme.title, [change for change in written if change.theme is theme]) for theme in THEMES
    ]
    return {
        "counts": counts_of(changes),
        "parts": [(title, some) for title, some in parts if some],
        "kept": [change for change in changes if change.verdict == Verdict.KEPT],
        "is_news": bool(written),
    }


@admins
def register(request: HttpRequest) -> HttpResponse:
    locality = _here(request)
    if request.method == "POST":
        place = Place(locality, _me(request))
        made = found_planned_groups(place)
        found_planned_teams(place)
        if made:
            said = _("Đã lập %(n)d nhóm của các tổ, thôn theo bộ mẫu.") % {"n": made}
            messages.success(request, said)
        return _on(request, "so-ho")
    context = {
        "homes": Household.objects.filter(is_gone=False).count(),
        "neighbourhoods": Neighbourhood.objects.filter(locality=locality).count(),
        "groups": Group.objects.filter(neighbourhood__isnull=False).count(),
    }
    return _screen(request, "so-ho", "register", context)


@admins
def channels(request: HttpRequest) -> HttpResponse:
    locality = _here(request)
    if request.method == "POST":
        return _on(request, "kenh")
    rows = rows_of(locality)
    working = sum(one.state == Account.State.WORKING for one in rows)
    coming = next((one for one in rows if one.is_to_connect), None)
    context = {"rows": rows, "working": working, "coming": coming}
    return _screen(request, "kenh", "channels", context)


@never_cache
@admins
def people(request: HttpRequest) -> HttpResponse:
    locality = _here(request)
    places = places_to_fill(locality)
    status = 200
    if request.method == "POST":
        wanted = typed_into(places, request.POST.dict())
        try:
            slips = invite_all(locality, wanted, by=_me(request))
        except Unreadable:
            status = 422
        else:
            settle_step(locality, "nguoi", DONE, by=_me(request))
            if slips:
                return _screen(request, "nguoi", "slips", {"slips": slips})
            return _on(request, "nguoi")
    return _screen(request, "nguoi", "people", {"places": places}, status)


@never_cache
@admins
def trial(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    if request.method == "POST":
        for fault in try_it(me):
            messages.warning(request, fault)
        return redirect("first_run_tin-thu")
    found = trial_of(me)
    if found is not None:
        arrived(me, found)
    return _screen(request, "tin-thu", "trial", {"trial": found, "no_way": no_way(me)})


@require_POST
@admins
def skipped(request: HttpRequest, step: str) -> HttpResponse:
    settle_step(_here(request), step, SKIPPED, by=_me(request))
    return _go(request, step)


def _on(request: HttpRequest, step: str) -> HttpResponse:
    settle_step(_here(request), step, DONE, by=_me(request))
    return _go(request, step)


def _go(request: HttpRequest, step: str) -> HttpResponse:
    coming = next_stage(_here(request), step)
    return redirect(coming.path if coming is not None else "first_run")


def _screen(
    request: HttpRequest, step: str, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    found = stages(_here(request))
    here = next((stage for stage in found if stage.name == step), None)
    context = {**context, "stages": found, "here": here}
    return render(request, f"replication/first_run/{name}.html", context, status=status)


def _applied(locality: Locality) -> AppliedPlaybook | None:
    return AppliedPlaybook.objects.filter(locality=locality).first()


def _me(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)


def _here(request: HttpRequest) -> Locality:
    return _me(request).locality


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 19 else 0
