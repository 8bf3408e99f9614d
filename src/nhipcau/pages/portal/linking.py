"""A resident types the code from the leader or from the slip: this browser is that household's."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nhipcau.core.errors import DomainError
from nhipcau.pages.portal import limits
from nhipcau.pages.portal.keep import keep_browser
from nhipcau.pages.portal.place import locality_of, portal
from nhipcau.pages.portal.remember import new_browser, remember
from nhipcau.people.contacts import Address
from nhipcau.people.link_codes import code_in, link_by_code
from nhipcau.people.models import ContactPoint

LONGEST = 20


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@portal
def link_me(request: HttpRequest) -> HttpResponse:
    typed = (request.POST if request.method == "POST" else request.GET).get("ma", "")[:LONGEST]
    if request.method != "POST":
        return _page(request, typed)
    try:
        return _linked(request, typed)
    except DomainError as fault:
        return _page(request, typed, fault.message)


def _linked(request: HttpRequest, typed: str) -> HttpResponse:
    """The browser gets a new token: whatever it was known as before stays with that household."""
    locality, code = locality_of(request), code_in(typed)
    if not code:
        raise DomainError(_("Mã có 6 hoặc 8 chữ số, ví dụ 482 913."))
    if not limits.may_say_code(request, locality=locality.pk):
        raise DomainError(_("Đã thử nhiều lần. Xin chờ một giờ, hoặc nhờ tổ trưởng giúp."))
    browser = new_browser(locality.pk, 0, "", "")
    address = Address(ContactPoint.Kind.PORTAL, browser.hash)
    home = link_by_code(locality, code, address).household
    if home is not None:
        keep_browser(browser.hash, home)
        browser = replace(browser, place=home.neighbourhood_id)
    response = redirect("portal_home", locality.slug)
    remember(response, browser)
    messages.success(request, _("Đã nối máy này với nhà mình. Thông báo sau chỉ cần một chạm."))
    return response


def _page(request: HttpRequest, typed: str, fault: str = "") -> HttpResponse:
    context = {"typed": typed, "fault": fault}
    return render(request, "pages/portal/link.html", context, status=422 if fault else 200)
