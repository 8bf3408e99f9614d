"""The province's notices: issue one, see which ward has not adopted it, remind."""

from collections import Counter
from typing import Any, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.people.guards import console
from nhipcau.people.models import Role, Staff
from nhipcau.people.staff_views import here, say
from nhipcau.places.oversee import wards_of
from nhipcau.replication.models import Issued, IssuedTo
from nhipcau.replication.province.follow import OPEN
from nhipcau.replication.province.forms import IssueForm
from nhipcau.replication.province.issue import end_issued, issue_notice
from nhipcau.replication.province.remind import remind_wards

State = IssuedTo.State


@require_safe
@console(Role.OVERSEER)
def issued_list(request: HttpRequest) -> HttpResponse:
    rows = list(Issued.objects.select_related("issued_by")[:100])
    states = IssuedTo.objects.filter(issued__in=rows).values_list("issued_id", "state")
    counted: dict[int, Counter[str]] = {row.pk: Counter() for row in rows}
    for number, state in states:
        counted[number][state] += 1
    lines = [(row, counted[row.pk][State.ADOPTED], counted[row.pk].total()) for row in rows]
    context = {"lines": lines, "now": civil_now()}
    return render(request, "replication/province/issued_list.html", context)


@console(Role.OVERSEER)
def issue_new(request: HttpRequest) -> HttpResponse:
    office = here(request)
    form = IssueForm(request.POST or None, request.FILES or None, wards=list(wards_of(office)))
    if request.method == "POST" and form.is_valid():
        file = cast("UploadedFile[Any] | None", form.cleaned_data["file"])
        try:
            made = issue_notice(
                office,
                form.given(),
                by=_who(request),
                file=file.file if file else None,
                file_name=(file.name or "") if file else "",
            )
        except DomainError as error:
            error.field = {"for_whom": "audience"}.get(error.field, error.field)
            say(form, error)
        else:
            messages.success(request, _("Đã gửi. Mỗi địa bàn nhận một bản nháp."))
            return redirect("issued", made.pk)
    status = 422 if form.errors else 200
    return render(request, "replication/province/issue_new.html", {"form": form}, status=status)


@require_safe
@console(Role.OVERSEER)
def issued(request: HttpRequest, issued_id: int) -> HttpResponse:
    return _page(request, _one(request, issued_id))


@require_POST
@console(Role.OVERSEER)
def issued_act(request: HttpRequest, issued_id: int, step: str) -> HttpResponse:
    found = _one(request, issued_id)
    try:
        if step == "nhac":
            n = remind_wards(found, by=_who(request))
            said = ngettext("Đang nhắc %(n)d địa bàn.", "Đang nhắc %(n)d địa bàn.", n) % {"n": n}
            messages.success(request, said)
        elif step == "thu-lai":
            end_issued(found, by=_who(request))
            messages.success(
                request, _("Đã thu lại: địa bàn chưa đăng được báo là không đăng nữa.")
            )
        else:
            raise Http404
    except DomainError as error:
        found.refresh_from_db()
        return _page(request, found, fault=error.message, status=409)
    return redirect("issued", found.pk)


def _page(
    request: HttpRequest, found: Issued, *, fault: str = "", status: int = 200
) -> HttpResponse:
    now = civil_now()
    rows = list(found.wards.select_related("ward"))
    waiting = [to for to in rows if to.state in (*OPEN, State.QUEUED) and not to.ward.closed_at]
    context = {
        "issued": found,
        "waiting": waiting,
        "done": [to for to in rows if to.state == State.ADOPTED],
        "declined": [to for to in rows if to.state == State.DECLINED],
        "merged": [to for to in rows if to.ward.closed_at and to.state in (*OPEN, State.QUEUED)],
        "all": len(rows),
        "is_late": found.reply_by <= now,
        "fault": fault,
    }
    return render(request, "replication/province/issued.html", context, status=status)


def _one(request: HttpRequest, issued_id: int) -> Issued:
    rows = Issued.objects.filter(locality=here(request)).select_related("locality", "issued_by")
    return get_object_or_404(rows, pk=issued_id)


def _who(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)
