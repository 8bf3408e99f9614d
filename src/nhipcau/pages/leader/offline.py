"""The service worker of the leader's pages. Served under /to/, because that is all it may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nhipcau.people.guards import phone


@require_safe
@phone
def worker(request: HttpRequest) -> HttpResponse:
    response = render(request, "pages/leader/worker.js", content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
