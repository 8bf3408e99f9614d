"""Whose page it is: sets `request.locality` and opens the tenancy scope for the whole request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django_scopes import scope


def who_and_where(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        locality = user.locality if user.is_authenticated else None
        request.locality = locality  # type: ignore[attr-defined]
        if locality is not None and locality.closed_at is not None:
            # Who works there works in its successor now; who was left behind works nowhere.
            return render(request, "people/inactive.html", status=403)
        if locality is None:
            return get_response(request)
        with scope(locality=locality), timezone.override(locality.zone):
            return get_response(request)

    return middleware
