"""The inbox on the digital team's telephones, and what residents see of it on the portal."""

import re
from dataclasses import replace

from django.core.cache import cache
from django_scopes import scope

from nhipcau.inbox.answer import answer_question
from nhipcau.inbox.ask import Asked, ask_at_desk
from nhipcau.inbox.faq import propose_entry, publish_entry
from nhipcau.inbox.models import Question
from nhipcau.inbox.paths import say_tracking
from nhipcau.inbox.tests.conftest import birth, civil, desk  # noqa: F401
from nhipcau.pages.portal import limits
from nhipcau.pages.tests.conftest import make_link, phone_of
from nhipcau.procedures.codes import tidy_code
from nhipcau.procedures.content import content_of
from nhipcau.procedures.revise import change_procedure

# ruff: noqa: F811  fixtures of the inbox's own tests


def test_a_team_member_answers_what_is_of_the_neighbourhood(ward, desk):
    mine = ask_at_desk(ward.locality, Asked("Hỏi lịch tiêm"), by=desk.officer)
    mine.conversation.neighbourhood = ward.to_13
    mine.conversation.save()
    other = ask_at_desk(ward.locality, Asked("Hỏi lịch cắt điện"), by=desk.officer)
    phone = phone_of(ward.sinh)
    page = phone.get("/to/hop-thu/").text
    assert "Hỏi lịch tiêm" in page and "Hỏi lịch cắt điện" not in page
    assert phone.get(f"/to/hop-thu/{other.pk}/").status_code == 404
    phone.post(f"/to/hop-thu/{mine.pk}/tra-loi/", {"text": "Sáng thứ Ba bác nhé."})
    mine.refresh_from_db()
    assert (mine.state, mine.assignee) == ("answered", ward.sinh)
    assert phone_of(ward.hoa).get("/to/hop-thu/").status_code == 403


def asked_on_portal(client, **given):
    return client.post("/song-cau/hoi/", {"text": "Làm lại giấy khai sinh ở đâu?", **given})


def test_a_resident_asks_reads_the_answer_by_the_number_and_rates_it(ward, desk, birth, client):
    cache.clear()
    page = asked_on_portal(client, key="a1")
    question = Question.objects.get()
    assert page["Location"] == f"/song-cau/hoi/{question.tracking}/?xong=da-gui"
    shown = client.get(page["Location"])
    assert "Cán bộ trả lời trước" in shown.text and shown["X-Robots-Tag"] == "noindex"
    assert "đăng ký lại khai sinh" in shown.text  # what the machine found meanwhile
    answer_question(question, text="Mời bác ra quầy 2.", version=birth.current, by=desk.officer)
    typed = say_tracking(question.tracking).upper()
    shown = client.get(f"/song-cau/hoi/?ma={typed}", follow=True).text
    assert "Mời bác ra quầy 2." in shown and "bản 1" in shown and "đã cũ" not in shown
    assert len(shown.encode()) < 24 * 1024  # with the stylesheet under 40
    change_procedure(
        birth,
        replace(content_of(birth.current), steps="Khác"),
        seen=birth.current_id,
        by=ward.quan.actor,
    )
    assert "Bản này đã cũ" in client.get(f"/song-cau/hoi/{question.tracking}/").text
    client.post(f"/song-cau/hoi/{question.tracking}/danh-gia/", {"score": "3"})
    assert question.rating.score == 3


def test_the_same_form_sent_twice_asks_once(ward, client):
    cache.clear()
    first, second = asked_on_portal(client, key="k1"), asked_on_portal(client, key="k1")
    assert first["Location"] == second["Location"]
    assert Question.objects.count() == 1


def test_other_words_in_a_form_that_the_browser_brought_back_are_another_question(ward, client):
    cache.clear()
    asked_on_portal(client, key="k1")
    again = asked_on_portal(client, key="k1", text="Mai nhà văn hoá có mở cửa không?")
    assert Question.objects.count() == 2
    assert "nhà văn hoá" in client.get(again["Location"]).text


def test_a_browser_says_where_a_rating_comes_from(ward, client):
    """Under "no-referrer" it says "Origin: null", which the guard against forged forms refuses."""
    cache.clear()
    page = client.get(asked_on_portal(client)["Location"])
    assert page["Referrer-Policy"] == "same-origin"  # nobody else learns the address


def test_signs_that_a_database_refuses_are_left_out_of_a_form(ward, client):
    cache.clear()
    asked_on_portal(
        client, key="a\x00b", about="/song-cau/thu\x00-tuc/", link="x\x00", name="A\x00"
    )
    question = Question.objects.select_related("conversation").get()
    kept = (question.about_path, question.conversation.person, question.conversation.name)
    assert "\x00" not in "".join(kept)
    assert client.get("/song-cau/hoi/?thu-tuc=1.00%004222").status_code == 200
    assert tidy_code("1.00\x004222") == "1.004222"


def test_a_team_member_gives_away_a_question_of_elsewhere(ward, desk):
    other = ask_at_desk(ward.locality, Asked("Hỏi lịch cắt điện"), by=desk.officer)
    Question.objects.filter(pk=other.pk).update(assignee=ward.sinh, state="assigned")
    to = {"to": desk.officer.pk, "why": "việc của phường"}
    answer = phone_of(ward.sinh).post(f"/to/hop-thu/{other.pk}/giao/", to)
    assert answer["Location"] == "/to/hop-thu/"
    other.refresh_from_db()
    assert other.assignee == desk.officer


def test_a_team_member_reads_no_answers_but_those_offered(ward, desk):
    elsewhere = ask_at_desk(ward.locality, Asked("Hỏi lịch cắt điện"), by=desk.officer)
    private = answer_question(elsewhere, text="Nhà bà Tư nợ tiền điện.", by=desk.officer)
    mine = ask_at_desk(ward.locality, Asked("Con tôi cần tiêm chủng"), by=desk.officer)
    Question.objects.filter(pk=mine.pk).update(assignee=ward.sinh, state="assigned")
    asked = {"text": "Chào bác,", "insert": f"answer:{private.pk}"}
    page = phone_of(ward.sinh).post(f"/to/hop-thu/{mine.pk}/chen/", asked)
    assert "Chào bác," in page.text and "nợ tiền điện" not in page.text


def test_robots_and_faults_leave_what_was_typed(ward, client):
    cache.clear()
    for given, said in (
        ({"website": "x"}, "Hãy để trống"),
        ({"phone": "12"}, "Số điện thoại chưa đúng"),
        ({"text": "a" * 5001}, "ký tự"),
    ):
        page = asked_on_portal(client, **given)
        assert page.status_code == 422 and said in page.text
        assert given.get("text", "Làm lại giấy khai sinh")[:50] in page.text
    assert not Question.objects.exists()


def test_after_many_questions_of_one_address_it_asks_to_wait(ward, client, monkeypatch):
    cache.clear()
    monkeypatch.setattr(limits, "ASK_ADDRESS", limits.Limit("ask-address", 2, 3600))
    for number in range(2):
        assert asked_on_portal(client, text=f"Hỏi việc thứ {number}").status_code == 302
    page = asked_on_portal(client)
    assert page.status_code == 422 and "Xin chờ một giờ" in page.text


def test_unknown_numbers_read_the_same_whatever_they_are(ward, stranger, desk, client):
    cache.clear()
    with scope(locality=stranger.locality):
        other = ask_at_desk(stranger.locality, Asked("Con tôi cần tiêm chủng"), by=stranger.thu)
    said = {
        client.get(f"/song-cau/hoi/{number}/").text.split("<main")[1]
        for number in ("khong-co", other.tracking, "k7m2pqxyz")
    }
    assert len(said) == 1
    assert "Không tìm thấy" in said.pop()
    assert client.post(f"/song-cau/hoi/{other.tracking}/danh-gia/").status_code == 404


def test_the_box_under_a_notice_says_where_it_was_asked_and_whose_group_it_was(ward, client, link):
    cache.clear()
    page = client.get(f"/t/{link.code}").text
    about = re.search(r'name="about" value="([^"]+)"', page).group(1)
    asked_on_portal(client, about=about, link=link.code)
    question = Question.objects.select_related("conversation").get()
    assert question.about_path == link.path
    assert question.conversation.neighbourhood_id == ward.to_13.pk


def test_a_households_own_link_joins_the_question_to_the_household(ward, client, notice):
    cache.clear()
    own = make_link(ward, notice, household=ward.binh.pk, channel="sms")
    asked_on_portal(client, link=own.code)
    talk = Question.objects.get().conversation
    assert (talk.source, talk.household) == ("link", ward.binh)
    page = client.get(f"/song-cau/hoi/{Question.objects.get().tracking}/").text
    assert "Bình" not in page


def test_everybody_reads_only_what_a_second_person_let_out(ward, desk, client):
    question = ask_at_desk(ward.locality, Asked("Giờ làm việc thứ Bảy?"), by=desk.officer)
    answer_question(question, text="Sáng thứ Bảy phường có trực.", by=desk.officer)
    entry = propose_entry(question, by=desk.officer)
    assert "có trực" not in client.get("/song-cau/hoi-dap/").text
    publish_entry(entry, by=desk.clerk)
    assert "có trực" in client.get("/song-cau/hoi-dap/?tim=thu+bay").text
    assert "Không có câu nào" in client.get("/song-cau/hoi-dap/?tim=dat+dai").text


def test_a_leader_passes_on_and_reads_the_answer(ward, desk, hoa):
    url = "/to/chuyen-cau-hoi/"
    page = hoa.post(url, {"text": "Mai cắt điện mấy giờ?", "phone": "1", "home": ward.binh.pk})
    assert page.status_code == 422 and "Mai cắt điện mấy giờ?" in page.text
    hoa.post(url, {"text": "Mai cắt điện mấy giờ?", "home": ward.binh.pk, "key": "x1"})
    question = Question.objects.get()
    assert (question.conversation.household, question.conversation.passed_by) == (
        ward.binh,
        ward.hoa,
    )
    answer_question(question, text="Từ 8 giờ.", by=desk.officer)
    assert "Từ 8 giờ." in hoa.get(url).text
    assert "Từ 8 giờ." not in phone_of(ward.tam).get(url).text
