"""Pages of reach: they only read. Whatever acts is a form that posts to a page of outreach."""

from datetime import datetime
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.limits import MAY_GRANT
from nhipcau.people.guards import console
from nhipcau.people.models import Role, Staff
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.reach.chart import draw
from nhipcau.reach.curve import curve
from nhipcau.reach.homes import homes_of, open_doors
from nhipcau.reach.kinds import by_channel, by_legal_kind
from nhipcau.reach.money import spent_by_channel
from nhipcau.reach.queries import by_neighbourhood, shown_version, whole
from nhipcau.reach.report import report_pdf_of, report_xlsx
from nhipcau.reach.to_do import to_do
from nhipcau.reach.today import today, trouble_of
from nhipcau.rosters.duty import next_on_duty, on_duty
from nhipcau.rosters.watch import gaps_ahead, is_used
from nhipcau.text.dates import say_date, say_weekday

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@console()
def today_page(request: HttpRequest) -> HttpResponse:
    staff = cast(Staff, request.user)
    now = civil_now()
    found = today(staff, now)
    context = {
        "today": found,
        "troubles": [trouble_of(account) for account in found.troubled],
        "now": now,
        "day": f"{say_weekday(now)} {say_date(now)}",
        "may_write": staff.role == Role.EDITOR,
        **_duty(staff.locality, now),
    }
    return render(request, "reach/today.html", context)


def _duty(locality: Locality, now: datetime) -> dict[str, Any]:
    """Who is on duty, else who is next, and what is missing until the next working day. A ward
    without a roster is asked one question."""
    if not is_used(locality, now):
        return {}
    duty = on_duty(locality, at=now)
    next_duty = [] if duty else next_on_duty(locality, at=now)
    return {"duty": duty, "next_duty": next_duty, "gaps": gaps_ahead(locality, now)}


@require_safe
@console()
def reach_page(request: HttpRequest, notice_id: int) -> HttpResponse:
    version, me = _version(request, notice_id), cast(Staff, request.user)
    now = civil_now()
    tiles = by_neighbourhood(version)
    total = whole(tiles)
    drawn = curve(version, households=total.households, now=now)
    paid = spent_by_channel(version)
    spent = sum(paid.values())
    context = {
        "version": version,
        "now": now,
        "is_over": version.deadline <= now,
        "is_live": version.state == NoticeVersion.State.PUBLISHED,
        "tiles": tiles,
        "total": total,
        "curve": drawn,
        "chart": draw(drawn),
        "to_do": to_do(version, now),
        "channels": by_channel(version, total.channels),
        "kinds": by_legal_kind(version, total.channels, paid),
        "cost": spent,
        "may_grant": me.role in MAY_GRANT and version.deadline > now,
        "price": spent / total.informed if total.informed else 0,
    }
    return render(request, "reach/reach.html", context)


@require_safe
@console()
def place_page(request: HttpRequest, notice_id: int, neighbourhood_id: int) -> HttpResponse:
    version = _version(request, notice_id)
    place = get_object_or_404(Neighbourhood.objects.all(), pk=neighbourhood_id)
    tile = next((t for t in by_neighbourhood(version) if t.neighbourhood == place), None)
    if tile is None:
        raise Http404(_("Tổ này không nằm trong phạm vi của thông báo."))
    only_left = request.GET.get("xem") != "tat-ca"
    homes = homes_of(version, place)
    context = {
        "version": version,
        "tile": tile,
        "total": tile.summary,
        "only_left": only_left,
        "homes": [home for home in homes if not (only_left and home.informed_at)],
    }
    return render(request, "reach/place.html", context)


@require_safe
@console()
def doors_page(request: HttpRequest, notice_id: int) -> HttpResponse:
    version = _version(request, notice_id)
    places = open_doors(version)
    context = {
        "version": version,
        "places": places,
        "open": sum(place.open for place in places),
        "may_act": cast(Staff, request.user).role != Role.VIEWER,
    }
    return render(request, "reach/doors.html", context)


@require_safe
@console()
def report_as_xlsx(request: HttpRequest, notice_id: int) -> HttpResponse:
    """With the households still to tell, so not for viewers; that it was taken is on record."""
    version = _version(request, notice_id)
    staff = cast(Staff, request.user)
    with_homes = staff.role != Role.VIEWER
    audit.record(staff.actor, "report.taken", version, after={"homes": with_homes})
    made = report_xlsx(version, civil_now(), with_homes=with_homes)
    return _file(made, XLSX, f"do-phu-{version.notice_id}.xlsx")


@require_safe
@console()
def report_as_pdf(request: HttpRequest, notice_id: int) -> HttpResponse:
    version = _version(request, notice_id)
    made = report_pdf_of(version, civil_now())
    return _file(made, "application/pdf", f"do-phu-{version.notice_id}.pdf")


def _version(request: HttpRequest, notice_id: int) -> NoticeVersion:
    notice = get_object_or_404(Notice.objects.all(), pk=notice_id)
    asked = request.GET.get("ban", "")
    version = shown_version(notice, int(asked) if asked.isdecimal() else None)
    if version is None:
        raise Http404(_("Thông báo này chưa được phát nên chưa có độ phủ."))
    return version


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
