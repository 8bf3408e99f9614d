"""What people do on one evening, drawn by the evening's seed: the same draws for every way of
telling them, so that ways can be compared."""

import math
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from nhipcau_story.assumptions import Assumptions
from nhipcau_story.people import Household, Ward

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PAPER_AT = datetime(2023, 5, 26, 16, 30, tzinfo=ZONE)
DEADLINE = datetime(2023, 5, 27, 6, 30, tzinfo=ZONE)
HALF_PAST_NINE = datetime(2023, 5, 26, 21, 30, tzinfo=ZONE)


def moment(clock: str) -> datetime:
    """A time of the evening, or of the next morning when it is before the paper came."""
    hour, minute = (int(part) for part in clock.split(":"))
    at = PAPER_AT.replace(hour=hour, minute=minute)
    return at if at > PAPER_AT else at + timedelta(days=1)


class Reads(StrEnum):
    NOT = "not"
    VISIBLY = "visibly"
    TAPS = "taps"
    ARTICLE = "article"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Look:
    """How a household looks at its group: `after` the post, in minutes."""

    how: Reads
    after: float


@dataclass(frozen=True, slots=True)
class LeaderHabit:
    is_silent: bool
    reacts_after: float
    paper_after: float


class Habits:
    def __init__(self, assumed: Assumptions, ward: Ward, seed: int) -> None:
        self.assumed = assumed
        self.seed = seed
        self.looks = self._draw_looks(ward)
        self.leaders = self._draw_leaders(ward)
        dice = self.dice("moved")
        share = assumed.doors.moved_away
        self.moved = {home.id for home in ward.households if dice.random() < share}

    def dice(self, *names: object) -> random.Random:
        return random.Random("|".join(str(one) for one in (self.seed, *names)))

    def is_home(self, home: Household, nth: int) -> bool:
        return self.dice("door", home.id, nth).random() >= self.assumed.doors.not_at_home

    def answers(self, home: Household, nth: int) -> bool:
        rings = home.is_number_good
        return rings and self.dice("call", home.id, nth).random() >= self.assumed.doors.unanswered

    def minutes_at_door(self, home: Household, nth: int) -> float:
        """At least what is assumed, now and then a quarter more."""
        return self.assumed.doors.minutes_a_door * self.dice("walk", home.id, nth).uniform(1, 1.25)

    def lag(self, median: float, spread: float, *names: object) -> float:
        return median * math.exp(self.dice(*names).gauss(0, spread))

    def _draw_looks(self, ward: Ward) -> dict[str, Look]:
        """Exactly the assumed shares of the joined look; when, is log-normal after the post."""
        reading, dice = self.assumed.reading, self.dice("looks")
        joined = [home for home in ward.households if home.joined]
        order = dice.sample(joined, len(joined))
        counts = (
            (Reads.TAPS, int(reading.taps * len(joined))),
            (Reads.ARTICLE, int(reading.articles * len(joined))),
            (Reads.LATER, int(reading.later * len(joined))),
        )
        found: dict[str, Look] = {}
        followers = [home for home in order if home.follows]
        for how, count in counts:
            pool = followers if how is Reads.ARTICLE else order
            free = [home for home in pool if home.id not in found]
            for home in free[:count]:
                found[home.id] = self._look(home, how)
        seen = int(reading.by_2130 * len(joined))
        early = sum(1 for look in found.values() if look.how is not Reads.LATER)
        free = [home for home in order if home.id not in found]
        for home in free[: seen - early]:
            found[home.id] = self._look(home, Reads.VISIBLY)
        return found

    def _look(self, home: Household, how: Reads) -> Look:
        if how is Reads.LATER:
            return Look(how, 0)
        reading = self.assumed.reading
        return Look(how, self.lag(reading.median_minutes, reading.spread, "look", home.id))

    def later_at(self, home: Household) -> datetime:
        """Somebody who looks only after half past nine, most before they sleep."""
        return HALF_PAST_NINE + timedelta(minutes=self.dice("late", home.id).expovariate(1 / 60))

    def _draw_leaders(self, ward: Ward) -> dict[str, LeaderHabit]:
        """Of leaders and of deputies alike the assumed share is silent, rounded up."""
        found: dict[str, LeaderHabit] = {}
        assumed = self.assumed.leaders
        for role in ("leader", "deputy", "team_member"):
            staff = [one.username for one in ward.staff if one.role == role and one.place]
            silent = math.ceil(assumed.silent * len(staff)) if role != "team_member" else 0
            quiet = set(self.dice("silent", role).sample(staff, silent))
            for name in staff:
                found[name] = LeaderHabit(
                    is_silent=name in quiet,
                    reacts_after=self.lag(assumed.first_reaction, assumed.spread, "react", name),
                    paper_after=self.lag(
                        self.assumed.others.paper_reaches_leader, 0.5, "paper", name
                    ),
                )
        return found
