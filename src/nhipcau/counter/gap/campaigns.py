"""Weeks in which people are shown what they gain. What they took up is put together in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.counter.models import Campaign, CampaignPlace
from nhipcau.people.models import Staff
from nhipcau.people.rights import KEEPS_THE_REGISTER
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.text.fold import tidy

LONGEST = timedelta(days=184)


@dataclass(frozen=True, slots=True)
class CampaignInput:
    name: str
    benefit: str
    first_on: date
    last_on: date
    places: Sequence[Neighbourhood]


def begin_campaign(locality: Locality, given: CampaignInput, *, by: Staff) -> Campaign:
    """Verb. In some neighbourhoods and not in all: the others are what it is compared with."""
    _must_arrange(locality.pk, by)
    if not tidy(given.name) or not tidy(given.benefit):
        field = "benefit" if tidy(given.name) else "name"
        raise BadInput(_("Hãy ghi tên đợt và lợi ích cho bà con."), field=field)
    if given.last_on < given.first_on:
        raise BadInput(_("Ngày kết thúc phải sau ngày bắt đầu."), field="last_on")
    if given.last_on - given.first_on > LONGEST:
        raise BadInput(_("Một đợt dài nhất sáu tháng."), field="last_on")
    if not given.places:
        raise BadInput(_("Hãy chọn ít nhất một tổ."), field="places")
    if any(place.locality_id != locality.pk for place in given.places):
        raise NotAllowed(_("Tổ dân phố này không thuộc địa bàn."))
    with transaction.atomic():
        campaign = Campaign.objects.create(
            locality=locality,
            name=tidy(given.name)[:120],
            benefit=tidy(given.benefit)[:300],
            first_on=given.first_on,
            last_on=given.last_on,
            begun_by=by,
            begun_at=civil_now(),
        )
        CampaignPlace.objects.bulk_create(
            CampaignPlace(locality=locality, campaign=campaign, neighbourhood=place)
            for place in given.places
        )
        after = {"places": len(given.places)}
        audit.record(by.actor, "campaign.begun", campaign, after=after)
    return campaign


def cancel_campaign(campaign: Campaign, *, by: Staff) -> None:
    """Verb. It did not take place; it is measured no more."""
    _must_arrange(campaign.locality_id, by)
    with transaction.atomic():
        if not Campaign.objects.filter(pk=campaign.pk, cancelled_at=None).update(
            cancelled_at=civil_now()
        ):
            raise WrongState(_("Đợt này đã được huỷ rồi."))
        audit.record(by.actor, "campaign.cancelled", campaign)
    campaign.refresh_from_db()


def _must_arrange(locality_id: int, by: Staff) -> None:
    is_officer = by.role in KEEPS_THE_REGISTER and by.is_active
    if by.locality_id != locality_id or not is_officer:
        raise NotAllowed(_("Việc này dành cho cán bộ của phường, xã."))
