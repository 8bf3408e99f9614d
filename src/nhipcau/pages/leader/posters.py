"""Posters of the leader's own neighbourhood: to hang, hanging, to take down."""

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.links.models import Poster
from nhipcau.pages.posters.acts import ACTS, act
from nhipcau.people.guards import phone
from nhipcau.people.models import Staff

State = Poster.State
FRESH = timedelta(hours=2)


def posters_of(staff: Staff) -> QuerySet[Poster]:
    """What waits for a hand first. A fresh one can be said not to hang after all."""
    fresh = Q(hung_at__gte=civil_now() - FRESH)
    return (
        Poster.objects.filter(neighbourhood=staff.neighbourhood_id)
        .exclude(neighbourhood=None)
        .exclude(state=State.DOWN)
        .select_related("link", "neighbourhood", "replaces")
        .annotate(is_fresh=ExpressionWrapper(fresh, output_field=BooleanField()))
        .order_by("-state", "place", "pk")
    )


@require_POST
@phone
def acted(request: HttpRequest, poster_id: int, action: str) -> HttpResponse:
    if action not in ACTS:
        raise Http404(_("Không có việc này."))
    staff = cast(Staff, request.user)
    try:
        act(get_object_or_404(posters_of(staff), pk=poster_id), action, by=staff)
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("leader_hanging")
