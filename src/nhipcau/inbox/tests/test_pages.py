"""The officers' pages of the inbox: what is due first, nothing typed lost, two desks, one inbox."""

from datetime import timedelta

import pytest
from django.test import Client

from nhipcau.inbox.answer import answer_question
from nhipcau.inbox.ask import Asked, ask_at_desk
from nhipcau.inbox.faq import propose_entry, publish_entry
from nhipcau.inbox.hold import hold_question
from nhipcau.inbox.models import FaqEntry, Message, Question, Wording
from nhipcau.people.demo import OPENED_BY_US

BASE = "/lam-viec/hop-thu/"


@pytest.fixture
def officer(desk):
    client = Client()
    client.force_login(desk.officer, backend=OPENED_BY_US)
    return client


@pytest.fixture
def asked(desk, birth):
    desk.hear("Tôi muốn đăng ký lại khai sinh, số căn cước 012345678901")
    return desk.question


def at(question, part="") -> str:
    return f"{BASE}{question.pk}/{part}"


def test_an_empty_inbox_says_what_will_be_here(officer):
    page = officer.get(BASE).text
    assert "Không còn câu hỏi nào chờ trả lời" in page


def test_the_list_shows_what_waits_when_it_is_due_and_who_has_it(desk, officer, asked):
    page = officer.get(BASE).text
    assert "khai sinh" in page and "chưa ai nhận" in page and "Zalo" in page
    assert "012345678901" not in page
    desk.civil.go(timedelta(days=5))
    page = officer.get(f"{BASE}?tab=qua-han").text
    assert "quá " in page and "hạn trả lời" in page


def test_the_list_is_narrowed_by_words_topic_channel_and_person(desk, officer, asked):
    assert "khai sinh" in officer.get(f"{BASE}?tim=khai+sinh").text
    assert "Không có câu hỏi nào như vậy" in officer.get(f"{BASE}?tim=dat+dai").text
    assert "Không có câu hỏi nào như vậy" in officer.get(f"{BASE}?kenh=comment").text
    assert "Không có câu hỏi nào như vậy" in officer.get(f"{BASE}?ai={desk.officer.pk}").text


def test_the_list_costs_the_same_few_queries_however_long(
    desk, officer, asked, django_assert_max_num_queries
):
    for number in range(12):
        ask_at_desk(desk.ward.locality, Asked(f"Hỏi việc thứ {number}"), by=desk.officer)
    with django_assert_max_num_queries(20):
        assert officer.get(BASE).text.count('class="card q') == 13


def test_a_suggestion_goes_under_what_was_typed_and_takes_its_procedure_along(
    officer, asked, birth
):
    version = birth.current
    page = officer.post(
        at(asked, "chen/"),
        {"text": "Chào bác,", "insert": f"procedure:{version.pk}", "turn": asked.turn},
    ).text
    assert "Chào bác," in page and "Tờ khai đăng ký lại khai sinh" in page
    assert f'name="version" value="{version.pk}" checked' in page


def test_an_answer_goes_out_with_its_procedure(officer, asked, birth):
    turn = Question.objects.get().turn
    given = {"text": "Bác mang tờ khai.", "version": birth.current.pk, "turn": turn}
    reply = officer.post(at(asked, "tra-loi/"), given, follow=True)
    assert "Đã trả lời" in reply.text
    asked.refresh_from_db()
    assert (asked.state, asked.procedure_version) == ("answered", birth.current)


def test_of_two_answers_the_second_sees_the_first_and_keeps_its_own_words(desk, officer, asked):
    turn = Question.objects.get().turn
    answer_question(Question.objects.get(), text="Mời bác ra quầy số 2.", by=desk.clerk)
    reply = officer.post(at(asked, "tra-loi/"), {"text": "Lời tôi gõ dở", "turn": turn})
    assert reply.status_code == 409
    assert "Lời tôi gõ dở" in reply.text and "Mời bác ra quầy số 2." in reply.text
    assert "Lộc Văn Phúc vừa trả lời" in reply.text
    assert Message.objects.filter(inbound=False, is_automatic=False).count() == 1


def test_who_is_writing_is_seen_by_the_other(desk, officer, asked):
    hold_question(asked, by=desk.clerk)
    assert "Lộc Văn Phúc đang soạn" in officer.get(BASE).text
    assert "Lộc Văn Phúc đang soạn" in officer.get(at(asked)).text
    assert "Lộc Văn Phúc" in officer.post(at(asked, "dang-soan/")).text
    reply = officer.post(at(asked, "tra-loi/"), {"text": "Của tôi", "turn": asked.turn})
    assert reply.status_code == 409 and "Của tôi" in reply.text


def test_the_page_that_is_polled_says_that_something_changed(desk, officer, asked):
    turn = Question.objects.get().turn
    assert "vừa có thay đổi" not in officer.get(f"{at(asked)}?luot={turn}").text
    desk.hear("À mà con tôi sinh năm 2019")
    answer_question(Question.objects.get(), text="Dạ.", by=desk.clerk)
    assert "vừa có thay đổi" in officer.get(f"{at(asked)}?luot={turn}").text


@pytest.mark.parametrize(
    ("part", "given", "kept"),
    [
        ("chuyen/", {"body": "Công an tỉnh", "due_at": ""}, "Công an tỉnh"),
        ("ghi-chu/", {"note": "x" * 4001}, "x" * 100),
        ("giao/", {"to": "", "why": "nhờ anh xem"}, "nhờ anh xem"),
        ("dong/", {"why": "done"}, "Câu này chưa có trả lời"),
    ],
)
def test_what_was_typed_stays_when_a_form_is_wrong(officer, asked, part, given, kept):
    reply = officer.post(at(asked, part), given)
    assert reply.status_code == 422 and kept in reply.text


def test_forwarding_is_followed_until_it_comes_back(desk, officer, asked):
    given = {"body": "Công an phường", "due_at": "2023-05-30T09:00"}
    assert officer.post(at(asked, "chuyen/"), given).status_code == 302
    assert "Đang chờ cơ quan khác" in officer.get(at(asked)).text
    officer.post(at(asked, "hoi-am/"), {"outcome": "Họ bảo nộp ở quầy."})
    assert Question.objects.get().state == "assigned"


def test_one_click_makes_an_entry_and_a_second_person_lets_it_out(desk, officer, asked):
    answer_question(Question.objects.get(), text="Mời bác ra quầy.", by=desk.officer)
    officer.post(at(asked, "hoi-dap/"))
    entry = FaqEntry.objects.get()
    url = f"{BASE}hoi-dap/{entry.pk}/duyet/"
    assert "cần một người khác" in officer.post(url, {"act": "publish"}, follow=True).text
    second = Client()
    second.force_login(desk.clerk, backend=OPENED_BY_US)
    second.post(url, {"act": "publish"})
    entry.refresh_from_db()
    assert (entry.state, entry.reviewed_by) == ("published", desk.clerk)
    officer.post(f"{BASE}hoi-dap/{entry.pk}/", {"question": "Hỏi gì?", "answer": "Khác."})
    entry.refresh_from_db()
    assert entry.state == "draft"


def test_the_same_question_again_is_the_entry_that_is_there(desk, asked):
    answer_question(asked, text="Mời bác ra quầy.", by=desk.officer)
    entry = propose_entry(asked, by=desk.officer)
    publish_entry(entry, by=desk.clerk)
    assert propose_entry(asked, by=desk.clerk) == entry


def test_the_desk_types_a_question_in_and_gets_its_number(officer):
    reply = officer.post(f"{BASE}ghi/", {"text": "Xin hỏi lịch tiêm", "phone": "12"})
    assert reply.status_code == 422 and "Số điện thoại chưa đúng" in reply.text
    assert "Xin hỏi lịch tiêm" in reply.text
    reply = officer.post(f"{BASE}ghi/", {"text": "Xin hỏi lịch tiêm", "key": "a"}, follow=True)
    assert "Mã theo dõi để đưa cho người hỏi" in reply.text


def test_the_machines_words_are_tried_before_they_are_kept(desk, ward):
    client = Client()
    client.force_login(ward.minh, backend=OPENED_BY_US)
    url = f"{BASE}phan-cong/loi-may/"
    given = {"greeting": "Sông Cầu chào bà con!", "menu": "", "outside": "Mai {lúc} nhé."}
    assert "Sông Cầu chào bà con!" in client.post(url, {**given, "preview": "1"}).text
    assert not Wording.objects.exists()
    reply = client.post(url, {**given, "outside": "Mai nhé."})
    assert reply.status_code == 422 and "{lúc}" in reply.text and "Sông Cầu chào" in reply.text
    client.post(url, given)
    desk.hear("xin chào")
    assert desk.said[-1].startswith("Sông Cầu chào bà con!")


@pytest.mark.parametrize(
    ("menu", "status"),
    [("1 – A\n2 – B\n3 – C\n0 – D", 302), ("1 – A\n2 – B\n0 – D", 302), ("1 – A\n0 – D", 422)],
)
def test_a_menu_of_ones_own_has_the_lines_that_the_machine_understands(ward, menu, status):
    client = Client()
    client.force_login(ward.minh, backend=OPENED_BY_US)
    given = {"greeting": "", "menu": menu, "outside": ""}
    assert client.post(f"{BASE}phan-cong/loi-may/", given).status_code == status


def test_the_arrangement_shows_topics_hours_words_and_the_menu(desk, officer):
    desk.topic(staff=[desk.officer])
    page = officer.get(f"{BASE}phan-cong/").text
    for words in ("Hộ tịch", "Mã Thị Oanh", "07:30", "#hoi-can-bo", "xin chào"):
        assert words in page
    assert officer.get(f"{BASE}phan-cong/them/").status_code == 403


def test_an_admin_gives_a_topic_its_people(desk, ward):
    client = Client()
    client.force_login(ward.quan, backend=OPENED_BY_US)
    given = {"name": "Đất đai", "words": "sổ đỏ", "hours": 16, "staff": [desk.officer.pk]}
    assert client.post(f"{BASE}phan-cong/them/", given).status_code == 302
    reply = client.post(f"{BASE}phan-cong/them/", given)
    assert reply.status_code == 422 and "Đã có chủ đề tên này" in reply.text
