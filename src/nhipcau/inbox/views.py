"""The inbox: everything that waits for an answer, what is due first on top."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nhipcau.core.clock import civil_now
from nhipcau.inbox.desk import frame
from nhipcau.inbox.end_shift import ending_shift
from nhipcau.inbox.models import FaqEntry
from nhipcau.inbox.queries import Filters, choices, listed, tabs
from nhipcau.inbox.rights import ARRANGES
from nhipcau.people.guards import me
from nhipcau.places.working import office_of
from nhipcau.rosters.duty import next_on_duty, on_duty
from nhipcau.rosters.models import Post

A_PAGE = 40


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    staff, now = me(request), civil_now()
    filters = Filters.read(request.GET)
    page = Paginator(listed(staff, filters, now), A_PAGE).get_page(request.GET.get("trang"))
    given = request.GET.copy()
    given.pop("trang", None)
    office = office_of(staff.locality)
    context = {
        **frame(request),
        **choices(staff),
        "filters": filters,
        "tabs": tabs(staff, now),
        "page": page,
        "query": given.urlencode(),
        "now": now,
        "opens": None if office.is_open(now) else office.next_open(now),
        "drafts": FaqEntry.objects.filter(state=FaqEntry.State.DRAFT)
        .exclude(proposed_by=staff)
        .count(),
        "may_arrange": staff.role in ARRANGES,
        "duty": on_duty(staff.locality, post=Post.INBOX, at=now),
        "next_duty": next_on_duty(staff.locality, post=Post.INBOX, at=now),
        "ending": ending_shift(staff, now),
    }
    return render(request, "inbox/list.html", context)
