"""“Đặt lịch hẹn” typed to the Official Account: two numbers later it is booked."""

from datetime import timedelta

import pytest

from nhipcau.channels.incoming import take_incoming
from nhipcau.channels.models import Account, Incoming, Window
from nhipcau.core.clock import civil_now
from nhipcau.counter.chat import ASKS
from nhipcau.counter.models import Appointment, ChatOffer
from nhipcau.counter.tell import tell
from nhipcau.dispatch.models import Job
from nhipcau.text.fold import fold


class Chat:
    def __init__(self, desk) -> None:
        self.desk = desk
        self.oa = Account.objects.create(
            locality=desk.ward.locality, kind="zalo_oa", name="OA", external_id="oa1",
            state="working", settings={"sender": "v3"},
        )  # fmt: skip

    def hear(self, text: str) -> str:
        """Who took it; what was said stands in `self.said`."""
        row = Incoming.objects.create(
            locality=self.desk.ward.locality, account=self.oa, what="message", person="251",
            key=f"e{Incoming.objects.count()}", text=text, at=civil_now(),
        )  # fmt: skip
        Window.objects.update_or_create(
            locality=row.locality, account=self.oa, person="251",
            defaults={"last_act_at": civil_now()},
        )  # fmt: skip
        take_incoming()
        row.refresh_from_db()
        return row.taken_by

    @property
    def said(self) -> str:
        return Job.objects.order_by("-id").first().text


@pytest.fixture
def chat(desk) -> Chat:
    return Chat(desk)


@pytest.mark.parametrize(
    "words", ["Đặt lịch hẹn", "#dat-lich-hen", "dat lich", "Em muốn đặt hẹn ạ", "đăng ký lịch hẹn"]
)
def test_words_that_ask_for_an_appointment(words):
    assert ASKS.match(fold(words))


@pytest.mark.parametrize("words", ["lịch tiêm", "hẹn trả hồ sơ bao giờ", "đặt lịch cắt điện hả"])
def test_words_that_ask_for_something_else(words):
    assert not ASKS.match(fold(words))


def test_one_kind_offers_three_times_and_a_number_books(desk, chat):
    assert chat.hear("đặt lịch hẹn") == "counter.appointments"
    assert "1 – 08:30 Thứ Sáu 26/5" in chat.said and "/song-cau/hen/" in chat.said
    assert chat.hear("2") == "counter.appointments"
    made = Appointment.objects.get()
    assert (made.person, made.source, f"{made.at:%H:%M}") == ("251", "chat", "02:00")
    assert made.code in chat.said and not ChatOffer.objects.exists()
    assert chat.hear("2") == "inbox.messages"  # no offer stands any more


def test_several_kinds_are_asked_first_and_zero_ends_it(desk, chat):
    desk.kind("Hỗ trợ nộp trực tuyến", "C", per_slot=2)
    chat.hear("đặt lịch")
    assert "2 – Hỗ trợ nộp trực tuyến" in chat.said
    chat.hear("7")
    assert "không có trong danh sách" in chat.said
    chat.hear("2")
    chat.hear("0")
    assert not Appointment.objects.exists() and not ChatOffer.objects.exists()


def test_other_words_are_the_inboxs_and_end_the_offer(desk, chat, civil):
    chat.hear("đặt lịch hẹn")
    assert chat.hear("xin chào") == "inbox.messages"
    assert chat.hear("1") == "inbox.messages"
    chat.hear("đặt lịch hẹn")
    civil.go(61)
    assert chat.hear("1") == "inbox.messages"


def test_a_time_that_was_taken_meanwhile_is_offered_no_more(desk, chat):
    chat.hear("đặt lịch hẹn")
    desk.file.per_slot = 0
    desk.file.save()
    chat.hear("1")
    assert "Giờ này không đặt được" in chat.said or "kín lịch" in chat.said
    assert not Appointment.objects.exists()


def test_word_goes_back_into_the_chat_only_while_its_window_is_open(desk, chat, civil):
    chat.hear("đặt lịch hẹn")
    chat.hear("1")
    made = Appointment.objects.select_related("account").get()
    assert tell(made, "x", "Nhắc").account == chat.oa
    civil.go(timedelta(days=3).total_seconds() / 60)
    assert tell(made, "y", "Nhắc") is None
