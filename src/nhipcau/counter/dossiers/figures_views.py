"""The desk's figures in the groups of Decision 766, as a page and as a table."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now, local
from nhipcau.counter.dossiers.figures import Figures, figures
from nhipcau.counter.dossiers.figures_table import figures_xlsx
from nhipcau.people.guards import console, me
from nhipcau.text.dates import say_date

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAYS = (30, 90, 365)


@require_safe
@console()
def dossier_figures(request: HttpRequest) -> HttpResponse:
    since, until, days = _span(request)
    found = _figures(since, until)
    tables = [
        (_("Theo tháng"), found.by_month),
        (_("Theo lĩnh vực"), found.by_sector),
        (_("Theo cách nộp"), found.by_way),
    ]
    context = {
        "found": found,
        "days": days,
        "all_days": DAYS,
        "tables": tables,
        "since": since,
        "until": until,
    }
    return render(request, "counter/dossier_figures.html", context)


@require_safe
@console()
def export(request: HttpRequest) -> HttpResponse:
    since, until, _days = _span(request)
    locality = me(request).locality
    title = _("%(issuer)s: hồ sơ một cửa từ %(since)s đến %(until)s") % {
        "issuer": locality.issuer,
        "since": say_date(since),
        "until": say_date(until),
    }
    made = figures_xlsx(_figures(since, until), title)
    record(me(request).actor, "dossiers.exported", locality, locality=locality.pk)
    response = HttpResponse(made, content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="ho-so-mot-cua.xlsx"'
    return response


def _figures(since: datetime, until: datetime) -> Figures:
    return figures(since=since, until=until, now=civil_now())


def _span(request: HttpRequest) -> tuple[datetime, datetime, int]:
    """From the beginning of the day so many days ago until now."""
    given = request.GET.get("ngay", "")
    days = int(given) if given.isdecimal() and len(given) < 4 else DAYS[1]
    days = days if days in DAYS else DAYS[1]
    now = civil_now()
    begins = local(now - timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
    return begins, now + timedelta(seconds=1), days
