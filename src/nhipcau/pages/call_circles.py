"""A call of the ward's by association: what the circles that take part said, in numbers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from nhipcau.circles.queries import MINIMUM, answers_by_circle
from nhipcau.notices.models import Notice
from nhipcau.outreach.desk import latest_out
from nhipcau.people.guards import console


@require_safe
@console()
def answers_of_circles(request: HttpRequest, notice_id: int) -> HttpResponse:
    calls = Notice.objects.filter(kind=Notice.Kind.CALL)
    version = latest_out(get_object_or_404(calls, pk=notice_id))
    lines = answers_by_circle(notice_id)
    context = {"version": version, "lines": lines, "minimum": MINIMUM}
    return render(request, "pages/call_circles.html", context)
