"""While the evening plays, residents ask the ward and Lan answers: what a demo's inbox fills with.

Not part of the evenings that are measured: `play --questions` asks for it.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from nhipcau_story.browser import Browser, Page, Stuck
from nhipcau_story.stage import Stage

INBOX = "/lam-viec/hop-thu/"
ASK = "/song-cau/hoi/"
LOOKS_EVERY, FIRST_LOOK = 6.0, 14.0
GOES_HOME_AFTER = 55.0  # what is asked later waits in the inbox


@dataclass(frozen=True, slots=True)
class Wish:
    """`after` the paper came, in minutes. `way`: zalo, portal or comment."""

    after: float
    way: str
    text: str


WISHES = (
    Wish(6, "zalo", "Cho em hỏi làm lại giấy khai sinh cho con thì cần những giấy tờ gì ạ?"),
    Wish(9, "portal", "Xác nhận tình trạng hôn nhân mất bao lâu, có phải nộp tiền không?"),
    Wish(17, "zalo", "Nhà tôi có cụ 85 tuổi không đi lại được, cán bộ có tới nhà khám không?"),
    Wish(24, "comment", "Khám này có phải mang thẻ bảo hiểm không ạ?"),
    Wish(31, "zalo", "Căn cước của tôi 019083001234, đăng ký thường trú ở đâu?"),
    Wish(38, "portal", "Tôi 42 tuổi, nhịn ăn từ mấy giờ thì đi khám được?"),
    Wish(52, "comment", "Trời mưa có khám không phường ơi?"),
    Wish(66, "zalo", "Tro cap nguoi cao tuoi lam ho so the nao"),
    Wish(80, "portal", "Đường ngõ 4 đèn hỏng cả tuần, ai sửa?"),
    Wish(95, "zalo", "Chứng thực bản sao thứ Bảy có làm không?"),
)
ABOUT_TONIGHT = (
    "Dạ, bà con chỉ cần mang thẻ bảo hiểm y tế và căn cước, nhịn ăn từ 22 giờ, đến Nhà văn hoá "
    "phường từ 7 giờ sáng mai. Cụ nào không đi được, gia đình báo tổ trưởng để phường cử người tới."
)


class Questions:
    def __init__(self, stage: Stage, key: str) -> None:
        self.stage, self.key = stage, key
        self.desk: Browser | None = None
        self.goes_home_at = stage.agenda.now + timedelta(minutes=GOES_HOME_AFTER)
        homes = [home for home in stage.ward.households if home.follows]
        self.askers = [home.id for home in homes] or [stage.ward.households[0].id]

    def begin(self) -> None:
        agenda = self.stage.agenda
        for number, wish in enumerate(WISHES):
            agenda.after(wish.after, partial(self._ask, number, wish))
        agenda.after(FIRST_LOOK, self._look)

    def _ask(self, number: int, wish: Wish) -> None:
        asker = self.askers[number * 7 % len(self.askers)]
        found = self.stage.platforms.ask("GET", "/sandbox/state")
        if wish.way == "portal":
            self._on_portal(number, wish.text)
        elif wish.way == "zalo":
            oa = next(iter(found["oas"]))
            self.stage.platforms.act("text", oa=oa, person=asker, text=wish.text)
        else:
            page = next(name for name, about in found["pages"].items() if about["posts"])
            self.stage.platforms.act("comment", page=page, person=asker, text=wish.text)
        self.stage.count("questions")
        self.stage.agenda.stir()

    def _on_portal(self, number: int, text: str) -> None:
        browser = self.stage.browser(f"127.8.0.{number + 1}")
        form = next(one for one in browser.get(ASK).forms() if one.choices("text"))
        page = browser.submit(form, {"text": text, "phone": "", "name": "", "website": ""})
        browser.close()
        if "Mã theo dõi" not in page.words():
            raise Stuck(f"the question was not taken: {page.status} {page.words()[:300]}")

    def _look(self) -> None:
        """Lan answers the one that is due first, then looks again."""
        if self.desk is None:
            self.desk = self.stage.browser("127.7.0.3")
            self.desk.get(f"/demo/vao/lan/?khoa={self.key}&toi={INBOX}")
        waiting = [
            one
            for one in self.desk.get(INBOX).links(INBOX)
            if one.removeprefix(INBOX).strip("/").isdigit()
        ]
        if waiting:
            self._answer(self.desk, waiting[0])
        if self.stage.agenda.now < self.goes_home_at:
            self.stage.agenda.after(LOOKS_EVERY, self._look)

    def _answer(self, desk: Browser, url: str) -> None:
        page = desk.get(url)
        form = page.form("/tra-loi/")
        answers: dict[str, str | list[str]] = {"text": ABOUT_TONIGHT}
        suggested = next((c for c in form.controls if c.name == "insert"), None)
        if suggested is not None and _is_sure(page):
            fields = form.fields({"text": "Chào bác,"})
            page = desk.post(f"{url}chen/", [*fields, ("insert", suggested.value)])
            form, answers = page.form("/tra-loi/"), {}
        page = desk.submit(form, answers)
        if "Đã" not in page.words():
            raise Stuck(f"the answer was not taken: {page.status} {page.words()[:400]}")
        self.stage.count("answers")
        self.stage.agenda.stir()


def _is_sure(page: Page) -> bool:
    return "máy chắc thủ tục đầu" in page.words()
