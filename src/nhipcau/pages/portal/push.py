"""The residents' page with one button: notifications of the ward on this very screen.

Without a household it works as well; then it counts for nobody. A known browser's household is
told nothing it did not type itself.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from nhipcau.channels.models import Account
from nhipcau.core.errors import DomainError
from nhipcau.core.language import own_language
from nhipcau.pages.portal import limits
from nhipcau.pages.portal.place import locality_of, portal
from nhipcau.pages.portal.remember import household_of, known_browser
from nhipcau.people.subscribe import (
    push_account,
    read_subscription,
    renew,
    subscribe,
    unsubscribe,
)


@require_safe
@portal
def page(request: HttpRequest) -> HttpResponse:
    account = push_account(locality_of(request))
    browser = known_browser(request)
    context = {"push": switch(request, account), "browser": browser}
    return render(request, "pages/portal/push.html", context)


@require_POST
@portal
def subscribed(request: HttpRequest) -> HttpResponse:
    """From the page's script, after the person said yes to the browser."""
    account = push_account(locality_of(request))
    browser = known_browser(request)
    try:
        if account is None:
            raise DomainError(_("Phường tạm ngừng gửi thông báo lên máy. Hãy thử lại sau."))
        if not limits.may_subscribe(request):
            raise DomainError(_("Máy này đã bấm nhiều lần. Xin chờ một giờ rồi thử lại."))
        subscribe(account, given(request), household=household_of(browser) if browser else None)
    except DomainError as fault:
        return JsonResponse({"error": fault.message}, status=422)
    return JsonResponse({"ok": True})


@require_POST
@portal
def unsubscribed(request: HttpRequest) -> HttpResponse:
    account = push_account(locality_of(request))
    if account is not None:
        unsubscribe(account, request.POST.get("endpoint", "")[:500])
    return JsonResponse({"ok": True})


@csrf_exempt  # a worker has no form; who names the old address is the browser that had it
@require_POST
@portal
def renewed(request: HttpRequest) -> HttpResponse:
    account = push_account(locality_of(request))
    old = request.POST.get("old", "")
    try:
        if account is None or not old.startswith("http") or not limits.may_subscribe(request):
            raise DomainError(_("Không ghi được địa chỉ mới của máy này."))
        renew(account, old[:500], given(request))
    except DomainError as fault:
        return JsonResponse({"error": fault.message}, status=422)
    return JsonResponse({"ok": True})


@require_safe
@portal
def worker(request: HttpRequest) -> HttpResponse:
    """Served beside the pages it may speak for; it keeps nothing, it only shows what comes."""
    context = {"push": switch(request, push_account(locality_of(request)))}
    response = render(request, "pages/portal/worker.js", context, content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
@portal
def manifest(request: HttpRequest) -> HttpResponse:
    """On an iPhone only a page put on the home screen may show notifications."""
    locality = locality_of(request)
    home = f"/{locality.slug}/"
    icon = {"src": "/static/nhipcau/icon.svg", "sizes": "any", "type": "image/svg+xml"}
    said = {
        "name": locality.issuer,
        "short_name": locality.name[:30],
        "lang": own_language(),
        "start_url": f"{home}nhan-tin/",
        "scope": home,
        "display": "standalone",
        "background_color": "#f6f8f7",
        "theme_color": "#083d42",
        "icons": [icon],
    }
    return JsonResponse(said, content_type="application/manifest+json")


def given(request: HttpRequest) -> str:
    said = request.POST
    return read_subscription(said.get("endpoint", ""), said.get("p256dh", ""), said.get("auth", ""))


def switch(request: HttpRequest, account: Account | None) -> dict[str, Any]:
    """What the button's script needs."""
    slug = locality_of(request).slug
    return {
        "key": account.settings.get("public_key", "") if account else "",
        "scope": f"/{slug}/",
        "worker": reverse("portal_worker", args=[slug]),
        "subscribe": reverse("portal_subscribed", args=[slug]),
        "unsubscribe": reverse("portal_unsubscribed", args=[slug]),
        "renew": reverse("portal_renewed", args=[slug]),
    }
