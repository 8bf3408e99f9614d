"""Whose portal it is: the locality named in the address, its tenancy scope open for the page."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.core.errors import WrongState
from nhipcau.links.models import Link
from nhipcau.places.lineage import history_of, is_former_slug, successor_of
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
        if locality is None or locality.closed_at is not None:
            return _moved(request, slug, view, args, kwargs)
        # A code printed before a merger says the former first word.
        if locality.slug != slug and not is_former_slug(slug, locality):
            raise Http404(_("Không có trang này."))
        try:
            return _shown(request, locality, view, args, kwargs)
        except Http404:
            former = Locality.objects.filter(slug=slug, closed_at__isnull=False).first()
            if former is None:
                raise
        return _history(request, former, locality, view, args, kwargs)

    return opened


def _shown(
    request: HttpRequest, locality: Locality, view: Any, args: Any, kwargs: Any
) -> HttpResponseBase:
    context: Any = request
    context.locality = locality
    with scope(locality=locality), timezone.override(locality.zone):
        page: HttpResponseBase = view(request, *args, **kwargs)
    return page


def _moved(request: HttpRequest, slug: str, view: Any, args: Any, kwargs: Any) -> HttpResponseBase:
    """The address of a locality that went into another: the successor's same page; where there is
    none, what stayed behind, to be read; else the successor's front page says so.

    Never for good (301): a merger may be undone.
    """
    former = Locality.objects.filter(slug=slug, closed_at__isnull=False).first()
    heir = successor_of(former) if former else None
    if former is None or heir is None:
        raise Http404(_("Không có trang này."))
    try:
        page = _shown(request, heir, view, args, kwargs)
    except Http404:
        page = None
    is_there = page is not None and page.status_code != 404
    if page is not None and is_there and (request.method == "POST" or link_of(request)):
        return page
    if is_there:
        rest = request.get_full_path().removeprefix(f"/{slug}/")
        return redirect(f"/{heir.slug}/{rest}")
    return _history(request, former, heir, view, args, kwargs)


def _history(
    request: HttpRequest, former: Locality, heir: Locality, view: Any, args: Any, kwargs: Any
) -> HttpResponseBase:
    context: Any = request
    context.locality, context.heir = former, heir
    if request.method in {"GET", "HEAD"}:
        with suppress(Http404, WrongState), history_of(former, of=heir):
            page: HttpResponseBase = view(request, *args, **kwargs)
            if page.status_code == 200:
                return page
    context.locality = heir
    return redirect(f"/{heir.slug}/?tu={former.slug}")


def _open_place(slug: str) -> Locality | None:
    return Locality.objects.filter(slug=slug, closed_at__isnull=True, is_office=False).first()


def locality_of(request: HttpRequest) -> Locality:
    locality: Locality = request.locality  # type: ignore[attr-defined]
    return locality


def link_of(request: HttpRequest) -> Link | None:
    """The short link this page was opened by, if it was."""
    link: Link | None = getattr(request, "link", None)
    return link
