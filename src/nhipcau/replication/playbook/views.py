"""What the playbook leaves to people: the year's campaigns, papers to hang, guides to read."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.clock import civil_now, local
from nhipcau.links.models import Poster
from nhipcau.notices.rights import WRITERS
from nhipcau.people.guards import console
from nhipcau.people.models import Role, Staff
from nhipcau.procedures.models import Procedure
from nhipcau.replication.models import AppliedItem, AppliedPlaybook, PlanItem, PlaybookFile
from nhipcau.replication.playbook.export import export_playbook, zip_of
from nhipcau.replication.playbook.shape import from_plain
from nhipcau.replication.playbook.theme import Place
from nhipcau.replication.playbook.themes.hours import Market, declare_holidays
from nhipcau.replication.playbook.themes.notices import Campaign
from nhipcau.replication.playbook.themes.papers import Guide, PosterPlan
from nhipcau.replication.playbook.themes.people import NAME

TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "mp3": "audio/mpeg"}


@dataclass(frozen=True, slots=True)
class Due:
    """A campaign with the template it begins from; `is_now` in its days."""

    plan: Campaign
    starter: int
    is_now: bool


@require_safe
@console()
def year(request: HttpRequest) -> HttpResponse:
    me = cast(Staff, request.user)
    today = local(civil_now()).date()
    starters = AppliedItem.objects.filter(theme="starters", row__gt=0)
    rows = dict(starters.values_list("key", "row"))
    posters = _planned("posters", PosterPlan)
    told = Procedure.objects.filter(code__in=[plan.about for _key, plan in posters])
    names = dict(told.values_list("code", "name"))
    context: dict[str, Any] = {
        "applied": AppliedPlaybook.objects.first(),
        "campaigns": [
            Due(plan, rows.get(plan.starter, 0), is_within(plan, today))
            for _key, plan in _planned("campaigns", Campaign)
        ],
        "markets": [plan for _key, plan in _planned("markets", Market)],
        "posters": [
            (Poster.Kind(plan.kind).label, names.get(plan.about, plan.about), where_of(plan), plan)
            for _key, plan in posters
        ],
        "guides": _planned("guides", Guide),
        "is_admin": me.role == Role.ADMIN,
        "may_write": me.role in WRITERS,
    }
    return render(request, "replication/playbook/year.html", context)


@require_safe
@console()
def guide(request: HttpRequest, key: str) -> HttpResponse:
    row = get_object_or_404(PlanItem, theme="guides", key=key)
    found = from_plain(Guide, row.content)
    files = [(one.name, one.file.partition("/")[2]) for one in found.files]
    context = {"guide": found, "files": files, "blocks": list(blocks_of(found.text))}
    return render(request, "replication/playbook/guide.html", context)


@require_safe
@console()
def asset(request: HttpRequest, asset_name: str) -> HttpResponse:
    row = get_object_or_404(PlaybookFile, name=asset_name)
    kind = TYPES.get(asset_name.rpartition(".")[2])
    if kind is None or not row.file.storage.exists(str(row.file)):
        raise Http404
    answer = HttpResponse(row.file.read(), content_type=kind)
    answer["Content-Disposition"] = f'inline; filename="tep-{row.pk}{asset_name[-4:]}"'
    return answer


@require_safe
@console(Role.ADMIN)
def download(request: HttpRequest) -> HttpResponse:
    """How this place works, for another one: the folder of the command, as one file."""
    locality = cast(Staff, request.user).locality
    name = f"bo-mau-{locality.slug}"
    answer = HttpResponse(zip_of(export_playbook(locality), name), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return answer


@require_POST
@console(Role.ADMIN)
def holidays(request: HttpRequest) -> HttpResponse:
    me = cast(Staff, request.user)
    added = declare_holidays(Place(me.locality, me))
    said = _("Đã ghi thêm %(n)d ngày nghỉ của năm nay và năm tới.") % {"n": added}
    messages.success(request, said if added else _("Các ngày nghỉ đã ghi đủ."))
    return redirect("playbook")


def is_within(plan: Campaign, today: date) -> bool:
    """From its first to its last day, also over the turn of the year."""
    if not plan.begins:
        return False
    now, begins, ends = f"{today:%m-%d}", plan.begins, plan.ends or plan.begins
    return begins <= now <= ends if begins <= ends else now >= begins or now <= ends


def where_of(plan: PosterPlan) -> str:
    return plan.place.replace(NAME, str(_("từng tổ, thôn")))


def blocks_of(text: str) -> list[tuple[str, list[str]]]:
    """Paragraphs, headings ("# ") and lists of points, as (kind, lines)."""
    blocks = []
    for block in re.sub(r"(?m)^(# .*)\n(?!\n)", r"\1\n\n", text).split("\n\n"):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if lines and all(line.startswith("- ") for line in lines):
            blocks.append(("points", [line[2:] for line in lines]))
        elif lines and lines[0].startswith("# "):
            blocks.append(("heading", [lines[0][2:]]))
        elif lines:
            blocks.append(("words", [" ".join(lines)]))
    return blocks


def _planned(theme: str, kind: type) -> list[tuple[str, Any]]:
    rows = PlanItem.objects.filter(theme=theme)
    return [(row.key, from_plain(kind, row.content)) for row in rows]
