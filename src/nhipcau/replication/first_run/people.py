"""Whom a playbook wants and nobody is yet: invited all at once, with a slip of paper for each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from nhipcau.core.errors import BadInput, DomainError
from nhipcau.people.invite import Newcomer, invite_staff
from nhipcau.people.models import Role, Staff
from nhipcau.people.models.staff import PHONE_ROLES
from nhipcau.people.staff import name_urgent_releaser
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.printing.qr import qr_svg
from nhipcau.replication.models import PlanItem
from nhipcau.replication.playbook.shape import from_plain
from nhipcau.replication.playbook.themes.people import PostToFill
from nhipcau.text.fold import tidy


@dataclass(slots=True)
class Place:
    """A line of the form: one post that nobody fills. `name` and `phone` as typed."""

    key: str
    post: PostToFill
    neighbourhood: Neighbourhood | None = None
    name: str = ""
    phone: str = ""
    fault: str = ""
    field: str = ""  # at fault

    @property
    def label(self) -> str:
        return f"{self.post.title}, {self.neighbourhood}" if self.neighbourhood else self.post.title


@dataclass(frozen=True, slots=True)
class Slip:
    staff: Staff
    address: str
    qr: str
    is_phone: bool


class Unreadable(BadInput):
    """Somebody could not be invited; nobody was. Each line says its own fault."""


def places_to_fill(locality: Locality) -> list[Place]:
    """Posts of the whole place first, then the leader of each neighbourhood without one."""
    rows = PlanItem.objects.filter(locality=locality, theme="roles")
    posts = [(row.key, from_plain(PostToFill, row.content)) for row in rows]
    staff = Staff.objects.filter(locality=locality, is_active=True)
    there = set(staff.values_list("role", "title"))
    led = set(staff.filter(role=Role.LEADER).values_list("neighbourhood", flat=True))
    found = [
        Place(key, post)
        for key, post in posts
        if not post.each and (post.role, post.title) not in there
    ]
    leading = next(
        (post for _key, post in posts if post.role == Role.LEADER and post.each),
        PostToFill(Role.LEADER, str(Role.LEADER.label), "neighbourhood"),
    )
    homes = Neighbourhood.objects.filter(locality=locality).exclude(pk__in=led)
    return found + [Place(f"to-{home.pk}", leading, home) for home in homes]


def typed_into(places: list[Place], typed: Mapping[str, str]) -> list[Place]:
    """The lines in which somebody wrote something."""
    for place in places:
        place.name = tidy(typed.get(f"ten-{place.key}", ""))[:120]
        place.phone = tidy(typed.get(f"so-{place.key}", ""))[:20]
    return [place for place in places if place.name or place.phone]


def invite_all(locality: Locality, wanted: list[Place], *, by: Staff) -> list[Slip]:
    """All of them or nobody. Raises Unreadable with the faults in their lines."""
    slips = []
    with transaction.atomic():
        for place in wanted:
            try:
                with transaction.atomic():
                    slips.append(_invite(locality, place, by))
            except DomainError as fault:
                place.fault, place.field = fault.message, fault.field
        if faults := [place.fault for place in wanted if place.fault]:
            raise Unreadable(faults[0])
    return slips


def _invite(locality: Locality, place: Place, by: Staff) -> Slip:
    newcomer = Newcomer(
        name=place.name,
        role=place.post.role,
        neighbourhood=place.neighbourhood,
        title=place.post.title,
        phone=place.phone,
    )
    staff, path = invite_staff(locality, newcomer, by=by.actor)
    if place.post.releases_urgently:
        name_urgent_releaser(staff, by=by.actor)
    address = f"{settings.BASE_URL}{path}"
    return Slip(staff, address, qr_svg(address), staff.role in PHONE_ROLES)
