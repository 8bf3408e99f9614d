"""An enrolled phone signs its person in by a long cookie, revocable at once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def enrolled_phone(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    return middleware
