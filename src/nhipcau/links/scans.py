"""How often posters were scanned: by place and by week, people only, nobody followed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, Sum

from nhipcau.links.models import LinkDay, Poster

WEEKS = 6
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Scans:
    week: int = 0  # since Monday
    before: int = 0  # the week before
    total: int = 0


@dataclass(slots=True)
class Place:
    """All posters of one place. `weeks` are the newest last."""

    name: str
    neighbourhood: str
    posters: int = 0
    weeks: list[int] = field(default_factory=lambda: [0] * WEEKS)
    total: int = 0


def scans_of(posters: Iterable[Poster], today: date) -> dict[int, Scans]:
    """By the id of the poster's link; one query."""
    monday = monday_of(today)
    rows = (
        LinkDay.objects.filter(link__in=[poster.link_id for poster in posters])
        .values("link")
        .annotate(
            week=Sum("people", filter=Q(on__gte=monday)),
            before=Sum("people", filter=Q(on__gte=monday - A_WEEK, on__lt=monday)),
            total=Sum("people"),
        )
    )
    return {
        row["link"]: Scans(row["week"] or 0, row["before"] or 0, row["total"] or 0) for row in rows
    }


def scans_by_place(posters: Iterable[Poster], today: date) -> list[Place]:
    """Week by week, the places with most scans first. A paper that was replaced counts on."""
    found: dict[tuple[int | None, str], Place] = {}
    of_link: dict[int, Place] = {}
    for poster in posters:
        key = (poster.neighbourhood_id, poster.place)
        where = poster.neighbourhood.name if poster.neighbourhood else ""
        place = found.setdefault(key, Place(poster.place, where))
        place.posters += 1
        of_link[poster.link_id] = place
    begins = first_monday(today)
    for link, on, people in LinkDay.objects.filter(link__in=of_link).values_list(
        "link", "on", "people"
    ):
        place = of_link[link]
        place.total += people
        if begins <= on <= today:
            place.weeks[(on - begins) // A_WEEK] += people
    return sorted(found.values(), key=lambda one: (-one.total, one.neighbourhood, one.name))


def scans_by_day(poster: Poster, since: date) -> dict[date, int]:
    days: dict[date, int] = defaultdict(int)
    for on, people in LinkDay.objects.filter(link=poster.link_id, on__gte=since).values_list(
        "on", "people"
    ):
        days[on] += people
    return days


def first_monday(today: date) -> date:
    """Where the weeks that are shown begin."""
    return monday_of(today) - (WEEKS - 1) * A_WEEK


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
