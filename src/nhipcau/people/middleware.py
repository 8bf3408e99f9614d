"""An enrolled phone signs its person in by a long cookie, revocable at once."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django_scopes import scopes_disabled

from nhipcau.core.clock import machine_now
from nhipcau.people.models import Device
from nhipcau.people.models.staff import PHONE_ROLES
from nhipcau.people.tokens import hash_token

PHONE_COOKIE = "nhipcau_phone"
PHONE_PAGES = "/to/"
OFFICERS_DOORS = ("/dang-nhap/", "/moi/")
KEPT_FOR = timedelta(days=270)
SEEN_EVERY = timedelta(hours=1)


def enrolled_phone(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """On the leader's pages the phone decides; elsewhere a signed-in officer stays who they are."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = request.COOKIES.get(PHONE_COOKIE, "")
        if not token or not _phone_decides(request):
            return get_response(request)
        device = find_device(token)
        if device is None:
            return get_response(request)
        request.user = device.staff
        request.device = device  # type: ignore[attr-defined]
        is_sliding = _seen(device)
        response = get_response(request)
        if is_sliding and PHONE_COOKIE not in response.cookies:
            keep_cookie(response, token)
        return response

    return middleware


def _phone_decides(request: HttpRequest) -> bool:
    if request.path.startswith(OFFICERS_DOORS):
        return False
    return request.path.startswith(PHONE_PAGES) or not request.user.is_authenticated


def find_device(token: str) -> Device | None:
    """The live phone behind a cookie: not revoked, not expired, its person still at work."""
    # The locality is known only once the phone is: this one look-up goes without a scope.
    with scopes_disabled():
        return (
            Device.objects.select_related("staff__locality", "staff__neighbourhood")
            .filter(
                token_hash=hash_token(token),
                revoked_at__isnull=True,
                expires_at__gt=machine_now(),
                staff__is_active=True,
                staff__role__in=PHONE_ROLES,
            )
            .first()
        )


def _seen(device: Device) -> bool:
    """Note at most hourly that the phone is in use, and let its time slide."""
    now = machine_now()
    if now - device.last_seen_at < SEEN_EVERY:
        return False
    with scopes_disabled():  # the row is known by its key
        Device.objects.filter(pk=device.pk, revoked_at__isnull=True).update(
            last_seen_at=now, expires_at=now + KEPT_FOR
        )
    return True


def keep_cookie(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        PHONE_COOKIE,
        token,
        max_age=KEPT_FOR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
