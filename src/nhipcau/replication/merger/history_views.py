"""History before a merger: what the former localities published and how far it came. Read only."""

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nhipcau.inbox.models import Question
from nhipcau.notices.models import NoticeVersion
from nhipcau.people.guards import console
from nhipcau.people.staff_views import here
from nhipcau.places.lineage import former_ones, history_of
from nhipcau.places.models import Lineage
from nhipcau.reach.queries import by_neighbourhood, summary, whole

A_PAGE = 30
OUT = (NoticeVersion.State.PUBLISHED, NoticeVersion.State.WITHDRAWN)


@require_safe
@console()
def history(request: HttpRequest) -> HttpResponse:
    return render(request, "replication/history.html", {"rows": former_ones(here(request))})


@require_safe
@console()
def history_one(request: HttpRequest, former_id: int) -> HttpResponse:
    row = _row(request, former_id)
    with history_of(row.predecessor, of=here(request)):
        page = Paginator(_published(), A_PAGE).get_page(request.GET.get("trang"))
        lines = [(version, summary(version)) for version in page]
        asked = Question.objects.aggregate(
            all=Count("pk"), answered=Count("pk", filter=Q(first_answer_at__isnull=False))
        )
    context = {"row": row, "page": page, "lines": lines, "asked": asked}
    return render(request, "replication/history_one.html", context)


@require_safe
@console()
def history_notice(request: HttpRequest, former_id: int, notice_id: int) -> HttpResponse:
    row = _row(request, former_id)
    with history_of(row.predecessor, of=here(request)):
        version = _published().filter(notice=notice_id).first()
        if version is None:
            raise Http404
        tiles = by_neighbourhood(version)
    context = {"row": row, "version": version, "tiles": tiles, "whole": whole(tiles)}
    return render(request, "replication/history_notice.html", context)


def _row(request: HttpRequest, former_id: int) -> Lineage:
    """Only through the lineage of who asks: another's history is not there."""
    for row in former_ones(here(request)):
        if row.predecessor_id == former_id:
            return row
    raise Http404


def _published() -> QuerySet[NoticeVersion]:
    """The version in force of what was published, the latest first. Inside a history's scope."""
    rows = NoticeVersion.objects.filter(
        state__in=OUT, notice__current=F("pk"), notice__is_drill=False
    )
    return rows.select_related("notice").order_by("-published_at", "-pk")
