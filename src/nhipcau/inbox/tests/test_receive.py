"""Messages come in: kept once, masked, joined to their question, answered at once where one may."""

from datetime import timedelta

from django_scopes import scope

from nhipcau.channels.models import Incoming
from nhipcau.core.actor import SYSTEM
from nhipcau.dispatch.models import Job
from nhipcau.inbox.answer import answer_question
from nhipcau.inbox.models import Conversation, Message, Question
from nhipcau.inbox.receive import Said, receive_message
from nhipcau.inbox.tests.conftest import RESIDENT
from nhipcau.people.contacts import Address, link_contact

S = Question.State
ASKS = "cho hỏi làm lại giấy khai sinh cần gì?"


def test_a_message_becomes_a_question_with_a_number_and_a_due_time(desk, civil):
    desk.hear("ổ gà trước ngõ 4 bao giờ sửa?")
    question = desk.question
    assert (question.state, question.gist) == (S.RECEIVED, "ổ gà trước ngõ 4 bao giờ sửa?")
    assert len(question.tracking) == 9
    assert (
        question.due_at.isoformat() == "2023-05-29T10:00:00+00:00"
    )  # eight hours on: Monday 17:00
    assert Incoming.objects.get().taken_by == "inbox.messages"


def test_the_machine_gives_the_procedure_it_is_sure_of_and_says_that_it_is_one(desk, birth):
    desk.hear(ASKS)
    question = desk.question
    assert question.automatic and question.is_open
    assert question.procedure_version == birth.current
    (said,) = desk.said
    assert "trả lời tự động" in said and "Tờ khai đăng ký lại khai sinh" in said
    assert "/song-cau/thu-tuc/1.004884/" in said
    assert "0 để hỏi cán bộ" in said
    assert Message.objects.get(is_automatic=True).job.text == said


def test_the_same_event_twice_is_one_message_and_one_reply(desk):
    said = Said(
        source="zalo",
        key="k",
        text=ASKS,
        at=desk.civil.at,
        account=desk.oa,
        address="9",
        person="9",
    )
    first = receive_message(desk.ward.locality, said, by=SYSTEM)
    assert receive_message(desk.ward.locality, said, by=SYSTEM) == first
    assert Question.objects.count() == 1
    assert Job.objects.count() == len(desk.said) == 1


def test_what_follows_belongs_to_the_open_question(desk):
    desk.hear("ổ gà trước ngõ 4 bao giờ sửa?")
    desk.hear("tối qua có người ngã rồi đấy ạ")
    assert Question.objects.count() == 1
    assert desk.question.messages.filter(inbound=True).count() == 2
    assert len(desk.said) == 1  # the receipt once


def test_the_same_words_under_another_page_are_another_question(desk):
    where = {"account": desk.oa, "address": "9", "person": "9", "source": "zalo"}
    for path in ("/song-cau/thong-bao/3/", "/song-cau/thong-bao/4/"):
        text, at = "mấy giờ bắt đầu?", desk.civil.at
        said = Said(key=path, text=text, about_path=path, at=at, **where)
        receive_message(desk.ward.locality, said, by=SYSTEM)
    assert Question.objects.count() == 2


def test_who_is_linked_is_known_with_household_and_neighbourhood(desk, ward):
    link_contact(ward.binh, Address("zalo", RESIDENT, desk.oa), by=SYSTEM)
    desk.hear("ổ gà trước ngõ 4 bao giờ sửa?")
    assert desk.talk.household == ward.binh
    assert desk.talk.neighbourhood == ward.to_13


def test_writing_again_after_the_answer_goes_on_with_the_same_officer(desk, civil):
    desk.hear("ổ gà trước ngõ 4 bao giờ sửa?")
    answer_question(desk.question, text="Tuần sau ạ.", by=desk.officer)
    civil.go(timedelta(hours=1))
    desk.hear("thế còn ngõ 2 thì sao?")
    assert Question.objects.count() == 1
    assert (desk.question.state, desk.question.assignee) == (S.ASSIGNED, desk.officer)


def test_thanks_after_the_answer_end_it(desk):
    desk.hear("ổ gà trước ngõ 4 bao giờ sửa?")
    answer_question(desk.question, text="Tuần sau ạ.", by=desk.officer)
    desk.hear("dạ em cảm ơn ạ")
    assert (desk.question.state, desk.question.closed_why) == (S.CLOSED, "thanked")


def test_a_stranger_s_ward_sees_nothing_of_it(desk, stranger):
    desk.hear(ASKS)
    with scope(locality=stranger.locality):
        assert not Question.objects.exists()
        assert not Conversation.objects.exists()
        assert not Message.objects.exists()
