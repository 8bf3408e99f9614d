"""The catalogue at the desk: find a procedure, read it, see what changed."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhipcau.people.guards import console
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.procedures.codes import is_code, tidy_code
from nhipcau.procedures.difference import changes_between
from nhipcau.procedures.models import Procedure, ProcedureVersion, Way
from nhipcau.procedures.paths import procedure_path
from nhipcau.procedures.queries import by_code, levels, listed, sectors, versions_of, whole
from nhipcau.procedures.rights import EDITS_PROCEDURES, READS_PROCEDURES
from nhipcau.procedures.say import cases_of, fee_beside, say_fee, say_time, time_beside
from nhipcau.procedures.search import find_procedures

A_PAGE, FOUND, WORDS = 50, 20, 200


@require_safe
@console(*READS_PROCEDURES)
def catalogue(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("tim", "").strip()[:WORDS]
    if is_code(tidy_code(words)) and (known := by_code(words)):
        return redirect("procedure", known.pk)
    asked = {
        "sector": request.GET.get("linh-vuc", "")[:300],
        "level": request.GET.get("cap", "")[:100],
    }
    shows_retired = request.GET.get("ngung") == "1"
    rows = listed(**asked, with_retired=shows_retired)
    context: dict[str, Any] = {
        **asked,
        "words": words,
        "sectors": sectors(),
        "levels": levels(),
        "shows_retired": shows_retired,
        "may_edit": may_edit(request),
    }
    if words:
        context["found"] = find_procedures(words, limit=FOUND)
    else:
        context["page"] = Paginator(rows, A_PAGE).get_page(request.GET.get("trang"))
    return render(request, "procedures/catalogue.html", context)


@require_safe
@console(*READS_PROCEDURES)
def procedure(request: HttpRequest, procedure_id: int) -> HttpResponse:
    known = one(procedure_id)
    version = _version(known, request.GET.get("ban"))
    context = {
        "procedure": known,
        "version": version,
        "is_old": version.pk != known.current_id,
        "ways": [_way(way) for way in version.ways.all()],
        "cases": cases_of(version),
        "versions": versions_of(known),
        "public_url": _public_url(cast(Staff, request.user).locality, known.code),
        "may_edit": may_edit(request),
    }
    return render(request, "procedures/procedure.html", context)


@require_safe
@console(*READS_PROCEDURES)
def compare(request: HttpRequest, procedure_id: int) -> HttpResponse:
    """Two versions side by side; without a choice the newest with the one before it."""
    known = one(procedure_id)
    versions = list(versions_of(known))
    if len(versions) < 2:
        return redirect("procedure", known.pk)
    new = _version(known, request.GET.get("den") or str(versions[0].number))
    old = _version(known, request.GET.get("tu") or str(versions[1].number))
    if old.number > new.number:
        old, new = new, old
    context = {
        "procedure": known,
        "old": old,
        "new": new,
        "versions": versions,
        "changes": changes_between(old, new),
    }
    return render(request, "procedures/compare.html", context)


def _public_url(locality: Locality, code: str) -> str:
    """A province's office has no portal."""
    return "" if locality.is_office else procedure_path(locality, code)


def _way(way: Way) -> dict[str, Any]:
    return {
        "kind": way.get_kind_display(),
        "time": say_time(way),
        "time_more": time_beside(way),
        "depends": way.fee_kind == Way.Fee.DEPENDS,
        "fee": say_fee(way),
        "fee_more": fee_beside(way),
        "note": way.note,
    }


def one(procedure_id: int) -> Procedure:
    return get_object_or_404(
        Procedure.objects.select_related("current"), pk=procedure_id, current__isnull=False
    )


def may_edit(request: HttpRequest) -> bool:
    return cast(Staff, request.user).role in EDITS_PROCEDURES


def _version(known: Procedure, number: str | None) -> ProcedureVersion:
    if not number:
        return whole(cast(int, known.current_id))
    found = versions_of(known).filter(number=number) if number.isdecimal() else None
    row = found.values_list("pk", flat=True).first() if found is not None else None
    if row is None:
        raise Http404(_("Thủ tục không có bản này."))
    return whole(row)
