"""Whose place a gap is: its own team's, then whoever looks after the same neighbourhoods, speaks
what was to be spoken there, and can do what is done there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from nhipcau.core.language import own_language
from nhipcau.rosters.coverage import Gap
from nhipcau.rosters.models import Post, TeamMember, TeamPlace

Skill = TeamMember.Skill
# What somebody at a post is asked for most.
USED = {
    Post.DESK: {Skill.FILING, Skill.IDENTITY, Skill.PAYING, Skill.PAPERS},
    Post.INBOX: {Skill.FILING, Skill.IDENTITY},
    Post.FIELD: {Skill.PHONE, Skill.GROUPS, Skill.IDENTITY},
}


@dataclass(frozen=True, slots=True)
class Fit:
    """Members of teams, and which of them are nearer to one gap."""

    members: frozenset[int]
    own: frozenset[int]
    near: frozenset[int]
    speaking: frozenset[int]
    able: frozenset[int]

    def is_member(self, staff: int) -> bool:
        return staff in self.members

    def rank(self, staff: int) -> tuple[bool, ...]:
        """Smaller is asked first."""
        sides = (self.own, self.near, self.members, self.speaking, self.able)
        return tuple(staff not in side for side in sides)


def fit_for(gap: Gap) -> Fit:
    rows = list(TeamMember.objects.filter(left_at=None, team__closed_at=None))
    near = _near_teams(gap, {row.team_id for row in rows})
    spoken = _spoken(rows, gap)
    used = USED.get(Post(gap.post), set())
    return Fit(
        members=_staff(rows),
        own=_staff(row for row in rows if row.team_id == gap.team),
        near=_staff(row for row in rows if row.team_id in near),
        speaking=_staff(row for row in rows if spoken & set(row.languages)),
        able=_staff(row for row in rows if used & set(row.skills)),
    )


def _near_teams(gap: Gap, teams: Collection[int]) -> set[int]:
    """Those that look after a neighbourhood of the gap's own team. A gap of the whole ward is
    nearest to the teams of the whole ward: those that name no neighbourhood."""
    places: dict[int, set[int]] = {team: set() for team in teams}
    for team, place in TeamPlace.objects.filter(team__in=teams).values_list(
        "team_id", "neighbourhood_id"
    ):
        places[team].add(place)
    wanted = places.get(gap.team or 0, set())
    return {team for team, own in places.items() if (own & wanted if wanted else not own)}


def _spoken(rows: Iterable[TeamMember], gap: Gap) -> set[str]:
    """What whoever was planned there speaks beside our own, or else anybody of the team."""
    known = list(rows)
    planned = [row for row in known if gap.staff and row.staff_id == gap.staff]
    of_team = [row for row in known if gap.team and row.team_id == gap.team]
    languages = {language for row in planned or of_team for language in row.languages}
    return languages - {own_language()}


def _staff(rows: Iterable[TeamMember]) -> frozenset[int]:
    return frozenset(row.staff_id for row in rows)
