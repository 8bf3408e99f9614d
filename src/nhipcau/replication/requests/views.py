"""What people ask about their own data, on the desk of an admin, with the times of the law."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.people.guards import console
from nhipcau.people.models import Household, Role, Staff
from nhipcau.people.queries import find_households
from nhipcau.people.staff_views import here, say
from nhipcau.replication.erase import what_stays
from nhipcau.replication.models import DataExport, DataRequest
from nhipcau.replication.requests.due import ANSWER_WORKING_DAYS, DAYS
from nhipcau.replication.requests.forms import EraseSure, LongerForm, NewRequest, OutcomeForm
from nhipcau.replication.requests.person_file import person_file
from nhipcau.replication.requests.receive import receive_request
from nhipcau.replication.requests.settle import (
    OPEN,
    answer_request,
    erase_for,
    extend_request,
    finish_request,
    refuse_request,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 50


@require_safe
@console(Role.ADMIN)
def data_requests(request: HttpRequest) -> HttpResponse:
    known = DataRequest.objects.select_related("household", "resident")
    context = {
        "open": known.filter(ended_at=None).order_by("due_at", "pk"),
        "ended": known.exclude(ended_at=None).order_by("-ended_at")[:SHOWN],
        "now": civil_now(),
        "exports": DataExport.objects.select_related("asked_by").order_by("-pk")[:5],
    }
    return render(request, "replication/requests.html", context)


@never_cache
@console(Role.ADMIN)
def data_request_new(request: HttpRequest) -> HttpResponse:
    """`ho`: whose it is, chosen from a search by name, number or telephone."""
    chosen = request.GET.get("ho", "")
    home = Household.objects.filter(pk=int(chosen)).first() if _is_number(chosen) else None
    form = NewRequest(request.POST if request.method == "POST" else None, home=home)
    if request.method == "POST" and form.is_valid():
        try:
            made = receive_request(here(request), form.asked(), by=_me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã ghi yêu cầu và các hạn phải trả lời."))
            return redirect("data_request", made.pk)
    words = request.GET.get("tim", "").strip()
    context = {
        "form": form,
        "home": home,
        "words": words,
        "found": find_households(here(request), words) if words and home is None else [],
        "days": [(kind.label, DAYS[kind]) for kind in DataRequest.Kind],
        "answer_days": ANSWER_WORKING_DAYS,
    }
    return render(
        request, "replication/request_new.html", context, status=422 if form.errors else 200
    )


@never_cache
@require_safe
@console(Role.ADMIN)
def data_request(request: HttpRequest, request_id: int) -> HttpResponse:
    return _page(request, _one(request_id))


@require_POST
@console(Role.ADMIN)
def data_request_act(request: HttpRequest, request_id: int, step: str) -> HttpResponse:
    asked = _one(request_id)
    if step not in STEPS:
        raise Http404
    form_class, act, said = STEPS[step]
    form = form_class(request.POST)
    if not form.is_valid():
        return _page(request, asked, step=step, form=form, status=422)
    try:
        act(asked, form, request)
    except DomainError as error:
        say(form, error)
        return _page(request, asked, step=step, form=form, fault=error.message, status=409)
    messages.success(request, said)
    return redirect("data_request", asked.pk)


@never_cache
@require_POST
@console(Role.ADMIN)
def data_request_file(request: HttpRequest, request_id: int) -> HttpResponse:
    answer = HttpResponse(person_file(_one(request_id), by=_me(request)), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="du-lieu-{request_id}.xlsx"'
    return answer


class SureForm(Form):
    """A button that needs nothing typed."""


Act = Callable[[DataRequest, Form, HttpRequest], object]
STEPS: dict[str, tuple[type[Form], Act, Any]] = {
    "tra-loi": (
        SureForm,
        lambda asked, _form, request: answer_request(asked, by=_me(request)),
        gettext_lazy("Đã ghi: đã trả lời người yêu cầu."),
    ),
    "gia-han": (
        LongerForm,
        lambda asked, form, request: extend_request(
            asked, why=form.cleaned_data["why"], by=_me(request)
        ),
        gettext_lazy("Đã gia hạn một lần. Hãy báo người yêu cầu lý do và hạn mới."),
    ),
    "xong": (
        OutcomeForm,
        lambda asked, form, request: finish_request(
            asked, outcome=form.cleaned_data["outcome"], by=_me(request)
        ),
        gettext_lazy("Đã ghi: yêu cầu đã xong."),
    ),
    "tu-choi": (
        OutcomeForm,
        lambda asked, form, request: refuse_request(
            asked, why=form.cleaned_data["outcome"], by=_me(request)
        ),
        gettext_lazy("Đã ghi: không làm được, kèm lý do."),
    ),
    "xoa": (
        EraseSure,
        lambda asked, _form, request: erase_for(asked, by=_me(request)),
        gettext_lazy("Đã xoá khỏi mọi phần của hệ thống."),
    ),
}


SHOWN_AS = {"gia-han": "longer", "xong": "outcome", "tu-choi": "outcome", "xoa": "erase"}


def _me(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)


def _one(request_id: int) -> DataRequest:
    rows = DataRequest.objects.select_related(
        "household__neighbourhood", "resident__household", "locality", "made_by"
    )
    return get_object_or_404(rows, pk=request_id)


def _page(
    request: HttpRequest,
    asked: DataRequest,
    *,
    step: str = "",
    form: Form | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    forms: dict[str, Form] = {
        "longer": LongerForm(),
        "outcome": OutcomeForm(),
        "erase": EraseSure(),
    }
    if form is not None and step in SHOWN_AS:
        forms[SHOWN_AS[step]] = form
    now = civil_now()
    context = {
        "asked": asked,
        "is_open": asked.state in OPEN,
        "is_late": asked.ended_at is None and asked.due_at < now,
        "is_answer_late": asked.answered_at is None and asked.answer_by < now,
        "may_extend": asked.extended_at is None and asked.due_at >= now,
        "stays": what_stays(),
        "fault": fault,
        "now": now,
        **forms,
    }
    return render(request, "replication/request.html", context, status=status)


def _is_number(given: str) -> bool:
    return given.isascii() and given.isdecimal() and len(given) < 16
