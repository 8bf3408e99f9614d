"""Calm pages for what went wrong, and words for a rule that no view caught."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template

from nhipcau.core import audit
from nhipcau.core.errors import BadInput, DomainError, NotAllowed, WrongState

STATUS: dict[type[DomainError], int] = {NotAllowed: 403, WrongState: 409, BadInput: 422}


class SayDomainErrors:
    """A verb's refusal is a sentence for people: the last net below the views."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        status = STATUS.get(type(error), 409)
        return render(request, "fault.html", {"fault": error.message}, status=status)


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """Without the context of other pages: the database itself may be what is broken."""
    page = get_template("500.html").render({"request_name": audit.request_id.get()})
    return HttpResponseServerError(page)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
