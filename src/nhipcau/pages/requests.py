"""One id a request, in the log, in the audit and on the error page; one log line a request."""

import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars

from nhipcau.core import audit

log = structlog.get_logger("nhipcau.web")


def request_id(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The id is always ours: a header from outside could forge the audit."""

    def middleware(request: HttpRequest) -> HttpResponse:
        name = uuid4().hex[:12]
        kept = audit.request_id.set(name)
        began = time.perf_counter()
        try:
            with bound_contextvars(request=name):
                response = get_response(request)
                log.info(
                    "answered",
                    method=request.method,
                    path=request.path,
                    status=response.status_code,
                    ms=round((time.perf_counter() - began) * 1000, 1),
                )
        finally:
            audit.request_id.reset(kept)
        response.headers["X-Request-ID"] = name
        return response

    return middleware
