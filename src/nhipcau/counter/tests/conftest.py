"""A desk with two kinds of help and two windows, on a Friday at eight in the morning."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.cast import make_staff

from nhipcau.core.actor import Actor
from nhipcau.core.clock import CLOCK_FILE_VARIABLE
from nhipcau.counter.arrange import KindInput, add_window, save_kind
from nhipcau.counter.call import call_next
from nhipcau.counter.models import Ticket
from nhipcau.counter.take import Wanted, take_ticket
from nhipcau.people.models import Role

FRIDAY_MORNING = datetime(2023, 5, 26, 1, 0, tzinfo=UTC)  # 08:00 in Bắc Kạn
DOOR = Actor("desk", "1")


class Civil:
    def __init__(self, path: Path) -> None:
        self.path, self.at = path, FRIDAY_MORNING
        self.go(0)

    def go(self, minutes: float) -> datetime:
        self.at += timedelta(minutes=minutes)
        self.path.write_text(str(self.at.timestamp()), encoding="ascii")
        return self.at


@pytest.fixture
def civil(tmp_path, monkeypatch) -> Civil:
    monkeypatch.setenv(CLOCK_FILE_VARIABLE, str(tmp_path / "clock"))
    return Civil(tmp_path / "clock")


class Desk:
    """What tests speak of: the clerk, the windows, who takes a number, who is called."""

    def __init__(self, ward, civil: Civil) -> None:
        self.ward, self.civil = ward, civil
        self.clerk = make_staff(ward.locality, "phuc", "Lộc Văn Phúc", Role.CLERK)
        self.officer = make_staff(ward.locality, "oanh", "Mã Thị Oanh", Role.OFFICER)
        self.file = self.kind("Nộp hồ sơ", "A", per_slot=1)
        self.ask = self.kind("Hỏi", "D")
        self.one = add_window(ward.locality, number=1, by=self.clerk)
        self.two = add_window(ward.locality, number=2, by=self.clerk)

    def kind(self, name: str, letter: str, **more):
        given = KindInput(name, letter, **more)
        return save_kind(self.ward.locality, None, given, by=self.clerk)

    def take(self, kind=None, priority="", **more) -> Ticket:
        wanted = Wanted(source="kiosk", priority=priority, **more)
        return take_ticket(kind or self.file, wanted, by=DOOR)

    def call(self, window=None, by=None) -> Ticket | None:
        """As the page does it: with the number that it shows."""
        window = window or self.one
        now = Ticket.objects.filter(window=window, state="called").first()
        return call_next(window, by=by or self.clerk, seen=now.pk if now else 0)


@pytest.fixture
def desk(ward, civil) -> Desk:
    return Desk(ward, civil)
