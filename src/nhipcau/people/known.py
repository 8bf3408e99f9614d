"""Whose something is: a household or one of its people, and every address that is theirs alone."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from nhipcau.people.models import ContactPoint, Household, Membership, Resident

NOTHING = Q(pk__in=())


@dataclass(frozen=True, slots=True)
class Known:
    """`resident` None: the whole household. An address: account (None: a telephone), value."""

    household: Household
    resident: Resident | None
    addresses: tuple[tuple[int | None, str], ...]
    names: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return self.resident is None

    @property
    def values(self) -> list[str]:
        return [value for _account, value in self.addresses]

    @property
    def phones(self) -> list[str]:
        return [value for account, value in self.addresses if account is None]

    @property
    def mine(self) -> Q:
        """Rows with keys `household` and `resident`."""
        return Q(household=self.household) if self.is_whole else Q(resident=self.resident)

    def at(self, account: str = "account", person: str = "person") -> Q:
        """Rows that were exchanged with one of the addresses; none when there is no address."""
        found = NOTHING
        for account_id, value in self.addresses:
            told = Q(**{person: value})
            found |= told if account_id is None else told & Q(**{account: account_id})
        return found


def known_of(household: Household, resident: Resident | None = None) -> Known:
    """What another household, or another person of this one, has as well is not theirs alone."""
    all_here = ContactPoint.objects.filter(locality=household.locality_id)
    of_home = all_here.filter(household=household)
    theirs = of_home if resident is None else of_home.filter(resident=resident)
    addresses = set(theirs.values_list("account_id", "value"))
    others = all_here.exclude(pk__in=theirs.values("pk")).filter(
        value__in=[value for _account, value in addresses]
    )
    alone = addresses - set(others.values_list("account_id", "value"))
    return Known(
        household,
        resident,
        tuple(sorted(alone, key=str)),
        tuple(sorted(_names(household, resident) - {""})),
    )


def _names(household: Household, resident: Resident | None) -> set[str]:
    shown: QuerySet[Membership] = Membership.objects.filter(household=household)
    if resident is not None:
        return {
            resident.name,
            *shown.filter(resident=resident).values_list("display_name", flat=True),
        }
    people = Resident.objects.filter(household=household).values_list("name", flat=True)
    return {household.head_name, *people, *shown.values_list("display_name", flat=True)}
