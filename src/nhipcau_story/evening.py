"""One evening, played from the arrival of the paper to the deadline next morning."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from nhipcau_story.agenda import EVENING, NIGHT, Agenda, ClockFile
from nhipcau_story.assumptions import Assumptions
from nhipcau_story.habits import DEADLINE, HALF_PAST_NINE, PAPER_AT, ZONE, Habits
from nhipcau_story.leaders import phones, staff_alerts
from nhipcau_story.officers import Officers
from nhipcau_story.people import Ward
from nhipcau_story.platforms import Platforms
from nhipcau_story.residents import Residents
from nhipcau_story.stage import Stage
from nhipcau_story.trouble import Hardships

MORNING = datetime(2023, 5, 27, 6, 0, tzinfo=ZONE)
ALERTED_WITHIN = timedelta(minutes=80)
WARD_BEGINS_AFTER = 40.0
REST = "/suc-khoe/nhan-roi/"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one evening runs, and all that a driver may know of it."""

    product: str
    sandbox: str
    clock: Path
    demo_key: str
    links: dict[str, str]
    folder: Path
    speakers: dict[str, str]

    @classmethod
    def read(cls, told: dict[str, Any]) -> "Place":
        """From what `nhipcau demo --bare` says, or from the evening.json it leaves."""
        return cls(
            product=told["url"],
            sandbox=told["sandbox"],
            clock=Path(told["clock"]),
            demo_key=told["key"],
            links=told["phones"],
            folder=Path(told["folder"]),
            speakers=told.get("speakers", {}),
        )


class Evening:
    def __init__(
        self, place: Place, assumed: Assumptions, ward: Ward, seed: int, pace: float = 0.0
    ) -> None:
        self.platforms = Platforms(place.sandbox)
        agenda = Agenda(ClockFile(place.clock), PAPER_AT, self._idle, pace)
        self.stage = Stage(
            assumed=assumed,
            ward=ward,
            habits=Habits(assumed, ward, seed),
            product=place.product,
            platforms=self.platforms,
            agenda=agenda,
            ends=DEADLINE,
            links=place.links,
        )
        self.watcher = self.stage.browser("127.6.0.1")
        self.residents = Residents(self.stage)
        self.phones = phones(self.stage, self.residents)
        self.officers = Officers(self.stage, place.demo_key, self._published)
        self.published_at = PAPER_AT
        self.hardships: Hardships | None = None
        if assumed.trouble is not None:
            self.hardships = Hardships(self.stage, assumed.trouble, self.phones, place.speakers)

    def play(self) -> dict[str, Any]:
        self.platforms.news()
        if self.hardships is not None:
            self.stage.agenda.at(PAPER_AT, self.hardships.begin)
        self.stage.agenda.at(PAPER_AT, self.officers.paper_arrives)
        self.stage.agenda.at(PAPER_AT + ALERTED_WITHIN, self._evening)
        self.stage.agenda.at(HALF_PAST_NINE, self._night)
        self.stage.agenda.at(MORNING, self._evening)
        self.stage.agenda.at(MORNING + timedelta(minutes=1), self._morning)
        self.stage.agenda.run(DEADLINE, at_rest=self._look_at_phones)
        if self.hardships is not None:
            report = self.officers.report()
            self.stage.notes |= {"report": report, "asked": self.hardships.asked}
        return dict(self.stage.notes)

    def _published(self) -> None:
        """The ward's own helpers are told at the ward, and look by themselves."""
        self.published_at = self.stage.agenda.now
        if self.hardships is not None:
            self.hardships.published()
        for phone in self.phones.values():
            if not phone.staff.place:
                self.stage.agenda.after(WARD_BEGINS_AFTER, phone.keep_looking)

    def _night(self) -> None:
        self.stage.agenda.every = NIGHT

    def _evening(self) -> None:
        self.stage.agenda.every = EVENING

    def _morning(self) -> None:
        for phone in self.phones.values():
            phone.morning()

    def _look_at_phones(self) -> None:
        for item in self.platforms.news():
            staff_alerts(self.phones, item)
            if self.hardships is not None:
                self.hardships.shown(item)
            self.residents.shown(item)

    def _idle(self) -> tuple[bool, float | None]:
        answer = json.loads(self.watcher.get(REST).text)
        if not answer["idle"]:
            return False, None
        is_idle, due = self.platforms.idle()
        moments = [one for one in (answer.get("ledger", answer["next"]), due) if one is not None]
        return is_idle, min(moments, default=None)
