"""Which language the pages speak: what the person chose, else Vietnamese.

Not the browser's wish: most phones here are set to English by the shop, their owners read
Vietnamese. `?lang=en` on any page chooses and is remembered; it works without JavaScript.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

COOKIE = "lang"
KEPT_SECONDS = 400 * 24 * 3600
KNOWN = tuple(code for code, _name in settings.LANGUAGES)
# Their own names, for readers who cannot read the page they are on. Content can have any of them.
NAMES = {
    "vi": "Tiếng Việt",
    "en": "English",
    "th": "ไทย",
    "bn": "বাংলা",
    "tyz": "Tày",
    "nut": "Nùng",
    "ium": "Dao",
    "hmn": "Mông",
}


def chosen_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        kept = request.COOKIES.get(COOKIE, "")
        language = next((code for code in (asked, kept) if code in KNOWN), settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        if asked in KNOWN and asked != kept:
            response.set_cookie(
                COOKIE,
                asked,
                max_age=KEPT_SECONDS,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
            )
        return response

    return middleware
