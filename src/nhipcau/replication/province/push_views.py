"""The province's own catalogue of procedures, and giving one to all wards."""

from collections import Counter
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.errors import DomainError
from nhipcau.people.guards import console
from nhipcau.people.models import Role, Staff
from nhipcau.people.staff_views import here
from nhipcau.procedures.models import Procedure
from nhipcau.procedures.queries import in_force
from nhipcau.replication.models import Push, PushTo
from nhipcau.replication.province.push import push_procedure

A_PAGE = 50


@require_safe
@console(Role.OVERSEER)
def pushes(request: HttpRequest) -> HttpResponse:
    page = Paginator(in_force().order_by("name", "pk"), A_PAGE).get_page(request.GET.get("trang"))
    codes = [row.code for row in page.object_list]
    newest: dict[str, Push] = {}
    for push in Push.objects.filter(code__in=codes).order_by("pk"):
        newest[push.code] = push
    lines = [(row, newest.get(row.code), _is_behind(row, newest)) for row in page.object_list]
    recent = list(Push.objects.select_related("pushed_by")[:10])
    context = {"lines": lines, "page": page, "recent": recent}
    return render(request, "replication/province/pushes.html", context)


@require_POST
@console(Role.OVERSEER)
def push_one(request: HttpRequest, procedure_id: int) -> HttpResponse:
    known = get_object_or_404(
        Procedure.objects.filter(locality=here(request)).select_related("locality"),
        pk=procedure_id,
    )
    try:
        made = push_procedure(known, by=cast(Staff, request.user))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("pushes")
    messages.success(request, _("Đã đưa xuống các địa bàn."))
    return redirect("push", made.pk)


@require_safe
@console(Role.OVERSEER)
def push(request: HttpRequest, push_id: int) -> HttpResponse:
    rows = Push.objects.filter(locality=here(request)).select_related("pushed_by")
    found = get_object_or_404(rows, pk=push_id)
    wards = list(found.wards.select_related("ward"))
    counted = Counter(to.state for to in wards)
    states = [(state.label, counted[state]) for state in PushTo.State if counted[state]]
    context = {"push": found, "wards": wards, "states": states}
    return render(request, "replication/province/push.html", context)


def _is_behind(row: Procedure, newest: dict[str, Push]) -> bool:
    """The province's catalogue says it anew since it was given out."""
    push, current = newest.get(row.code), row.current
    since = current.current_since if current else None
    return push is not None and since is not None and since > push.pushed_at
