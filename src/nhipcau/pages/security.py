"""Headers of every answer: what the browser may load, from where, and what pages may ask of it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

# Everything comes from this house: no inline script, no inline style, nobody frames us.
CONTENT = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
# Webhooks and the API have smaller limits of their own, and say so in their own form.
DOORS = ("/wh/", "/api/")
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


def headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return middleware


def small_from_strangers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Whoever is not signed in sends a photo at the most: else a stranger could fill the disk;
    whoever is, the largest file any page takes. Before the body is read."""
    most = settings.PHOTO_LIMIT_BYTES + 1024 * 1024
    most_of_ours = settings.UPLOAD_LIMIT_BYTES + 4 * 1024 * 1024

    def middleware(request: HttpRequest) -> HttpResponse:
        told = request.META.get("CONTENT_LENGTH") or "0"
        is_big = told.isdecimal() and int(told) > most and not request.path.startswith(DOORS)
        if is_big and not request.user.is_authenticated:
            said = _("Ảnh lớn hơn 10 MB. Hãy chụp lại nhỏ hơn.")
            return HttpResponse(said, status=413, content_type="text/plain; charset=utf-8")
        if is_big and int(told) > most_of_ours:
            said = _("Tệp lớn hơn 20 MB. Hãy quay lại, chọn tệp nhỏ hơn.")
            return HttpResponse(said, status=413, content_type="text/plain; charset=utf-8")
        return get_response(request)

    return middleware
