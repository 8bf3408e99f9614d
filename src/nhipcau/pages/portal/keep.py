"""A browser becomes, and stops being, a way to know its household: by consent."""

from nhipcau.core.actor import resident
from nhipcau.pages.portal.remember import WORDING, Browser
from nhipcau.people.consent import give_consent, withdraw_consent
from nhipcau.people.contacts import Address, link_contact, stop_contact
from nhipcau.people.models import ContactPoint, Household, LegalBasis

PURPOSE = "remember_browser"


def keep_browser(browser: str, household: Household) -> None:
    """`browser` is a token's hash. The button pressed says beneath it that it is remembered; a
    claim's browser pressed the same button and is known once the leader said whose it is."""
    by = resident(household.pk)
    give_consent(household, purpose=PURPOSE, wording=WORDING, channel="portal", by=by)
    address = Address(ContactPoint.Kind.PORTAL, browser, basis=LegalBasis.CONSENT)
    link_contact(household, address, by=by, is_verified=True)


def stop_browser(browser: Browser) -> None:
    """The last remembered browser of a household takes its consent along."""
    known = ContactPoint.objects.filter(
        kind=ContactPoint.Kind.PORTAL, value=browser.hash, stopped_at__isnull=True
    ).select_related("household")
    for contact in known:
        home = contact.household
        by = resident(home.pk)
        stop_contact(contact, by=by)
        left = home.contacts.filter(kind=ContactPoint.Kind.PORTAL, stopped_at__isnull=True)
        if not left.exists():
            for consent in home.consents.filter(purpose=PURPOSE, withdrawn_at__isnull=True):
                withdraw_consent(consent, by=by)
