"""Who of the neighbourhood does not know yet; many households marked as seen in one gesture."""

import uuid
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Evidence, Standing
from nhipcau.outreach.relay import mark_observed, unmark_observed
from nhipcau.pages.leader.views import staff_of
from nhipcau.people.guards import phone
from nhipcau.people.models import Household, Membership, Staff

ENDLESS = 19  # a number of that many signs is none of ours, and too large for the database


@dataclass(frozen=True, slots=True)
class Home:
    household: Household
    is_joined: bool
    level: str


@dataclass(frozen=True, slots=True)
class Alley:
    name: str
    homes: list[Home]


@require_safe
@phone
def unaware(request: HttpRequest, version_id: int) -> HttpResponse:
    staff = staff_of(request)
    version = version_for(staff, version_id)
    alleys = by_alley(staff, version)
    context = {
        "version": version,
        "alleys": alleys,
        "left": sum(len(alley.homes) for alley in alleys),
        "is_over": version.deadline <= civil_now(),
        "gesture": uuid.uuid4(),
        "undo": _gesture(request.GET.get("vua", "")),
    }
    return render(request, "pages/leader/observed.html", context)


@require_POST
@phone
def mark(request: HttpRequest, version_id: int) -> HttpResponse:
    staff = staff_of(request)
    version = version_for(staff, version_id)
    gesture = _gesture(request.POST.get("gesture", "")) or uuid.uuid4()
    named = request.POST.getlist("home")
    homes = [int(home) for home in named if home.isdecimal() and len(home) < ENDLESS]
    try:
        marked = mark_observed(version, homes, by=staff, gesture=gesture)
    except DomainError as fault:
        messages.error(request, fault.message)
        return redirect("leader_observed", version_id)
    said = ngettext("Đã đánh dấu %(n)d nhà là đã xem.", "Đã đánh dấu %(n)d nhà là đã xem.", marked)
    messages.success(request, said % {"n": marked})
    return redirect(f"{reverse('leader_observed', args=[version_id])}?vua={gesture.hex}")


@require_POST
@phone
def unmark(request: HttpRequest, version_id: int) -> HttpResponse:
    """Take back one gesture as a whole."""
    staff = staff_of(request)
    version = version_for(staff, version_id)
    gesture = _gesture(request.POST.get("gesture", ""))
    homes = Evidence.objects.filter(
        version=version, key=f"observed:{gesture.hex if gesture else ''}"
    ).values_list("household_id", flat=True)
    try:
        taken = unmark_observed(version, list(homes), by=staff)
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        said = ngettext("Đã bỏ đánh dấu %(n)d nhà.", "Đã bỏ đánh dấu %(n)d nhà.", taken)
        messages.success(request, said % {"n": taken})
    return redirect("leader_observed", version_id)


def version_for(staff: Staff, version_id: int) -> NoticeVersion:
    """A version that was published here. Which households are meant, the verbs check."""
    found = (
        NoticeVersion.objects.filter(pk=version_id, published_at__isnull=False)
        .select_related("notice")
        .first()
    )
    if found is None:
        raise Http404(_("Không có thông báo này."))
    return found


def by_alley(staff: Staff, version: NoticeVersion) -> list[Alley]:
    """Households that do not know yet, those in the group first in each alley."""
    place = staff.neighbourhood_id
    joined = set(
        Membership.objects.filter(
            group__neighbourhood=place, state=Membership.State.CONFIRMED
        ).values_list("household_id", flat=True)
    )
    left = (
        Standing.objects.filter(version=version, neighbourhood=place, informed_at__isnull=True)
        .select_related("household")
        .order_by("household__walk_order", "household_id")
    )
    homes = [
        Home(row.household, row.household_id in joined, row.get_level_display()) for row in left
    ]
    homes.sort(key=lambda home: (home.household.alley, not home.is_joined))
    return [Alley(name, list(part)) for name, part in groupby(homes, lambda h: h.household.alley)]


def _gesture(written: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(written)
    except ValueError:
        return None
