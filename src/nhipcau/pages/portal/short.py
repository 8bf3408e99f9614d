"""Short links: the page itself under a short address, without a redirect (2G, in-app browsers)."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe
from django_scopes import scope

from nhipcau.links.count import count_opening
from nhipcau.links.shorten import find_link
from nhipcau.pages.portal.limits import may_look_up, note_lost
from nhipcau.places.models import Locality

NOT_AN_OPENING = frozenset({"xong", "lang"})  # the reader came back from our own form or menu
FEW = 5


@require_safe
@login_not_required
def short_link(request: HttpRequest, code: str) -> HttpResponse:
    if not may_look_up(request):
        return render(request, "429.html", status=429)
    link = find_link(code)
    if link is None:
        note_lost(request)
        return _lost(request)
    context: Any = request
    context.locality = link.locality
    if link.closed_at is not None:
        return render(request, "pages/portal/closed_link.html", status=410)
    try:
        match = resolve(link.path)
    except Resolver404:
        return _lost(request)
    if getattr(match.func, "login_required", True):
        return redirect(link.path)  # one of our own, on an enrolled phone or at the door of it
    context.link = link
    with scope(locality=link.locality):
        if request.method == "GET" and not NOT_AN_OPENING & request.GET.keys():
            count_opening(link, user_agent=request.headers.get("User-Agent", ""))
        page: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return page


def _lost(request: HttpRequest) -> HttpResponse:
    """Mistyped or changed by hand: say so calmly and show the way."""
    wards = Locality.objects.filter(closed_at__isnull=True, is_office=False).order_by("name")[
        : FEW + 1
    ]
    shown = list(wards) if len(wards) <= FEW else []
    return render(request, "pages/portal/lost_link.html", {"wards": shown}, status=404)
