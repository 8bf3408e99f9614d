"""Consent, where that is the legal basis: provable, per purpose, taken back as easily as given."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.people.models import Consent, Household, LegalBasis


def give_consent(
    household: Household,
    *,
    purpose: str,
    wording: str,
    channel: str,
    by: Actor,
    evidence: str = "",
) -> Consent:
    """`wording` is the version of the text that was shown, `evidence` where it can be seen again.

    Giving it twice for the same wording is once.
    """
    if not purpose or not wording:
        raise BadInput(_("Cần ghi rõ mục đích và bản lời văn đã đồng ý."), field="purpose")
    with transaction.atomic():
        consent, is_new = Consent.objects.get_or_create(
            locality_id=household.locality_id,
            household=household,
            purpose=purpose,
            wording=wording,
            withdrawn_at=None,
            defaults={
                "basis": LegalBasis.CONSENT,
                "channel": channel,
                "evidence": evidence,
                "given_at": civil_now(),
            },
        )
        if is_new:
            record(by, "consent.given", consent, after={"purpose": purpose, "wording": wording})
    return consent


def withdraw_consent(consent: Consent, *, by: Actor) -> None:
    with transaction.atomic():
        changed = Consent.objects.filter(pk=consent.pk, withdrawn_at__isnull=True).update(
            withdrawn_at=civil_now()
        )
        if not changed:
            raise WrongState(_("Sự đồng ý này đã được rút lại rồi."))
        record(by, "consent.withdrawn", consent, after={"purpose": consent.purpose})
    consent.refresh_from_db()


def has_consent(household: Household, purpose: str) -> bool:
    return Consent.objects.filter(
        household=household, purpose=purpose, withdrawn_at__isnull=True
    ).exists()
