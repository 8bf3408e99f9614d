"""Pages of notices that need no plan: the list, one notice with its trail, its papers."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nhipcau.audiences.describe import describe
from nhipcau.audiences.selection import Selection
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.core.language import own_language
from nhipcau.notices.approve import recall_notice
from nhipcau.notices.correct import correct_notice
from nhipcau.notices.draft import discard_draft
from nhipcau.notices.models import Notice, NoticeVersion, Rendition, Template
from nhipcau.notices.papers import content_type, lateness, say_lateness
from nhipcau.notices.print import a5_pdf, board_pdf, page_url, script_pdf, sheet_pdf
from nhipcau.notices.queries import (
    TABS,
    approvers,
    awaiting_review,
    history,
    in_hand,
    listed,
    newest,
    tab_counts,
)
from nhipcau.notices.rights import WRITERS, may_publish, why_not_approve, why_not_review
from nhipcau.notices.starters import forget_starter, save_starter, starters
from nhipcau.people.guards import console
from nhipcau.people.models import Staff

PAGE = 30
PAPERS: dict[str, Callable[[NoticeVersion], bytes]] = {
    "to-a4": lambda version: sheet_pdf(version, url=page_url(version)),
    "to-a5": lambda version: a5_pdf(version, url=page_url(version)),
    "bang": board_pdf,
    "bai-doc": script_pdf,
}


@console()
def notice_list(request: HttpRequest) -> HttpResponse:
    staff = cast(Staff, request.user)
    asked = {name: request.GET.get(name, "") for name in ("tab", "kind", "q")}
    counts = tab_counts()
    found = listed(tab=asked["tab"], kind=asked["kind"], words=asked["q"])
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("trang")),
        "tabs": [(tab, label, counts[tab]) for tab, label in TABS.items()],
        "asked": asked,
        "kinds": Notice.Kind.choices,
        "to_review": awaiting_review(staff) if staff.role == "approver" else (),
        "may_write": staff.role in WRITERS,
        "now": civil_now(),
    }
    return render(request, "notices/list.html", context)


@console()
def notice_read(request: HttpRequest, notice_id: int) -> HttpResponse:
    staff = cast(Staff, request.user)
    notice = get_object_or_404(Notice.objects.select_related("paper"), pk=notice_id)
    version = _asked_version(request, notice)
    late = lateness(version)
    now = civil_now()
    return render(
        request,
        "notices/read.html",
        {
            "notice": notice,
            "version": version,
            "versions": notice.versions.order_by("-number"),
            "in_hand": in_hand(notice),
            "audience": describe(Selection.from_json(notice.selection)),
            "happenings": history(notice),
            "renditions": _besides_the_page(version),
            "lateness": say_lateness(late, now) if late else "",
            "is_late": bool(late and late.is_late),
            "approvers": approvers(version) if version.state == "submitted" else (),
            "why_not": why_not_approve(version, staff),
            "may_review": version.awaits_review and not why_not_review(version, staff),
            "may_write": staff.role in WRITERS,
            "may_publish": may_publish(staff),
            "now": now,
        },
    )


def _besides_the_page(version: NoticeVersion) -> QuerySet[Rendition]:
    return version.renditions.exclude(form="web", language=own_language()).order_by("id")


@console()
def notice_paper(request: HttpRequest, notice_id: int, paper: str) -> HttpResponse:
    """The A4 sheet, the board or the script as PDF: to look at, to print, to send on."""
    make = PAPERS.get(paper)
    if make is None:
        raise Http404
    version = _asked_version(request, get_object_or_404(Notice, pk=notice_id))
    response = HttpResponse(make(version), content_type="application/pdf")
    name = f"{paper}-{version.notice_id}-{version.number}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@console()
def notice_source(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The file of the paper behind the notice, as it was uploaded."""
    notice = get_object_or_404(Notice.objects.select_related("paper"), pk=notice_id)
    if notice.paper is None or not notice.paper.file:
        raise Http404
    file = FileResponse(
        notice.paper.file.open("rb"),
        filename=notice.paper.file_name,
        content_type=content_type(notice.paper),
    )
    return cast(HttpResponse, file)  # as every view's answer; it streams


@console()
@require_POST
def notice_step(request: HttpRequest, notice_id: int, step: str) -> HttpResponse:
    """One press on the page of a notice: take back, begin a correction, throw a draft away."""
    staff = cast(Staff, request.user)
    notice = get_object_or_404(Notice, pk=notice_id)
    try:
        if step == "dinh-chinh":
            correct_notice(notice, by=staff)
            return redirect("notice_edit", notice_id)
        version = in_hand(notice) or newest(notice)
        if step == "lay-ve":
            recall_notice(version, by=staff)
            return redirect("notice_edit", notice_id)
        if step == "bo":
            discard_draft(version, by=staff)
            messages.success(request, _("Đã bỏ bản nháp."))
            return redirect("notice_list")
    except DomainError as fault:
        messages.error(request, fault.message)
        return redirect("notice_read", notice_id)
    raise Http404


@console()
def starter_list(request: HttpRequest) -> HttpResponse:
    staff = cast(Staff, request.user)
    if request.method == "POST":
        chosen = request.POST.get("bo", "")
        found = get_object_or_404(Template, pk=chosen if chosen.isdecimal() else 0)
        forget_starter(found, by=staff)
        messages.success(request, _("Đã bỏ mẫu."))
        return redirect("starter_list")
    return render(request, "notices/starters.html", {"starters": starters(staff.locality)})


@console()
@require_POST
def starter_new(request: HttpRequest, notice_id: int) -> HttpResponse:
    version = newest(get_object_or_404(Notice, pk=notice_id))
    try:
        row = save_starter(version, name=request.POST.get("name", ""), by=cast(Staff, request.user))
        messages.success(request, _("Đã giữ làm mẫu “%(name)s”.") % {"name": row.name})
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("notice_read", notice_id)


def _asked_version(request: HttpRequest, notice: Notice) -> NoticeVersion:
    number = request.GET.get("ban", "")
    if not number.isdecimal():
        return newest(notice)
    found = notice.versions.select_related("notice", "locality")
    return get_object_or_404(found, number=min(int(number), 30_000))
