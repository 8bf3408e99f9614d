""" "Tôi đã báo giúp": a resident says to have told another household. Never counts as informed.

Free words until the neighbourhood's leader says which household it is; nobody else is shown any.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.core import audit
from nhipcau.core.actor import resident
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.evidence import Observation, record_evidence
from nhipcau.outreach.models import Level, PassedOn
from nhipcau.outreach.rights import must_be_out, must_serve
from nhipcau.people.models import Household, Staff
from nhipcau.places.models import Neighbourhood
from nhipcau.text.fold import tidy

WORDS_LIMIT = 120


def say_passed_on(
    version: NoticeVersion,
    neighbourhood: Neighbourhood,
    words: str,
    *,
    by_household: Household | None = None,
) -> PassedOn:
    """`words` say who was told, as the resident says it: "bà Bình, ngõ 4"."""
    must_be_out(version)
    words = tidy(words)
    if not words:
        raise BadInput(_("Hãy ghi bạn đã báo giúp cho ai."), field="words")
    if len(words) > WORDS_LIMIT:
        raise BadInput(
            _("Dài quá: nhiều nhất %(limit)d chữ cái.") % {"limit": WORDS_LIMIT}, field="words"
        )
    with transaction.atomic():
        said = PassedOn.objects.create(
            locality_id=version.locality_id,
            version=version,
            neighbourhood=neighbourhood,
            by_household=by_household,
            words=words,
            at=civil_now(),
        )
        audit.record(resident(by_household.pk if by_household else None), "notice.passed_on", said)
    return said


def match_passed_on(said: PassedOn, household: Household, *, by: Staff) -> None:
    """The leader knows which household is meant."""
    must_serve(by, said.locality_id, said.neighbourhood_id)
    must_serve(by, household.locality_id, household.neighbourhood_id)
    with transaction.atomic():
        free = PassedOn.objects.filter(pk=said.pk, household__isnull=True)
        if not free.update(household=household, matched_by=by):
            raise WrongState(_("Lời báo giúp này đã được ghép với một hộ."))
        told = Observation(
            household.pk, Level.PASSED_ON, ChannelKind.PORTAL, said.at, f"passed_on:{said.pk}"
        )
        record_evidence(said.version, [told], by=by.actor)
        audit.record(by.actor, "passed_on.matched", said, after={"household": household.pk})
