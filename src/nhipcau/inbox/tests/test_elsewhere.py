"""Facebook: comments answered in public, privately once, and by hand in the page's own inbox."""

from datetime import timedelta

import pytest

from nhipcau.channels.models import Incoming
from nhipcau.core.errors import WrongState
from nhipcau.inbox.answer import answer_question
from nhipcau.inbox.elsewhere import answered_under, find_typed
from nhipcau.inbox.models import Message, Question
from nhipcau.inbox.take import ask_from_comment
from nhipcau.inbox.ways import answer_ways
from nhipcau.outreach.comments import answer_comment, comments_of, write_privately

S = Question.State


@pytest.fixture
def question(desk) -> Question:
    desk.comment("Mấy giờ bắt đầu khám vậy ad?")
    return desk.question


def test_a_comment_is_answered_in_public_or_privately_once(desk, question):
    ways = [way.kind for way in answer_ways(question) if way.is_open]
    assert ways[:2] == ["comment", "private"]
    answer_question(question, text="Bảy giờ sáng ạ.", by=desk.officer)
    message = answer_question(question, text="Nhà bác ở tổ nào?", by=desk.officer, way="private")
    assert message.job.key == f"comment:{desk.page.pk}:77_1:private"
    (shown,) = comments_of(desk.page)
    assert shown.is_private_done and shown.answers[0].startswith("Bảy giờ sáng ạ.")
    with pytest.raises(WrongState, match="chỉ cho một lần"):
        answer_question(question, text="Bác ơi?", by=desk.officer, way="private")


def test_what_the_comments_page_sent_privately_is_known_to_the_inbox(desk, question):
    row = Incoming.objects.get()
    write_privately(row, "Chào bác", by=desk.clerk)
    private = next(way for way in answer_ways(question) if way.kind == "private")
    assert not private.is_open


def test_an_answer_on_the_page_of_comments_answers_the_question(desk, question):
    row = Incoming.objects.get()
    job = answer_comment(row, "Bảy giờ", by=desk.clerk)
    answered_under(row, "Bảy giờ", job=job, by=desk.clerk, is_private=False)
    answered_under(row, "Bảy giờ", job=job, by=desk.clerk, is_private=False)
    question.refresh_from_db()
    assert question.state == S.ANSWERED
    assert Message.objects.filter(inbound=False).count() == 1


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
