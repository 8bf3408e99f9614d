"""Posters at the desk: which hang where, which to change, how often scanned; print many."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import DomainError
from nhipcau.links.make_posters import MOST
from nhipcau.links.models import Poster
from nhipcau.links.scans import (
    A_WEEK,
    WEEKS,
    first_monday,
    scans_by_day,
    scans_by_place,
    scans_of,
)
from nhipcau.pages.posters.acts import ACTS, act, ask_down_all
from nhipcau.pages.posters.forms import NewPosters
from nhipcau.pages.posters.make import make_wished, replace_old
from nhipcau.pages.posters.paper import posters_paper
from nhipcau.pages.posters.stale import old_posters
from nhipcau.people.guards import console, me
from nhipcau.people.rights import KEEPS_THE_REGISTER
from nhipcau.people.staff_views import here, say
from nhipcau.text.fold import tidy

A_PAGE, DAYS = 60, 14
UP = [Poster.State.TO_HANG, Poster.State.HANGS, Poster.State.TO_REMOVE]


@require_safe
@console()
def posters(request: HttpRequest) -> HttpResponse:
    rows = _rows().filter(state__in=UP)
    words = tidy(request.GET.get("tim", ""))[:80]
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(place__icontains=words))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("trang"))
    scans = scans_of(page.object_list, _today())
    for row in page.object_list:
        row.scans = scans.get(row.link_id)
    context = {
        "page": page,
        "words": words,
        "old": old_posters(here(request)),
        "made": _asked(request, "vua"),
        "waiting": Poster.objects.filter(state=Poster.State.TO_HANG).count(),
        "may_act": _may(request),
    }
    return render(request, "pages/posters/list.html", context)


@console(*KEEPS_THE_REGISTER)
def new(request: HttpRequest) -> HttpResponse:
    begun = {"codes": request.GET.getlist("thu-tuc"), "groups": request.GET.getlist("nhom")}
    form = NewPosters(here(request), request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            made = make_wished(here(request), form.wish(), by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            return _show_made(made)
    status = 422 if form.errors else 200
    return render(request, "pages/posters/new.html", {"form": form, **_ticks(form)}, status=status)


@require_safe
@console()
def paper(request: HttpRequest) -> HttpResponse:
    """The pages of the posters named, in the order of their places."""
    chosen = _asked(request, "to")
    if not chosen:
        raise Http404(_("Hãy chọn tờ cần in."))
    response = HttpResponse(posters_paper(chosen), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="ma-qr.pdf"'
    return response


@require_POST
@console(*KEEPS_THE_REGISTER)
def change(request: HttpRequest) -> HttpResponse:
    """New papers for the old ones that were chosen, or those to come down."""
    chosen = list(_rows().filter(pk__in=_numbers(request.POST.getlist("to"))))
    try:
        if "go" in request.POST:
            n = ask_down_all(chosen, by=me(request))
            messages.success(request, _("Đã ghi: %(n)d tờ cần gỡ.") % {"n": n})
            return redirect("posters")
        return _show_made(replace_old(chosen, by=me(request)))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("posters")


@require_POST
@console(*KEEPS_THE_REGISTER)
def acted(request: HttpRequest, poster_id: int, action: str) -> HttpResponse:
    if action not in ACTS:
        raise Http404(_("Không có việc này."))
    try:
        act(get_object_or_404(_rows(), pk=poster_id), action, by=me(request))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Đã ghi."))
    return redirect("posters")


@require_safe
@console()
def one(request: HttpRequest, poster_id: int) -> HttpResponse:
    """Its life and its scans day by day; those that are down, too."""
    poster = get_object_or_404(_rows(), pk=poster_id)
    today = _today()
    days = [today - timedelta(days=n) for n in range(DAYS)]
    counted = scans_by_day(poster, days[-1])
    context = {
        "poster": poster,
        "scans": scans_of([poster], today).get(poster.link_id),
        "days": [(day, counted.get(day, 0)) for day in days],
        "instead": Poster.objects.filter(replaces=poster).last(),
    }
    return render(request, "pages/posters/one.html", context)


@require_safe
@console()
def places(request: HttpRequest) -> HttpResponse:
    """Scans by place and week, of everything that ever hung there."""
    begins = first_monday(_today())
    rows = Poster.objects.select_related("neighbourhood").exclude(hung_at=None)
    context = {
        "weeks": [begins + n * A_WEEK for n in range(WEEKS)],
        "places": scans_by_place(rows, _today()),
    }
    return render(request, "pages/posters/places.html", context)


def _rows() -> Any:
    return Poster.objects.select_related("link", "neighbourhood", "locality").order_by(
        "neighbourhood__position", "place", "pk"
    )


def _asked(request: HttpRequest, name: str) -> list[Poster]:
    return list(_rows().filter(pk__in=_numbers(request.GET.getlist(name)))[:MOST])


def _numbers(given: list[str]) -> list[int]:
    parts = [part for value in given[:MOST] for part in value.split(",")[:MOST]]
    return [int(part) for part in parts if part.isdecimal() and len(part) < 16]


def _show_made(made: list[Poster]) -> HttpResponse:
    numbers = ",".join(str(poster.pk) for poster in made)
    return redirect(f"{reverse('posters')}?vua={numbers}")


def _ticks(form: NewPosters) -> dict[str, set[str]]:
    names = ("codes", "groups", "neighbourhoods", "oa", "portal", "size", "language")
    return {f"chosen_{name}": form.chosen(name) for name in names}


def _today() -> Any:
    return local(civil_now()).date()


def _may(request: HttpRequest) -> bool:
    return me(request).role in KEEPS_THE_REGISTER
