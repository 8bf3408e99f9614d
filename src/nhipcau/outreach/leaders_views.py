"""The ward's pages of its leaders: how each is told, who is away, and the drill."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.core.language import house_language
from nhipcau.outreach.drill import MAY_START, start_drill
from nhipcau.outreach.drill_queries import former_of, latest_drills, result_of, sums_of
from nhipcau.outreach.drill_times import OPEN_FOR, WITHIN, next_drill
from nhipcau.outreach.leaders import contacts, unsure_leaders
from nhipcau.outreach.models import Drill
from nhipcau.people.absence_forms import AwayForm
from nhipcau.people.absences import end_absence, say_absent
from nhipcau.people.guards import console, me
from nhipcau.people.models import Role, Staff, StaffAbsence
from nhipcau.people.models.staff import TIED_ROLES
from nhipcau.people.rights import KEEPS_THE_REGISTER

OFFICERS = tuple(Role(role) for role in sorted(KEEPS_THE_REGISTER))
STARTERS = tuple(Role(role) for role in sorted(MAY_START))


@require_safe
@console()
def leaders(request: HttpRequest) -> HttpResponse:
    staff = me(request)
    context = {
        "places": contacts(staff.locality, civil_now()),
        "unsure": unsure_leaders(staff.locality),
        "minutes": staff.locality.escalate_after,
        "may_write": staff.role in KEEPS_THE_REGISTER,
    }
    return render(request, "outreach/leaders.html", context)


@console(*OFFICERS)
def away(request: HttpRequest, staff_id: int) -> HttpResponse:
    """One person's days away, as the ward was told on the telephone."""
    staff = get_object_or_404(
        Staff.objects.select_related("locality", "neighbourhood"),
        pk=staff_id,
        locality=me(request).locality_id,
        role__in=TIED_ROLES,
    )
    form = AwayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            say_absent(staff, **form.cleaned_data, by=me(request).actor)
        except DomainError as fault:
            form.add_error(fault.field or None, fault.message)
        else:
            messages.success(request, _("Đã ghi ngày vắng của %(who)s.") % {"who": staff.name})
            return redirect("leaders")
    status = 422 if form.errors else 200
    return render(request, "outreach/leader_away.html", {"form": form, "one": staff}, status=status)


@require_POST
@console(*OFFICERS)
def back(request: HttpRequest, absence_id: int) -> HttpResponse:
    found = get_object_or_404(StaffAbsence.objects.select_related("staff"), pk=absence_id)
    try:
        end_absence(found, by=me(request).actor)
        messages.success(request, _("Đã bỏ ngày vắng của %(who)s.") % {"who": found.staff.name})
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("leaders")


@require_safe
@console()
def drills(request: HttpRequest) -> HttpResponse:
    staff = me(request)
    context = {
        "drills": sums_of(latest_drills()),
        "next_on": next_drill(staff.locality, civil_now()),
        "at": staff.locality.drill_at,
        "may_start": staff.role in MAY_START,
        "minutes": int(WITHIN.total_seconds() // 60),
        "open_for": int(OPEN_FOR.total_seconds() // 60),
    }
    return render(request, "outreach/drills.html", context)


@require_POST
@console(*STARTERS)
def drill_start(request: HttpRequest) -> HttpResponse:
    staff = me(request)
    try:
        with house_language():
            drill = start_drill(staff.locality, by=staff.actor)
    except DomainError as fault:
        messages.error(request, fault.message)
        return redirect("drills")
    messages.success(request, _("Đã bắt đầu diễn tập."))
    return redirect("drill", drill.pk)


@require_safe
@console()
def drill(request: HttpRequest, drill_id: int) -> HttpResponse:
    found = get_object_or_404(Drill.objects.all(), pk=drill_id)
    former = former_of(found)
    context = {
        "result": result_of(found, former),
        "former": result_of(former) if former else None,
        "open_for": int(OPEN_FOR.total_seconds() // 60),
    }
    return render(request, "outreach/drill.html", context)
