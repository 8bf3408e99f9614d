"""Erasure on request: irreversible. The household stays as a door; the person is gone from it."""

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.errors import WrongState
from nhipcau.core.language import house_language
from nhipcau.people.models import ContactPoint, Household, ImportRow, Membership, OaMember, Resident
from nhipcau.people.rights import require_officer


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
        ContactPoint.objects.filter(resident=resident).delete()
        Membership.objects.filter(resident=resident).update(display_name="")
        others = Resident.objects.filter(household=household, is_gone=False).exclude(pk=resident.pk)
        Resident.objects.filter(pk=resident.pk).delete()
        Household.objects.filter(pk=household.pk, people__gt=0).update(people=F("people") - 1)
        if resident.is_head or household.head_name == resident.name:
            _name_another_head(household, others.order_by("-is_head", "birth_year", "id").first())
        _forget_in_previews(resident)
        record(by, "person.erased", household)


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


def _forget_in_previews(resident: Resident) -> None:
    ImportRow.objects.filter(Q(data__name=resident.name), locality_id=resident.locality_id).update(
        data={}
    )


def erase_contacts_of(account_id: int, person: str) -> int:
    """A platform's person withdrew: their id goes from every household, wherever it was linked."""
    gone, _kinds = ContactPoint.objects.filter(account_id=account_id, value=person).delete()
    OaMember.objects.filter(group__account=account_id, person=person).delete()
    return gone
