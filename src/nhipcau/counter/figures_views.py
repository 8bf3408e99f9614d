"""Figures of the desk: waiting by kind and hour, help given, what was taught."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhipcau.core.clock import civil_now
from nhipcau.counter.desk import frame, me
from nhipcau.counter.figures import figures
from nhipcau.counter.models import Assist
from nhipcau.counter.queries import AssistSums, assist_sums
from nhipcau.counter.skills import SKILLS
from nhipcau.counter.take import day_of

DAYS = {"hom-nay": 1, "tuan": 7, "thang": 30}


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    n: int


@require_safe
def figures_page(request: HttpRequest) -> HttpResponse:
    staff, now = me(request), civil_now()
    chosen = request.GET.get("ky", "")
    chosen = chosen if chosen in DAYS else "tuan"
    today = day_of(staff.locality, now)
    since = today - timedelta(days=DAYS[chosen] - 1)
    begins = datetime.combine(since, time.min, staff.locality.zone)
    helped = assist_sums(staff.locality, since=begins, until=now + timedelta(hours=1))
    context = {
        **frame(request),
        "chosen": chosen,
        "spans": [("hom-nay", _("Hôm nay")), ("tuan", _("7 ngày")), ("thang", _("30 ngày"))],
        "waited": figures(staff.locality, since=since, until=today),
        "helped": helped,
        **_bars(helped),
    }
    return render(request, "counter/figures.html", context)


def _bars(helped: AssistSums) -> dict[str, Any]:
    return {
        "by_way": [Bar(str(way.label), helped.by_way.get(way, 0)) for way in Assist.Way],
        "by_outcome": [
            Bar(str(one.label), helped.by_outcome.get(one, 0)) for one in Assist.Outcome
        ],
        "skills": [Bar(str(name), helped.skills.get(code, 0)) for code, name in SKILLS.items()],
    }
