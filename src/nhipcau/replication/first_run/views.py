"""The first day's screens, one step each with one main thing to do; the playbook's own is in
choose_views.py."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nhipcau.channels.models import Account
from nhipcau.core.errors import BadInput, DomainError, WrongState
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
from nhipcau.replication.first_run.screen import applied, go, go_on, here, me, screen
from nhipcau.replication.first_run.steps import (
    DONE,
    SKIPPED,
    next_stage,
    settle_step,
)
from nhipcau.replication.first_run.try_it import arrived, no_way, trial_of, try_it
from nhipcau.replication.first_run.units import FoundUnit, find_units, the_unit
from nhipcau.replication.playbook.theme import Place
from nhipcau.replication.playbook.themes.people import found_planned_groups
from nhipcau.replication.playbook.themes.rosters import found_planned_teams

admins = console(Role.ADMIN)


@require_safe
@admins
def index(request: HttpRequest) -> HttpResponse:
    locality = here(request)
    context = {"coming": next_stage(locality), "applied": applied(locality)}
    return screen(request, "", "index", context)


@admins
def unit(request: HttpRequest) -> HttpResponse:
    locality = here(request)
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
            if context["found"] and not asked.get("don-vi"):
                raise BadInput(_("Hãy chọn một đơn vị trong danh sách."))
            _choose(locality, chosen.unit.pk, context["issuer"], me(request))
        except DomainError as fault:
            return screen(request, "dia-ban", "unit", {**context, "fault": fault.message}, 422)
        return go_on(request, "dia-ban")
    return screen(request, "dia-ban", "unit", context)


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
def register(request: HttpRequest) -> HttpResponse:
    locality = here(request)
    if request.method == "POST":
        place = Place(locality, me(request))
        made = found_planned_groups(place)
        found_planned_teams(place)
        if made:
            said = _("Đã lập %(n)d nhóm của các tổ, thôn theo bộ mẫu.") % {"n": made}
            messages.success(request, said)
        return go_on(request, "so-ho")
    context = {
        "homes": Household.objects.filter(is_gone=False).count(),
        "neighbourhoods": Neighbourhood.objects.filter(locality=locality).count(),
        "groups": Group.objects.filter(neighbourhood__isnull=False).count(),
    }
    return screen(request, "so-ho", "register", context)


@admins
def channels(request: HttpRequest) -> HttpResponse:
    locality = here(request)
    if request.method == "POST":
        return go_on(request, "kenh")
    rows = rows_of(locality)
    working = sum(one.state == Account.State.WORKING for one in rows)
    coming = next((one for one in rows if one.is_to_connect), None)
    context = {"rows": rows, "working": working, "coming": coming}
    return screen(request, "kenh", "channels", context)


@never_cache
@admins
def people(request: HttpRequest) -> HttpResponse:
    locality = here(request)
    places = places_to_fill(locality)
    status = 200
    if request.method == "POST":
        wanted = typed_into(places, request.POST.dict())
        try:
            slips = invite_all(locality, wanted, by=me(request))
        except Unreadable:
            status = 422
        else:
            settle_step(locality, "nguoi", DONE, by=me(request))
            if slips:
                return screen(request, "nguoi", "slips", {"slips": slips})
            return go_on(request, "nguoi")
    context = {
        "places": places,
        "applied": applied(locality),
        "neighbourhoods": Neighbourhood.objects.filter(locality=locality).exists(),
    }
    return screen(request, "nguoi", "people", context, status)


@never_cache
@admins
def trial(request: HttpRequest) -> HttpResponse:
    admin = me(request)
    if request.method == "POST":
        for fault in try_it(admin):
            messages.warning(request, fault)
        return redirect("first_run_tin-thu")
    found = trial_of(admin)
    if found is not None:
        arrived(admin, found)
    return screen(request, "tin-thu", "trial", {"trial": found, "no_way": no_way(admin)})


@require_POST
@admins
def skipped(request: HttpRequest, step: str) -> HttpResponse:
    settle_step(here(request), step, SKIPPED, by=me(request))
    return go(request, step)


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 19 else 0
