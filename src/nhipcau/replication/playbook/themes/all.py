"""Every theme, in the order in which a playbook is applied: what is spoken of comes first."""

from typing import Final

from nhipcau.replication.playbook.theme import Theme
from nhipcau.replication.playbook.themes.channels import BUDGET, CHANNELS, PRICES
from nhipcau.replication.playbook.themes.circles import CIRCLES
from nhipcau.replication.playbook.themes.desk import DESK
from nhipcau.replication.playbook.themes.hours import HOLIDAYS, HOURS, MARKETS
from nhipcau.replication.playbook.themes.inbox import FAQ, MENU, ROUTING, WORDINGS
from nhipcau.replication.playbook.themes.notices import CAMPAIGNS, STARTERS
from nhipcau.replication.playbook.themes.papers import GUIDES, POSTERS
from nhipcau.replication.playbook.themes.people import GROUPS, ROLES
from nhipcau.replication.playbook.themes.procedures import PROCEDURES, SAYINGS
from nhipcau.replication.playbook.themes.rosters import NEEDS, ROSTERS, TEAMS

THEMES: Final[tuple[Theme, ...]] = (
    HOURS, HOLIDAYS, MARKETS, ROLES, GROUPS, CIRCLES, TEAMS, NEEDS, ROSTERS, DESK, STARTERS,
    CAMPAIGNS, PROCEDURES, SAYINGS, ROUTING, FAQ, WORDINGS, MENU, CHANNELS, PRICES, BUDGET,
    POSTERS, GUIDES,
)  # fmt: skip
BY_NAME: Final = {theme.name: theme for theme in THEMES}
# One step of these is a transaction of its own: there may be hundreds.
IN_STEPS: Final = frozenset({"procedures", "sayings"})
STEP: Final = 20
