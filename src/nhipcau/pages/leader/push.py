"""The leader's page with the button: reminders on this very telephone."""

from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.core.errors import DomainError
from nhipcau.pages.portal.push import given
from nhipcau.people.guards import phone
from nhipcau.people.models import Staff
from nhipcau.people.subscribe import push_account, unsubscribe
from nhipcau.people.ways import offer_way


@require_safe
@phone
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/leader/push.html", {"push": switch(_account(request))})


@require_POST
@phone
def subscribed(request: HttpRequest) -> HttpResponse:
    """A way like any other: it counts once the leader has tapped what came by it."""
    account, staff = _account(request), cast(Staff, request.user)
    try:
        if account is None:
            raise DomainError(_("Phường chưa mở đường gửi thông báo lên máy."))
        offer_way(
            staff,
            kind=ChannelKind.WEB_PUSH,
            account=account,
            value=given(request),
            by=staff.actor,
        )
    except DomainError as fault:
        return JsonResponse({"error": fault.message}, status=422)
    return JsonResponse({"ok": True})


@require_POST
@phone
def unsubscribed(request: HttpRequest) -> HttpResponse:
    account = _account(request)
    if account is not None:
        unsubscribe(account, request.POST.get("endpoint", "")[:500])
    return JsonResponse({"ok": True})


def switch(account: Account | None) -> dict[str, str]:
    return {
        "key": account.settings.get("public_key", "") if account else "",
        "scope": "/to/",
        "worker": reverse("leader_worker"),
        "subscribe": reverse("leader_subscribed"),
        "unsubscribe": reverse("leader_unsubscribed"),
        "renew": reverse("portal_renewed", args=[account.locality.slug]) if account else "",
    }


def _account(request: HttpRequest) -> Account | None:
    return push_account(cast(Staff, request.user).locality)
