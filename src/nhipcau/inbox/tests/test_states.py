"""A question's life: whatever people do in whatever order, it is in one state that makes sense."""

import random
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, DomainError, WrongState
from nhipcau.inbox.answer import answer_question
from nhipcau.inbox.close import close_question, close_silent, end
from nhipcau.inbox.escalate import escalate_overdue
from nhipcau.inbox.forward import ask_again, come_back, forward_question
from nhipcau.inbox.hand_over import give_topic, hand_over, take_question
from nhipcau.inbox.models import OPEN, Forwarding, Message, Note, Question
from nhipcau.inbox.move import FROM
from nhipcau.inbox.note import add_note
from nhipcau.inbox.rate import rate_answer
from nhipcau.inbox.tests.conftest import RESIDENT

S = Question.State
ASKS = "ổ gà trước ngõ 4 bao giờ sửa?"


@pytest.fixture
def question(desk) -> Question:
    desk.hear(ASKS)
    return desk.question


@given(some.sampled_from(S.values), some.sampled_from(S.values))
def test_nothing_comes_back_from_closed_and_nothing_is_forwarded_twice(here, there):
    if here == S.CLOSED:
        assert here not in FROM[there]
    if here == there == S.FORWARDED:
        assert here not in FROM[there]


def steps(desk):
    """Each does what it may, or is refused with a sentence."""

    def forwarding(question):
        return Forwarding.objects.filter(question=question).latest("id")

    return {
        "take": lambda q: take_question(q, by=desk.officer),
        "hand": lambda q: hand_over(q, to=desk.clerk, by=desk.officer),
        "answer": lambda q: answer_question(q, text="Tuần sau.", by=desk.officer),
        "forward": lambda q: forward_question(
            q, body="Sở", by=desk.clerk, due_at=civil_now() + timedelta(days=3)
        ),
        "back": lambda q: come_back(forwarding(q), outcome="Xong", by=desk.clerk),
        "close": lambda q: close_question(q, why="done", by=desk.officer),
        "no": lambda q: close_question(q, why="no_question", by=desk.officer),
        "write": lambda q: desk.hear(f"còn ngõ 2 thì sao, lần {Message.objects.count()}?"),
        "person": lambda q: desk.hear("hỏi cán bộ"),
        "thank": lambda q: desk.hear("cảm ơn"),
        "typed": lambda q: desk.hear("Chào bác", what="typed"),
        "good": lambda q: rate_answer(q, score=3, by=SYSTEM),
        "late": lambda q: (desk.civil.go(timedelta(days=4)), escalate_overdue()),
    }


@pytest.mark.parametrize("seed", range(6))
def test_any_walk_keeps_a_question_whole(desk, question, seed):
    walk, doing = random.Random(seed), steps(desk)
    turn = question.turn
    for name in walk.choices(list(doing), k=18):
        with suppress(DomainError, Forwarding.DoesNotExist):
            doing[name](desk.question)
        for one in Question.objects.all():
            check(one)
        question.refresh_from_db()
        assert question.turn >= turn
        turn = question.turn


def check(one: Question) -> None:
    assert (one.state == S.CLOSED) == (one.closed_at is not None) == bool(one.closed_why)
    waits = Forwarding.objects.filter(question=one, came_back_at=None).count()
    assert waits == (1 if one.state == S.FORWARDED else 0)
    if one.state == S.ANSWERED:
        assert one.messages.filter(inbound=False, is_automatic=False).exists()
        assert one.first_answer_at and one.first_answer_at <= one.answered_at
    if one.state == S.ASSIGNED:
        assert one.assignee_id
    assert one.due_at > one.asked_at


def test_closing_without_an_answer_needs_its_reason(desk, question, birth):
    with pytest.raises(BadInput, match="chưa có trả lời"):
        close_question(question, why="done", by=desk.officer)
    with pytest.raises(BadInput, match="chưa gửi thủ tục nào"):
        close_question(question, why="automatic", by=desk.officer)
    with pytest.raises(BadInput, match="chọn lý do"):
        close_question(question, why="withdrawn", by=desk.officer)
    close_question(question, why="no_question", by=desk.officer)
    with pytest.raises(WrongState, match="đã đóng: Không phải câu hỏi"):
        answer_question(question, text="x", by=desk.officer)


def test_another_body_is_asked_and_followed(desk, question, civil):
    soon = civil_now() + timedelta(days=2)
    one = forward_question(question, body="Công an phường", by=desk.officer, due_at=soon)
    assert (question.state, question.due_at, question.assignee) == (S.FORWARDED, soon, desk.officer)
    civil.go(timedelta(days=2))
    assert escalate_overdue() == 1
    later = civil_now() + timedelta(days=2)
    ask_again(one, due_at=later, by=desk.officer)
    question.refresh_from_db()
    assert (question.due_at, question.escalated_at) == (later, None)
    come_back(one, outcome="Đã sửa", by=desk.officer)
    question.refresh_from_db()
    assert question.state == S.ASSIGNED
    with pytest.raises(WrongState, match="hồi âm"):
        come_back(one, outcome="Đã sửa", by=desk.clerk)
    with pytest.raises(BadInput, match="90 ngày"):
        forward_question(question, body="Sở", by=desk.officer, due_at=civil_now())


def test_overdue_is_told_once_and_stands_in_the_notes(desk, question, civil):
    assert escalate_overdue() == 0
    civil.go(timedelta(days=4))
    assert (escalate_overdue(), escalate_overdue()) == (1, 0)
    assert Note.objects.filter(question=question, kind="overdue").count() == 1


def test_silence_for_three_days_closes_what_was_answered(desk, question, civil):
    answer_question(question, text="Tuần sau.", by=desk.officer)
    assert close_silent() == 0
    civil.go(timedelta(days=3, minutes=1))
    assert close_silent() == 1
    question.refresh_from_db()
    assert question.closed_why == "silent"


def test_what_one_of_ours_typed_in_zalo_answers_the_question_here(desk, question):
    desk.hear("Tuần sau sửa bác nhé", what="typed")
    question.refresh_from_db()
    assert question.state == S.ANSWERED
    assert Message.objects.get(way="elsewhere").text == "Tuần sau sửa bác nhé"
    desk.hear("Thêm một lời", what="typed")
    assert question.messages.filter(way="elsewhere").count() == 2


def test_a_rating_is_one_tap_and_the_last_counts(desk, question):
    with pytest.raises(WrongState, match="chưa có trả lời"):
        rate_answer(question, score=3, by=SYSTEM)
    answer_question(question, text="Tuần sau.", by=desk.officer)
    desk.hear("1")
    assert question.rating.score == 3
    desk.hear("2")
    question.rating.refresh_from_db()
    assert question.rating.score == 1
    assert "0 để cán bộ trả lời tiếp" in desk.said[-1]
    with pytest.raises(BadInput):
        rate_answer(question, score=9, by=SYSTEM)


def test_notes_stay_inside_and_a_topic_is_of_the_ward(desk, question, stranger):
    add_note(question, "Hỏi lại anh Quân, số 006203004567", by=desk.officer)
    assert "006203004567" not in Note.objects.get().text
    topic = desk.topic(name="Đường sá", words="ổ gà")
    give_topic(question, topic=topic, by=desk.officer)
    assert question.topic == topic
    with pytest.raises(DomainError):
        add_note(question, "x", by=stranger.thu)


def test_a_closed_question_is_not_opened_by_a_second_close(desk, question):
    end(question, why="thanked", by=SYSTEM)
    with pytest.raises(WrongState):
        end(question, why="silent", by=SYSTEM)
    desk.hear("còn một việc nữa, sổ đỏ thì sao?")
    assert desk.question != question
    assert desk.talk.person == RESIDENT
    assert set(Question.objects.values_list("state", flat=True)) & set(OPEN)
