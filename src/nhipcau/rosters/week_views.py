"""The week at the console: who stands where, gaps in plain sight, a pattern applied."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.people.guards import console, me
from nhipcau.places.models import Locality
from nhipcau.rosters.apply import FARTHEST, Applied, apply_pattern
from nhipcau.rosters.desk import CONSOLE, may_arrange
from nhipcau.rosters.duty import next_on_duty, on_duty
from nhipcau.rosters.forms import ApplyForm
from nhipcau.rosters.models import Pattern
from nhipcau.rosters.queries import day_of, monday_of
from nhipcau.rosters.week import week_of
from nhipcau.text.dates import say_date, say_exact

BACK = timedelta(days=365)


@require_safe
@console()
def week(request: HttpRequest) -> HttpResponse:
    locality, now = me(request).locality, civil_now()
    found = week_of(locality, _monday(request.GET.get("tuan", ""), locality), now)
    context = {
        "week": found,
        "now": now,
        "this_week": monday_of(day_of(locality, now)),
        "duty": on_duty(locality, at=now),
        "next_duty": next_on_duty(locality, at=now),
        "may_arrange": may_arrange(request),
        "apply": ApplyForm(initial={"monday": found.monday}),
        "has_patterns": Pattern.objects.filter(retired_at=None).exists(),
    }
    return render(request, "rosters/week.html", context)


@require_POST
@console()
def applied(request: HttpRequest) -> HttpResponse:
    form = ApplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Hãy chọn lịch mẫu và tuần."))
        return redirect("roster")
    monday = monday_of(form.cleaned_data["monday"])
    try:
        done = apply_pattern(form.cleaned_data["pattern"], monday, by=me(request))
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        for level, said in _what_came(done):
            messages.add_message(request, level, said)
    return redirect(address_of(monday))


def address_of(day: date) -> str:
    return f"{reverse('roster')}?tuan={monday_of(day).isoformat()}"


def _monday(given: str, locality: Locality) -> date:
    """Of the week that is asked for; what is no day, or far away, is this week."""
    today = day_of(locality, civil_now())
    try:
        asked = parse_date(given)
    except ValueError:
        asked = None
    if asked is None or not today - BACK <= asked <= today + FARTHEST:
        asked = today
    return monday_of(asked)


def _what_came(done: Applied) -> list[tuple[int, str]]:
    said: list[tuple[int, str]] = []
    made = ngettext("Đã xếp %(n)d ca.", "Đã xếp %(n)d ca.", done.made) % {"n": done.made}
    if done.kept:
        made += " " + _("%(n)d ca đã có từ trước, giữ nguyên.") % {"n": done.kept}
    if done.past:
        made += " " + _("%(n)d ca đã qua giờ, bỏ qua.") % {"n": done.past}
    said.append((messages.SUCCESS if done.made or done.kept else messages.INFO, made))
    for holiday in done.holidays:
        words = _("Ngày %(day)s nghỉ (%(name)s): không xếp ca.")
        said.append((messages.INFO, words % {"day": say_date(holiday.on), "name": holiday.name}))
    for shift in done.empty:
        words = _("%(when)s, %(post)s: để trống vì %(who)s %(why)s.")
        named = {
            "when": say_exact(shift.starts_at),
            "post": shift.get_post_display(),
            "who": shift.was.name if shift.was else "",
            "why": shift.get_why_display(),
        }
        said.append((messages.WARNING, words % named))
    if done.closed:
        words = _("%(n)d dòng của lịch mẫu rơi vào buổi phường không làm việc.")
        said.append((messages.INFO, words % {"n": done.closed}))
    return said


def back_to(day: date) -> dict[str, Any]:
    """For pages that belong to one day: the way back to its week."""
    return {"week_url": address_of(day), "roster_url": CONSOLE}
