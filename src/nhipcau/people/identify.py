"""Which household somebody is, from what only it knows, without showing anybody's data."""

from hmac import compare_digest

from nhipcau.people.addresses import fold_alley, fold_house, split_folded
from nhipcau.people.models import ContactPoint, Household
from nhipcau.places.models import Neighbourhood
from nhipcau.text.phones import last_three


def match_household(neighbourhood: Neighbourhood, *, house: str, digits: str) -> Household | None:
    """The one household with that house number and a telephone that ends in those three digits.

    None as well when two fit: then the leader decides. Every household of the neighbourhood is
    looked at, whatever was typed, so that the time says nothing either.
    """
    number, alley = split_folded(house[:80])
    ending = "".join(sign for sign in digits if sign.isdecimal())[-3:]
    endings: dict[int, list[str]] = {}
    phones = ContactPoint.objects.filter(
        household__neighbourhood=neighbourhood, kind=ContactPoint.Kind.PHONE
    )
    for household_id, value in phones.values_list("household_id", "value"):
        endings.setdefault(household_id, []).append(last_three(value))
    found = []
    homes = Household.objects.filter(neighbourhood=neighbourhood, is_gone=False)
    for household, known_house, known_alley in homes.values_list("pk", "house", "alley"):
        is_house = _same(fold_house(known_house), number)
        is_alley = not alley or alley in fold_alley(known_alley)
        known = endings.get(household, [])
        is_phone = sum(_same(ending, last) for last in known) > 0  # all of them, not the first
        if is_house and is_alley and is_phone and number and len(ending) == 3:
            found.append(household)
    # Asked for whether there is one or not: nobody reads from the work which it was.
    return homes.filter(pk=found[0] if len(found) == 1 else 0).first()


def _same(one: str, other: str) -> bool:
    return compare_digest(one.encode(), other.encode())
