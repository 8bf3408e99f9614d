"""What else happens on the hard evening: a leader in the field, an account whose package is dead, a
gateway whose purse is empty, a village without signal, loudspeakers that play by themselves."""

import json
import re
import uuid
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from nhipcau_story.assumptions import Trouble
from nhipcau_story.browser import FORM, Browser, Page, Stuck, attributes
from nhipcau_story.habits import ZONE, moment
from nhipcau_story.leaders import Phone
from nhipcau_story.stage import Stage
from nhipcau_story.ward import SMS, ZALO

SWITCH = re.compile(r'<[^>]*\bdata-key="[^"]*"[^>]*>')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
LINK = re.compile(r"https?://[^\s\"'<>]+")
BY_HAND = ("loa tay", "kẻng")  # as the leader's page calls these tasks
LOOKS_EVERY = 120.0  # civil seconds; a small ward's evening need not be watched by the minute
ASKS_EVERY, ASKS = 20.0, 8


class Hardships:
    def __init__(
        self, stage: Stage, trouble: Trouble, phones: dict[str, Phone], speakers: dict[str, str]
    ) -> None:
        self.stage, self.trouble, self.phones = stage, trouble, phones
        self.leader = phones[f"leader-{trouble.leader_in_field}"]
        self.village = [one for one in phones.values() if stage.is_cut_off(one.staff.place)]
        self.speakers = [Loudspeaker(stage, address) for address in speakers.values()]
        self.asked: list[tuple[str, str, str]] = []
        self.has_word = False
        self.to_say: set[str] = set()

    def begin(self) -> None:
        """The paper has just come. The leader lets this phone show notices, then goes out."""
        agenda = self.stage.agenda
        agenda.every = LOOKS_EVERY
        self._fails("oa", ZALO["oa_id"], package="basic")
        for person in self._villagers():
            self._fails("person", person, phone_state="off")
        self._takes_notices()
        agenda.at(moment(self.trouble.purse_empty), self._empty_purse)
        agenda.at(moment(self.trouble.word_arrives), self._bring_word)
        for begins, ends in self.stage.hilltop:
            agenda.at(begins, partial(self._climb, ends))

    def published(self) -> None:
        for one in self.speakers:
            self.stage.agenda.after(ASKS_EVERY, one.ask)

    def shown(self, item: dict[str, Any]) -> None:
        """What the phones of the leader in the field and of the deputy showed, and when."""
        phone = self.phones.get(item["person"])
        if phone is None or phone.staff.place != self.trouble.leader_in_field:
            return
        if phone is self.leader and item["channel"] == "web_push" and not self.asked:
            self._confirm(item)
            return
        at = datetime.fromtimestamp(item["at"], ZONE).strftime("%H:%M:%S")
        self.asked.append((phone.staff.role, item["channel"], at))

    # --- what breaks

    def _fails(self, what: str, identity: str, **fields: Any) -> None:
        asked = {"what": what, "id": identity, "fields": fields}
        self.stage.platforms.ask("POST", "/sandbox/set", asked)

    def _empty_purse(self) -> None:
        self._fails("sms", SMS["api_key"], balance=0)

    def _villagers(self) -> list[str]:
        homes = self.stage.ward.of_place(self.trouble.no_signal)
        return [home.id for home in homes] + [phone.staff.username for phone in self.village]

    # --- the leader in the field: one more way, tried out before going

    def _takes_notices(self) -> None:
        self.leader.enrol()
        browser = self.leader.browser
        page = browser.get("/to/nhan-tin/")
        switch, token = SWITCH.search(page.text), TOKEN.search(page.text)
        if switch is None or token is None:
            raise Stuck(f"no switch for notices at {page.url}: {page.words()[:300]}")
        known = attributes(switch[0])
        asked = {"person": self.leader.staff.username, "key": known["data-key"]}
        made = self.stage.platforms.ask("POST", "/sandbox/push_subscribe", asked)
        fields = [("endpoint", made["endpoint"]), ("csrfmiddlewaretoken", token[1])]
        browser.post(known["data-subscribe"], fields + list(made["keys"].items()))
        page = browser.get("/to/cach-bao/")
        tests = [form for form in page.forms() if form.action.endswith("/thu/")]
        browser.submit(tests[-1], follow=False)
        self.stage.agenda.stir()

    def _confirm(self, item: dict[str, Any]) -> None:
        """ "Tôi đã nhận": the test came by this way."""
        browser = self.leader.browser
        found = LINK.search(item["link"] or item["text"])
        page = browser.get(found[0]) if found else Page(0, "", "")
        browser.submit(page.form("/da-nhan/"), follow=False)
        self.stage.count("ways confirmed")

    # --- the village

    def _bring_word(self) -> None:
        """Nobody there can be called, so somebody of the ward rides out with the paper."""
        self.has_word = True
        self.stage.count("rides")

    def _climb(self, ends: datetime) -> None:
        """Up on the hill the phone works: what was done is ticked and sent, the list is fetched."""
        if not self.has_word:
            return
        for phone in self.village:
            phone.enrol()
            page = phone.browser.get("/to/")
            if phone.staff.role == "leader":
                self._tick(phone.browser, page)
            for url in page.links("/to/nha/")[:1]:
                going = phone.round_of(url)
                going.fetch()
                self.stage.agenda.at(ends + timedelta(minutes=1), going.begin)
        self.stage.agenda.stir()

    def _tick(self, browser: Browser, page: Page) -> None:
        """With the loudspeaker and the gong along the alleys between one climb and the next."""
        for attrs, inner in FORM.findall(page.text):
            action = attributes(attrs).get("action", "")
            if "/to/viec/" not in action or not any(word in inner for word in BY_HAND):
                continue
            if action in self.to_say:
                browser.submit(page.form(action), follow=False)
                self.stage.count("said by hand")
            self.to_say.add(action)


class Loudspeaker:
    """A device of a neighbourhood: asks for its list, fetches the sound, plays, says so."""

    def __init__(self, stage: Stage, address: str) -> None:
        self.stage, self.address = stage, address
        self.browser = stage.browser("127.6.0.2")
        self.asks, self.played = 0, set[int]()

    def ask(self) -> None:
        self.asks += 1
        found = json.loads(self.browser.get(f"{self.address}danh-sach.json").text)
        for item in found["items"]:
            version = item["_loa"]["version"]
            if version in self.played:
                continue
            self.played.add(version)
            self.stage.agenda.after(item["_loa"]["in"] / 60, partial(self._play, item))
        if self.asks < ASKS:
            self.stage.agenda.after(ASKS_EVERY, self.ask)

    def _play(self, item: dict[str, Any]) -> None:
        sound = item["attachments"][0]
        if self.browser.get(sound["url"]).status != 200:
            raise Stuck(f"no sound at {sound['url']}")
        said = {"version": item["_loa"]["version"], "key": uuid.uuid4(), "ago": 0}
        said["seconds"] = sound["duration_in_seconds"]
        fields = [(name, str(value)) for name, value in said.items()]
        self.browser.post(f"{self.address}da-phat/", fields, follow=False)
        self.stage.count("loudspeakers played")
