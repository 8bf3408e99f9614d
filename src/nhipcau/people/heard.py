"""What platforms tell us about who somebody is: they shared it, or they took it back."""

from collections.abc import Collection, Sequence
from typing import Any

from nhipcau.channels.models import Incoming
from nhipcau.channels.windows import forget_person
from nhipcau.core.actor import Actor, resident
from nhipcau.core.audit import record
from nhipcau.core.errors import DomainError
from nhipcau.people.consent import give_consent
from nhipcau.people.contacts import (
    Address,
    fail_contacts,
    household_of,
    link_contact,
    revive_contacts,
)
from nhipcau.people.erase import erase_contacts_of
from nhipcau.people.models import ContactPoint, Household, LegalBasis
from nhipcau.text.phones import to_e164

PLATFORM = Actor("platform", "zalo")
LINK_PURPOSE = "link_oa"
LINK_WORDING = "zalo-share-1"  # the platform's own form for sharing name and telephone


def take_withdraw(rows: Sequence[Incoming]) -> Collection[int]:
    """The person no longer lets this account use their data: we forget who they are."""
    for row in rows:
        gone = erase_contacts_of(row.account_id, row.person)
        forget_person(row.account, row.person)
        record(PLATFORM, "contact.withdrawn", row.account, after={"count": gone})
    return [row.pk for row in rows]


def take_follows(rows: Sequence[Incoming]) -> Collection[int]:
    """Who leaves the account is no longer counted as reached by it, until they come back."""
    for row in rows:
        verb = fail_contacts if row.what == Incoming.What.UNFOLLOW else revive_contacts
        verb(row.account, [row.person], by=PLATFORM)
    return [row.pk for row in rows]


def take_shared_info(rows: Sequence[Incoming]) -> Collection[int]:
    """A follower shared their telephone: it tells their household when exactly one has it.

    What was shared leaves the row at once; the link to the household is all that is kept.
    """
    taken = []
    for row in rows:
        info = row.detail.get("info")
        if row.detail.get("event") != "user_submit_info" or not isinstance(info, dict):
            continue
        household = _household_with(info)
        if household:
            _link(row, household)
        Incoming.objects.filter(pk=row.pk).update(detail={"event": "user_submit_info"})
        taken.append(row.pk)
    return taken


def _household_with(info: dict[str, Any]) -> Household | None:
    number = to_e164(info.get("phone"))
    if number is None:
        return None
    found = ContactPoint.objects.filter(
        kind=ContactPoint.Kind.PHONE, value=number, household__is_gone=False
    ).select_related("household")
    homes = {contact.household_id: contact.household for contact in found}
    return next(iter(homes.values())) if len(homes) == 1 else None


def _link(row: Incoming, household: Household) -> None:
    kind = ContactPoint.Kind.ZALO if row.account.kind == "zalo_oa" else ContactPoint.Kind.MESSENGER
    address = Address(kind, row.person, row.account, LegalBasis.CONSENT)
    by = resident(household.pk)
    known = household_of(row.account, row.person)
    if known is not None and known != household:
        return  # a code or the leader said so; a telephone may be a relative's
    try:
        link_contact(household, address, by=by, is_verified=True)
    except DomainError:
        return
    give_consent(
        household,
        purpose=LINK_PURPOSE,
        wording=LINK_WORDING,
        channel=row.account.kind,
        by=by,
        evidence=row.key,
    )
