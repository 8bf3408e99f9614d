"""What people really send: each kind has one kind outcome."""

from datetime import timedelta

import pytest

from nhipcau.channels.models import Incoming
from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.inbox.ask import Asked, ask_at_desk, ask_on_portal, find_question, pass_on
from nhipcau.inbox.models import Conversation, Message, Question
from nhipcau.inbox.tests.conftest import RESIDENT

S = Question.State


@pytest.mark.parametrize("text", ["👍", "❤️❤️", "...", "🙏🏽 !!"])
def test_an_emoji_alone_is_greeted_and_asks_nothing(desk, text):
    desk.hear(text)
    assert desk.question is None
    assert len(desk.said) == 1
    desk.hear(text)
    desk.hear(text)
    assert len(desk.said) == 2  # once "in words, please", then silence


def test_ten_thousand_signs_are_cut_and_it_is_said(desk):
    desk.hear("hỏi " + "a" * 9_996)
    message = Message.objects.get(inbound=True)
    assert (len(message.text), message.is_cut) == (4000, True)
    assert "4.000" in desk.said[0]


def test_a_form_with_ten_thousand_signs_is_refused_and_nothing_is_half_done(desk):
    with pytest.raises(BadInput, match=r"Lời bác viết vẫn còn"):
        ask_on_portal(desk.ward.locality, Asked("a" * 10_000), visitor="v")
    assert not Conversation.objects.exists()


def test_a_voice_message_waits_for_a_person_who_listens(desk):
    desk.hear(attachments=["audio"], event="user_send_audio")
    assert (desk.question.state, desk.question.gist) == (S.RECEIVED, "[Tin thoại]")
    assert "tin thoại" in desk.said[0]


def test_an_image_is_taken_and_asked_about(desk):
    files = [{"kind": "image", "url": "https://f.zdn.vn/a.jpg"}]
    desk.hear(attachments=["image"], files=files)
    assert Message.objects.get(inbound=True).files == files
    assert not desk.question.may_show_card
    assert "cần hỏi gì" in desk.said[0]


@pytest.mark.parametrize("is_before", [True, False])
def test_a_picture_near_talk_of_papers_is_flagged_as_a_guess(desk, is_before):
    if is_before:
        desk.hear("em gửi ảnh căn cước mặt trước đây, được không?")
    desk.hear(attachments=["image"], files=[{"kind": "image", "url": "https://f.zdn.vn/a.jpg"}])
    if not is_before:
        desk.hear("đó là ảnh căn cước mặt trước, được không ạ?")
    assert desk.question.may_show_card
    assert Message.objects.get(what="image").may_show_card


def test_a_dangerous_file_is_never_kept(desk):
    file = {"kind": "file", "name": "don-xin.pdf.exe", "url": "https://f.zdn.vn/x", "size": "9"}
    desk.hear(attachments=["file"], files=[file])
    (kept,) = Message.objects.get(inbound=True).files
    assert kept == {"kind": "file", "name": "don-xin.pdf.exe", "blocked": True}
    assert "không mở loại tệp này" in desk.said[0]


def test_a_curse_alone_gets_a_calm_word_once_and_asks_nothing(desk):
    desk.hear("đm lũ ăn hại")
    desk.hear("đm")
    assert desk.question is None
    assert len(desk.said) == 1 and "rất tiếc" in desk.said[0]


def test_a_question_in_heavy_words_is_still_a_question(desk):
    desk.hear("đm bao giờ mới sửa cái ổ gà trước ngõ 4 hả lũ ăn hại?")
    assert desk.question.is_heavy
    assert "rất tiếc" in desk.said[0]


def test_the_same_question_forty_times_is_one_question_and_one_reply(desk, civil):
    for _again in range(40):
        civil.go(timedelta(seconds=1))
        desk.hear("Ổ gà trước ngõ 4 bao giờ sửa?")
    assert Question.objects.get().times == 40
    assert Message.objects.filter(inbound=True).count() == 40
    assert len(desk.said) == Job.objects.count() == 1


def test_many_different_words_get_six_replies_an_hour_and_no_more(desk):
    for word in (
        "chào ad",
        "👍",
        "giờ làm việc",
        "địa chỉ",
        "thủ tục",
        "giờ làm việc",
        "thủ tục",
        "#thu-tuc",
    ):
        desk.hear(word)
    assert len(desk.said) == 6


def test_a_question_in_tay_goes_to_a_person_and_says_so(desk, birth):
    desk.hear("Cần slam hất khai sinh hẩư lục nẩy pây tâng hâư?")
    assert desk.question.language == "tyz"
    assert not desk.question.automatic
    assert "tiếng Tày" in desk.said[0]


def test_a_question_in_english_is_known_as_such(desk):
    desk.hear("Hello, how can I renew my passport?")
    assert desk.question.language == "en"


def test_numbers_of_papers_never_reach_a_row_and_the_sender_is_told_once(desk):
    desk.hear("em tên Hà, cccd 006203004567, hỏi bao giờ có thẻ?")
    desk.hear("số thẻ ngân hàng 4111 1111 1111 1111, có cần không?")
    for model in (Incoming, Message, Question, Job, Conversation):
        for row in model.objects.all():
            kept = str(row.__dict__)
            assert "006203004567" not in kept and "1111 1111" not in kept
    assert sum("che số giấy tờ" in said for said in desk.said) == 1


def test_a_comment_that_asks_becomes_a_question_and_praise_does_not(desk):
    desk.comment("Hay quá, ủng hộ phường!", reference="77_1")
    assert desk.question is None
    row = desk.comment("Mấy giờ bắt đầu khám vậy ad?", reference="77_2")
    assert row.taken_by == "inbox.comments"
    assert desk.talk.source == "comment"
    assert desk.said == []  # the machine says nothing in public


def test_a_comment_that_was_taken_back_loses_its_words_and_needs_no_answer(desk):
    desk.comment("Nhà em ở ngõ 4, mấy giờ khám?")
    desk.comment("", verb="remove")
    assert (desk.question.state, desk.question.closed_why) == (S.CLOSED, "deleted")
    assert not Message.objects.exclude(text="").exists()
    assert "ngõ 4" not in str(list(Incoming.objects.values_list("text", flat=True)))


def test_an_edited_comment_is_the_same_question_with_new_words(desk):
    desk.comment("Mấy giờ khám?")
    desk.comment("Mấy giờ khám mắt?", verb="edited")
    assert Question.objects.count() == 1
    assert Message.objects.filter(inbound=True).count() == 2


def test_who_withdraws_is_forgotten_and_nothing_goes_to_them(desk):
    desk.hear("nhà em ở ngõ 4, bao giờ sửa đường?")
    desk.hear(what="withdraw", event="user_withdraw")
    assert (desk.question.state, desk.question.closed_why) == (S.CLOSED, "withdrawn")
    assert not Message.objects.exclude(text="").exists()
    assert Job.objects.get().state == "stopped"
    for model in (Message, Question, Job, Delivery, Conversation):
        assert all(
            "ngõ 4" not in str(row) and RESIDENT not in str(row) for row in model.objects.values()
        )
    assert not Incoming.objects.exclude(what="withdraw").exclude(person="").exists()


def test_writing_again_after_withdrawing_begins_anew(desk):
    desk.hear("bao giờ sửa đường?")
    desk.hear(what="withdraw", event="user_withdraw")
    desk.hear("cho hỏi lịch tiêm chủng?")
    assert Conversation.objects.count() == 2
    assert desk.question.is_open


def test_a_group_s_talk_is_not_kept_but_a_question_to_us_is_heard(desk):
    desk.hear("mai đi chợ không?", group="g1")
    assert not Conversation.objects.exists()
    desk.hear("mấy giờ họp tổ vậy phường?", group="g1", quote="m0")
    assert (desk.talk.source, desk.talk.address) == ("zalo_group", "group:g1")
    assert desk.said == []


def test_the_same_form_sent_twice_asks_once(desk):
    asked = Asked("mấy giờ khám?", key="abc")
    first = ask_on_portal(desk.ward.locality, asked, visitor="v")
    assert ask_on_portal(desk.ward.locality, asked, visitor="v") == first


def test_a_visitor_who_floods_is_told_to_wait(desk):
    for nth in range(10):
        ask_on_portal(desk.ward.locality, Asked(f"câu hỏi số {nth}?"), visitor="flood")
    with pytest.raises(NotAllowed, match="chờ một giờ"):
        ask_on_portal(desk.ward.locality, Asked("một câu nữa?"), visitor="flood")


def test_a_form_needs_words_and_a_number_that_takes_sms(desk):
    with pytest.raises(BadInput, match="ít nhất vài chữ"):
        ask_on_portal(desk.ward.locality, Asked("👍 ?"), visitor="v")
    with pytest.raises(BadInput, match="Số điện thoại chưa đúng") as fault:
        ask_on_portal(desk.ward.locality, Asked("mấy giờ?", phone="123"), visitor="v")
    assert fault.value.field == "phone"


def test_the_number_is_found_as_people_type_it_and_only_in_its_ward(desk, stranger):
    question = ask_on_portal(desk.ward.locality, Asked("mấy giờ khám?"), visitor="v")
    code = question.tracking.upper()
    assert find_question(desk.ward.locality, f" {code[:3]}-{code[3:6]} {code[6:]}") == question
    assert find_question(stranger.locality, code) is None
    assert find_question(desk.ward.locality, "") is None


def test_a_leader_passes_on_and_an_officer_types_what_somebody_asks(desk, ward):
    passed = pass_on(Asked("bà Bình hỏi thẻ bảo hiểm"), by=ward.hoa, household=ward.binh)
    assert (passed.conversation.source, passed.conversation.neighbourhood) == ("leader", ward.to_13)
    typed = ask_at_desk(ward.locality, Asked("hỏi thẻ bảo hiểm", name="Bà Bình"), by=desk.officer)
    assert typed.conversation.passed_by == desk.officer
    with pytest.raises(NotAllowed):
        pass_on(Asked("x y z"), by=ward.hoa, household=ward.mai)
    with pytest.raises(NotAllowed):
        ask_at_desk(ward.locality, Asked("x y z"), by=ward.hoa)
