"""Somebody on a tracked link said which house they are and it did not match: the leader settles it.

The visitor gets the same reply whether it matched or not (docs/decisions), so nothing is learned
about a neighbour by trying.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.core import audit
from nhipcau.core.actor import resident
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.evidence import Observation, record_evidence
from nhipcau.outreach.models import Claim, Level
from nhipcau.outreach.rights import must_serve
from nhipcau.people.models import Household, Staff
from nhipcau.places.models import Neighbourhood
from nhipcau.text.fold import tidy


def make_claim(
    version: NoticeVersion, neighbourhood: Neighbourhood, *, house: str, digits: str, browser: str
) -> Claim:
    """Kept for the leader. The same browser saying the same again changes nothing."""
    house, digits = tidy(house)[:60], tidy(digits)[:3]
    with transaction.atomic():
        claim, is_new = Claim.objects.get_or_create(
            version=version,
            neighbourhood=neighbourhood,
            browser=browser,
            house=house,
            digits=digits,
            settled_at=None,
            defaults={"locality_id": version.locality_id, "at": civil_now()},
        )
        if is_new:
            audit.record(resident(None), "claim.made", claim)
    return claim


def settle_claim(claim: Claim, household: Household | None, *, by: Staff) -> None:
    """The leader says which household it was, or that it is nobody of here (None)."""
    must_serve(by, claim.locality_id, claim.neighbourhood_id)
    if household is not None:
        must_serve(by, household.locality_id, household.neighbourhood_id)
    now = civil_now()
    with transaction.atomic():
        free = Claim.objects.filter(pk=claim.pk, settled_at__isnull=True)
        if not free.update(household=household, settled_by=by, settled_at=now):
            raise WrongState(_("Việc này đã có người giải quyết."))
        if household is not None:
            seen = Observation(
                household.pk, Level.SEEN, ChannelKind.RELAY, claim.at, f"claim:{claim.pk}"
            )
            record_evidence(claim.version, [seen], by=by.actor)
        after = {"household": household.pk if household else None}
        audit.record(by.actor, "claim.settled", claim, after=after)
