"""Where the QR of a group leads: ask to join. The answer is the same whether we knew you or not."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.core.actor import resident
from nhipcau.core.errors import DomainError
from nhipcau.links.count import count_opening
from nhipcau.links.models import Link
from nhipcau.links.shorten import find_link
from nhipcau.people.adapters import client_ip
from nhipcau.people.group_forms import AskToJoin
from nhipcau.people.join import JOIN_CHANNEL, Asking, ask_to_join
from nhipcau.people.models import Group
from nhipcau.people.staff_views import say
from nhipcau.people.tries import may_try

# A whole meeting asks from one Wi-Fi, a whole village from one address of its mobile network.
TRIES, TRIES_OF_ADDRESS, TRIES_OF_LINK, SPAN_SECONDS = 8, 60, 200, 3600


@login_not_required
def join(request: HttpRequest, code: str) -> HttpResponse:
    link = find_link(code)
    if link is None or link.closed_at or link.place.get("channel") != JOIN_CHANNEL:
        raise Http404(_("Mã mời này không còn dùng. Hãy hỏi tổ trưởng."))
    request.locality = link.locality  # type: ignore[attr-defined]
    with scope(locality=link.locality):
        group = Group.objects.select_related("neighbourhood", "locality").filter(
            pk=link.place.get("group"), state=Group.State.ACTIVE
        )
        found = group.first()
        if found is None:
            return render(request, "people/join_closed.html", status=404)
        if request.method == "POST":
            return _asked(request, link, found)
        if getattr(request, "link", None) is None:  # else the short address has counted it
            count_opening(link, user_agent=request.headers.get("User-Agent", ""))
        return _page(request, link, found, AskToJoin())


def _asked(request: HttpRequest, link: Link, group: Group) -> HttpResponse:
    form = AskToJoin(request.POST)
    if _is_too_often(request, link):
        form.add_error(
            None, _("Có nhiều yêu cầu quá. Hãy thử lại sau một giờ, hoặc hỏi tổ trưởng.")
        )
        return _page(request, link, group, form, status=429)
    if form.is_valid():
        try:
            ask_to_join(group, Asking(**form.cleaned_data, source="qr"), by=resident(None))
        except DomainError as error:
            say(form, error)
        else:
            return render(request, "people/joined.html", {"group": group})
    return _page(request, link, group, form, status=422)


def _page(
    request: HttpRequest, link: Link, group: Group, form: AskToJoin, *, status: int = 200
) -> HttpResponse:
    context = {"group": group, "form": form, "code": link.code}
    return render(request, "people/join.html", context, status=status)


def _is_too_often(request: HttpRequest, link: Link) -> bool:
    """Per browser, address and link: three digits are not many to guess."""
    browser = request.COOKIES.get("csrftoken", "")[:32]
    limits = (
        (f"join:{link.pk}:{client_ip(request)}", TRIES_OF_ADDRESS),
        (f"join:{link.pk}:{browser}", TRIES),
        (f"join:{link.pk}", TRIES_OF_LINK),
    )
    return not all(may_try(name, most, SPAN_SECONDS) for name, most in limits)
