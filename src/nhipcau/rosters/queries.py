"""Reads of the roster: shifts with who is there, gaps, days on the locality's own calendar."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nhipcau.people.models import StaffAbsence
from nhipcau.places.models import Locality
from nhipcau.places.working import Office, office_of
from nhipcau.rosters.coverage import Gap, Moments, Stand, find_gaps
from nhipcau.rosters.models import Need, Post, Shift

USUAL_NEEDS = {Post.DESK: 1, Post.INBOX: 1, Post.FIELD: 0}
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Away:
    """Who is away on which days, read once for a stretch of days."""

    days: dict[int, list[tuple[date, date]]]
    zone: ZoneInfo

    def is_away(self, staff_id: int, at: datetime) -> bool:
        return self.is_away_on(staff_id, at.astimezone(self.zone).date())

    def is_away_on(self, staff_id: int, day: date) -> bool:
        return any(first <= day <= last for first, last in self.days.get(staff_id, ()))


def away_between(locality: Locality, first: date, last: date) -> Away:
    rows = StaffAbsence.objects.filter(
        locality=locality, ended_at__isnull=True, first_on__lte=last, last_on__gte=first
    )
    days: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for staff, begins, ends in rows.values_list("staff_id", "first_on", "last_on"):
        days[staff].append((begins, ends))
    return Away(days, zone_of(locality))


def needs_of(locality: Locality) -> dict[str, int]:
    rows = Need.objects.filter(locality=locality).values_list("post", "people")
    return {**{post.value: n for post, n in USUAL_NEEDS.items()}, **dict(rows)}


def shifts_between(locality: Locality, start: datetime, end: datetime) -> list[Shift]:
    """Standing ones that touch the stretch, freed ones not."""
    return list(
        Shift.objects.filter(
            locality=locality, state=Shift.State.STANDING, starts_at__lt=end, ends_at__gt=start
        )
        .select_related("staff", "was", "team")
        .order_by("starts_at", "post", "pk")
    )


def stands_of(shifts: Iterable[Shift], away: Away) -> list[Stand]:
    return [
        Stand(
            shift.pk,
            shift.post,
            shift.starts_at,
            shift.ends_at,
            shift.staff_id,
            is_there(shift, away),
            shift.team_id,
        )
        for shift in shifts
    ]


def is_there(shift: Shift, away: Away) -> bool:
    """Somebody is planned, works here, and is not away that day."""
    staff = shift.staff
    return staff is not None and staff.is_active and not away.is_away(staff.pk, shift.starts_at)


def gaps_between(locality: Locality, first: date, last: date) -> list[Gap]:
    """Of whole days, both included. Five queries."""
    start, end = day_begins(locality, first), day_begins(locality, last + A_DAY)
    away = away_between(locality, first, last)
    stands = stands_of(shifts_between(locality, start, end), away)
    return find_gaps(stands, open_between(office_of(locality), first, last), needs_of(locality))


def open_between(office: Office, first: date, last: date) -> list[Moments]:
    return [span for day in days_of(first, last) for span in open_on(office, day)]


def open_on(office: Office, day: date) -> list[Moments]:
    return [
        (datetime.combine(day, opens, office.zone), datetime.combine(day, closes, office.zone))
        for opens, closes in office.spans_on(day)
    ]


def days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def zone_of(locality: Locality) -> ZoneInfo:
    return locality.zone


def day_of(locality: Locality, at: datetime) -> date:
    return at.astimezone(zone_of(locality)).date()


def day_begins(locality: Locality, day: date) -> datetime:
    return datetime.combine(day, time.min, zone_of(locality))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def gap_like(gaps: Sequence[Gap], wanted: Gap) -> Gap | None:
    """The same gap as it is now."""
    return next((gap for gap in gaps if gap.key == wanted.key), None)
