"""The service worker of the leader's pages. Served under /to/, because that is all it may see."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nhipcau.pages.leader.push import switch
from nhipcau.people.guards import phone
from nhipcau.people.models import Staff
from nhipcau.people.subscribe import push_account


@require_safe
@phone
def worker(request: HttpRequest) -> HttpResponse:
    staff = cast(Staff, request.user)
    context = {"push": switch(push_account(staff.locality))}
    response = render(request, "pages/leader/worker.js", context, content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
