"""Mergers on the desk of an admin whose locality takes part: preview, decisions, result."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.errors import DomainError
from nhipcau.people.guards import console
from nhipcau.people.models import Role
from nhipcau.people.staff_views import here, me, say
from nhipcau.replication.merger.carry_out import carry_out
from nhipcau.replication.merger.counts import COUNTED
from nhipcau.replication.merger.draft import (
    agree,
    decide,
    draft_merger,
    drop_merger,
    join,
    mark_seen,
    require_all_joined,
)
from nhipcau.replication.merger.forms import NewMerger
from nhipcau.replication.merger.meets import setting_of
from nhipcau.replication.merger.preview import heir_named, preview
from nhipcau.replication.merger.split import ways_back
from nhipcau.replication.merger.undo import undo_merger, why_not_undo
from nhipcau.replication.models import Merger

OPEN = (Merger.State.DRAFT, Merger.State.PREVIEWED)


@console(Role.ADMIN)
def mergers(request: HttpRequest) -> HttpResponse:
    form = NewMerger(request.POST or None, initial=_way_back(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = draft_merger(form.plan(), by=me(request))
        except DomainError as error:
            error.field = {"from": "former"}.get(error.field, error.field)
            say(form, error)
        else:
            return redirect("merger", made.pk)
    context = {
        "mergers": _ours(request).order_by("-pk"),
        "form": form,
        "may_read": here(request).pk,
    }
    return render(request, "replication/mergers.html", context, status=422 if form.errors else 200)


@require_safe
@console(Role.ADMIN)
def merger(request: HttpRequest, merger_id: int) -> HttpResponse:
    return _page(request, _one(request, merger_id))


@require_POST
@console(Role.ADMIN)
def merger_act(request: HttpRequest, merger_id: int, step: str) -> HttpResponse:
    found = _one(request, merger_id)
    if step not in STEPS:
        raise Http404
    try:
        said = STEPS[step](request, found)
    except DomainError as error:
        found.refresh_from_db()
        return _page(request, found, fault=error.message, status=409)
    messages.success(request, said)
    return redirect("mergers") if step == "bo" else redirect("merger", found.pk)


def _join(request: HttpRequest, found: Merger) -> str:
    join(found, by=me(request))
    return _("Đã ghi: địa bàn của bạn tham gia.")


def _decide(request: HttpRequest, found: Merger) -> str:
    require_all_joined(found)
    shown = {one.about: one.value for one in preview(found).choices}
    for about, choice in request.POST.items():
        if about in shown and str(choice) != shown[about]:
            decide(found, about, str(choice), by=me(request))
    return _("Đã ghi quyết định.")


def _agree(request: HttpRequest, found: Merger) -> str:
    agree(found, request.POST.get("seen", ""), by=me(request))
    return _("Đã ghi: địa bàn của bạn đồng ý.")


def _carry_out(request: HttpRequest, found: Merger) -> str:
    mark_seen(found, request.POST.get("seen", ""), by=me(request))
    heir = carry_out(found, by=me(request))
    return _("Đã sáp nhập. Từ nay làm việc ở %(name)s.") % {"name": heir.name}


def _undo(request: HttpRequest, found: Merger) -> str:
    undo_merger(found, by=me(request))
    return _("Đã hoàn tác: mọi địa bàn trở lại như trước.")


def _drop(request: HttpRequest, found: Merger) -> str:
    drop_merger(found, by=me(request))
    return _("Đã bỏ bản lập.")


STEPS: dict[str, Callable[[HttpRequest, Merger], str]] = {
    "tham-gia": _join,
    "quyet": _decide,
    "dong-y": _agree,
    "lam": _carry_out,
    "hoan-tac": _undo,
    "bo": _drop,
}


def _way_back(request: HttpRequest) -> dict[str, str]:
    """`tach`: a merger of ours that is to be parted again, `ve`: into which of the former ones."""
    chosen, into = request.GET.get("tach", ""), request.GET.get("ve", "")
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 16):
        return {}
    merger = _ours(request).filter(pk=chosen).first()
    ways = ways_back(merger) if merger else []
    return next((way.typed for way in ways if way.former.slug == into), {})


def _ours(request: HttpRequest) -> Any:
    """Those in which the open locality takes part, or which it came out of."""
    place = here(request).pk
    return Merger.objects.filter(Q(parties__locality=place) | Q(successor=place)).distinct()


def _one(request: HttpRequest, merger_id: int) -> Merger:
    found: Merger = get_object_or_404(_ours(request).select_related("unit__parent"), pk=merger_id)
    return found


def _page(
    request: HttpRequest, found: Merger, *, fault: str = "", status: int = 200
) -> HttpResponse:
    is_open = found.state in OPEN
    setting = setting_of(found)
    absent = [one for one in setting.parties if one.joined_at is None] if is_open else []
    context: dict[str, Any] = {
        "merger": found,
        "parties": setting.parties,
        "heir": heir_named(setting),
        "is_open": is_open,
        "fault": fault,
        "mine": next((one for one in setting.parties if one.locality == here(request)), None),
        "waiting": [one for one in setting.parties if one.agreed_at is None],
        "absent": absent,
        "shown": preview(found) if is_open and not absent else None,
        "results": [] if is_open else _results(found),
        "why_not": why_not_undo(found) if found.state == Merger.State.DONE else "",
    }
    context["ways_back"] = ways_back(found) if context["why_not"] else []
    return render(request, "replication/merger.html", context, status=status)


def _results(found: Merger) -> list[dict[str, Any]]:
    return [
        {"label": COUNTED[name][0], "before": number, "after": found.after.get(name, 0)}
        for name, number in found.before.items()
        if name in COUNTED
    ]
