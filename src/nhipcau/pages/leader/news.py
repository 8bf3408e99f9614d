"""Who has newly joined the group, who moved away or in: by name, for their own leader only."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nhipcau.core.clock import civil_now
from nhipcau.outreach.models import Visit
from nhipcau.pages.leader.place import MOVES, NEW_FOR
from nhipcau.people.guards import phone
from nhipcau.people.models import Group, Membership, Staff

MOST = 60


@require_safe
@phone
def news(request: HttpRequest) -> HttpResponse:
    where = cast(Staff, request.user).neighbourhood_id or 0
    since = civil_now() - NEW_FOR
    joined = (
        Membership.objects.filter(
            group__neighbourhood=where,
            group__kind=Group.Kind.HOUSEHOLDS,
            state=Membership.State.CONFIRMED,
            confirmed_at__gte=since,
            household__is_gone=False,
        )
        .select_related("household")
        .order_by("-confirmed_at", "pk")
    )
    moved = (
        Visit.objects.filter(neighbourhood=where, outcome__in=MOVES, closed_at__gte=since)
        .select_related("household")
        .order_by("-closed_at", "pk")
    )
    context = {"joined": joined[:MOST], "moved": moved[:MOST], "days": NEW_FOR.days}
    return render(request, "pages/leader/news.html", context)
