"""The usual weeks, their lines, and how many people each post needs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.core.errors import DomainError
from nhipcau.people.guards import console, me
from nhipcau.people.staff_views import say
from nhipcau.rosters.forms import LineForm, NeedsForm, PatternForm
from nhipcau.rosters.models import Pattern, PatternLine
from nhipcau.rosters.patterns import (
    Line,
    add_lines,
    drop_line,
    make_pattern,
    retire_pattern,
    set_needs,
)
from nhipcau.rosters.shift_views import ARRANGERS
from nhipcau.text.dates import WEEKDAYS


@require_http_methods(["GET", "HEAD", "POST"])
@console(*ARRANGERS)
def patterns(request: HttpRequest) -> HttpResponse:
    form = PatternForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = make_pattern(me(request).locality, form.cleaned_data["name"], by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            return redirect("roster_pattern", made.pk)
    return _list(request, form, NeedsForm(locality=me(request).locality))


@require_POST
@console(*ARRANGERS)
def needs_set(request: HttpRequest) -> HttpResponse:
    form = NeedsForm(request.POST, locality=me(request).locality)
    if form.is_valid():
        try:
            set_needs(me(request).locality, form.cleaned_data, by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã ghi số người cần ở mỗi nơi."))
            return redirect("roster_patterns")
    return _list(request, PatternForm(), form)


@require_http_methods(["GET", "HEAD", "POST"])
@console(*ARRANGERS)
def pattern(request: HttpRequest, pattern_id: int) -> HttpResponse:
    found = _find(pattern_id)
    form = LineForm(request.POST or None, locality=me(request).locality)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {
            "weekdays": tuple(int(day) for day in form.cleaned_data["weekdays"])
        }
        try:
            add_lines(found, Line(**given), by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã thêm vào lịch mẫu."))
            return redirect("roster_pattern", found.pk)
    context = {"pattern": found, "form": form, "days": _days(found)}
    return render(request, "rosters/pattern.html", context, status=422 if form.errors else 200)


@require_POST
@console(*ARRANGERS)
def pattern_retired(request: HttpRequest, pattern_id: int) -> HttpResponse:
    try:
        retire_pattern(_find(pattern_id), by=me(request))
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("Đã thôi dùng lịch mẫu. Các ca đã xếp giữ nguyên."))
    return redirect("roster_patterns")


@require_POST
@console(*ARRANGERS)
def line_dropped(request: HttpRequest, line_id: int) -> HttpResponse:
    line = get_object_or_404(PatternLine.objects.select_related("pattern"), pk=line_id)
    try:
        drop_line(line, by=me(request))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("roster_pattern", line.pattern_id)


def _find(pattern_id: int) -> Pattern:
    return get_object_or_404(Pattern.objects.select_related("locality"), pk=pattern_id)


def _list(request: HttpRequest, form: PatternForm, needs: NeedsForm) -> HttpResponse:
    context = {
        "patterns": Pattern.objects.filter(retired_at=None).prefetch_related("lines"),
        "form": form,
        "needs": needs,
    }
    status = 422 if form.errors or needs.errors else 200
    return render(request, "rosters/patterns.html", context, status=status)


def _days(found: Pattern) -> list[tuple[Any, list[PatternLine]]]:
    """By weekday, in the order of parts and posts."""
    lines = list(PatternLine.objects.filter(pattern=found).select_related("staff", "team"))
    parts, posts = PatternLine.Part.values, ["desk", "inbox", "field"]
    lines.sort(key=lambda one: (parts.index(one.part), posts.index(one.post), one.staff.name))
    return [
        (name, [line for line in lines if line.weekday == day]) for day, name in enumerate(WEEKDAYS)
    ]
