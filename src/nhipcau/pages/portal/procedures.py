"""Procedures for residents: find one, read it, read an older version, print it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhipcau.core.clock import civil_now, local
from nhipcau.pages.portal.asking import ask_about, opens_again, responsible_for
from nhipcau.pages.portal.place import link_of, locality_of, portal
from nhipcau.pages.portal.procedure_page import (
    filings_of,
    parts_of,
    pieces_of,
    safe_url,
    short_part,
)
from nhipcau.pages.portal.procedure_paper import paper_of
from nhipcau.places.centres import centre_on, centre_page, host_of
from nhipcau.procedures.codes import is_code, tidy_code
from nhipcau.procedures.models import Procedure, ProcedureVersion
from nhipcau.procedures.queries import by_code, filed_online, listed, sectors, versions_of, whole
from nhipcau.procedures.search import find_procedures
from nhipcau.text.fold import tidy

A_PAGE = 40
WORDS, SHOWN = 120, 6


@require_safe
@portal
def procedures(request: HttpRequest) -> HttpResponse:
    words = tidy(request.GET.get("tim", ""))[:WORDS]
    sector = tidy(request.GET.get("linh-vuc", ""))[:200]
    context = {"words": words, "sector": sector, **_ways_out(request)}
    if _known(words):
        return redirect("portal_procedure", locality_of(request).slug, tidy_code(words))
    if words:
        context["found"] = find_procedures(words, limit=SHOWN)
    else:
        rows = listed(sector=sector)
        context["page"] = Paginator(rows, A_PAGE).get_page(request.GET.get("trang"))
    return render(request, "pages/portal/procedures.html", context)


@require_safe
@portal
def procedure(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    found = _version(code, number)
    if found is None:
        return _lost(request, code)
    known, version = found
    key = request.GET.get("phan", "")
    if key:
        return _part(request, known, version, key)
    filings, has_more_ways = filings_of(version)
    context = {
        **_about(request, known, version),
        "filings": filings,
        "has_more_ways": has_more_ways,
        "parts": [short_part(part) for part in parts_of(version)],
        "responsible": responsible_for(version),
        "is_online": version.pk in filed_online([version.pk]),
        "opens_again": opens_again(locality_of(request)),
    }
    return render(request, "pages/portal/procedure.html", context)


@require_safe
@portal
def paper(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    """The whole record on A4, to take along or to hand out at the desk."""
    found = _version(code, number)
    if found is None:
        raise Http404(_("Không có thủ tục này."))
    known, version = found
    pdf = paper_of(version, _about(request, known, version))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="thu-tuc-{known.code}.pdf"'
    return response


def _version(code: str, number: int | None) -> tuple[Procedure, ProcedureVersion] | None:
    known = _known(code)
    if known is None:
        return None
    if number is None:
        return (known, whole(known.current_id)) if known.current_id else None
    row = versions_of(known).filter(number=number).values_list("pk", flat=True).first()
    return (known, whole(row)) if row is not None else None


def _known(typed: str) -> Procedure | None:
    """What is no code at all never reaches the database."""
    return by_code(typed) if is_code(tidy_code(typed)) else None


def _about(request: HttpRequest, known: Procedure, version: ProcedureVersion) -> dict[str, Any]:
    """What every form of the page says about the version, its age and where to go with it."""
    link = link_of(request)
    printed = link.place.get("version") if link else None
    newest = known.current.number if known.current else version.number
    centre = centre_on(local(civil_now()).date())
    return {
        "procedure": known,
        "version": version,
        "source_url": safe_url(version.source_url),
        "is_old": version.pk != known.current_id,
        "newest": newest,
        "printed": printed if printed and printed < newest else None,
        "centre_url": centre_page(centre, known.code) if centre else "",
        "centre_host": host_of(centre) if centre else "",
        "ask_url": ask_about(locality_of(request), known.code),
    }


def _part(
    request: HttpRequest, known: Procedure, version: ProcedureVersion, key: str
) -> HttpResponse:
    part = next((one for one in parts_of(version) if one.key == key), None)
    if part is None:
        raise Http404(_("Thủ tục này không có phần đó."))
    page = Paginator(pieces_of(part), 1).get_page(request.GET.get("trang"))
    context = {**_about(request, known, version), "page": page, "part": page.object_list[0]}
    return render(request, "pages/portal/procedure_part.html", context)


def _lost(request: HttpRequest, code: str) -> HttpResponse:
    known = _known(code)
    context = {"code": tidy(code)[:60], "known": known, **_ways_out(request)}
    return render(request, "pages/portal/lost_procedure.html", context, status=404)


def _ways_out(request: HttpRequest) -> dict[str, Any]:
    return {"sectors": sectors(), "ask_url": ask_about(locality_of(request))}
