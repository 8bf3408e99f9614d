"""The leader's phone: what waits today, and the notice to pass into the group."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.outreach.answered import note_seen
from nhipcau.outreach.drill_queries import waiting_drill
from nhipcau.outreach.hand_tasks import tick_task
from nhipcau.outreach.models import Counter, Relay, Sheet, Task
from nhipcau.outreach.relay import mark_posted, open_relay, unmark_posted
from nhipcau.outreach.remind import DOORS, RELAY
from nhipcau.outreach.sheets import mark_hung, mark_removed, whats_where
from nhipcau.pages.leader import day, learning, place
from nhipcau.pages.leader.calls import my_calls
from nhipcau.pages.leader.morning import Morning, tiles
from nhipcau.pages.leader.posters import posters_of
from nhipcau.pages.photos import tidy_photo
from nhipcau.people.guards import phone
from nhipcau.people.models import Staff
from nhipcau.rosters.duty import coming_shifts, on_duty
from nhipcau.rosters.mine import waiting_count


def staff_of(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)


@require_safe
@phone
def home(request: HttpRequest) -> HttpResponse:
    staff, now = staff_of(request), civil_now()
    morning = Morning(
        today=day.today(staff),
        numbers=place.numbers(staff, now),
        asked=place.asked(staff, now),
        calls=my_calls(staff, now),
        now=now,
        shifts=coming_shifts(staff.locality, staff.pk, now),
    )
    note_seen(staff, [one.version.pk for one in morning.today], RELAY, DOORS)
    context = {
        "now": now,
        "morning": morning,
        "tiles": tiles(staff, morning),
        "today": morning.today,
        "drill": waiting_drill(staff),
        "handover": place.fresh_handover(staff),
        "duty": on_duty(staff.locality, at=now),
        "my_turn": waiting_count(staff, now),
        "reach": learning.reach(staff, now),
        "has_circles": learning.has_circles(staff),
    }
    return render(request, "pages/leader/home.html", context)


@require_safe
@phone
def relay(request: HttpRequest, relay_id: int) -> HttpResponse:
    asked = _relay(request, relay_id)
    try:
        open_relay(asked, by=staff_of(request))
    except DomainError as fault:
        raise Http404(fault.message) from fault
    counter = Counter.objects.filter(
        version=asked.version_id, neighbourhood=asked.neighbourhood_id
    ).first()
    return render(request, "pages/leader/relay.html", {"relay": asked, "counter": counter})


@require_POST
@phone
def posted(request: HttpRequest, relay_id: int) -> HttpResponse:
    asked = _relay(request, relay_id)
    try:
        photo = tidy_photo(request.FILES.get("photo"))
        mark_posted(asked, by=staff_of(request), photo=photo)
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("Đã ghi: bạn đã đăng vào nhóm. Cảm ơn bạn."))
    return redirect("leader_relay", relay_id)


@require_POST
@phone
def unposted(request: HttpRequest, relay_id: int) -> HttpResponse:
    try:
        unmark_posted(_relay(request, relay_id), by=staff_of(request))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("leader_relay", relay_id)


@require_POST
@phone
def sheet_done(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Hung, or taken down: whichever this sheet waits for."""
    sheet = Sheet.objects.filter(pk=sheet_id).first()
    if sheet is None:
        raise Http404(_("Không có tờ này."))
    verb = mark_hung if sheet.state == Sheet.State.TO_HANG else mark_removed
    try:
        verb(sheet, by=staff_of(request))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("leader_home")


@require_safe
@phone
def hanging(request: HttpRequest) -> HttpResponse:
    """What hangs in the leader's neighbourhood, whichever notice it is of."""
    where = staff_of(request).neighbourhood_id
    sheets = whats_where(where) if where else ()
    context = {"sheets": sheets, "posters": posters_of(staff_of(request))}
    return render(request, "pages/leader/hanging.html", context)


@require_POST
@phone
def task_done(request: HttpRequest, task_id: int) -> HttpResponse:
    task = Task.objects.filter(pk=task_id).first()
    if task is None:
        raise Http404(_("Không có việc này."))
    try:
        tick_task(task, by=staff_of(request))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("leader_home")


def _relay(request: HttpRequest, relay_id: int) -> Relay:
    found = (
        Relay.objects.select_related("version__notice", "group", "neighbourhood", "posted_by")
        .filter(pk=relay_id)
        .first()
    )
    staff = staff_of(request)
    if found is None or found.neighbourhood_id != staff.neighbourhood_id:
        raise Http404(_("Không có lượt chuyển tiếp này ở tổ của bạn."))
    return found
