"""The list of doors on a helper's phone, read from the real page, and one helper's round.

A helper takes the next free door, goes there or telephones, writes down what happened, and comes
back half an hour later to those who were out; the second time a sheet is left.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nhipcau_story.browser import Browser, Form, Page, plain
from nhipcau_story.habits import ZONE
from nhipcau_story.people import Household
from nhipcau_story.stage import Stage

ARTICLE = re.compile(r'<article class="d door" id="nha-(\d+)"[^>]*>(.*?)</article>', re.DOTALL)
PLACE_OF = re.compile(r"<p>([^<·]+)")
AGAIN_AFTER = timedelta(minutes=31)
LOOKS_AGAIN_AFTER = 6
WAIT = 8.0


@dataclass(slots=True)
class Door:
    visit: int
    address: str
    is_taken: bool
    has_phone: bool
    forms: list[Form]

    def form(self, part: str) -> Form | None:
        return next((one for one in self.forms if one.action.rstrip("/").endswith(part)), None)


def read_doors(page: Page) -> list[Door]:
    found = []
    for visit, inner in ARTICLE.findall(page.text):
        place = PLACE_OF.search(inner)
        found.append(
            Door(
                visit=int(visit),
                address=plain(place[1]) if place else "",
                is_taken="đang đến</span>" in inner,
                has_phone='href="tel:' in inner,
                forms=Page(page.status, page.url, inner).forms(),
            )
        )
    return found


@dataclass(slots=True)
class Tries:
    """What has been tried at whose door, by whomever: neighbours talk to each other."""

    count: dict[str, int] = field(default_factory=dict)
    last: dict[str, datetime] = field(default_factory=dict)

    def add(self, home: Household, at: datetime) -> int:
        nth = self.count.get(home.id, 0)
        self.count[home.id] = nth + 1
        self.last[home.id] = at
        return nth

    def nth(self, home: Household) -> int:
        return self.count.get(home.id, 0)

    def on_the_way(self, home: Household, now: datetime) -> None:
        """Told to the others of the neighbourhood, so that nobody else sets out."""
        self.last[home.id] = max(now, self.last.get(home.id, now))

    def may_again(self, home: Household, now: datetime) -> bool:
        last = self.last.get(home.id)
        return last is None or now - last >= AGAIN_AFTER


@dataclass(slots=True)
class Round:
    """One helper's evening at the doors of one version."""

    stage: Stage
    browser: Browser
    url: str
    find: Callable[[str], Household | None]
    tries: Tries
    place: int
    from_behind: bool = False
    minutes: float = 0.0
    left: list[Door] = field(default_factory=list)
    since_look: int = 0
    is_running: bool = False

    def begin(self) -> None:
        if not self.is_running:
            self.is_running = True
            self.step()

    def step(self) -> None:
        now = self.stage.agenda.now
        if not self._may_work(now):
            self.is_running = False
            return
        if not self.left or self.since_look >= LOOKS_AGAIN_AFTER:
            self._look()
        door = self._take()
        if door is None:
            self._wait_or_stop()
            return
        self._go(*door)

    def _may_work(self, now: datetime) -> bool:
        clock = now.astimezone(ZONE).strftime("%H:%M")
        doors = self.stage.assumed.doors
        is_time = doors.doors_from <= clock < _earlier(doors.doors_until, 6)
        return is_time and self.minutes < doors.minutes_each and now < self.stage.ends

    def _look(self) -> None:
        self.left = read_doors(self.browser.get(self.url))
        self.since_look = 0
        self.stage.count("lists")

    def _take(self) -> tuple[Door, Household] | None:
        """The next free door whose people were not out just now; says "tôi đang đến"."""
        order = reversed(self.left) if self.from_behind else iter(self.left)
        for door in list(order):
            home = self.find(door.address)
            self.left.remove(door)
            if home is None or door.is_taken or not self.tries.may_again(home, self._now()):
                continue
            way = door.form("den")
            if way is not None:
                page = self.browser.submit(way, follow=False)
                if page.status >= 400:
                    continue
            self.tries.on_the_way(home, self._now())
            return door, home
        return None

    def _now(self) -> datetime:
        return self.stage.agenda.now

    def _wait_or_stop(self) -> None:
        self.left = []
        self.stage.agenda.after(WAIT, self.step)

    def _go(self, door: Door, home: Household) -> None:
        """The first try is a walk. The second a call when there is a number, then a walk."""
        nth = self.tries.nth(home)
        habits, doors = self.stage.habits, self.stage.assumed.doors
        minutes, result = 0.0, ""
        if home.id in habits.moved:
            minutes, result = habits.minutes_at_door(home, nth), "new_tenant"
        elif nth and door.has_phone:
            minutes = doors.minutes_a_call
            result = "called" if habits.answers(home, nth) else ""
        if not result:
            minutes += habits.minutes_at_door(home, nth)
            result = "told" if habits.is_home(home, nth) else ("sheet" if nth else "absent")
        self.minutes += minutes
        self.stage.agenda.after(minutes, lambda: self._write_down(door, home, result))

    def _write_down(self, door: Door, home: Household, result: str) -> None:
        self.tries.add(home, self._now())
        tried = door.form(str(door.visit))
        if tried is not None:
            page = self.browser.submit(tried, button=result, follow=False)
            self.stage.count(f"door {result}")
            if page.status >= 400:
                self.stage.count("door refused")
        self.since_look += 1
        self.step()


def _earlier(clock: str, minutes: int) -> str:
    """Nobody sets out for a door just before the doors close."""
    hour, minute = (int(part) for part in clock.split(":"))
    whole = hour * 60 + minute - minutes
    return f"{whole // 60:02d}:{whole % 60:02d}"
