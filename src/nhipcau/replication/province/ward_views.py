"""In the ward: what the province asked for, what it sees of us, how we did it."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_scopes import scope

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.people.guards import console
from nhipcau.people.models import Role, Staff
from nhipcau.people.staff_views import here, say
from nhipcau.replication.models import FromProvince, WardDay, WardStory
from nhipcau.replication.province.answer import decline, take_up, tell_story
from nhipcau.replication.province.compare import Cell, cells_of
from nhipcau.replication.province.counts import counts_from
from nhipcau.replication.province.forms import DeclineForm, StoryForm

ANSWERERS = (Role.ADMIN, Role.EDITOR, Role.APPROVER)


@require_safe
@console(*ANSWERERS)
def from_province(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@console(*ANSWERERS)
def from_province_act(request: HttpRequest, came_id: int, step: str) -> HttpResponse:
    row = get_object_or_404(FromProvince, pk=came_id)
    if step not in STEPS:
        raise Http404
    form = _decline_form(row, request.POST)
    try:
        messages.success(request, STEPS[step](request, row))
    except DomainError as error:
        say(form, error)
        return _page(request, wrong=(row.pk, form), status=422)
    return redirect("from_province")


@require_POST
@console(*ANSWERERS)
def ward_story(request: HttpRequest) -> HttpResponse:
    form = StoryForm(request.POST)
    if form.is_valid():
        try:
            tell_story(here(request), form.cleaned_data["text"], by=_who(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã lưu. Tỉnh đọc được."))
            return redirect("from_province")
    return _page(request, story=form, status=422)


def _decline(request: HttpRequest, row: FromProvince) -> str:
    decline(row, why=request.POST.get("why", ""), by=_who(request))
    return _("Đã trả lời tỉnh: không áp dụng ở đây.")


def _take_up(request: HttpRequest, row: FromProvince) -> str:
    take_up(row, by=_who(request))
    return _("Đã nhận lại: hãy sửa và đăng bản nháp.")


STEPS: dict[str, Callable[[HttpRequest, FromProvince], str]] = {
    "khong-ap-dung": _decline,
    "nhan-lai": _take_up,
}


def _page(
    request: HttpRequest,
    *,
    wrong: tuple[int, DeclineForm] | None = None,
    story: StoryForm | None = None,
    status: int = 200,
) -> HttpResponse:
    ward, now = here(request), civil_now()
    rows = list(FromProvince.objects.select_related("notice", "office")[:50])
    open_ones = [row for row in rows if not (row.adopted_at or row.declined_at or row.ended_at)]
    kept = WardStory.objects.filter(locality=ward).values_list("text", flat=True).first()
    context: dict[str, Any] = {
        "office": ward.overseen_by,
        "lines": [
            (row, wrong[1] if wrong and wrong[0] == row.pk else _decline_form(row))
            for row in open_ones
        ],
        "settled": [row for row in rows if row not in open_ones],
        "now": now,
        "cells": _seen_of(request),
        "story": story or StoryForm(initial={"text": kept or ""}),
    }
    return render(request, "replication/province/from_province.html", context, status=status)


def _decline_form(row: FromProvince, typed: Any = None) -> DeclineForm:
    """Several stand on one page."""
    return DeclineForm(typed, auto_id=f"came{row.pk}_%s")


def _seen_of(request: HttpRequest) -> tuple[Cell, ...]:
    """Just what the province sees of this ward: its own newest row, and no other ward's."""
    ward = here(request)
    if ward.overseen_by_id is None:
        return ()
    with scope(locality=ward.overseen_by_id):
        day = WardDay.objects.filter(ward=ward).order_by("-on").first()
    return cells_of(counts_from(day.counts)) if day else ()


def _who(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)
