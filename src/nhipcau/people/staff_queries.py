"""Who works here and who can be reached now, for the staff pages."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from nhipcau.core.clock import machine_now
from nhipcau.people.models import Device, Role, Staff
from nhipcau.people.models.staff import CONSOLE_ROLES, PHONE_ROLES
from nhipcau.places.models import Locality, Neighbourhood

ORDER = list(Role.values)


@dataclass(frozen=True, slots=True)
class Place:
    """One neighbourhood (or the whole ward) with the people who carry a phone for it."""

    neighbourhood: Neighbourhood | None
    people: list[Staff]

    @property
    def leader(self) -> Staff | None:
        return next((s for s in self.people if s.role == Role.LEADER and s.is_active), None)


def staff_with_phones(locality: Locality) -> QuerySet[Staff]:
    """Adds `phones` (live ones) and `seen_at` (machine time of the last use)."""
    live = Q(devices__revoked_at__isnull=True, devices__expires_at__gt=machine_now())
    return Staff.objects.filter(locality=locality).annotate(
        phones=Count("devices", filter=live), seen_at=Max("devices__last_seen_at", filter=live)
    )


def officers(locality: Locality) -> list[Staff]:
    found = staff_with_phones(locality).filter(role__in=CONSOLE_ROLES)
    return sorted(found, key=lambda s: (not s.is_active, ORDER.index(s.role), s.name))


def places(locality: Locality) -> list[Place]:
    """Every neighbourhood, those without anybody too, and the ward's own team at the end."""
    by_place: dict[int | None, list[Staff]] = defaultdict(list)
    for staff in staff_with_phones(locality).filter(role__in=PHONE_ROLES):
        by_place[staff.neighbourhood_id].append(staff)
    for people in by_place.values():
        people.sort(key=lambda s: (not s.is_active, ORDER.index(s.role), s.name))
    found = [Place(n, by_place.get(n.pk, [])) for n in Neighbourhood.objects.all()]
    if None in by_place:
        found.append(Place(None, by_place[None]))
    return found


def unreachable(found: list[Place]) -> tuple[list[Place], list[Staff]]:
    """Neighbourhoods without a leader, and leaders without a live phone."""
    tied = [place for place in found if place.neighbourhood]
    leaderless = [place for place in tied if place.leader is None]
    phoneless = [
        place.leader
        for place in tied
        if place.leader is not None and not getattr(place.leader, "phones", 0)
    ]
    return leaderless, phoneless


def phones_of(staff: Staff) -> QuerySet[Device]:
    return Device.objects.filter(staff=staff).order_by("revoked_at", "-last_seen_at")


def successors(neighbourhood: Neighbourhood) -> QuerySet[Staff]:
    """Who may take a neighbourhood over: its deputy and team, and the ward's team."""
    return Staff.objects.filter(
        Q(neighbourhood=neighbourhood) | Q(neighbourhood__isnull=True),
        locality=neighbourhood.locality_id,
        is_active=True,
        role__in=PHONE_ROLES - {Role.LEADER},
    ).order_by("role", "name")
