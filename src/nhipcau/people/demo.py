"""Sign-in links of the demo: no password, so only on this machine and only with its secret."""

import hmac
import ipaddress

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django_scopes import scope

from nhipcau.core.clock import machine_now
from nhipcau.people.middleware import KEPT_FOR, keep_cookie
from nhipcau.people.models import Device, Staff
from nhipcau.people.tokens import make_token

OPENED_BY_US = "nhipcau.people.sessions.OpenedByUs"
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@login_not_required
@never_cache
def enter(request: HttpRequest, username: str) -> HttpResponse:
    if not is_demo_here(request):
        raise Http404
    given = request.GET.get("khoa", "")
    if not hmac.compare_digest(given.encode(), settings.DEMO_KEY.encode()):
        raise Http404
    staff = get_object_or_404(Staff.objects.select_related("locality"), username=username)
    if not staff.is_active:
        raise Http404
    wanted = request.GET.get("toi", "")
    if staff.uses_console:
        login(request, staff, backend=OPENED_BY_US)
        return redirect(wanted if wanted.startswith("/lam-viec/") else "/lam-viec/")
    logout(request)
    response = redirect(wanted if wanted.startswith("/to/") else "/to/")
    keep_cookie(response, _phone_of(staff))
    return response


def is_demo_here(request: HttpRequest) -> bool:
    """Demo setting, loopback peer, loopback name: a page elsewhere cannot point a browser here."""
    if not settings.DEMO or not settings.DEMO_KEY:
        return False
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    return host in LOCAL_NAMES and is_loopback(request)


def is_loopback(request: HttpRequest) -> bool:
    """The peer itself, and nobody behind it: a proxy in front makes every peer look local."""
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _phone_of(staff: Staff) -> str:
    now = machine_now()
    secret, secret_hash = make_token()
    with scope(locality=staff.locality):
        Device.objects.create(
            locality_id=staff.locality_id,
            staff=staff,
            token_hash=secret_hash,
            label="Trình diễn",
            enrolled_at=now,
            last_seen_at=now,
            expires_at=now + KEPT_FOR,
        )
    return secret
