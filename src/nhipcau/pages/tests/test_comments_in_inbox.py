"""The page of comments and the inbox speak of the same comment without knowing each other."""

import pytest

from nhipcau.channels.models import Incoming
from nhipcau.core.errors import WrongState
from nhipcau.inbox.answer import answer_question
from nhipcau.inbox.elsewhere import answered_under
from nhipcau.inbox.models import Message, Question
from nhipcau.inbox.tests import conftest as of_inbox
from nhipcau.inbox.ways import answer_ways
from nhipcau.outreach.comments import answer_comment, comments_of, write_privately

S = Question.State
civil, desk = of_inbox.civil, of_inbox.desk


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
