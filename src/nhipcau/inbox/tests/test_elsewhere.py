"""Facebook: comments answered in public, privately once, and by hand in the page's own inbox."""

from datetime import timedelta

import pytest

from nhipcau.inbox.answer import answer_question
from nhipcau.inbox.elsewhere import find_typed
from nhipcau.inbox.models import Message, Question
from nhipcau.inbox.take import ask_from_comment
from nhipcau.inbox.ways import answer_ways

S = Question.State


@pytest.fixture
def question(desk) -> Question:
    desk.comment("Mấy giờ bắt đầu khám vậy ad?")
    return desk.question


def test_an_officer_makes_a_question_of_what_seemed_praise(desk):
    row = desk.comment("Hay quá, nhà em ở ngõ 4", reference="77_9")
    assert ask_from_comment(row) == ask_from_comment(row)
    assert Question.objects.count() == 1


def test_what_the_ledger_never_sent_was_typed_in_the_page_s_inbox(desk, civil):
    desk.hear("mấy giờ họp tổ ạ?", account=desk.page, person="998")
    echo = {"account": desk.page, "what": "echo", "person": "psid:998", "reference": "m_9"}
    desk.hear("Bảy giờ tối bác nhé", **echo)
    assert find_typed() == 0  # our own send may still be on its way
    civil.go(timedelta(minutes=3))
    assert (find_typed(), find_typed()) == (1, 0)
    assert desk.question.state == S.ANSWERED


def test_an_echo_of_our_own_words_is_nobody_s_typing(desk, civil):
    desk.hear("mấy giờ họp tổ ạ?", account=desk.page, person="998")
    answer_question(desk.question, text="Bảy giờ tối.", by=desk.officer)
    said = Message.objects.get(by=desk.officer).job.text
    echo = {"account": desk.page, "what": "echo", "person": "psid:998", "reference": "m_9"}
    desk.hear(said, **echo)
    civil.go(timedelta(minutes=3))
    assert find_typed() == 0


def test_messenger_s_window_is_a_day(desk, civil):
    desk.hear("mấy giờ họp tổ ạ?", account=desk.page, person="998")
    assert answer_ways(desk.question)[0].is_open
    civil.go(timedelta(hours=25))
    closed = answer_ways(desk.question)[0]
    assert not closed.is_open and "24 giờ" in closed.why
