"""What everybody of one evening shares: the ward, the habits, the clock, where things are."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nhipcau_story.agenda import Agenda
from nhipcau_story.assumptions import Assumptions
from nhipcau_story.browser import Browser
from nhipcau_story.habits import Habits
from nhipcau_story.people import Ward
from nhipcau_story.platforms import Platforms


@dataclass(slots=True)
class Stage:
    assumed: Assumptions
    ward: Ward
    habits: Habits
    product: str
    platforms: Platforms
    agenda: Agenda
    ends: datetime
    links: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)

    def browser(self, source: str, cookies: dict[str, str] | None = None) -> Browser:
        return Browser(self.product, source=source, cookies=cookies or {})

    def count(self, what: str, by: int = 1) -> None:
        self.notes[what] = self.notes.get(what, 0) + by
