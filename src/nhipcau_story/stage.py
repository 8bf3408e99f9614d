"""What everybody of one evening shares: the ward, the habits, the clock, where things are."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nhipcau_story.agenda import Agenda
from nhipcau_story.assumptions import Assumptions
from nhipcau_story.browser import Browser
from nhipcau_story.habits import Habits, moment
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

    def is_cut_off(self, place: int) -> bool:
        """No telephone works down in that village."""
        trouble = self.assumed.trouble
        return trouble is not None and place == trouble.no_signal

    def has_signal(self, place: int) -> bool:
        """Of who works there; in the village only while they are up on the hill."""
        if not self.is_cut_off(place):
            return True
        now = self.agenda.now
        return any(begins <= now < ends for begins, ends in self.hilltop)

    @property
    def hilltop(self) -> list[tuple[datetime, datetime]]:
        trouble = self.assumed.trouble
        spans = [span.split("-") for span in trouble.hilltop] if trouble else []
        return [(moment(begins), moment(ends)) for begins, ends in spans]

    def count(self, what: str, by: int = 1) -> None:
        self.notes[what] = self.notes.get(what, 0) + by
