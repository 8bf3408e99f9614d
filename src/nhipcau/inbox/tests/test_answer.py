"""Answering: in the channel, by whoever may, one of two at once, and what is possible instead."""

from datetime import timedelta

import pytest

from nhipcau.channels.models import Account
from nhipcau.core.clock import machine_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.dispatch.outcomes import Outcome
from nhipcau.inbox.answer import Seen, answer_question, confirm_arrived
from nhipcau.inbox.ask import Asked, ask_on_portal
from nhipcau.inbox.hand_over import hand_over, take_question
from nhipcau.inbox.hold import hold_question
from nhipcau.inbox.models import Message, Note, Question
from nhipcau.inbox.outcomes import take_answer_outcomes
from nhipcau.inbox.tests.conftest import RESIDENT
from nhipcau.inbox.ways import answer_ways, best_way

S = Question.State
ASKS = "ổ gà trước ngõ 4 bao giờ sửa?"


@pytest.fixture
def question(desk) -> Question:
    desk.hear(ASKS)
    return desk.question


def ways(question) -> dict[str, bool]:
    return {way.kind: way.is_open for way in answer_ways(question)}


def sms(desk) -> Account:
    return Account.objects.create(
        locality=desk.ward.locality,
        kind="sms",
        name="SMS",
        state="working",
        settings={"brandname": "SONGCAU"},
        price_vnd=350,
    )


def lost(message, state="refused", error="-230") -> Outcome:
    at = message.at
    return Outcome(1, message.job_id, 1, None, None, RESIDENT, state, error, at)


def test_an_answer_goes_back_where_it_was_asked_with_its_procedure(desk, question, birth):
    message = answer_question(
        question, text="Mời bác đến quầy.", by=desk.officer, version=birth.current
    )
    assert (question.state, question.assignee) == (S.ANSWERED, desk.officer)
    assert question.procedure_version == message.procedure_version == birth.current
    job = message.job
    assert (job.account, RESIDENT in job.query["params"]) == (desk.oa, True)
    assert job.text.startswith("Mời bác đến quầy.\n\nTheo thủ tục “Thủ tục đăng ký lại khai sinh”")
    assert "/song-cau/thu-tuc/1.004884/" in job.text
    assert "— UBND Phường Sông Cầu" in job.text


def test_of_two_who_answer_at_once_one_is_heard_and_the_other_reads_who(desk, question):
    seen = Seen(question.turn)
    same = Question.objects.get(pk=question.pk)
    answer_question(question, text="Tuần sau.", by=desk.officer, seen=seen)
    with pytest.raises(WrongState, match="Mã Thị Oanh vừa trả lời câu này") as refused:
        answer_question(same, text="Tháng sau.", by=desk.clerk, seen=seen)
    assert "Lời bạn gõ vẫn còn" in refused.value.message
    assert Message.objects.filter(by__isnull=False).count() == 1


def test_more_may_be_said_knowingly_after_an_answer(desk, question):
    answer_question(question, text="Tuần sau.", by=desk.officer)
    answer_question(question, text="Đính chính: thứ Tư.", by=desk.clerk)
    assert Job.objects.filter(text__startswith="Đính chính").count() == 1


def test_whoever_writes_holds_the_question_and_another_hears_of_it(desk, question):
    hold_question(question, by=desk.officer)
    with pytest.raises(WrongState, match="Mã Thị Oanh đang soạn"):
        hold_question(question, by=desk.clerk)
    with pytest.raises(WrongState, match="Mã Thị Oanh đang soạn"):
        answer_question(question, text="Tuần sau.", by=desk.clerk)
    answer_question(
        question, text="Tuần sau.", by=desk.clerk, seen=Seen(question.turn, takes_over=True)
    )
    assert question.writer is None


def test_a_hold_ends_by_itself(desk, question):
    hold_question(question, by=desk.officer)
    past = machine_now() - timedelta(seconds=1)
    Question.objects.filter(pk=question.pk).update(held_until=past)
    question.refresh_from_db()
    hold_question(question, by=desk.clerk)
    assert question.writer == desk.clerk


def test_who_may_not_answer(desk, question, stranger, ward):
    for who in (stranger.thu, ward.hoa):
        with pytest.raises(NotAllowed):
            answer_question(question, text="Tuần sau.", by=who)
    assert question.state == S.RECEIVED


def test_an_empty_answer_and_one_too_long_say_what_to_do(desk, question):
    with pytest.raises(BadInput, match="Hãy ghi lời trả lời"):
        answer_question(question, text="  \n", by=desk.officer)
    with pytest.raises(BadInput, match=r"cần bớt \d+ ký tự") as fault:
        answer_question(question, text="a" * 2000, by=desk.officer)
    assert fault.value.field == "text"


def test_identity_numbers_that_an_officer_repeats_are_masked_too(desk, question):
    message = answer_question(question, text="Số 006203004567 đúng ạ", by=desk.officer)
    assert "006203004567" not in message.text + message.job.text


def test_the_window_decides_and_says_so_before_anybody_writes(desk, question, civil):
    assert best_way(question).kind == "channel"
    assert "miễn phí" in best_way(question).why
    civil.go(timedelta(days=3))
    paid = best_way(question)
    assert (paid.kind, paid.vnd) == ("channel", 55)
    civil.go(timedelta(days=5))
    closed = answer_ways(question)[0]
    assert not closed.is_open and "quá 7 ngày" in closed.why
    assert best_way(question).kind == "page"


def test_an_account_that_is_not_served_answers_by_sms_with_a_link(desk, question):
    desk.oa.settings = {"sender": "none"}
    desk.oa.save()
    sms(desk)
    question.conversation.phone = "+84912345678"
    question.conversation.save()
    question.refresh_from_db()
    assert ways(question)["channel"] is False
    message = answer_question(question, text="Mời bác đến quầy.", by=desk.officer)
    assert message.way == "sms"
    assert "quay" not in message.job.text  # the words stand on the page, not on a locked screen
    assert f"/t/{question.link.code}" in message.job.text
    assert question.tracking in question.link.path


def test_a_troubled_account_says_why_in_words(desk, question):
    Account.objects.filter(pk=desk.oa.pk).update(state="troubled", problem="-224")
    question.conversation.account.refresh_from_db()
    way = answer_ways(question)[0]
    assert not way.is_open and "OpenAPI" in way.why
    with pytest.raises(WrongState, match="OpenAPI"):
        answer_question(question, text="x", by=desk.officer, way="channel")


def test_an_answer_that_the_platform_refused_is_no_answer(desk, question):
    message = answer_question(question, text="Tuần sau.", by=desk.officer)
    take_answer_outcomes([lost(message)])
    question.refresh_from_db()
    assert (question.state, question.answered_at) == (S.ASSIGNED, None)
    note = Note.objects.get(question=question, kind="failed")
    assert "7 ngày" in note.text
    take_answer_outcomes([lost(message)])
    assert Note.objects.filter(kind="failed").count() == 1


def test_an_answer_nobody_knows_of_is_confirmed_by_whoever_looked(desk, question):
    message = answer_question(question, text="Tuần sau.", by=desk.officer)
    take_answer_outcomes([lost(message, "unknown", "timeout")])
    message.refresh_from_db()
    confirm_arrived(message, by=desk.officer)
    assert message.question.state == S.ANSWERED
    with pytest.raises(WrongState):
        confirm_arrived(message, by=desk.officer)


def test_a_call_is_an_answer_too_and_sends_nothing(desk, question):
    message = answer_question(question, text="Đã gọi, bác đã rõ.", by=desk.officer, way="phone")
    assert (message.job, message.way, question.state) == (None, "phone", S.ANSWERED)


def test_the_portal_answers_on_its_page(desk):
    asked = Asked("mấy giờ khám?", about_path="/song-cau/thong-bao/3/")
    question = ask_on_portal(desk.ward.locality, asked, visitor="v")
    message = answer_question(question, text="Bảy giờ.", by=desk.officer)
    assert (message.way, message.job) == ("page", None)
    assert not Delivery.objects.exists()


def test_of_two_who_take_it_at_once_one_gets_it(desk, question):
    same = Question.objects.get(pk=question.pk)
    take_question(question, by=desk.officer)
    with pytest.raises(WrongState):
        take_question(same, by=desk.clerk)
    assert Question.objects.get(pk=question.pk).assignee == desk.officer


def test_a_question_is_handed_over_with_a_word_and_never_outside(desk, question, ward, stranger):
    hand_over(question, to=desk.clerk, by=desk.officer, why="Anh Phúc rõ hơn")
    assert question.assignee == desk.clerk
    assert "Anh Phúc rõ hơn" in Note.objects.get(kind="handed").text
    for who in (ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            hand_over(question, to=who, by=desk.officer)
