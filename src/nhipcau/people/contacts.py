"""Link a telephone, a follower, a browser to a household; stop when they ask us to."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.models import ContactPoint, Household, LegalBasis, Resident
from nhipcau.text.emails import to_email
from nhipcau.text.phones import is_mobile, to_e164

Kind = ContactPoint.Kind


@dataclass(frozen=True, slots=True)
class Address:
    """Where and why: a platform's id belongs to one account, a telephone number to none."""

    kind: str
    value: str
    account: Account | None = None
    basis: str = LegalBasis.PUBLIC_TASK


def link_contact(
    household: Household,
    address: Address,
    *,
    by: Actor,
    resident: Resident | None = None,
    is_verified: bool = False,
) -> ContactPoint:
    """The same address again is the same contact. Only its own person takes a stop back."""
    value = _checked(address)
    now = civil_now()
    with transaction.atomic():
        contact, is_new = ContactPoint.objects.get_or_create(
            locality_id=household.locality_id,
            household=household,
            account=address.account,
            kind=address.kind,
            value=value,
            defaults={
                "resident": resident,
                "takes_sms": address.kind == Kind.PHONE and is_mobile(value),
                "legal_basis": address.basis,
                "verified_at": now if is_verified else None,
            },
        )
        if contact.stopped_at and by.kind != "resident":
            raise NotAllowed(_("Người này đã đề nghị ngừng nhận tin qua địa chỉ đó."))
        changes: dict[str, Any] = {
            "stopped_at": None,
            "failed_at": None,
            "legal_basis": address.basis,
        }
        if is_verified and not contact.verified_at:
            changes["verified_at"] = now
        if resident:
            changes["resident"] = resident
        if not is_new:
            ContactPoint.objects.filter(pk=contact.pk).update(**changes)
        record(by, "contact.linked", contact, after={"kind": address.kind, "is_new": is_new})
    contact.refresh_from_db()
    return contact


def stop_contact(contact: ContactPoint, *, by: Actor) -> None:
    """A stop-request: done at once, kept as a row so that no import brings the address back."""
    with transaction.atomic():
        stopped = ContactPoint.objects.filter(pk=contact.pk, stopped_at__isnull=True).update(
            stopped_at=civil_now()
        )
        if not stopped:
            raise WrongState(_("Địa chỉ này đã ngừng nhận tin rồi."))
        record(by, "contact.stopped", contact, after={"kind": contact.kind})
    contact.refresh_from_db()


def stop_letters(contact: ContactPoint, *, by: Actor) -> int:
    """The link in a letter: this address gets no more letters, in whichever household it stands.
    Pressed again, or by a mail provider at the same moment, it is simply done: 0."""
    with transaction.atomic():
        same = ContactPoint.objects.filter(
            locality=contact.locality_id, kind=Kind.EMAIL, value=contact.value
        )
        stopped = same.filter(stopped_at__isnull=True).update(stopped_at=civil_now())
        if stopped:
            record(by, "contact.stopped", contact, after={"kind": contact.kind, "n": stopped})
    return stopped


def resume_contact(contact: ContactPoint, *, by: Actor) -> None:
    """They asked for it again, and said so to an officer or did it themselves."""
    with transaction.atomic():
        resumed = ContactPoint.objects.filter(pk=contact.pk, stopped_at__isnull=False).update(
            stopped_at=None
        )
        if not resumed:
            raise WrongState(_("Địa chỉ này vẫn đang nhận tin."))
        record(by, "contact.resumed", contact, after={"kind": contact.kind})
    contact.refresh_from_db()


def fail_contacts(account: Account, values: Collection[str], *, by: Actor) -> int:
    """The platform refused these for good, or they left it: no plan counts on them any more."""
    with transaction.atomic():
        found = _known_as(account, values).filter(failed_at__isnull=True)
        failed = found.update(failed_at=civil_now())
        if failed:
            record(by, "contacts.failed", account, after={"count": failed})
    return failed


def revive_contacts(account: Account, values: Collection[str], *, by: Actor) -> int:
    """They came back: what was known of them counts again. A stop-request still stands."""
    with transaction.atomic():
        found = _known_as(account, values).filter(failed_at__isnull=False)
        revived = found.update(failed_at=None)
        if revived:
            record(by, "contacts.revived", account, after={"count": revived})
    return revived


def note_no_zalo(numbers: Collection[str], *, by: Actor) -> int:
    """Zalo knows nobody under these: no template goes there again. They still take an SMS."""
    contacts = ContactPoint.objects.filter(kind=Kind.PHONE, value__in=numbers)
    day = civil_now().date().isoformat()
    with transaction.atomic():
        fresh = list(contacts.exclude(detail__has_key="no_zalo"))
        for contact in fresh:
            ContactPoint.objects.filter(pk=contact.pk).update(
                detail={**contact.detail, "no_zalo": day}
            )
        if fresh:
            record(by, "contacts.without_zalo", fresh[0], after={"count": len(fresh)})
    return len(fresh)


def _known_as(account: Account, values: Collection[str]) -> QuerySet[ContactPoint]:
    """A telephone number belongs to no account, a platform's id to one."""
    if account.kind == ChannelKind.SMS:
        return ContactPoint.objects.filter(kind=Kind.PHONE, value__in=values)
    if account.kind == ChannelKind.EMAIL:
        return ContactPoint.objects.filter(kind=Kind.EMAIL, value__in=values)
    return ContactPoint.objects.filter(account=account, value__in=values)


def household_of(account: Account, person: str) -> Household | None:
    """Whose household a platform's person is, when exactly one is known."""
    found = ContactPoint.objects.filter(account=account, value=person).select_related("household")
    homes = {contact.household_id: contact.household for contact in found}
    return next(iter(homes.values())) if len(homes) == 1 else None


def _checked(address: Address) -> str:
    if address.kind not in Kind.values:
        raise BadInput(_("Không rõ loại địa chỉ."), field="kind")
    if address.kind == Kind.PHONE:
        number = to_e164(address.value)
        if number is None or address.account:
            raise BadInput(_("Số điện thoại không đúng."), field="value")
        return number
    if address.kind == Kind.EMAIL:
        letters = to_email(address.value)
        if letters is None or address.account:
            raise BadInput(_("Địa chỉ thư điện tử không đúng."), field="value")
        return letters
    needs_account = address.kind in {Kind.ZALO, Kind.MESSENGER, Kind.PUSH}
    if not 0 < len(address.value) <= 500 or needs_account != bool(address.account):
        raise BadInput(_("Địa chỉ không đúng."), field="value")
    return address.value
