"""Everything the locality owns, as a file for an admin: asked for, watched, fetched with a code."""

from typing import Any, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.errors import DomainError
from nhipcau.people.entrance_forms import CodeForm
from nhipcau.people.guards import console
from nhipcau.people.models import Role, Staff
from nhipcau.people.second_factor import has_authenticator, is_fresh
from nhipcau.people.staff_views import here
from nhipcau.replication.data_out.ask import begin_export, open_export
from nhipcau.replication.data_out.make import WORKING
from nhipcau.replication.models import DataExport


@require_POST
@console(Role.ADMIN)
def export_begun(request: HttpRequest) -> HttpResponse:
    made = begin_export(here(request), by=cast(Staff, request.user))
    return redirect("data_export", made.pk)


@never_cache
@require_safe
@console(Role.ADMIN)
def data_export(request: HttpRequest, export_id: int) -> HttpResponse:
    """While it is made htmx asks again; when it is done the whole page is loaded anew."""
    export = get_object_or_404(DataExport, pk=export_id)
    if request.headers.get("HX-Request"):
        answer = _show(request, export, "replication/_export_progress.html")
        if export.state not in WORKING:
            answer["HX-Refresh"] = "true"
        return answer
    return _show(request, export, "replication/export.html")


@never_cache
@require_POST
@console(Role.ADMIN)
def export_fetched(request: HttpRequest, export_id: int) -> HttpResponse:
    """The file itself, once a code from the admin's own telephone was given just before."""
    export = get_object_or_404(DataExport, pk=export_id)
    staff = cast(Staff, request.user)
    if not is_fresh(request):
        form = CodeForm(request.POST, user=staff)
        if not form.is_valid():
            return _show(request, export, "replication/export.html", form=form, status=422)
        form.save()
    try:
        content = open_export(export, by=staff)
    except DomainError as error:
        return _show(request, export, "replication/export.html", fault=error.message, status=409)
    name = f"{export.locality.slug}-{export.asked_at:%Y%m%d}.zip"
    return cast(HttpResponse, FileResponse(content, as_attachment=True, filename=name))


def _show(
    request: HttpRequest,
    export: DataExport,
    template: str,
    *,
    form: Any = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    staff = cast(Staff, request.user)
    context = {
        "export": export,
        "is_working": export.state in WORKING,
        "is_fresh": is_fresh(request),
        "has_code": has_authenticator(staff),
        "form": form or CodeForm(user=staff),
        "fault": fault,
    }
    return render(request, template, context, status=status)
