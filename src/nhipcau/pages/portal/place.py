"""Whose portal it is: the locality named in the address, its tenancy scope open for the page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.links.models import Link
from nhipcau.places.models import Locality

P = ParamSpec("P")


def portal(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Public: no login. The first word of the address is the locality's."""

    @login_not_required
    @wraps(view)
    def opened(
        request: HttpRequest, /, slug: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        link = link_of(request)
        locality = _open_place(slug) if link is None else link.locality
        if locality is None or locality.slug != slug or locality.closed_at is not None:
            raise Http404(_("Không có trang này."))
        context: Any = request
        context.locality = locality
        with scope(locality=locality):
            return view(request, *args, **kwargs)

    return opened


def _open_place(slug: str) -> Locality | None:
    return Locality.objects.filter(slug=slug, closed_at__isnull=True).first()


def locality_of(request: HttpRequest) -> Locality:
    locality: Locality = request.locality  # type: ignore[attr-defined]
    return locality


def link_of(request: HttpRequest) -> Link | None:
    """The short link this page was opened by, if it was."""
    link: Link | None = getattr(request, "link", None)
    return link
