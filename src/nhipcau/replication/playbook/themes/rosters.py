"""Teams to found, how many stand where, what a week looks like; never who stands there."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from nhipcau.core.errors import WrongState
from nhipcau.places.models import Neighbourhood
from nhipcau.replication.models import PlanItem
from nhipcau.replication.playbook.shape import from_plain, may, must, number, some
from nhipcau.replication.playbook.theme import Found, Place, Theme
from nhipcau.replication.playbook.themes.hours import CLOCK, DAYS
from nhipcau.replication.playbook.themes.people import named_after, pattern_of
from nhipcau.replication.playbook.themes.plan import forget, keep, planned
from nhipcau.rosters.models import Need, Pattern, PatternLine, Post, Team
from nhipcau.rosters.patterns import make_pattern, retire_pattern, set_needs
from nhipcau.rosters.teams import TeamInput, close_team, found_team, revise_team

Level, Part = Team.Level, PatternLine.Part


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """At the level of a neighbourhood it is a pattern, one in each: {tổ}, {số} in its name."""

    level: str = must(among=tuple(Level.values))
    name: str = must(longest=120)
    body: str = may(longest=120)


def _is_pattern(item: TeamPlan) -> bool:
    return item.level == Level.NEIGHBOURHOOD


def _teams(place: Place) -> list[Found]:
    plans = PlanItem.objects.filter(locality=place.locality, theme="teams")
    patterns = [Found(from_plain(TeamPlan, row.content), key=row.key) for row in plans]
    own = Team.objects.filter(locality=place.locality, closed_at=None)
    own = own.exclude(level=Level.NEIGHBOURHOOD).order_by("pk")
    return patterns + [Found(TeamPlan(one.level, one.name, one.body), one.pk) for one in own]


def _patterns_in_use(place: Place, known: Mapping[str, Any]) -> list[Found]:
    """How most teams of neighbourhoods are named."""
    if any(_is_pattern(item) for item in known.values()):
        return []
    named: Counter[str] = Counter()
    rows = Team.objects.filter(
        locality=place.locality, closed_at=None, level=Level.NEIGHBOURHOOD
    ).prefetch_related("places__neighbourhood")
    for team in rows:
        for looked_after in team.places.all():
            named[pattern_of(team.name, looked_after.neighbourhood)] += 1
    most = sorted(named, key=lambda said: (-named[said], said))[:1]
    return [Found(TeamPlan(Level.NEIGHBOURHOOD, said)) for said in most]


def _put_team(place: Place, key: str, item: TeamPlan, row: int) -> int:
    if _is_pattern(item):
        return keep("teams")(place, key, item, row)
    if not row:
        given = TeamInput(item.level, item.name, item.body)
        return found_team(place.locality, given, by=place.staff).pk
    team = Team.objects.get(pk=row)
    places = tuple(Neighbourhood.objects.filter(pk__in=team.places.values("neighbourhood")))
    revise_team(team, TeamInput(item.level, item.name, item.body, places), by=place.staff)
    return row


def _drop_team(place: Place, key: str, row: int) -> None:
    """A team in which people are stays: they hand over before it closes."""
    forget("teams")(place, key, row)
    for team in Team.objects.filter(pk=row, closed_at=None):
        with suppress(WrongState):
            close_team(team, by=place.staff)


TEAMS = Theme(
    name="teams",
    title=_("Tổ giúp việc"),
    remark="Tổ, đội; level: neighbourhood thì mỗi tổ, thôn một đội, tên có {tổ}.",
    kind=TeamPlan,
    found=_teams,
    put=_put_team,
    drop=_drop_team,
    name_of=lambda item: item.name,
    derived=_patterns_in_use,
)


def found_planned_teams(place: Place) -> int:
    """Verb. One team a neighbourhood by the pattern, where none is yet. Returns how many."""
    patterns = [one.item for one in _teams(place) if _is_pattern(one.item)]
    rows = Team.objects.filter(closed_at=None, level=Level.NEIGHBOURHOOD)
    led = set(rows.values_list("places__neighbourhood", flat=True))
    homes = Neighbourhood.objects.filter(locality=place.locality).exclude(
        pk__in=[pk for pk in led if pk is not None]
    )
    for home in homes:
        for item in patterns:
            given = TeamInput(item.level, named_after(item.name, home), places=(home,))
            found_team(place.locality, given, by=place.staff)
    return len(homes) * len(patterns)


@dataclass(frozen=True, slots=True)
class NeedPlan:
    people: int = must(least=1, most=30)


def _put_need(place: Place, key: str, item: NeedPlan, row: int) -> int:
    set_needs(place.locality, {key: item.people}, by=place.staff)
    return 0


NEEDS = Theme(
    name="needs",
    title=_("Số người trực"),
    remark="Mỗi nơi cần mấy người trong giờ: desk (một cửa), inbox (hộp thư), field (đi cơ sở).",
    kind=NeedPlan,
    found=lambda place: [
        Found(NeedPlan(row.people), key=row.post)
        for row in Need.objects.filter(locality=place.locality, people__gt=0)
    ],
    put=_put_need,
    drop=lambda place, key, row: set_needs(place.locality, {key: 0}, by=place.staff),
    name_of=lambda item: str(item.people),
    told=lambda item: str(_("Cần %(n)d người") % {"n": item.people}),
)


@dataclass(frozen=True, slots=True)
class RosterLine:
    """So many people at one post on these days; `own` has times of its own."""

    post: str = must(among=tuple(Post.values))
    part: str = must(among=tuple(Part.values))
    people: int = number(1, most=30)
    opens: str = may(like=f"({CLOCK})?", sample="07:30")
    closes: str = may(like=f"({CLOCK})?", sample="07:30")
    days: tuple[str, ...] = some(among=DAYS)


@dataclass(frozen=True, slots=True)
class RosterPlan:
    name: str = must(longest=80)
    note: str = may(longest=600)
    lines: tuple[RosterLine, ...] = some()


def _patterns_here(place: Place, known: Mapping[str, Any]) -> list[Found]:
    there = {item.name for item in known.values()}
    rows = Pattern.objects.filter(locality=place.locality, retired_at=None)
    patterns = [row for row in rows.prefetch_related("lines") if row.name not in there]
    return [Found(RosterPlan(row.name, lines=_lines(list(row.lines.all())))) for row in patterns]


def _lines(rows: list[PatternLine]) -> tuple[RosterLine, ...]:
    counted: Counter[tuple[str, str, str, str, int]] = Counter(
        (row.post, row.part, _clock(row.opens), _clock(row.closes), row.weekday) for row in rows
    )
    days: defaultdict[tuple[str, str, int, str, str], list[int]] = defaultdict(list)
    for (post, part, opens, closes, day), people in counted.items():
        days[post, part, people, opens, closes].append(day)
    return tuple(
        RosterLine(*said, days=tuple(DAYS[day] for day in sorted(some_days)))
        for said, some_days in sorted(days.items())
    )


def _clock(moment: Any) -> str:
    return f"{moment:%H:%M}" if moment is not None else ""


def _put_roster(place: Place, key: str, item: RosterPlan, row: int) -> int:
    """The plan says how many; the pattern under that name waits for who."""
    _let_go(place, key, but=item.name)
    if not Pattern.objects.filter(
        locality=place.locality, name=item.name, retired_at=None
    ).exists():
        make_pattern(place.locality, item.name, by=place.staff)
    return keep("rosters")(place, key, item, row)


def _drop_roster(place: Place, key: str, row: int) -> None:
    _let_go(place, key)
    forget("rosters")(place, key, row)


def _let_go(place: Place, key: str, *, but: str = "") -> None:
    """The week of that plan goes with it, or with its name, while nobody stands in it."""
    plans = PlanItem.objects.filter(locality=place.locality, theme="rosters", key=key)
    names = {plan.content.get("name", "") for plan in plans} - {but}
    for pattern in Pattern.objects.filter(name__in=names, retired_at=None, lines=None):
        retire_pattern(pattern, by=place.staff)


ROSTERS = Theme(
    name="rosters",
    title=_("Lịch trực mẫu"),
    remark="Tuần trực như thường lệ: nơi nào, buổi nào, mấy người. Ai trực thì từng nơi tự xếp.",
    kind=RosterPlan,
    found=planned("rosters", RosterPlan),
    put=_put_roster,
    drop=_drop_roster,
    name_of=lambda item: item.name,
    derived=_patterns_here,
    is_ordered=True,
)
