"""A ward whose Official Account and page bring messages: rows as a webhook makes them, taken by the
takers of config/wiring.py. Fridays at half past four, ten minutes before the office closes."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.cast import FRIDAY_AFTERNOON, make_staff

from nhipcau.channels.incoming import take_incoming
from nhipcau.channels.models import Account, Incoming, Window
from nhipcau.core.clock import CLOCK_FILE_VARIABLE, civil_now
from nhipcau.dispatch.models import Job
from nhipcau.inbox.models import Conversation, Message, Question, Topic
from nhipcau.inbox.route import save_topic
from nhipcau.people.models import Role
from nhipcau.procedures.content import Content, PaperInput, WayInput
from nhipcau.procedures.revise import add_procedure
from nhipcau.text.mask import mask_ids

RESIDENT = "2512523625412515"


class Civil:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.at = FRIDAY_AFTERNOON
        self.go(timedelta())

    def go(self, by: timedelta) -> datetime:
        self.at += by
        self.path.write_text(str(self.at.timestamp()), encoding="ascii")
        return self.at


@pytest.fixture
def civil(tmp_path, monkeypatch) -> Civil:
    monkeypatch.setenv(CLOCK_FILE_VARIABLE, str(tmp_path / "clock"))
    return Civil(tmp_path / "clock")


class Desk:
    """What tests speak of: who writes, what the machine said, whose the question is."""

    def __init__(self, ward, civil: Civil) -> None:
        self.ward, self.civil = ward, civil
        self.oa = self._account("zalo_oa", "oa1", sender="v3")
        self.page = self._account("facebook_page", "page1")
        self.officer = make_staff(ward.locality, "oanh", "Mã Thị Oanh", Role.OFFICER)
        self.clerk = make_staff(ward.locality, "phuc", "Lộc Văn Phúc", Role.CLERK)

    def _account(self, kind: str, external: str, **settings) -> Account:
        return Account.objects.create(
            locality=self.ward.locality,
            kind=kind,
            name=kind,
            external_id=external,
            state=Account.State.WORKING,
            settings=settings,
        )

    def hear(self, text="", *, account=None, what="message", person=RESIDENT, **fields) -> Incoming:
        account, now = account or self.oa, civil_now()
        nth = Incoming.objects.count()
        row = Incoming.objects.create(
            locality=self.ward.locality,
            account=account,
            what=what,
            key=fields.pop("key", f"e{nth}"),
            person=person,
            reference=fields.pop("reference", f"m{nth}"),
            text=mask_ids(text),  # as channels/load.py keeps it
            at=now,
            detail=fields,
        )
        if what == "message" and person:
            Window.objects.update_or_create(
                locality=self.ward.locality,
                account=account,
                person=person,
                defaults={"last_act_at": now},
            )
        take_incoming()
        row.refresh_from_db()
        return row

    def comment(self, text: str, *, reference="77_1", verb="add", **fields) -> Incoming:
        detail = {"item": "comment", "verb": verb, "post": "1_77", **fields}
        what = "other" if verb == "remove" else "comment"
        return self.hear(
            text, account=self.page, what=what, person="998", reference=reference, **detail
        )

    @property
    def question(self) -> Question:
        return Question.objects.order_by("-id").first()

    @property
    def talk(self) -> Conversation:
        return Conversation.objects.order_by("-id").first()

    @property
    def said(self) -> list[str]:
        """What the machine said, in order."""
        return list(Message.objects.filter(is_automatic=True).values_list("text", flat=True))

    @property
    def sent(self) -> list[str]:
        return list(Job.objects.order_by("id").values_list("text", flat=True))

    def topic(self, name="Hộ tịch", words="khai sinh\nkhai tử", hours=8, staff=()) -> Topic:
        return save_topic(
            self.ward.locality,
            None,
            name=name,
            words=words,
            hours=hours,
            staff=list(staff),
            by=self.ward.quan,
        )


@pytest.fixture
def desk(ward, civil) -> Desk:
    return Desk(ward, civil)


@pytest.fixture
def birth(ward):
    """A procedure that the search is sure of."""
    ways = (WayInput("direct", "1", "working_day", fee_kind="free", fee_vnd=0),)
    papers = (PaperInput("Tờ khai đăng ký lại khai sinh", originals=1),)
    content = Content(
        "Thủ tục đăng ký lại khai sinh",
        level="Cấp xã",
        sector="Hộ tịch",
        audience="Công dân Việt Nam",
        steps="Nộp tờ khai",
        ways=ways,
        papers=papers,
    )
    return add_procedure(ward.locality, "1.004884", content, by=ward.quan.actor)
