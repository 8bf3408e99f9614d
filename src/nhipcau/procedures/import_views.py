"""Import of a catalogue at the desk: send, look through, put in force. Without JavaScript too."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.errors import DomainError
from nhipcau.people.guards import console
from nhipcau.people.preview_tabs import preview_tabs
from nhipcau.people.staff_views import here, me, say
from nhipcau.procedures.apply import apply_catalogue
from nhipcau.procedures.content import from_json
from nhipcau.procedures.forms import CatalogueFile
from nhipcau.procedures.models import CatalogueBatch, CatalogueRow
from nhipcau.procedures.rights import EDITS_PROCEDURES
from nhipcau.procedures.stage import drop_catalogue, stage_catalogue

PAGE = 50
# Addresses are Vietnamese words; the order is that of the tabs.
TABS = {
    "moi": CatalogueRow.Verdict.NEW,
    "thay-doi": CatalogueRow.Verdict.CHANGED,
    "khong-nhan": CatalogueRow.Verdict.REFUSED,
    "khong-doi": CatalogueRow.Verdict.SAME,
}
FIRST_SHOWN = ("khong-nhan", "thay-doi", "moi", "khong-doi")


@console(*EDITS_PROCEDURES)
def catalogue_import(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    form = CatalogueFile(request.POST, request.FILES) if is_sent else CatalogueFile()
    if is_sent and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            batch = stage_catalogue(
                here(request),
                sent,
                name=sent.name,
                by=me(request),
                retrieved_at=form.retrieved_at(),
            )
        except DomainError as error:
            say(form, error)
        else:
            return redirect("catalogue_file", batch.pk)
    context = {"form": form, "recent": CatalogueBatch.objects.order_by("-id")[:8]}
    status = 422 if form.errors else 200
    return render(request, "procedures/import.html", context, status=status)


@require_safe
@console(*EDITS_PROCEDURES)
def catalogue_file(request: HttpRequest, file_id: int) -> HttpResponse:
    batch = get_object_or_404(CatalogueBatch, pk=file_id)
    context: dict[str, Any] = {"batch": batch}
    if batch.state == CatalogueBatch.State.READY:
        context |= _preview(request, batch)
    return render(request, "procedures/import_file.html", context)


@require_POST
@console(*EDITS_PROCEDURES)
def catalogue_apply(request: HttpRequest, file_id: int) -> HttpResponse:
    batch = get_object_or_404(CatalogueBatch, pk=file_id)
    try:
        apply_catalogue(batch, by=me(request))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("catalogue_file", batch.pk)


@require_POST
@console(*EDITS_PROCEDURES)
def catalogue_drop(request: HttpRequest, file_id: int) -> HttpResponse:
    batch = get_object_or_404(CatalogueBatch, pk=file_id)
    try:
        drop_catalogue(batch, by=me(request))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.info(request, _("Đã bỏ tệp này. Danh mục không đổi."))
    return redirect("catalogue_import")


def _preview(request: HttpRequest, batch: CatalogueBatch) -> dict[str, Any]:
    counts = batch.counts
    tabs, shown = preview_tabs(request, TABS, counts, FIRST_SHOWN)
    rows = CatalogueRow.objects.filter(batch=batch, verdict=TABS[shown])
    page = Paginator(rows.order_by("sheet", "row", "pk"), PAGE).get_page(request.GET.get("trang"))
    changes = counts.get("new", 0) + counts.get("changed", 0)
    told = [(row, _about(row)) for row in page]
    return {"tabs": tabs, "shown": shown, "page": page, "rows": told, "changes": changes}


def _about(row: CatalogueRow) -> dict[str, Any]:
    """How much of the record stands in columns of its own, and what stays text."""
    if not row.content:
        return {}
    content = from_json(row.content)
    return {
        "level": content.level,
        "sector": content.sector,
        "ways": len(content.ways),
        "papers": len(content.papers),
        "unclear": "; ".join(content.unclear),
        "is_light": content.is_light,
    }
