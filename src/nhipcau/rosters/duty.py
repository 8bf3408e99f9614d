"""Who is on duty now, and who is next. What every other room and page asks of rosters."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from nhipcau.core.clock import civil_now
from nhipcau.core.language import own_language
from nhipcau.people.models.staff import CONSOLE_ROLES
from nhipcau.places.models import Locality
from nhipcau.rosters.models import Post, Shift, TeamMember
from nhipcau.rosters.queries import away_between, day_of, is_there, shifts_between
from nhipcau.rosters.tongues import tongues

FARTHEST = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """`phone` is for colleagues; residents read `public_phone`."""

    staff_id: int
    name: str
    title: str
    phone: str
    post: str
    since: datetime
    until: datetime
    may_show_phone: bool = False
    languages: tuple[str, ...] = ()

    @property
    def public_phone(self) -> str:
        return self.phone if self.may_show_phone else ""

    @property
    def spoken(self) -> str:
        """Beside what everybody speaks, as a sentence says it; empty when none is known."""
        said = [name for code, name in tongues().items() if code in self.languages]
        return ", ".join(one[:1].lower() + one[1:] for one in said)

    @property
    def said_post(self) -> str:
        return str(Post(self.post).label)


def on_duty(
    locality: Locality, *, post: str | None = None, at: datetime | None = None
) -> list[OnDuty]:
    """In the order of posts, desk first. Who is away or works here no more is not on duty."""
    at = at or civil_now()
    return _said(locality, shifts_between(locality, at, at + timedelta(microseconds=1)), post)


def next_on_duty(
    locality: Locality, *, post: str | None = None, at: datetime | None = None
) -> list[OnDuty]:
    """Of the shifts that begin after `at`, those that begin first: all at the same moment."""
    at = at or civil_now()
    ahead = [one for one in shifts_between(locality, at, at + FARTHEST) if one.starts_at > at]
    found = _said(locality, ahead, post)
    first = min((one.since for one in found), default=None)
    return [one for one in found if one.since == first]


def coming_shifts(
    locality: Locality, staff_id: int, at: datetime, *, post: str | None = None
) -> list[Shift]:
    """Of one person: running and to come, soonest first."""
    shifts = Shift.objects.filter(
        locality=locality, staff=staff_id, state=Shift.State.STANDING, ends_at__gt=at
    ).select_related("staff", "team", "was")
    return list(shifts.filter(post=post) if post else shifts)


def _said(locality: Locality, shifts: Iterable[Shift], post: str | None) -> list[OnDuty]:
    planned = [one for one in shifts if one.staff_id and post in {None, one.post}]
    if not planned:
        return []
    first = day_of(locality, planned[0].starts_at)
    away = away_between(locality, first, day_of(locality, max(one.starts_at for one in planned)))
    there = [one for one in planned if is_there(one, away)]
    shown, languages = _told_by_teams({one.staff_id for one in there if one.staff_id})
    order = list(Post)
    return [
        OnDuty(
            staff_id=staff.pk,
            name=staff.name,
            title=staff.title or staff.get_role_display(),
            phone=staff.phone,
            post=one.post,
            since=one.starts_at,
            until=one.ends_at,
            may_show_phone=staff.role in CONSOLE_ROLES or staff.pk in shown,
            languages=tuple(sorted(languages[staff.pk] - {own_language()})),
        )
        for one in sorted(there, key=lambda one: (one.starts_at, order.index(Post(one.post))))
        if (staff := one.staff) is not None
    ]


def _told_by_teams(people: set[int]) -> tuple[set[int], dict[int, set[str]]]:
    """Whose number residents may read, and what each speaks: in whichever of their teams it is
    said."""
    shown: set[int] = set()
    languages: dict[int, set[str]] = defaultdict(set)
    rows = TeamMember.objects.filter(staff__in=people, left_at=None)
    for staff, shows, spoken in rows.values_list("staff_id", "shows_phone", "languages"):
        languages[staff].update(spoken)
        if shows:
            shown.add(staff)
    return shown, languages
