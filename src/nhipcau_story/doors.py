"""The list of doors on a helper's phone, read from the real page, and one helper's round.

First those whom nothing else can reach, then, after supper, those who have not looked. Who is in
the group and has a number is telephoned first. Whoever is out is visited again half an hour later;
late in the evening a sheet is left. The phone sends what waits whenever it has a network.
"""

import json
import re
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nhipcau_story.browser import Browser, Form, Page, plain
from nhipcau_story.habits import PAPER_AT, ZONE
from nhipcau_story.people import Household
from nhipcau_story.stage import Stage

ARTICLE = re.compile(r'<article class="d door" id="nha-(\d+)"[^>]*>(.*?)</article>', re.DOTALL)
ADDRESS = re.compile(r"<p>([^<·]+)")
PLACE = re.compile(r"<p>[^<]*· Tổ (\d+)")
NOT_SEEN = "chưa xem tin"
SYNC = "/to/nha/dong-bo/"
AGAIN_AFTER = timedelta(minutes=31)
AFTER_A_CALL = timedelta(minutes=6)
LOOKS_AGAIN_AFTER = 25
NOTHING_LEFT = 25.0


@dataclass(slots=True)
class Door:
    visit: int
    address: str
    place: int
    is_taken: bool
    has_phone: bool
    may_look: bool
    page: Page

    def form(self, part: str) -> Form | None:
        forms = self.page.forms()
        return next((one for one in forms if one.action.rstrip("/").endswith(part)), None)


def read_doors(page: Page) -> list[Door]:
    """In the order of the page, but those whom nothing else can reach come first."""
    found = []
    for visit, inner in ARTICLE.findall(page.text):
        address, place = ADDRESS.search(inner), PLACE.search(inner)
        found.append(
            Door(
                visit=int(visit),
                address=plain(address[1]) if address else "",
                place=int(place[1]) if place else 0,
                is_taken="đang đến</span>" in inner,
                has_phone='href="tel:' in inner,
                may_look=NOT_SEEN in inner,
                page=Page(page.status, page.url, inner),
            )
        )
    return sorted(found, key=_may_look)


def _may_look(door: Door) -> bool:
    return door.may_look


def _of_door(one: tuple[Door, Household]) -> bool:
    return one[0].may_look


@dataclass(slots=True)
class Tries:
    """What has been tried at whose door, by whomever: neighbours talk to each other."""

    calls: dict[str, int] = field(default_factory=dict)
    walks: dict[str, int] = field(default_factory=dict)
    next: dict[str, datetime] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    at_work: set[int] = field(default_factory=set)  # the neighbourhood's own who go about now

    def tried(self, home: Household, result: str, at: datetime) -> None:
        if result == "no_answer":
            self.calls[home.id] = self.calls.get(home.id, 0) + 1
            self.next[home.id] = at + AFTER_A_CALL
        elif result == "absent":
            self.walks[home.id] = self.walks.get(home.id, 0) + 1
            self.next[home.id] = at + AGAIN_AFTER
        else:
            self.done.add(home.id)

    def on_the_way(self, home: Household, now: datetime) -> None:
        """Told to the others of the neighbourhood, so that nobody else sets out."""
        self.next[home.id] = now + AGAIN_AFTER

    def again_at(self, home: Household) -> datetime:
        """When somebody may stand before this door again."""
        return self.next.get(home.id, PAPER_AT)


@dataclass(slots=True)
class Round:
    """One helper's evening at the doors of one version."""

    stage: Stage
    browser: Browser
    url: str
    find: Callable[[str, int], Household | None]
    tries: Callable[[Household], Tries]
    is_of_ward: bool
    from_behind: bool = False
    has_signal: Callable[[], bool] = lambda: True
    minutes: float = 0.0
    left: list[Door] = field(default_factory=list)
    token: str = ""
    waiting: list[dict[str, object]] = field(default_factory=list)
    since_look: int = 0
    back_at: datetime | None = None
    is_running: bool = False
    is_empty: bool = False
    among: Tries | None = None

    def begin(self) -> None:
        if not self.is_running:
            self.is_running = True
            self.step()

    def step(self) -> None:
        if not self._may_work():
            self._send()
            self._go_home()
            return
        if not self.left or self.since_look >= LOOKS_AGAIN_AFTER:
            self.fetch()
        door = self._take()
        if door is not None:
            self._go(*door)
        elif self.is_empty:
            self._go_home()  # until the phone is looked at again, or in the morning
        else:
            self._wait()

    def _go_home(self) -> None:
        self.is_running = False
        if self.among is not None:
            self.among.at_work.discard(id(self))

    def _now(self) -> datetime:
        return self.stage.agenda.now

    def _clock(self) -> str:
        return self._now().astimezone(ZONE).strftime("%H:%M")

    def _may_work(self) -> bool:
        doors = self.stage.assumed.doors
        is_time = doors.doors_from <= self._clock() < _earlier(doors.doors_until, 6)
        return is_time and self.minutes < doors.minutes_each and self._now() < self.stage.ends

    def fetch(self) -> None:
        """The page needs a network, so what waits is sent first. Without one the phone still shows
        the list that it has."""
        if not self.has_signal():
            self.is_empty = not self.left
            return
        self._send()
        page = self.browser.get(self.url)
        self.left = read_doors(page)
        self.is_empty = not self.left
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        self.token = found[1] if found else self.token
        self.since_look = 0
        self.stage.count("lists")

    def _take(self) -> tuple[Door, Household] | None:
        """The next free door whose people were not out just now."""
        due = self._due()
        if not due:
            return None
        if self.from_behind:
            due.reverse()
            due.sort(key=_of_door)
        if self.is_of_ward:
            due = self._where_needed(due)
        door, home = due[0]
        self.left.remove(door)
        if not self.is_of_ward:
            self.among = self.tries(home)
            self.among.at_work.add(id(self))
        self.tries(home).on_the_way(home, self._now())
        way = door.form("den") if self.is_of_ward else None
        if way is not None:  # strangers there: they say "tôi đang đến"
            self.browser.submit(way, follow=False)
        return door, home

    def _where_needed(self, due: list[tuple[Door, Household]]) -> list[tuple[Door, Household]]:
        """The ward's own telephone first, and go where most doors are left for each at work."""
        left = Counter(door.place for door, _home in due)
        hands = {door.place: len(self.tries(home).at_work) for door, home in due}
        there = max(left, key=lambda place: left[place] / (1 + hands[place]))
        return [one for one in due if one[0].place == there]

    def _due(self) -> list[tuple[Door, Household]]:
        """Of the doors that are left, those where somebody may stand now; notes when the next."""
        found: list[tuple[Door, Household]] = []
        kept: list[Door] = []
        self.back_at = None
        for door in self.left:
            home = self.find(door.address, door.place)
            if home is None or door.is_taken or home.id in self.tries(home).done:
                continue
            kept.append(door)
            again = self.tries(home).again_at(home)
            if door.may_look:
                again = max(again, self._supper())
            if again <= self._now():
                found.append((door, home))
            else:
                self.back_at = min(again, self.back_at or again)
        self.left = kept
        return found

    def _supper(self) -> datetime:
        """Who may look by themselves is given until supper, and no longer on the morning after."""
        hour, minute = (int(one) for one in self.stage.assumed.doors.not_seen_from.split(":"))
        return PAPER_AT.replace(hour=hour, minute=minute)

    def _wait(self) -> None:
        """Comes back when the first who was out may be home."""
        self._send()
        later = self._now() + timedelta(minutes=NOTHING_LEFT)
        self.stage.agenda.at(self.back_at or later, self.step)

    def _go(self, door: Door, home: Household) -> None:
        habits, doors, tries = self.stage.habits, self.stage.assumed.doors, self.tries(home)
        calls, walks = tries.calls.get(home.id, 0), tries.walks.get(home.id, 0)
        if home.id in habits.moved:
            minutes, result = habits.minutes_at_door(home, walks), "new_tenant"
        elif door.has_phone and door.may_look and not calls and self.has_signal():
            minutes = doors.minutes_a_call
            result = "called" if habits.answers(home, calls) else "no_answer"
        else:
            minutes = habits.minutes_at_door(home, walks)
            is_last = walks > 0 or self._clock() >= doors.sheets_from or self._clock() < "12:00"
            out = "sheet" if is_last else "absent"
            result = "told" if habits.is_home(home, walks) else out
        self.minutes += minutes
        self.stage.agenda.after(minutes, lambda: self._write_down(door, home, result))

    def _write_down(self, door: Door, home: Household, result: str) -> None:
        """On the phone; it goes out when a few are together and there is a network."""
        self.tries(home).tried(home, result, self._now())
        self.since_look += 1
        self.stage.count(f"door {result}")
        if result != "no_answer":  # nobody writes down that a telephone rang in vain
            self._keep(door, result)
        self.step()

    def _keep(self, door: Door, result: str) -> None:
        line = {"kind": "try", "id": str(uuid.uuid4()), "subject": door.visit, "result": result}
        self.waiting.append({**line, "at": self._now().timestamp() * 1000})
        if len(self.waiting) >= self.stage.assumed.doors.sends_every:
            self._send()

    def _send(self) -> None:
        if not self.waiting or not self.has_signal():
            return
        batch = {"now": self._now().timestamp() * 1000, "lines": self.waiting}
        answer = self.browser.post_json(SYNC, batch, self.token)
        self.waiting = []
        if answer.status != 200:
            raise RuntimeError(f"{SYNC}: {answer.status} {answer.words()[:300]}")
        refused = [one for one in json.loads(answer.text)["lines"] if one["state"] != "saved"]
        self.stage.count("door refused", len(refused))


def _earlier(clock: str, minutes: int) -> str:
    """Nobody sets out for a door just before the doors close."""
    hour, minute = (int(part) for part in clock.split(":"))
    whole = hour * 60 + minute - minutes
    return f"{whole // 60:02d}:{whole % 60:02d}"
