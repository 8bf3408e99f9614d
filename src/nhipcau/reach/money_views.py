"""What a month cost, by notice, channel and the law's eight kinds."""

import re
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nhipcau.core.clock import civil_now
from nhipcau.outreach.limits import month_of
from nhipcau.people.guards import console
from nhipcau.people.models import Role, Staff
from nhipcau.reach.money import month_costs, months_with_costs

_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@require_safe
@console()
def costs(request: HttpRequest) -> HttpResponse:
    me = cast(Staff, request.user)
    now = month_of(civil_now())
    asked = request.GET.get("thang", now)
    month = asked if _MONTH.fullmatch(asked) else now
    context = {
        "costs": month_costs(me.locality_id, month),
        "months": sorted({*months_with_costs(me.locality_id), now}, reverse=True),
        "is_now": month == now,
        "may_set": me.role in {Role.ADMIN, Role.APPROVER},
    }
    return render(request, "reach/costs.html", context)
