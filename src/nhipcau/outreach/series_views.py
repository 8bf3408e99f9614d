"""Calls that come again: the list, one with its days to come, and the approver's button."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.audiences.describe import describe
from nhipcau.audiences.selection import Selection
from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import DomainError
from nhipcau.notices.dates import next_days, say_rule
from nhipcau.notices.models import Recurrence
from nhipcau.notices.rights import WRITERS
from nhipcau.notices.series import (
    approve_series,
    ask_each_time,
    begin_series,
    is_preapproved,
    revise_series,
    span_of,
    stop_series,
)
from nhipcau.notices.usual_calls import usual_call, usual_calls
from nhipcau.outreach.series_forms import SeriesForm, initial_of
from nhipcau.people.guards import console, me
from nhipcau.people.models import Role
from nhipcau.text.dates import say_exact_span

COMING = 6
STEPS: dict[str, tuple[Callable[..., None], object]] = {
    "duyet": (approve_series, gettext_lazy("Đã duyệt cả loạt trong một năm.")),
    "tung-lan": (ask_each_time, gettext_lazy("Từ nay duyệt từng lần.")),
    "dung": (stop_series, gettext_lazy("Đã dừng lịch này.")),
}


@require_safe
@console()
def series_list(request: HttpRequest) -> HttpResponse:
    now = civil_now()
    today = local(now).date()
    rows = Recurrence.objects.filter(stopped_at__isnull=True).select_related("approved_by")
    lines = [
        {
            "series": row,
            "rule": say_rule(row.rule),
            "next": next(iter(next_days(row.rule, today, 1)), None),
            "is_preapproved": is_preapproved(row, now),
        }
        for row in rows
    ]
    context = {"lines": lines, "usual": usual_calls(today), "may_write": _may_write(request)}
    return render(request, "outreach/series_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@console()
def series_new(request: HttpRequest) -> HttpResponse:
    chosen = usual_call(request.GET.get("mau", ""), local(civil_now()).date())
    first = initial_of(chosen.given) if chosen else {"from_days": 0, "until_days": 0}
    form = SeriesForm(request.POST or None, initial={"ahead_days": 5, **first})
    if request.method == "POST" and form.is_valid():
        try:
            made = begin_series(me(request).locality, form.given, by=me(request))
        except DomainError as fault:
            _say(form, fault)
        else:
            messages.success(request, _("Đã lập lịch. Thông báo sẽ được lập trước từng lần."))
            return redirect("series_one", made.pk)
    status = 422 if form.errors else 200
    return render(request, "outreach/series_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@console()
def series_edit(request: HttpRequest, series_id: int) -> HttpResponse:
    series = _series(series_id)
    form = SeriesForm(request.POST or None, initial=initial_of(series))
    if request.method == "POST" and form.is_valid():
        try:
            revise_series(series, form.given, by=me(request))
        except DomainError as fault:
            _say(form, fault)
        else:
            messages.success(request, _("Đã lưu. Những thông báo đã lập giữ nguyên."))
            return redirect("series_one", series.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "series": series}
    return render(request, "outreach/series_form.html", context, status=status)


@require_safe
@console()
def series_one(request: HttpRequest, series_id: int) -> HttpResponse:
    series, now = _series(series_id), civil_now()
    coming = [
        (day, say_exact_span(*span_of(series, day.on)))
        for day in next_days(series.rule, local(now).date(), COMING)
    ]
    context = {
        "series": series,
        "rule": say_rule(series.rule),
        "seen": series.written_at.isoformat(),
        "audience": describe(Selection.from_json(series.selection)),
        "coming": coming,
        "made": series.occurrences.select_related("notice__current").prefetch_related(
            "notice__versions"
        )[:12],
        "is_preapproved": is_preapproved(series, now),
        "may_write": _may_write(request),
        "may_approve": me(request).role == Role.APPROVER and me(request).pk != series.written_by_id,
    }
    return render(request, "outreach/series_one.html", context)


@require_POST
@console()
def series_step(request: HttpRequest, series_id: int, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    verb, done = STEPS[step]
    series = _series(series_id)
    if request.POST.get("seen", "") != series.written_at.isoformat():
        messages.error(request, _("Lịch này vừa được sửa. Hãy đọc lại rồi bấm."))
        return redirect("series_one", series_id)
    try:
        verb(series, by=me(request))
        messages.success(request, str(done))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("series_list" if step == "dung" else "series_one", *_key(step, series_id))


def _key(step: str, series_id: int) -> tuple[int, ...]:
    return () if step == "dung" else (series_id,)


def _say(form: Form, fault: DomainError) -> None:
    form.add_error(fault.field if fault.field in form.fields else None, fault.message)


def _series(series_id: int) -> Recurrence:
    rows = Recurrence.objects.select_related("locality", "written_by", "approved_by")
    return get_object_or_404(rows, pk=series_id)


def _may_write(request: HttpRequest) -> bool:
    return me(request).role in WRITERS
