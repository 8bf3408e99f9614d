"""How a leader is told: the ways in their order, a test by each, days away; and what their links
lead to. A test's or a drill's link is opened wherever the message is read, so it needs no sign-in:
whoever holds it has received it."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_scopes import scope

from nhipcau.channels.models import ChannelKind
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError, WrongState
from nhipcau.links.models import Link
from nhipcau.links.shorten import find_link
from nhipcau.outreach.answered import open_reminder
from nhipcau.outreach.drill import answer_drill
from nhipcau.outreach.models import Reminder
from nhipcau.outreach.our_people import can_test, ways_to_add
from nhipcau.outreach.try_way import send_test
from nhipcau.pages.leader.bot import ward_bot
from nhipcau.pages.leader.views import staff_of
from nhipcau.people.absence_forms import AwayForm
from nhipcau.people.absences import absences_of, end_absence, say_absent
from nhipcau.people.guards import phone
from nhipcau.people.models import StaffAbsence, StaffWay
from nhipcau.people.ways import (
    arrange_ways,
    confirm_test,
    drop_way,
    keep_numbers,
    offer_way,
    way_of_test,
    ways_of,
)

P = ParamSpec("P")
Act = Callable[Concatenate[HttpRequest, P], str]


@never_cache
@require_safe
@phone
def ways(request: HttpRequest) -> HttpResponse:
    return _page(request)


def acts(act: Act[P]) -> Callable[..., HttpResponse]:
    """A POST that calls one verb, says what came of it, and shows the list again."""

    @require_POST
    @phone
    def view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            messages.success(request, act(request, *args, **kwargs))
        except DomainError as fault:
            messages.error(request, fault.message)
        return redirect("my_ways")

    return view


@acts
def tried(request: HttpRequest, way_id: int) -> str:
    send_test(_mine(request, way_id), by=staff_of(request).actor)
    return _("Đã gửi thử. Tin tới thì bác mở và bấm “Tôi đã nhận”.")


@acts
def added(request: HttpRequest) -> str:
    """By a channel that only needs the number the ward has already."""
    staff = staff_of(request)
    kind = request.POST.get("kind", "")
    if kind not in ways_to_add(staff, civil_now()):
        raise WrongState(_("Cách này hiện chưa thêm được."))
    offer_way(staff, kind=kind, value=staff.phone, by=staff.actor)
    return _("Đã thêm. Bác bấm “Gửi thử” để xem tin có tới không.")


@acts
def moved(request: HttpRequest, way_id: int) -> str:
    staff = staff_of(request)
    order = [way.pk for way in ways_of(staff)]
    at = order.index(_mine(request, way_id).pk)
    to = at - 1 if request.POST.get("to") == "up" else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    arrange_ways(staff, order, by=staff.actor)
    return _("Đã đổi thứ tự.")


@acts
def dropped(request: HttpRequest, way_id: int) -> str:
    drop_way(_mine(request, way_id), by=staff_of(request).actor)
    return _("Đã bỏ cách báo này.")


@require_POST
@phone
def away(request: HttpRequest) -> HttpResponse:
    staff, form = staff_of(request), AwayForm(request.POST)
    if form.is_valid():
        try:
            say_absent(staff, **form.cleaned_data, by=staff.actor)
        except DomainError as fault:
            form.add_error(fault.field or None, fault.message)
        else:
            messages.success(request, _("Đã ghi. Những ngày đó tin gấp tới tổ phó."))
            return redirect("my_ways")
    return _page(request, form, status=422)


@acts
def back(request: HttpRequest, absence_id: int) -> str:
    staff = staff_of(request)
    found = get_object_or_404(StaffAbsence.objects.filter(staff=staff), pk=absence_id)
    end_absence(found, by=staff.actor)
    return _("Đã bỏ. Tin gấp lại tới bác.")


@require_safe
@phone
def opened(request: HttpRequest, reminder_id: int) -> HttpResponse:
    """The link in a reminder: it came through, so it is answered; then the page it speaks of."""
    found = get_object_or_404(Reminder.objects.select_related("staff", "way"), pk=reminder_id)
    try:
        return redirect(open_reminder(found, by=staff_of(request)))
    except DomainError as fault:
        raise Http404(fault.message) from fault


@never_cache
@login_not_required
def received(request: HttpRequest, token: str) -> HttpResponse:
    """ "Tôi đã nhận" of a test. A preview only gets the page; the tap on the button counts."""
    try:
        way = confirm_test(token) if request.method == "POST" else way_of_test(token)
    except DomainError as fault:
        return render(request, "pages/leader/received.html", {"fault": fault.message}, status=410)
    request.locality = way.staff.locality  # type: ignore[attr-defined]
    context = {"way": way, "is_done": request.method == "POST", "action": request.path}
    context["action"] = f"/da-nhan/{token}/"
    return render(request, "pages/leader/received.html", context)


@never_cache
@login_not_required
def drilled(request: HttpRequest, code: str = "") -> HttpResponse:
    """ "Tôi đã nhận" of a drill, by the link of that very message."""
    link: Link | None = getattr(request, "link", None) or find_link(code)
    if link is None or link.path != "/dien-tap/":
        raise Http404(_("Không có lần diễn tập này."))
    request.locality = link.locality  # type: ignore[attr-defined]
    with scope(locality=link.locality):
        found = get_object_or_404(
            Reminder.objects.select_related("staff", "drill"), link=link, drill__isnull=False
        )
        if request.method == "POST":
            answer_drill(found)
            found.refresh_from_db()
        context = {"reminder": found, "code": link.code}
        return render(request, "pages/leader/drilled.html", context)


@require_POST
@phone
def drill_answered(request: HttpRequest, reminder_id: int) -> HttpResponse:
    """The same button on the list of the day."""
    staff = staff_of(request)
    found = get_object_or_404(Reminder.objects.select_related("staff", "drill"), pk=reminder_id)
    try:
        answer_drill(found, by=staff)
        messages.success(request, _("Cảm ơn bác, diễn tập xong rồi."))
    except DomainError as fault:
        raise Http404(fault.message) from fault
    return redirect("leader_home")


def _page(request: HttpRequest, form: AwayForm | None = None, *, status: int = 200) -> HttpResponse:
    staff, now = staff_of(request), civil_now()
    keep_numbers([staff])
    mine = ways_of(staff)
    context = {
        "ways": [(way, can_test(way, now)) for way in mine],
        "confirmed": sum(way.confirmed_at is not None for way in mine),
        "minutes": staff.locality.escalate_after,
        "absences": absences_of(staff),
        "has_bot": ward_bot() is not None,
        "form": form or AwayForm(),
        "to_add": [(kind, ChannelKind(kind).label) for kind in ways_to_add(staff, now)],
    }
    return render(request, "pages/leader/ways.html", context, status=status)


def _mine(request: HttpRequest, way_id: int) -> StaffWay:
    ways_here = StaffWay.objects.filter(staff=staff_of(request))
    return get_object_or_404(ways_here.select_related("staff__locality", "account"), pk=way_id)
