"""Leaders, deputies, team members and the ward's helpers: what they do when their phone calls.

They react late, pass the notice into the group, read the list of viewers, settle who is who,
then go from door to door with their helpers. Silent ones do nothing at all.
"""

import re
from datetime import datetime
from typing import Any

from nhipcau_story.browser import Page, Stuck, plain
from nhipcau_story.doors import Round, Tries
from nhipcau_story.habits import ZONE
from nhipcau_story.people import Household, Staff
from nhipcau_story.residents import Residents
from nhipcau_story.stage import Stage

FIELDSET = re.compile(r"<fieldset\b[^>]*>(.*?)</fieldset>", re.DOTALL)
LEGEND = re.compile(r"<legend\b[^>]*>(.*?)</legend>", re.DOTALL)
PICK = re.compile(
    r'<input[^>]*name="home"[^>]*value="(\d+)"[^>]*>\s*<span>(.*?)<small>(.*?)</small>', re.DOTALL
)
WORDS = re.compile(r'<div class="words"[^>]*>(.*?)</div>', re.DOTALL)
LINK = re.compile(r"https?://[^\s\"'<>]+")
CALLS = frozenset({"sms", "zalo_template", "zalo_bot", "web_push"})
SHARES_AFTER = 3.0
CALLS_HELPERS_AFTER = 5.0
WARD_LOOKS_EVERY = 15.0


class Phone:
    """One person who works by phone."""

    def __init__(
        self, stage: Stage, staff: Staff, residents: Residents, tries: dict[int, Tries]
    ) -> None:
        self.stage, self.staff = stage, staff
        self.residents, self.tries = residents, tries
        self.helpers: list[Phone] = []
        self.rounds: dict[str, Round] = {}
        self.is_coming = False
        self.browser = stage.browser(f"127.9.{staff.place}.{1 + hash_of(staff.username) % 250}")
        self.is_enrolled = False
        self.sharing: set[str] = set()
        habit = stage.habits.leaders.get(staff.username)
        self.is_silent = (habit.is_silent if habit else False) or _is_in_field(stage, staff)
        self.reacts_after = habit.reacts_after if habit else 10.0
        homes = stage.ward.of_place(staff.place) if staff.place else _within_reach(stage)
        self.known = {(home.place, _folded(f"{home.house} {home.alley}")): home for home in homes}

    def find(self, address: str, place: int = 0) -> Household | None:
        """Whose door an address of the page is; people know their own neighbourhood."""
        return self.known.get((place or self.staff.place, _folded(address)))

    def enrol(self) -> Page | None:
        """Weeks ago: the one-time link from the ward, one button, and this phone is known.

        It ends on the page that opens with a notice's link, too."""
        if self.is_enrolled:
            return None
        page = self.browser.get(self.stage.links[self.staff.username])
        form = next((one for one in page.forms() if one.method == "POST"), None)
        if form is not None:
            page = self.browser.submit(form)
        if page.status != 200 or not page.url.endswith("/to/"):
            raise Stuck(f"{self.staff.username} is not enrolled: {page.words()[:300]}")
        self.is_enrolled = True
        return page

    def alerted(self) -> None:
        """A message came. The phone is in the pocket; after a while it is looked at."""
        if self.is_silent or self.is_coming:
            return
        self.is_coming = True
        self.stage.agenda.after(self.reacts_after, self.look)

    def look(self) -> None:
        self.is_coming = False
        if self.is_silent or self.stage.agenda.now >= self.stage.ends:
            return
        if self.stage.is_cut_off(self.staff.place):
            return  # up on the hill by appointment only (trouble.py)
        page = self.enrol() or self.browser.get("/to/")
        self.stage.count("looks")
        for address in dict.fromkeys(page.links("/to/chuyen-tiep/")):
            self._relay(address)
        for form in page.forms():
            if "/to/to-giay/" in form.action:
                self.browser.submit(form, follow=False)
        doors = page.links("/to/nha/")
        if doors:
            self._plan_doors(doors[0])

    # --- into the group

    def _relay(self, address: str) -> None:
        page = self.browser.get(address)
        waits = [form for form in page.forms() if "/da-dang/" in form.action]
        if not waits or address in self.sharing:
            return
        self.sharing.add(address)
        text = WORDS.search(page.text)
        words = plain_lines(text[1]) if text else ""
        self.stage.agenda.after(SHARES_AFTER, lambda: self._share(page, words))

    def _share(self, page: Page, words: str) -> None:
        """Shares the text into the group of the neighbourhood, comes back, says so."""
        link = LINK.search(words)
        self.stage.platforms.act(
            "group_post",
            group=f"to-{self.staff.place}",
            person=self.staff.username,
            text=words,
            link=link[0].rstrip(".,)") if link else "",
        )
        self.browser.submit(page.form("/da-dang/"), follow=False)
        self.stage.count("posted")
        self.stage.agenda.stir()
        for minutes in self.stage.assumed.leaders.reads_viewer_list:
            self.stage.agenda.after(minutes, self.mark_viewers)

    # --- the list of viewers

    def mark_viewers(self) -> None:
        """Many households in one gesture; then who wrote a number that fits no house."""
        if _is_late(self.stage.agenda.now):
            return
        page = self.browser.get("/to/")
        for address in page.links("/to/con-thieu/")[:1]:
            self._mark(self.browser.get(address))
        if page.links("/to/hoi/"):
            self._settle()
        doors = page.links("/to/nha/")
        if doors:
            self._plan_doors(doors[0])

    def _mark(self, page: Page) -> None:
        seen = []
        for fieldset in FIELDSET.findall(page.text):
            legend = LEGEND.search(fieldset)
            alley = plain(legend[1]) if legend else ""
            for value, _name, small in PICK.findall(fieldset):
                house = plain(small).partition("·")[0].strip()
                home = self.find(f"{house}, {alley}" if alley else house)
                if home is not None and self.residents.has_visibly_looked(home):
                    seen.append(value)
        if seen:
            form = page.form("/da-xem/")
            self.browser.submit(form, {"home": seen}, follow=False)
            self.stage.count("observed", len(seen))

    def _settle(self) -> None:
        """The leader knows who wrote it when just one such house has looked by itself."""
        page = self.browser.get("/to/hoi/")
        for form in [one for one in page.forms() if "/to/hoi/" in one.action]:
            said = re.search(
                re.escape(form.action.rsplit("/to/", 1)[1]) + r'".*?<h3>(.*?)</h3>',
                page.text,
                re.DOTALL,
            )
            written = plain(said[1]).partition(":")[2].strip() if said else ""
            fitting = [
                choice
                for choice in form.choices("home")
                if written and _is_meant(written, choice.text) and self._asked(choice.text)
            ]
            if len(fitting) == 1:
                self.browser.submit(form, {"home": fitting[0].value}, follow=False)
                self.stage.count("settled")

    def _asked(self, option: str) -> bool:
        home = self.find(option.partition(", ")[2])
        return home is not None and home.id in self.residents.asked

    # --- doors

    def _plan_doors(self, url: str) -> None:
        if url in self.rounds:
            self._go_on(self.rounds[url])
            return
        going = self.round_of(url)
        assumed = self.stage.assumed.doors.begin_after
        lag = self.stage.habits.lag(assumed, 0.5, "doors", self.staff.username)
        self.stage.agenda.after(lag, going.begin)
        for helper in self.helpers:
            if not helper.rounds and not helper.is_coming:
                helper.is_coming = True
                self.stage.agenda.after(CALLS_HELPERS_AFTER, helper.look)

    def round_of(self, url: str) -> Round:
        """This helper's evening at these doors; the same for the same list."""
        if url not in self.rounds:
            self.rounds[url] = Round(
                self.stage,
                self.browser,
                url,
                self.find,
                self._tries_of,
                is_of_ward=not self.staff.place,
                from_behind=self.staff.role != "leader",
                has_signal=lambda: self.stage.has_signal(self.staff.place),
            )
        return self.rounds[url]

    def _tries_of(self, home: Household) -> Tries:
        """Neighbours talk to each other, and the ward's helpers telephone before they set out."""
        return self.tries.setdefault(home.place, Tries())

    def _go_on(self, going: Round) -> None:
        if not going.is_running:
            self.stage.agenda.after(1.0, going.begin)

    # --- the ward's own helpers look by themselves

    def keep_looking(self) -> None:
        if _is_late(self.stage.agenda.now) or self.stage.agenda.now >= self.stage.ends:
            return
        if not any(one.is_running for one in self.rounds.values()):
            self.look()
        self.stage.agenda.after(WARD_LOOKS_EVERY, self.keep_looking)

    def morning(self) -> None:
        """At six the doors are open again for half an hour; minutes left over are used."""
        if self.stage.is_cut_off(self.staff.place):
            return
        for going in self.rounds.values():
            if not going.is_empty:
                going.left = []
                going.begin()


def _is_in_field(stage: Stage, staff: Staff) -> bool:
    trouble = stage.assumed.trouble
    return bool(trouble and staff.role == "leader" and staff.place == trouble.leader_in_field)


def _within_reach(stage: Stage) -> list[Household]:
    """Doors to which the ward's own helpers get that evening: not those of the far village."""
    return [home for home in stage.ward.households if not stage.is_cut_off(home.place)]


def hash_of(text: str) -> int:
    return sum(ord(one) * (nth + 1) for nth, one in enumerate(text))


def plain_lines(text: str) -> str:
    return "\n".join(plain(line) for line in text.split("\n")).strip()


def _is_meant(written: str, option: str) -> bool:
    """ "12 ngõ 4" or "12" said of "Nông Thị Bình, Số 12 ngõ 4, đường Thanh Niên"."""
    house, _, alley = written.partition(" ")
    where = option.partition(", ")[2]
    return where.startswith(f"Số {house} ") and alley in where


def _folded(address: str) -> str:
    return " ".join(address.replace(",", " ").lower().split())


def _is_late(now: datetime) -> bool:
    local = now.astimezone(ZONE)
    return local.hour >= 22 or local.hour < 6


def phones(stage: Stage, residents: Residents) -> dict[str, Phone]:
    """Everybody with an enrolled phone; those of a neighbourhood know what was tried there."""
    tries: dict[int, Tries] = {}
    found: dict[str, Phone] = {}
    for one in stage.ward.staff:
        if one.role not in {"leader", "deputy", "team_member"}:
            continue
        found[one.username] = Phone(stage, one, residents, tries)
    for each in found.values():
        if each.staff.role in {"leader", "deputy"}:
            same = [other for other in found.values() if other.staff.place == each.staff.place]
            each.helpers = [other for other in same if other is not each]
    return found


def staff_alerts(found: dict[str, Phone], item: dict[str, Any]) -> None:
    phone = found.get(item["person"])
    if (
        phone is not None
        and item["channel"] in CALLS
        and not phone.stage.is_cut_off(phone.staff.place)
    ):
        phone.alerted()
