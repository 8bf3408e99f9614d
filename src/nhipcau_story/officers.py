"""Lan writes, Minh approves and publishes on the phone: through their own pages."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from nhipcau_story.browser import Browser, Form, Page, Stuck, plain
from nhipcau_story.habits import DEADLINE, PAPER_AT
from nhipcau_story.report import read_report
from nhipcau_story.stage import Stage

NOTICES = "/lam-viec/thong-bao/"
NOTICE = {
    "title": "Khám sàng lọc đái tháo đường miễn phí sáng mai 27/5",
    "text": (
        "Trung tâm Y tế thành phố khám sàng lọc bệnh đái tháo đường miễn phí cho bà con phường ta, "
        "bắt đầu từ 7 giờ sáng mai, thứ Bảy. Ai đến trước khám trước, xong trong buổi sáng. "
        "Nhịn ăn sáng, chỉ uống nước lọc để lấy máu cho đúng."
    ),
    "for_whom": "Người từ 40 tuổi trở lên; người nhà báo giúp các cụ",
    "place": "Nhà văn hoá phường Sông Cầu",
    "bring": "Thẻ BHYT, căn cước, đơn thuốc đang uống (nếu có)",
    "issuer": "Trung tâm Y tế thành phố Bắc Kạn",
    "number": "87/TB-TTYT",
    "signer": "Giám đốc Trung tâm Y tế",
}
STARTER = re.compile(r'<a\b[^>]*href="(\?mau=[^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
MOMENT = "%Y-%m-%dT%H:%M"
EVENT_AT = datetime(2023, 5, 27, 7, 0)  # noqa: DTZ001  as typed into the form: the ward's own time
EVENT_UNTIL = datetime(2023, 5, 27, 11, 0)  # noqa: DTZ001


class Officers:
    """`published` is called once the notice is out."""

    def __init__(self, stage: Stage, key: str, published: Callable[[], None]) -> None:
        self.stage, self.key, self.published = stage, key, published
        self.lan = self._signed_in("lan", "127.7.0.1")
        self.minh = self._signed_in("minh", "127.7.0.2")
        self.notice = ""

    def _signed_in(self, username: str, source: str) -> Browser:
        browser = self.stage.browser(source)
        page = browser.get(f"/demo/vao/{username}/?khoa={self.key}&toi={NOTICES}")
        if page.status != 200:
            raise Stuck(f"{username} could not sign in: {page.status} {page.words()[:200]}")
        return browser

    def paper_arrives(self) -> None:
        agenda, habits = self.stage.agenda, self.stage.assumed.officers
        agenda.after(habits.writes, self.write)
        agenda.after(habits.writes + habits.approves, self.approve_and_publish)

    def write(self) -> None:
        page = self._new_page()
        form = next((one for one in page.forms() if one.choices("title")), None)
        if form is None:
            raise Stuck(f"no form to write a notice at {page.url}: {page.words()[:300]}")
        answers: dict[str, str | list[str]] = {
            **NOTICE,
            "event_at": EVENT_AT.strftime(MOMENT),
            "event_until": EVENT_UNTIL.strftime(MOMENT),
            "deadline": DEADLINE.strftime(MOMENT),
            "received_at": PAPER_AT.strftime(MOMENT),
            "signed_on": "2023-05-24",
            "urgency": "urgent",
            "scope": "all",
            "min_age": "",
        }
        page = self.lan.submit(form, _known(form, answers), button="submit")
        self.notice = _notice_of(page)
        self.stage.agenda.stir()

    def _new_page(self) -> Page:
        """Begun from the starter for screenings when there is one."""
        page = self.lan.get(self.lan.get(NOTICES).links(f"{NOTICES}soan/")[0])
        for href, name in STARTER.findall(page.text):
            if "khám" in plain(name).lower():
                return self.lan.get(page.url.partition("?")[0] + href)
        return page

    def approve_and_publish(self) -> None:
        """On the phone: the notice of which Lan told, its page for approval, one button."""
        page = self.minh.get(self.notice)
        found = page.links("/duyet/")
        if not found:
            raise Stuck(f"Minh found nothing to approve at {page.url}: {page.words()[:300]}")
        page = self.minh.get(found[0])
        form = next((one for one in page.forms() if one.choices("at_once")), None)
        if form is None:
            raise Stuck(f"Minh cannot publish at {page.url}: {page.words()[:400]}")
        done = self.minh.submit(form, button="1")
        if done.status >= 400 or "/duyet/" in done.url:
            raise Stuck(f"not published: {done.status} {done.words()[:400]}")
        self.stage.agenda.stir()
        self.published()

    def report(self) -> dict[str, Any]:
        """Next morning: Lan takes the report upwards, and reads every line of it."""
        return read_report(self.lan.download(f"{self.notice}do-phu/bao-cao.xlsx"))


def _known(form: Form, answers: dict[str, str | list[str]]) -> dict[str, str | list[str]]:
    names = {one.name for one in form.controls}
    return {name: value for name, value in answers.items() if name in names}


def _notice_of(page: Page) -> str:
    """The address of the notice that was just handed in."""
    path = "/" + page.url.split("://", 1)[1].partition("/")[2].partition("?")[0]
    number = path.removeprefix(NOTICES).split("/")[0]
    if not number.isdigit():
        raise Stuck(f"the notice was not handed in: {page.status} {page.words()[:400]}")
    return f"{NOTICES}{number}/"
