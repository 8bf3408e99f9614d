"""Routing to who is on duty, and handing over at the end of a shift."""

from datetime import timedelta

import pytest

from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.inbox.close import close_question
from nhipcau.inbox.end_shift import hand_on_all, hand_on_ended, hand_on_shift
from nhipcau.inbox.hand_over import hand_over
from nhipcau.inbox.hold import hold_question
from nhipcau.inbox.models import Note, Question
from nhipcau.inbox.rights import ANSWERS
from nhipcau.rosters import rights
from nhipcau.rosters.shifts import Planned, plan_shift

S = Question.State
HOUR = timedelta(hours=1)


def stand(desk, staff, begins=-HOUR, ends=HOUR, post="inbox"):
    """A shift from `begins` to `ends` after now."""
    now = desk.civil.at
    planned = Planned(post, now + begins, now + ends, staff)
    return plan_shift(desk.ward.locality, planned, by=desk.ward.quan)


def test_rosters_and_the_inbox_agree_on_who_answers():
    assert rights.ANSWERS == ANSWERS


def test_the_topic_s_people_on_duty_come_before_others_on_duty_and_these_before_the_absent(
    desk, ward
):
    topic = desk.topic(staff=[desk.officer, desk.clerk])
    stand(desk, ward.sinh)
    desk.hear("hỏi khai sinh cho cháu thế nào?", person="a")
    assert (desk.question.topic, desk.question.assignee) == (topic, ward.sinh)
    stand(desk, desk.clerk)
    desk.hear("hỏi khai tử cho bà thế nào?", person="b")
    assert desk.question.assignee == desk.clerk


def test_what_no_topic_knows_goes_to_who_is_on_duty(desk):
    stand(desk, desk.officer)
    desk.hear("ổ gà trước ngõ 4 bao giờ sửa?")
    assert (desk.question.topic, desk.question.assignee) == (None, desk.officer)


def test_at_the_end_of_a_shift_the_next_gets_what_is_left_with_a_note(desk):
    stand(desk, desk.officer, ends=HOUR / 4)
    desk.hear("ổ gà trước ngõ 4 bao giờ sửa?")
    stand(desk, desk.clerk, begins=HOUR / 4, ends=HOUR * 2)
    assert hand_on_ended() == 0  # the shift runs
    desk.civil.go(HOUR / 2)
    assert (hand_on_ended(), desk.question.assignee) == (1, desk.clerk)
    assert "Mã Thị Oanh" in Note.objects.get(kind=Note.Kind.HANDED).text
    assert hand_on_ended() == 0


def test_who_is_back_before_it_is_due_or_is_writing_keeps_it(desk):
    stand(desk, desk.officer, ends=HOUR / 4)
    desk.hear("ổ gà trước ngõ 4 bao giờ sửa?")
    stand(desk, desk.clerk, begins=HOUR / 4, ends=HOUR * 2)
    back = stand(desk, desk.officer, begins=timedelta(days=3), ends=timedelta(days=3, hours=1))
    desk.civil.go(HOUR / 2)
    assert hand_on_ended() == 0  # due on Tuesday, back on Monday
    back.delete()
    hold_question(desk.question, by=desk.officer)
    assert hand_on_ended() == 0
    Question.objects.update(held_until=None)
    assert hand_on_ended() == 1


def test_an_officer_hands_on_what_they_choose_with_a_word(desk, stranger):
    stand(desk, desk.officer)
    for person in ("a", "b"):
        desk.hear(f"ổ gà trước ngõ 4 bao giờ sửa {person}?", person=person)
    first, second = Question.objects.order_by("pk")
    turns = {first.pk: first.turn}
    with pytest.raises(NotAllowed):
        hand_on_shift(desk.officer, to=stranger.thu, turns=turns)
    with pytest.raises(BadInput):
        hand_on_shift(desk.officer, to=desk.clerk, turns={})
    assert hand_on_shift(desk.officer, to=desk.clerk, why="Đã gọi thợ", turns=turns) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.assignee, second.assignee) == (desk.clerk, desk.officer)
    assert Note.objects.get().text.endswith("Đã gọi thợ")
    with pytest.raises(WrongState):  # it is not theirs any more: all or none
        hand_on_shift(
            desk.officer, to=desk.clerk, turns={second.pk: second.turn, first.pk: first.turn}
        )
    second.refresh_from_db()
    assert second.assignee == desk.officer


def test_who_leaves_hands_on_everything_and_without_anybody_it_is_everybody_s(desk, ward):
    desk.hear("ổ gà trước ngõ 4 bao giờ sửa?", person="a")
    desk.hear("ổ gà trước ngõ 5 bao giờ sửa ạ?", person="b")
    done = desk.question
    for question in Question.objects.all():
        hand_over(question, to=ward.sinh, by=desk.officer)
    done.refresh_from_db()
    close_question(done, why=Question.Closed.NO_QUESTION, by=ward.sinh)
    assert hand_on_all(ward.sinh, by=ward.quan.actor, why="Sinh đã rời tổ.") == 1
    left = Question.objects.exclude(pk=done.pk).get()
    assert (left.state, left.assignee) == (S.RECEIVED, None)


def test_questions_of_somebody_who_works_here_no_more_are_handed_on(desk, ward):
    desk.hear("ổ gà trước ngõ 4 bao giờ sửa?")
    hand_over(desk.question, to=ward.sinh, by=desk.officer)
    ward.sinh.is_active = False
    ward.sinh.save(update_fields=["is_active"])
    stand(desk, desk.clerk)
    assert (hand_on_ended(), desk.question.assignee) == (1, desk.clerk)
