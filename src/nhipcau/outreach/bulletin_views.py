"""Bulletins: choose notices of a period, print, note that it was handed out."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import DomainError
from nhipcau.notices.rights import may_publish
from nhipcau.outreach.bulletins import bulletin_paper, in_period, issue_bulletin, make_bulletin
from nhipcau.outreach.models import Bulletin
from nhipcau.people.guards import console, me

USUAL = timedelta(days=30)
SHOWN = 30


@console()
def bulletins(request: HttpRequest) -> HttpResponse:
    today = local(civil_now()).date()
    given = request.POST if request.method == "POST" else request.GET
    begins = _day(given.get("from", ""), today - USUAL)
    ends = _day(given.get("to", ""), today)
    fault = ""
    if request.method == "POST":
        chosen = [int(pk) for pk in request.POST.getlist("versions") if pk.isdecimal()]
        staff = me(request)
        try:
            made = make_bulletin(staff.locality, chosen, begins_on=begins, ends_on=ends, by=staff)
        except DomainError as error:
            fault = error.message
        else:
            said = _("Đã lập %(title)s. In rồi phát cho bà con.")
            messages.success(request, said % {"title": made.title.lower()})
            return redirect("bulletins")
    context = {
        "versions": in_period(begins, ends)[:100],
        "begins": begins,
        "ends": ends,
        "fault": fault,
        "bulletins": Bulletin.objects.prefetch_related("items__version")
        .select_related("issued_by")
        .order_by("-number")[:SHOWN],
        "may_act": may_publish(me(request)),
    }
    return render(request, "outreach/bulletins.html", context, status=422 if fault else 200)


@require_safe
@console()
def bulletin_pdf(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    rows = Bulletin.objects.select_related("locality")
    bulletin = get_object_or_404(rows, pk=bulletin_id)
    response = HttpResponse(bulletin_paper(bulletin), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="ban-tin-{bulletin.number}.pdf"'
    return response


@require_POST
@console()
def bulletin_issued(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    bulletin = get_object_or_404(Bulletin, pk=bulletin_id)
    copies = request.POST.get("copies", "")
    try:
        issue_bulletin(
            bulletin,
            copies=int(copies) if copies.isdecimal() and len(copies) < 7 else 0,
            where=request.POST.get("where", ""),
            by=me(request),
        )
        messages.success(request, _("Đã ghi: bản tin đã phát hành."))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("bulletins")


def _day(written: str, otherwise: date) -> date:
    try:
        return parse_date(written) or otherwise
    except ValueError:
        return otherwise
