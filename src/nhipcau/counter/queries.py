"""Reads over assists and tickets, for figures here and in rooms above."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, QuerySet, Sum

from nhipcau.core.clock import local
from nhipcau.counter.models import Assist
from nhipcau.people.models import Household, Staff
from nhipcau.places.models import Locality


@dataclass(slots=True)
class AssistCount:
    """Of one neighbourhood (None: nobody said whose) in one month (its first day). `skills`: how
    often each of counter/skills.py was taught."""

    neighbourhood_id: int | None
    month: date
    assists: int = 0
    minutes: int = 0
    filed_online: int = 0
    households: set[int] = field(default_factory=set)
    skills: Counter[str] = field(default_factory=Counter)


def ended(locality: Locality, *, since: datetime, until: datetime) -> QuerySet[Assist]:
    return Assist.objects.filter(
        locality=locality, ended_at__isnull=False, started_at__gte=since, started_at__lt=until
    )


def assists_by(locality: Locality, *, since: datetime, until: datetime) -> list[AssistCount]:
    """One line a neighbourhood and month, of assists that are over. One query; inside the scope."""
    zone = locality.zone
    found: dict[tuple[int | None, date], AssistCount] = {}
    rows = ended(locality, since=since, until=until).values_list(
        "neighbourhood", "household", "started_at", "minutes", "way", "outcome", "taught"
    )
    for place, household, started_at, minutes, way, outcome, taught in rows:
        month = local(started_at, zone).date().replace(day=1)
        line = found.setdefault((place, month), AssistCount(place, month))
        line.assists += 1
        line.minutes += minutes or 0
        line.filed_online += way == Assist.Way.ONLINE and outcome == Assist.Outcome.FILED
        line.skills.update(taught)
        if household is not None:
            line.households.add(household)
    return sorted(found.values(), key=lambda line: (line.month, line.neighbourhood_id or 0))


@dataclass(frozen=True, slots=True)
class AssistSums:
    assists: int
    minutes: int
    by_way: dict[str, int]
    by_outcome: dict[str, int]
    by_helper: Sequence[tuple[str, int, int]]  # name, assists, minutes
    by_procedure: Sequence[tuple[str, int]]
    skills: dict[str, int]


def assist_sums(locality: Locality, *, since: datetime, until: datetime) -> AssistSums:
    """For the desk's own page. Inside the scope."""
    rows = ended(locality, since=since, until=until).order_by()
    skills: Counter[str] = Counter()
    for (taught,) in rows.values_list("taught"):
        skills.update(taught)
    whole = rows.aggregate(n=Count("pk"), minutes=Sum("minutes"))
    helpers = rows.values_list("staff__name").annotate(n=Count("pk"), m=Sum("minutes"))
    procedures = rows.exclude(version=None).values_list("version__procedure__name")
    return AssistSums(
        assists=whole["n"],
        minutes=whole["minutes"] or 0,
        by_way=dict(rows.exclude(way="").values_list("way").annotate(Count("pk"))),
        by_outcome=dict(rows.values_list("outcome").annotate(Count("pk"))),
        by_helper=sorted(((a, b, c or 0) for a, b, c in helpers), key=lambda row: -row[1]),
        by_procedure=sorted(procedures.annotate(n=Count("pk")), key=lambda row: -row[1])[:10],
        skills=dict(skills),
    )


def taught_before(household_ids: Sequence[int]) -> dict[int, set[str]]:
    """Household → what its people were shown before: the rest is for this time."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Assist.objects.filter(household__in=household_ids).values_list("household", "taught")
    for household, taught in rows:
        found[household].update(taught)
    return found


def homes_to_keep(staff: Staff) -> list[tuple[int, str]]:
    """The homes of their neighbourhood with the words they are found by, for a telephone that may
    lose its network. Who is of no neighbourhood has none: a whole ward's names stay here."""
    if staff.neighbourhood_id is None:
        return []
    homes = Household.objects.filter(neighbourhood=staff.neighbourhood_id, is_gone=False)
    rows = homes.order_by("walk_order", "pk").values_list("pk", "head_name", "house", "alley")
    return [
        (pk, ", ".join(filter(None, (name, f"{house} {alley}".strip()))))
        for pk, name, house, alley in rows
    ]
