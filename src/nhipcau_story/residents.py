"""Residents: they look into their group, open the link, say which house they are, or do nothing."""

import re
from datetime import datetime, timedelta
from typing import Any

from nhipcau_story.browser import Browser
from nhipcau_story.habits import Look, Reads
from nhipcau_story.people import Household
from nhipcau_story.stage import Stage

LINK = re.compile(r"https?://[^\s\"'<>]+")
SMS_LAG = 20.0


class Residents:
    """`knows` is when a household looked at the notice by itself, whatever the ward knows."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.homes = {home.id: home for home in stage.ward.households}
        self.looked: dict[str, datetime] = {}
        self.asked: set[str] = set()

    def shown(self, item: dict[str, Any]) -> None:
        """Something lit up on a resident's phone."""
        home = self.homes.get(item["person"])
        if home is None or self.stage.is_cut_off(home.place):
            return
        at = datetime.fromtimestamp(item["at"], self.stage.agenda.now.tzinfo)
        if item["channel"] == "group":
            self._group_post(home, item, at)
        elif item["channel"] == "zalo_article":
            self._article(home, item, at)
        elif item["channel"] in {"sms", "zalo_template"}:
            self._sms(home, item, at)

    def has_visibly_looked(self, home: Household) -> bool:
        """The leader sees them in the list of viewers: they opened the group, not the link."""
        look = self.stage.habits.looks.get(home.id)
        at = self.looked.get(home.id)
        return bool(look and at and look.how is Reads.VISIBLY and at <= self.stage.agenda.now)

    def _group_post(self, home: Household, item: dict[str, Any], at: datetime) -> None:
        look = self.stage.habits.looks.get(home.id)
        if look is None or look.how is Reads.ARTICLE or home.id in self.looked:
            return
        when = self._when(home, look, at)
        if look.how is Reads.VISIBLY:
            self.looked[home.id] = when
        else:
            self._will_tap(home, item, when)

    def _article(self, home: Household, item: dict[str, Any], at: datetime) -> None:
        look = self.stage.habits.looks.get(home.id)
        if look is not None and look.how is Reads.ARTICLE:
            when = at + timedelta(minutes=look.after)
            self.stage.agenda.at(when, lambda: self._open_article(item))

    def _open_article(self, item: dict[str, Any]) -> None:
        opened = self.stage.platforms.act("open", n=item["n"])
        if opened["link"]:
            browser = self.browser_of(self.homes[item["person"]])
            browser.get(opened["link"])
            browser.close()

    def _sms(self, home: Household, item: dict[str, Any], at: datetime) -> None:
        """Who would have looked into the group later looks now; few others can open a link."""
        look = self.stage.habits.looks.get(home.id)
        lag = self.stage.habits.lag(SMS_LAG, 0.8, "sms", home.id)
        when = at + timedelta(minutes=lag)
        if look is not None and look.how is not Reads.ARTICLE:
            planned = self.looked.get(home.id)
            if look.how is Reads.TAPS and home.id not in self.asked:
                self._will_tap(home, item, when)
            elif planned is not None and planned > when:
                self.looked[home.id] = when
            return
        dice = self.stage.habits.dice("child", home.id)
        if not home.has_smartphone and dice.random() < self.stage.assumed.reading.sms_shows_child:
            self._will_tap(home, item, when)

    def _when(self, home: Household, look: Look, posted: datetime) -> datetime:
        if look.how is Reads.LATER:
            return max(self.stage.habits.later_at(home), posted)
        return posted + timedelta(minutes=look.after)

    def _will_tap(self, home: Household, item: dict[str, Any], when: datetime) -> None:
        found = LINK.search(item["link"] or item["text"])
        if found is None:
            return
        address = found[0].rstrip(".,)")
        if when < self.stage.ends:
            self.stage.agenda.at(when, lambda: self._tap(home, item, address))

    def _tap(self, home: Household, item: dict[str, Any], address: str) -> None:
        """Opens the link, finds the form, presses the one big button."""
        if home.id in self.asked:
            return
        self.asked.add(home.id)
        self.looked[home.id] = self.stage.agenda.now
        self.stage.platforms.act("open", n=item["n"])
        browser = self.browser_of(home)
        try:
            page = browser.get(address)
            forms = [form for form in page.forms() if form.action.endswith("/da-doc/")]
            if forms:
                asks = bool(forms[0].choices("house"))
                answers = self._who_we_are(home) if asks else {}
                browser.submit(forms[0], dict(answers), follow=False)
        finally:
            browser.close()

    def _who_we_are(self, home: Household) -> dict[str, str]:
        """As people write it: the number alone, and three digits of a telephone of theirs."""
        knows = self.stage.habits.dice("digits", home.id).random()
        digits = home.phone[-3:] if knows < self.stage.assumed.reading.knows_digits else "000"
        house = home.house.removeprefix("Số ")
        alley = home.alley.partition(",")[0]
        is_in_alley = alley.startswith("ngõ")
        return {"house": f"{house} {alley}" if is_in_alley else house, "digits": digits}

    def browser_of(self, home: Household) -> Browser:
        nth = int(home.id[4:])
        return self.stage.browser(f"127.8.{home.place}.{nth % 250 + 1}")
