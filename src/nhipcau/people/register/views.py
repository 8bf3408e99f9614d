"""Import of the register at the desk: send, watch, look through, write. Without JavaScript too."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.errors import DomainError
from nhipcau.people.guards import console
from nhipcau.people.models import Household, ImportBatch, ImportRow
from nhipcau.people.preview_tabs import preview_tabs
from nhipcau.people.register.apply import apply_register
from nhipcau.people.register.forms import RegisterFile
from nhipcau.people.register.open import drop_batch, open_batch
from nhipcau.people.register.sample import sample_file
from nhipcau.people.rights import KEEPS_THE_REGISTER
from nhipcau.people.staff_views import here, me, say

PAGE = 50
SHOWN_MISSING = 40
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Addresses are Vietnamese words; the order is that of the tabs.
TABS = {
    "moi": ImportRow.Verdict.NEW,
    "thay-doi": ImportRow.Verdict.CHANGED,
    "xem-lai": ImportRow.Verdict.DOUBTFUL,
    "khong-nhan": ImportRow.Verdict.REFUSED,
    "khong-doi": ImportRow.Verdict.SAME,
}
FIRST_SHOWN = ("xem-lai", "khong-nhan", "thay-doi", "moi", "khong-doi")


@console(*KEEPS_THE_REGISTER)
def register_home(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    form = RegisterFile(request.POST, request.FILES) if is_sent else RegisterFile()
    if is_sent and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            batch = open_batch(here(request), sent, name=sent.name, by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            return redirect("register_batch", batch.pk)
    recent = ImportBatch.objects.order_by("-id")[:8]
    status = 422 if form.errors else 200
    context = {"form": form, "recent": recent}
    return render(request, "people/register_home.html", context, status=status)


@require_safe
@console(*KEEPS_THE_REGISTER)
def register_sample(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(sample_file(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="mau-so-ho-dan.xlsx"'
    return answer


@require_safe
@console(*KEEPS_THE_REGISTER)
def register_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """While the file is read htmx asks again; when it is done the whole page is loaded anew."""
    batch = get_object_or_404(ImportBatch, pk=batch_id)
    if request.headers.get("HX-Request"):
        answer = render(request, "people/_register_progress.html", {"batch": batch})
        if batch.state != ImportBatch.State.READING:
            answer["HX-Refresh"] = "true"
        return answer
    context: dict[str, Any] = {"batch": batch}
    if batch.state == ImportBatch.State.READY:
        context |= _preview(request, batch)
    return render(request, "people/register_batch.html", context)


@require_POST
@console(*KEEPS_THE_REGISTER)
def register_apply(request: HttpRequest, batch_id: int) -> HttpResponse:
    batch = get_object_or_404(ImportBatch, pk=batch_id)
    try:
        apply_register(batch, by=me(request))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("register_batch", batch.pk)


@require_POST
@console(*KEEPS_THE_REGISTER)
def register_drop(request: HttpRequest, batch_id: int) -> HttpResponse:
    drop_batch(get_object_or_404(ImportBatch, pk=batch_id), by=me(request))
    messages.info(request, _("Đã bỏ tệp này. Sổ hộ dân không đổi."))
    return redirect("register_home")


def _preview(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    counts = batch.counts
    tabs, shown = preview_tabs(request, TABS, counts, FIRST_SHOWN)
    rows = batch.rows.filter(verdict=TABS[shown]).order_by("sheet", "row", "id")
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    missing = cast(list[int], batch.report.get("missing_households", []))
    gone = Household.objects.filter(pk__in=missing[:SHOWN_MISSING]).select_related("neighbourhood")
    changes = sum(counts.get(name, 0) for name in ("new", "changed", "doubtful"))
    return {"tabs": tabs, "shown": shown, "page": page, "missing": gone, "changes": changes}
