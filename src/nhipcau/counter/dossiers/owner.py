"""Whose a dossier is, as far as the register knows, and which addresses are surely theirs."""

from nhipcau.people.models import ContactPoint, Household, Resident

Kind = ContactPoint.Kind


def owner_of(phone: str) -> tuple[Household | None, Resident | None]:
    """Known by the telephone alone; two households with one number are nobody's."""
    if not phone:
        return None, None
    known = list(
        ContactPoint.objects.filter(kind=Kind.PHONE, value=phone, household__is_gone=False)
        .select_related("household", "resident")
        .order_by("id")[:3]
    )
    if len({contact.household_id for contact in known}) != 1:
        return None, None
    people = {contact.resident_id for contact in known if contact.resident_id}
    return known[0].household, known[0].resident if len(people) == 1 else None


def is_own(contact: ContactPoint, phone: str, resident_id: int | None) -> bool:
    """Whether who reads there is the applicant, and not somebody else of the home: a divorce or a
    debt is not for the whole family's telephone."""
    if contact.resident_id is not None:
        return contact.resident_id == resident_id
    numbers = ContactPoint.objects.filter(household=contact.household_id, kind=Kind.PHONE)
    return set(numbers.values_list("value", flat=True)) == {phone}
