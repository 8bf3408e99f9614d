"""The desk's hours and holidays: questions fall due by them, residents read them."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import DomainError
from nhipcau.pages.holidays import declare_holiday, said_of, take_holiday_back
from nhipcau.people.guards import console
from nhipcau.people.models import Role
from nhipcau.people.staff_views import here, me, say
from nhipcau.places.keep_hours import say_spans, set_opening_hours
from nhipcau.places.models import Holiday, Locality
from nhipcau.places.working import office_of
from nhipcau.text.dates import WEEKDAYS


class Week(forms.Form):
    """A line a day; empty is closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, name in enumerate(WEEKDAYS):
            self.fields[f"day{day}"] = forms.CharField(
                label=name, required=False, max_length=80, initial=""
            )


class NewHoliday(forms.Form):
    on = forms.DateField(label=gettext_lazy("Ngày"), widget=forms.DateInput(attrs={"type": "date"}))
    name = forms.CharField(label=gettext_lazy("Tên ngày nghỉ"), max_length=80)


@console(Role.ADMIN)
def hours(request: HttpRequest) -> HttpResponse:
    form = Week(request.POST or None, initial=_as_it_is(here(request)))
    if request.method == "POST" and form.is_valid():
        week = {day: form.cleaned_data[f"day{day}"] for day in range(7)}
        try:
            set_opening_hours(here(request), week, by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã ghi giờ làm việc."))
            return redirect("hours")
    return _page(request, form, NewHoliday())


@require_POST
@console(Role.ADMIN)
def holiday_added(request: HttpRequest) -> HttpResponse:
    form = NewHoliday(request.POST)
    if form.is_valid():
        try:
            freed = declare_holiday(here(request), **form.cleaned_data, by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, said_of(freed))
            return redirect("hours")
    return _page(request, Week(initial=_as_it_is(here(request))), form)


@require_POST
@console(Role.ADMIN)
def holiday_dropped(request: HttpRequest, holiday_id: int) -> HttpResponse:
    back = take_holiday_back(get_object_or_404(Holiday, pk=holiday_id), by=me(request))
    said = _("Đã bỏ ngày nghỉ.")
    if back:
        said += " " + _("%(n)d ca trực hôm đó có lại trong lịch.") % {"n": back}
    messages.success(request, said)
    return redirect("hours")


def _as_it_is(locality: Locality) -> dict[str, str]:
    week = office_of(locality).week
    return {f"day{day}": say_spans(week.get(day, ())) for day in range(7)}


def _page(request: HttpRequest, form: Week, new: NewHoliday) -> HttpResponse:
    coming = Holiday.objects.filter(on__gte=_today()).order_by("on")
    context = {"form": form, "new": new, "holidays": coming}
    status = 422 if form.errors or new.errors else 200
    return render(request, "pages/hours.html", context, status=status)


def _today() -> date:
    return local(civil_now()).date()
