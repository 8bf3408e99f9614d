"""Numbers that people type, and what the machine says of hours, lists and persons."""

from datetime import timedelta

import pytest

from nhipcau.inbox.assess import (
    HEAVY,
    HELLO,
    HOURS,
    NOTHING,
    PERSON,
    QUESTION,
    THANKS,
    asks_something,
    assess,
    is_dangerous,
    language_of,
)
from nhipcau.inbox.menu import oa_menu
from nhipcau.inbox.models import Message, Question
from nhipcau.procedures.content import Content
from nhipcau.procedures.revise import add_procedure

S = Question.State


def test_a_greeting_says_what_can_be_done_once_a_day(desk, civil):
    desk.hear("chào ad ạ")
    assert desk.question is None
    assert "1 – Tra thủ tục" in desk.said[0] and "tin trả lời tự động" in desk.said[0]
    desk.hear("alo")
    desk.hear("alo phường ơi")
    assert len(desk.said) == 2
    civil.go(timedelta(days=1))
    desk.hear("chào phường")
    assert len(desk.said) == 3


def test_numbers_mean_what_the_last_menu_said(desk):
    desk.hear("xin chào")
    desk.hear("2")
    assert "07:30–11:30, 13:30–17:00" in desk.said[-1]
    desk.hear("1")
    assert "/song-cau/thu-tuc/" in desk.said[-1]
    desk.hear("0")
    assert desk.question.wants_person
    assert "Đã chuyển cho cán bộ" in desk.said[-1]


def test_a_number_without_a_menu_is_only_a_word(desk, civil):
    desk.hear("xin chào")
    civil.go(timedelta(days=2))
    desk.hear("2")
    assert "07:30–11:30" not in desk.said[-1]


def test_the_right_procedure_is_confirmed_by_one_number_and_needs_nobody(desk, birth):
    desk.hear("cho hỏi làm lại giấy khai sinh cần gì?")
    desk.hear("1")
    assert (desk.question.state, desk.question.closed_why) == (S.CLOSED, "thanked")
    assert desk.question.rating.score == 3


def test_the_wrong_one_is_handed_to_a_person_by_zero(desk, birth):
    desk.hear("cho hỏi làm lại giấy khai sinh cần gì?")
    desk.hear("0")
    assert desk.question.is_open and desk.question.wants_person
    assert Question.objects.count() == 1


def test_when_it_is_not_sure_the_machine_asks_which(desk, ward):
    for code, name in (
        ("1.000001", "Đăng ký kết hôn"),
        ("1.000002", "Đăng ký khai tử"),
    ):
        content = Content(name, level="Cấp xã", steps="x")
        add_procedure(ward.locality, code, content, by=ward.quan.actor)
    desk.hear("cho hỏi đăng ký cần gì?")
    question = desk.question
    assert not question.automatic
    assert "Máy chưa chắc" in desk.said[0]
    desk.hear("1")
    question.refresh_from_db()
    assert question.automatic and "Thủ tục bác chọn" in desk.said[-1]


def test_outside_hours_it_is_said_when_the_office_opens(desk, civil):
    civil.go(timedelta(hours=4))
    desk.hear("ổ gà trước ngõ 4 bao giờ sửa?")
    assert "ngoài giờ làm việc" in desk.said[0]
    assert "07:30" in desk.said[0]


def test_an_account_that_serves_nobody_stays_silent_and_keeps_the_question(desk):
    desk.oa.settings = {"sender": "none"}
    desk.oa.save()
    desk.hear("ổ gà trước ngõ 4 bao giờ sửa?")
    assert desk.said == [] and desk.question.is_open


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("❤️", NOTHING),
        ("dạ em cảm ơn ạ", THANKS),
        ("Ok", THANKS),
        ("Chào ad", HELLO),
        ("cho em hỏi với ạ", HELLO),
        ("hỏi cán bộ", PERSON),
        ("#hoi-can-bo", PERSON),
        ("gặp cán bộ", PERSON),
        ("Giờ làm việc", HOURS),
        ("đm", HEAVY),
        ("chào ad, cho hỏi sang tên đất cần gì", QUESTION),
        ("cảm ơn, nhưng lệ phí bao nhiêu?", QUESTION),
        ("giờ làm việc thứ bảy có làm khai sinh không", QUESTION),
        ("nhà tôi cạnh chợ Bắc Kạn", QUESTION),
        ("con chó nhà hàng xóm sủa suốt đêm", QUESTION),
        ("du lịch hồ Ba Bể", QUESTION),
    ],
)
def test_what_a_message_is(text, kind):
    assert assess(text).kind == kind


@pytest.mark.parametrize(
    "text", ["con chó nhà hàng xóm", "đi du lịch", "do chợ đông", "lon bia", "mất dây"]
)
def test_plain_words_are_no_curses(text):
    assert not assess(text).is_heavy


def test_languages_are_guessed_and_doubt_is_vietnamese():
    assert language_of("how can I renew my passport?") == "en"
    assert language_of("Noọng pây hâư mà, hẩư chài tẳm") == "tyz"
    assert language_of("lam lai can cuoc o dau") == "vi"
    assert language_of("ok") == "vi"


def test_comments_that_ask_and_files_that_run():
    assert asks_something("Mấy giờ vậy ad") and not asks_something("Tuyệt vời quá")
    assert is_dangerous("hoá đơn.PDF.exe ") and not is_dangerous("đơn.pdf")
    assert not is_dangerous("exe")


def test_the_account_s_menu_is_shown_and_what_would_not_work_is_told(desk, settings):
    settings.BASE_URL = "http://127.0.0.1:8000"
    lines = oa_menu(desk.ward.locality, centre="http://dichvucong.example")
    assert [line.value for line in lines if line.value.startswith("#")]
    assert all("https" in line.fault for line in lines if line.value.startswith("http:"))
    settings.BASE_URL = "https://sc.example"
    good = oa_menu(desk.ward.locality, centre="https://dichvucong.example")
    assert not good[1].fault and not good[-1].fault


def test_english_is_answered_in_english_where_the_catalogue_has_it(desk):
    desk.hear("Hello, how can I renew my passport?")
    assert len(desk.said) == 1
    assert Message.objects.get(is_automatic=True).question.language == "en"
