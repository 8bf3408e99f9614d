"""Statuses from the province's export: send a file, say which column is which, look, write."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import DomainError
from nhipcau.counter.adapters import ADAPTERS
from nhipcau.counter.dossiers.columns import LABELS, REQUIRED
from nhipcau.counter.dossiers.forms import DeskForm, ExportFile, named_columns
from nhipcau.counter.dossiers.guard import desk
from nhipcau.counter.dossiers.masked import mask_name
from nhipcau.counter.dossiers.rights import ARRANGES
from nhipcau.counter.dossiers.sources import name_desk, switch_source
from nhipcau.counter.dossiers.stage import drop_batch, same_before, say_missing
from nhipcau.counter.dossiers.take_file import name_columns, take_file, write_changes
from nhipcau.counter.models import DeskName, Dossier, DossierBatch, DossierRow, DossierSource
from nhipcau.people.guards import me
from nhipcau.people.preview_tabs import preview_tabs

Verdict = DossierRow.Verdict
PAGE = 50
TABS = {
    "doi": Verdict.CHANGED,
    "moi": Verdict.NEW,
    "di-lui": Verdict.BACKWARDS,
    "khong-nhan": Verdict.REFUSED,
    "khong-doi": Verdict.SAME,
}
FIRST_SHOWN = ("khong-nhan", "di-lui", "doi", "moi", "khong-doi")


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def imports(request: HttpRequest) -> HttpResponse:
    form = ExportFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, by = form.cleaned_data["file"], me(request)
        try:
            batch = take_file(by.locality, file, name=file.name, by=by.actor)
        except DomainError as fault:
            form.add_error("file", fault.message)
        else:
            return redirect("dossier_import", batch.pk)
    recent = DossierBatch.objects.order_by("-pk")[:15]
    status = 422 if form.is_bound else 200
    context = {"form": form, "recent": recent, "labels": [str(one) for one in LABELS.values()]}
    return render(request, "counter/dossier_imports.html", context, status=status)


@require_safe
@desk
def one_import(request: HttpRequest, batch_id: int) -> HttpResponse:
    """While a long file is read or written htmx asks again; then the whole page is loaded anew."""
    batch = get_object_or_404(DossierBatch.objects.all(), pk=batch_id)
    if request.headers.get("HX-Request"):
        answer = render(request, "counter/_dossier_progress.html", {"batch": batch})
        if not batch.is_busy:
            answer["HX-Refresh"] = "true"
        return answer
    context: dict[str, Any] = {"batch": batch, "same": same_before(batch)}
    if not batch.is_busy:
        context |= {**_columns(batch), **_rows(request, batch)}
    if batch.state == DossierBatch.State.ASKING:
        context["says"] = say_missing(batch)
    return render(request, "counter/dossier_import.html", context)


@require_POST
@desk
def act(request: HttpRequest, batch_id: int, name: str) -> HttpResponse:
    batch = get_object_or_404(DossierBatch.objects.all(), pk=batch_id)
    by = me(request).actor
    try:
        if name == "ghi":
            write_changes(batch, by=by)
        elif name == "cot":
            name_columns(batch, named_columns(request.POST, batch.headings), by=by)
        elif name == "bo":
            drop_batch(batch, by=by)
            messages.info(request, _("Đã bỏ tệp này. Hồ sơ không đổi."))
            return redirect("dossier_imports")
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("dossier_import", batch.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def settings(request: HttpRequest) -> HttpResponse:
    """What the desk is called, which province's numbers are ours, what is read by itself."""
    by = me(request)
    is_naming = request.method == "POST" and "name" in request.POST
    today = local(civil_now()).date()
    form = DeskForm(request.POST if is_naming else None, initial={"valid_from": today})
    try:
        if "nguon" in request.POST:
            kind, is_on = request.POST["nguon"], request.POST.get("bat") == "1"
            switch_source(by.locality, kind, is_on=is_on, by=by)
            return redirect("dossier_desk")
        if is_naming and form.is_valid():
            name_desk(by.locality, **form.cleaned_data, by=by)
            messages.success(request, _("Đã ghi tên bộ phận một cửa."))
            return redirect("dossier_desk")
    except DomainError as fault:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
    known = {one.kind: one for one in DossierSource.objects.all()}
    context = {
        "form": form,
        "names": DeskName.objects.all(),
        "sources": [
            (kind, adapter.name, adapter.where(by.locality), known.get(kind))
            for kind, adapter in ADAPTERS.items()
        ],
        "may_arrange": by.role in ARRANGES,
    }
    status = 422 if form.errors else 200
    return render(request, "counter/dossier_desk.html", context, status=status)


def _columns(batch: DossierBatch) -> dict[str, Any]:
    found = batch.columns.get("found", {})
    places = list(enumerate(batch.headings))
    return {
        "fields": [
            (name, label, name in REQUIRED, found.get(name, "")) for name, label in LABELS.items()
        ],
        "places": [(place, heading) for place, heading in places if heading],
        "guessed": [
            (found[name], LABELS[name])
            for name in batch.columns.get("guessed", [])
            if name in found
        ],
        "unused": batch.columns.get("unused", []),
    }


def _rows(request: HttpRequest, batch: DossierBatch) -> dict[str, Any]:
    tabs, shown = preview_tabs(request, TABS, batch.counts, FIRST_SHOWN)
    rows = DossierRow.objects.filter(batch=batch, verdict=TABS[shown]).select_related("dossier")
    page = Paginator(rows.order_by("row", "pk"), PAGE).get_page(request.GET.get("trang"))
    return {
        "tabs": tabs,
        "shown": shown,
        "page": page,
        "rows": [_about(row) for row in page],
    }


def _about(row: DossierRow) -> dict[str, Any]:
    """A line as the preview shows it: a name only by its letters."""
    status = row.said.get("status")
    return {
        "row": row,
        "number": row.said.get("number", ""),
        "who": mask_name(row.said.get("name", "")),
        "after": Dossier.Status(status).label if status in Dossier.Status.values else "",
        "before": row.dossier.get_status_display() if row.dossier else "",
    }
