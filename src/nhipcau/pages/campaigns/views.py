"""Campaigns that show people what they gain, and what they took up."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.counter.gap.campaigns import CampaignInput, begin_campaign, cancel_campaign
from nhipcau.counter.gap.forms import CampaignForm
from nhipcau.counter.models import Campaign
from nhipcau.pages.campaigns.take_up import take_up
from nhipcau.people.guards import console
from nhipcau.people.models import Staff


@require_http_methods(["GET", "HEAD", "POST"])
@console()
def campaigns(request: HttpRequest) -> HttpResponse:
    staff = cast(Staff, request.user)
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "places": list(form.cleaned_data["places"])}
        try:
            made = begin_campaign(staff.locality, CampaignInput(**said), by=staff)
        except DomainError as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        else:
            return redirect("campaign", made.pk)
    rows = Campaign.objects.filter(cancelled_at=None).order_by("-first_on", "-pk")
    status = 422 if form.is_bound else 200
    context = {"form": form, "campaigns": rows}
    return render(request, "pages/campaigns/campaigns.html", context, status=status)


@require_safe
@console()
def campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    found = get_object_or_404(Campaign.objects.all(), pk=campaign_id)
    places = found.places.select_related("neighbourhood").order_by("neighbourhood__position")
    context = {
        "campaign": found,
        "places": [one.neighbourhood for one in places],
        "found": take_up(found, civil_now()),
    }
    return render(request, "pages/campaigns/campaign.html", context)


@require_POST
@console()
def cancelled(request: HttpRequest, campaign_id: int) -> HttpResponse:
    found = get_object_or_404(Campaign.objects.all(), pk=campaign_id)
    try:
        cancel_campaign(found, by=cast(Staff, request.user))
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("Đã huỷ đợt này."))
    return redirect("campaigns")
