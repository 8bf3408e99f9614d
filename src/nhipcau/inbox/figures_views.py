"""How quickly the ward answers, on a page and as a table."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhipcau.core import audit
from nhipcau.core.clock import civil_now, local
from nhipcau.inbox.desk import at_console
from nhipcau.inbox.figures import Figures, figures_xlsx
from nhipcau.inbox.figures import figures as work_out
from nhipcau.inbox.models import Rating
from nhipcau.people.guards import me

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAYS = (7, 30, 90)


@require_safe
@at_console
def figures(request: HttpRequest) -> HttpResponse:
    days = _days(request)
    found = _figures(request, days)
    tables = [
        (_("Theo chủ đề"), found.by_topic),
        (_("Theo kênh"), found.by_source),
        (_("Theo tổ"), found.by_place),
    ]
    ratings = [(Rating.Score(score).label, n) for score, n in found.ratings.items()]
    context = {
        "found": found,
        "days": days,
        "all_days": DAYS,
        "tables": tables,
        "ratings": ratings,
        "now": civil_now(),
    }
    return render(request, "inbox/figures.html", context)


@require_safe
@at_console
def export(request: HttpRequest) -> HttpResponse:
    days, staff, now = _days(request), me(request), civil_now()
    found = _figures(request, days)
    title = _("Hộp thư %(place)s, %(days)d ngày đến %(day)s") % {
        "place": staff.locality.name,
        "days": days,
        "day": f"{local(now):%d/%m/%Y}",
    }
    after = {"days": days, "rows": len(found.rows)}
    audit.record(
        staff.actor, "inbox.exported", staff.locality, locality=staff.locality_id, after=after
    )
    response = HttpResponse(figures_xlsx(found, title), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="hop-thu-{days}-ngay.xlsx"'
    return response


def _figures(request: HttpRequest, days: int) -> Figures:
    now = civil_now()
    return work_out(me(request).locality, since=now - timedelta(days=days), now=now)


def _days(request: HttpRequest) -> int:
    given = request.GET.get("ngay", "")
    return int(given) if given in {str(one) for one in DAYS} else 30
