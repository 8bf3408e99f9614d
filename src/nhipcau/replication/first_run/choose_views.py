"""Choosing the playbook: one that comes with the product, or one that another place sent as a zip.
What it would change is seen before it is applied."""

from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nhipcau.core.errors import BadInput, DomainError, WrongState
from nhipcau.people.guards import console
from nhipcau.people.models import Role, Staff
from nhipcau.replication.first_run.screen import applied, go_on, here, me, screen
from nhipcau.replication.playbook.apply import apply_playbook
from nhipcau.replication.playbook.difference import (
    WRITTEN,
    Change,
    Verdict,
    counts_of,
    difference,
)
from nhipcau.replication.playbook.read import Playbook
from nhipcau.replication.playbook.sent import drop_sent, keep_sent, sent_by
from nhipcau.replication.playbook.shipped import all_shipped, shipped
from nhipcau.replication.playbook.themes.all import THEMES

SENT = "tep-gui-len"  # beside the names of those that come with it
admins = console(Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Chosen:
    """`seen` is empty for what comes with the product: that does not change under one's eyes."""

    name: str
    playbook: Playbook
    seen: str = ""


@admins
def playbook(request: HttpRequest) -> HttpResponse:
    try:
        chosen = _chosen(request)
    except DomainError as fault:
        return _choices(request, fault.message)
    if chosen is None:
        return _choices(request)
    refused = ""
    if request.method == "POST":
        try:
            _apply(chosen, request)
        except DomainError as fault:
            refused = fault.message
        else:
            said = _("Đã áp dụng bộ mẫu “%(title)s”.")
            messages.success(request, said % {"title": chosen.playbook.manifest.title})
            return go_on(request, "bo-mau")
    changes = difference(chosen.playbook, here(request))
    context = {
        "chosen": chosen,
        "manifest": chosen.playbook.manifest,
        "applied": applied(here(request)),
        "fault": refused,
    }
    return screen(request, "bo-mau", "playbook", context | _told(changes), 422 if refused else 200)


@require_POST
@admins
def sent(request: HttpRequest) -> HttpResponse:
    """A zip from another place: kept for looking at, nothing is applied yet."""
    file = request.FILES.get("tep")
    try:
        if file is None:
            raise BadInput(_("Hãy chọn tệp .zip của bộ mẫu."))
        keep_sent(cast(BinaryIO, file), by=me(request))
    except DomainError as fault:
        return _choices(request, fault.message)
    return redirect(f"{reverse('first_run_bo-mau')}?chon={SENT}")


def _chosen(request: HttpRequest) -> Chosen | None:
    name = request.POST.get("chon") or request.GET.get("chon", "")
    if name == SENT:
        kept = sent_by(me(request))
        return Chosen(name, kept.playbook, kept.digest)
    found = shipped(name) if name else None
    return Chosen(name, found) if found is not None else None


def _apply(chosen: Chosen, request: HttpRequest) -> None:
    if request.POST.get("tep", "") != chosen.seen:
        raise WrongState(
            _("Tệp đã được thay bằng tệp khác từ lúc bạn xem. Hãy xem lại rồi áp dụng.")
        )
    by: Staff = me(request)
    apply_playbook(chosen.playbook, by=by, take=request.POST.getlist("lay"))
    if chosen.seen:
        drop_sent(by)


def _choices(request: HttpRequest, fault: str = "") -> HttpResponse:
    context = {
        "playbooks": [one.manifest for one in all_shipped()],
        "applied": applied(here(request)),
        "fault": fault,
    }
    return screen(request, "bo-mau", "playbook", context, 422 if fault else 200)


def _told(changes: list[Change]) -> dict[str, Any]:
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
