"""The nouns of rosters, by file."""

from nhipcau.rosters.models.asking import Ask, Feed, Swap
from nhipcau.rosters.models.shifts import Need, Pattern, PatternLine, Post, Shift
from nhipcau.rosters.models.teams import Team, TeamMember, TeamPlace

__all__ = [
    "Ask",
    "Feed",
    "Need",
    "Pattern",
    "PatternLine",
    "Post",
    "Shift",
    "Swap",
    "Team",
    "TeamMember",
    "TeamPlace",
]
