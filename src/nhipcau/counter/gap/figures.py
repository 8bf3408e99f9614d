"""What was taught, by neighbourhood and month, at visits and on the way of an assist."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Count

from nhipcau.counter.models import SkillVisit, Taught
from nhipcau.counter.queries import assists_by
from nhipcau.places.models import Locality, Neighbourhood


@dataclass(slots=True)
class PlaceTaught:
    neighbourhood: Neighbourhood
    visits: int = 0
    assists: int = 0
    skills: Counter[str] = field(default_factory=Counter)

    @property
    def taught(self) -> int:
        return self.skills.total()


def taught_in(locality: Locality, month: date) -> list[PlaceTaught]:
    """Every neighbourhood, those without a visit too. Four queries."""
    begins = month.replace(day=1)
    within = {"visit__on__gte": begins, "visit__on__lt": next_month(begins)}
    found = {
        place.pk: PlaceTaught(place) for place in Neighbourhood.objects.filter(locality=locality)
    }
    visits = SkillVisit.objects.filter(
        locality=locality, undone_at=None, on__gte=begins, on__lt=next_month(begins)
    )
    for place, n in visits.values_list("neighbourhood").annotate(Count("pk")).order_by():
        found[place].visits = n
    rows = Taught.objects.filter(locality=locality, visit__undone_at=None, **within)
    pairs = rows.values_list("visit__neighbourhood", "skill").annotate(Count("pk")).order_by()
    for place, skill, n in pairs:
        found[place].skills[skill] = n
    zone = locality.zone
    since, until = (datetime.combine(day, time(), zone) for day in (begins, next_month(begins)))
    for line in assists_by(locality, since=since, until=until):
        if line.neighbourhood_id is not None and line.skills:
            found[line.neighbourhood_id].assists += line.assists
            found[line.neighbourhood_id].skills.update(line.skills)
    return list(found.values())


def months_with_visits(locality: Locality) -> list[date]:
    """First days, newest first."""
    months = SkillVisit.objects.filter(locality=locality, undone_at=None).dates("on", "month")
    return sorted(months, reverse=True)


def next_month(month: date) -> date:
    return (
        month.replace(year=month.year + 1, month=1)
        if month.month == 12
        else month.replace(month=month.month + 1)
    )
