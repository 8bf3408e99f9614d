"""Which house was meant: readers who did not match, and "tôi đã báo giúp" in free words."""

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.errors import DomainError
from nhipcau.outreach.claims import settle_claim
from nhipcau.outreach.models import Claim, PassedOn
from nhipcau.outreach.passed_on import match_passed_on
from nhipcau.pages.leader.views import staff_of
from nhipcau.pages.portal.keep import keep_browser
from nhipcau.people.guards import phone
from nhipcau.people.models import Household

NOBODY = "0"


@require_safe
@phone
def claims(request: HttpRequest) -> HttpResponse:
    place = staff_of(request).neighbourhood_id
    context = {
        "claims": Claim.objects.filter(neighbourhood=place, settled_at__isnull=True).select_related(
            "version"
        ),
        "passed_on": PassedOn.objects.filter(
            neighbourhood=place, household__isnull=True
        ).select_related("version", "by_household"),
        "homes": _homes(place),
        "nobody": NOBODY,
    }
    return render(request, "pages/leader/claims.html", context)


@require_POST
@phone
def settled(request: HttpRequest, claim_id: int) -> HttpResponse:
    staff = staff_of(request)
    claim = Claim.objects.select_related("version").filter(pk=claim_id).first()
    if claim is None or claim.neighbourhood_id != staff.neighbourhood_id:
        raise Http404(_("Không có việc này ở tổ của bạn."))
    chosen = request.POST.get("home", "")
    home = _home(staff.neighbourhood_id, chosen)
    if home is None and chosen != NOBODY:
        messages.error(request, _("Hãy chọn một nhà, hoặc “Không phải nhà nào của tổ”."))
        return redirect("leader_claims")
    try:
        with transaction.atomic():
            settle_claim(claim, home, by=staff)
            if home is not None and claim.browser:
                keep_browser(claim.browser, home)
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("Đã ghi. Cảm ơn bạn."))
    return redirect("leader_claims")


@require_POST
@phone
def matched(request: HttpRequest, said_id: int) -> HttpResponse:
    staff = staff_of(request)
    said = PassedOn.objects.select_related("version").filter(pk=said_id).first()
    if said is None or said.neighbourhood_id != staff.neighbourhood_id:
        raise Http404(_("Không có việc này ở tổ của bạn."))
    home = _home(staff.neighbourhood_id, request.POST.get("home", ""))
    if home is None:
        messages.error(request, _("Hãy chọn nhà đã được báo."))
        return redirect("leader_claims")
    try:
        match_passed_on(said, home, by=staff)
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("Đã ghi. Cảm ơn bạn."))
    return redirect("leader_claims")


def _homes(place: int | None) -> QuerySet[Household]:
    return Household.objects.filter(neighbourhood=place, is_gone=False).order_by(
        "alley", "walk_order", "pk"
    )


def _home(place: int | None, chosen: str) -> Household | None:
    return _homes(place).filter(pk=chosen).first() if chosen.isdecimal() else None
