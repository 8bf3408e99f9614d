"""The page of comments and the inbox speak of the same comment without knowing each other."""

import pytest

from nhipcau.channels.models import Account, Incoming, Template
from nhipcau.core.errors import WrongState
from nhipcau.inbox.answer import answer_question
from nhipcau.inbox.elsewhere import answered_under
from nhipcau.inbox.models import Conversation, Message, Question
from nhipcau.inbox.tests import conftest as of_inbox
from nhipcau.inbox.ways import answer_ways
from nhipcau.outreach.comments import answer_comment, comments_of, write_privately
from nhipcau.people.demo import OPENED_BY_US

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


def test_an_officer_puts_what_seemed_praise_into_the_inbox(client, desk):
    row = desk.comment("Hay quá", reference="77_9")
    client.force_login(desk.officer, backend=OPENED_BY_US)
    there = f"/lam-viec/binh-luan/{desk.page.pk}/"
    assert "đưa vào hộp thư" in client.get(there).content.decode()
    made = client.post(f"{there}{row.pk}/hop-thu/")
    assert made.url == f"/lam-viec/hop-thu/{desk.question.pk}/"
    assert "Xem trong hộp thư" in client.get(there).content.decode()


def test_a_template_tells_that_there_is_an_answer(client, ward, desk, question):
    account = Account.objects.create(
        locality=ward.locality, kind="zalo_template", name="Mẫu", state="working"
    )
    parameters = [{"name": "link", "require": True, "type": "STRING", "maxLength": 200}]
    template = Template.objects.create(
        locality=ward.locality,
        account=account,
        external_id="77",
        name="Có trả lời",
        state="ENABLE",
        parameters=parameters,
        price_phone_vnd=120,
        read_at=desk.civil.at,
    )
    client.force_login(ward.quan, backend=OPENED_BY_US)
    there = f"/lam-viec/kenh/{account.pk}/mau-tin/{template.pk}/"
    posted = {"act": "answers", "afrom0": "link"}
    assert client.post(there, posted | {"afrom0": "="}).status_code == 422
    assert client.post(there, posted).status_code == 302
    Conversation.objects.update(phone="+84912345678")
    question.refresh_from_db()
    message = answer_question(question, text="Bảy giờ.", by=desk.officer, way="template")
    assert message.job.note["template"] == "77"
    assert f"/t/{question.link.code}" in message.job.note["data"]
    assert message.job.unit_vnd == 120
