"""Erasure on request: irreversible. The household stays as a door; the person is gone from it.
This is this room's part; through all rooms goes `erase_everywhere`."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.core.language import house_language, own_language
from nhipcau.people.known import Known, known_of
from nhipcau.people.models import (
    Circumstance,
    Consent,
    ContactPoint,
    Household,
    ImportRow,
    JoinAsk,
    LinkCode,
    Membership,
    OaMember,
    Resident,
    StagedContact,
    StagedHousehold,
    StagedResident,
    Subscriber,
)
from nhipcau.people.rights import require_officer

Everywhere = Callable[[Resident, Actor], object]
_everywhere: list[Everywhere] = []


def fill_everywhere(verb: Everywhere) -> None:
    """The slot for the verb above that knows all rooms. Filled in config/wiring.py."""
    _everywhere[:] = [verb]


def erase_everywhere(resident: Resident, *, by: Actor) -> None:
    """Raises IndexError while the slot is empty: half an erasure would look like a whole one."""
    _everywhere[0](resident, by)


def erase_person(resident: Resident, *, by: Actor) -> None:
    """Name, birth, telephone and place in groups. Evidence holds the household only, and stays.

    A later register file that still names the person brings them back: the preview shows it as
    new, and the ward's book is where the request has to be carried out as well.
    """
    require_officer(by, resident.locality_id)
    with transaction.atomic():
        found = Resident.objects.select_related("household").filter(pk=resident.pk).first()
        if found is None:
            raise WrongState(_("Người này đã được xoá."))
        resident, household = found, found.household
        known = known_of(household, resident)
        ContactPoint.objects.filter(resident=resident).delete()
        Membership.objects.filter(resident=resident).update(display_name="")
        others = Resident.objects.filter(household=household, is_gone=False).exclude(pk=resident.pk)
        Resident.objects.filter(pk=resident.pk).delete()
        Household.objects.filter(pk=household.pk, people__gt=0).update(people=F("people") - 1)
        if resident.is_head or household.head_name == resident.name:
            _name_another_head(household, others.order_by("-is_head", "birth_year", "id").first())
        _forget_in_previews(known)
        _forget_in_groups(known)
        record(by, "person.erased", household)


def erase_home(household: Household, *, by: Actor) -> None:
    """Everybody in it and the door itself: what is left is a number, for evidence and counts."""
    require_officer(by, household.locality_id)
    with house_language():
        nobody = _("Hộ không còn tên")
    with transaction.atomic():
        known = known_of(household)
        _forget_in_previews(known)
        _forget_in_groups(known)
        ContactPoint.objects.filter(household=household).delete()
        LinkCode.objects.filter(household=household).delete()
        Circumstance.objects.filter(household=household).delete()
        Consent.objects.filter(household=household).update(evidence="")
        given = Consent.objects.filter(household=household, withdrawn_at=None)
        given.update(withdrawn_at=civil_now())
        theirs = Membership.objects.filter(household=household)
        theirs.update(display_name="", resident=None)
        theirs.exclude(state=Membership.State.LEFT).update(
            state=Membership.State.LEFT, left_at=civil_now()
        )
        Resident.objects.filter(household=household).delete()
        Household.objects.filter(pk=household.pk).update(
            head_name=nobody,
            key=f"id {household.pk}",
            code="",
            house="",
            alley="",
            landmark="",
            people=0,
            has_smartphone=None,
            best_way="",
            language=own_language(),
            follows_oa=None,
            is_gone=True,
        )
        record(by, "household.erased", household)


def _name_another_head(household: Household, heir: Resident | None) -> None:
    """The key held the erased name too; it is only ever compared, so any one-off will do."""
    with house_language():
        nobody = _("Hộ không còn tên")
    Household.objects.filter(pk=household.pk).update(
        head_name=heir.name if heir else nobody,
        key=f"id {household.pk}",
        is_gone=heir is None,
    )
    if heir:
        Resident.objects.filter(pk=heir.pk).update(is_head=True)


def _forget_in_previews(known: Known) -> None:
    """A file that waits to be applied must not bring them back, nor show them."""
    household, resident = known.household, known.resident
    if resident is None:
        homes = StagedHousehold.objects.filter(Q(household=household) | Q(key=household.key))
        homes.delete()
        people, contacts = Q(household_key=household.key), Q(household_key=household.key)
        people |= Q(resident__household=household)
    else:
        contacts = Q(household_key=household.key, resident_key=resident.key)
        people = Q(household_key=household.key, key=resident.key) | Q(resident=resident)
        led = StagedHousehold.objects.filter(household=household, head_name=resident.name)
        led.update(head_name="")
    StagedResident.objects.filter(people).delete()
    StagedContact.objects.filter(contacts | Q(value__in=known.values)).delete()
    shown = ImportRow.objects.filter(contacts | Q(data__name__in=known.names))
    shown.update(data={}, household_key="", resident_key="", reason="")


def _forget_in_groups(known: Known) -> None:
    asked = Q(display_name__in=known.names)
    if known.is_whole and known.household.house:
        place = known.household.neighbourhood_id
        asked |= Q(house=known.household.house, group__neighbourhood=place)
    JoinAsk.objects.filter(asked).delete()
    OaMember.objects.filter(known.at(account="group__account")).delete()
    Subscriber.objects.filter(known.at(person="value")).delete()


def erase_contacts_of(account_id: int, person: str) -> int:
    """A platform's person withdrew: their id goes from every household, wherever it was linked."""
    gone, _kinds = ContactPoint.objects.filter(account_id=account_id, value=person).delete()
    OaMember.objects.filter(group__account=account_id, person=person).delete()
    return gone
