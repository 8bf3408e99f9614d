"""What is composed of rosters and other rooms: leaving, holidays, who is on duty on every page."""

from datetime import timedelta

import pytest
from django.test import Client

from nhipcau.core.clock import civil_now, local
from nhipcau.counter.arrange import add_window, open_window
from nhipcau.counter.assist import Whom, start_assist
from nhipcau.inbox.ask import Asked, ask_at_desk
from nhipcau.inbox.hand_over import hand_over
from nhipcau.inbox.models import Question
from nhipcau.pages.tests.conftest import phone_of
from nhipcau.people.demo import OPENED_BY_US
from nhipcau.places.models import Holiday
from nhipcau.rosters.models import Ask, Shift
from nhipcau.rosters.shifts import Planned, plan_shift
from nhipcau.rosters.teams import About, TeamInput, add_member, found_team


@pytest.fixture
def admin(ward, civil):
    client = Client()
    client.force_login(ward.quan, backend=OPENED_BY_US)
    return client


def stand(ward, staff, begins=timedelta(hours=-1), post="desk", hours=2):
    start = civil_now() + begins
    planned = Planned(post, start, start + timedelta(hours=hours), staff)
    return plan_shift(ward.locality, planned, by=ward.quan)


def test_who_leaves_a_team_is_out_and_hands_over_shifts_and_questions(ward, admin):
    team = found_team(ward.locality, TeamInput("locality", "Tổ số"), by=ward.quan)
    member = add_member(team, ward.sinh, About(), by=ward.quan)
    add_member(team, ward.tam, About(), by=ward.quan)
    phone = phone_of(ward.sinh)
    assert phone.get("/to/lich-truc/").status_code == 200
    shift = stand(ward, ward.sinh, begins=timedelta(days=3))
    asked = Asked("Mai có cắt điện không ạ?", "Bà Tư")
    question = ask_at_desk(ward.locality, asked, by=ward.lan)
    if question.assignee_id != ward.sinh.pk:
        hand_over(question, to=ward.sinh, by=ward.lan)
    page = admin.post(f"/lam-viec/lich-truc/thanh-vien/{member.pk}/roi/", follow=True)
    assert "Điện thoại và mọi đường vào đã khoá." in page.text
    assert "1 câu hỏi đã bàn giao." in page.text
    shift.refresh_from_db()
    assert (shift.staff, Ask.objects.get().staff) == (None, ward.tam)
    assert not Question.objects.filter(assignee=ward.sinh).exists()
    assert phone.get("/to/lich-truc/").status_code == 302  # to the door


def test_who_stops_working_leaves_shifts_questions_and_the_desk(ward, admin):
    shift = stand(ward, ward.lan, begins=timedelta(days=3))
    question = ask_at_desk(ward.locality, Asked("Mai có cắt điện không ạ?", "Bà Tư"), by=ward.lan)
    hand_over(question, to=ward.lan, by=ward.quan)
    window = add_window(ward.locality, number=1, by=ward.lan)
    open_window(window, by=ward.lan)
    assist = start_assist(Whom(), by=ward.lan)
    at = f"/lam-viec/can-bo/ngung/{ward.lan.pk}/"
    own = admin.post(f"/lam-viec/can-bo/ngung/{ward.quan.pk}/", follow=True)
    assert "không thể tự ngừng" in own.text
    page = admin.post(at, follow=True).text
    for said in ("Đã ngừng tài khoản", "1 ca sắp tới", "1 câu hỏi", "1 quầy", "hỗ trợ đang dở"):
        assert said in page
    for row in (shift, question, window, assist, ward.lan):
        row.refresh_from_db()
    assert (shift.staff, window.staff, assist.minutes, ward.lan.is_active) == (None,) * 3 + (False,)
    assert question.assignee_id != ward.lan.pk and assist.ended_at
    assert "đã ngừng hoạt động trước đó" in admin.post(at, follow=True).text


def test_a_holiday_declared_late_frees_the_day_and_taken_back_brings_it_back(ward, admin):
    day = local(civil_now()).date() + timedelta(days=3)
    shift = stand(ward, ward.lan, begins=timedelta(days=3), hours=1)
    given = {"on": day.isoformat(), "name": "Nghỉ bão"}
    page = admin.post("/lam-viec/dia-ban/ngay-nghi/", given, follow=True)
    assert "1 ca trực hôm đó không còn; 1 người được nghỉ." in page.text
    shift.refresh_from_db()
    assert shift.state == Shift.State.FREED
    holiday = Holiday.objects.get()
    page = admin.post(f"/lam-viec/dia-ban/ngay-nghi/{holiday.pk}/bo/", follow=True)
    assert "1 ca trực hôm đó có lại trong lịch." in page.text


def test_a_holiday_that_was_yesterday_changes_no_history(ward, admin, civil):
    stand(ward, ward.lan)
    civil.step(24 * 60)
    given = {"on": (local(civil_now()).date() - timedelta(days=1)).isoformat(), "name": "Giỗ tổ"}
    page = admin.post("/lam-viec/dia-ban/ngay-nghi/", given, follow=True)
    assert "1 ca đã trực trước khi ghi, giữ nguyên trong sổ." in page.text
    assert Shift.objects.get().state == Shift.State.STANDING


OURS = ["/lam-viec/", "/lam-viec/hop-thu/", "/lam-viec/lich-truc/"]


@pytest.mark.parametrize("where", OURS)
def test_who_is_on_duty_stands_where_it_helps_us(ward, admin, where):
    stand(ward, ward.lan, post="inbox")
    page = admin.get(where).text
    assert "Hà Thị Lan" in page and "Đang trực" in page


def test_a_leader_s_phone_tells_who_is_on_duty_and_that_an_answer_is_waited_for(ward, civil):
    stand(ward, ward.lan)
    page = phone_of(ward.hoa).get("/to/").text
    assert "Hà Thị Lan" in page
    shift = stand(ward, None, begins=timedelta(hours=5))
    Ask.objects.create(
        locality=ward.locality, post="desk", starts_at=shift.starts_at, ends_at=shift.ends_at,
        shift=shift, staff=ward.hoa, asked_at=civil_now(),
    )  # fmt: skip
    assert "có lời nhờ chờ bạn trả lời" in phone_of(ward.hoa).get("/to/").text


def test_the_end_of_a_shift_offers_its_questions_to_the_next(ward, admin, civil):
    stand(ward, ward.quan, post="inbox", hours=1.5)
    ask_at_desk(ward.locality, Asked("Mai có cắt điện không ạ?", "Bà Tư"), by=ward.lan)
    assert "Bàn giao ca" in admin.get("/lam-viec/hop-thu/").text
    stand(ward, ward.lan, begins=timedelta(hours=1), post="inbox")
    at = "/lam-viec/hop-thu/het-ca/"
    assert "trực ca sau" in admin.get(at).text
    question = Question.objects.get()
    refused = admin.post(at, {"to": ward.lan.pk, "why": "Đã gọi"})
    assert refused.status_code == 422 and "Đã gọi" in refused.text
    admin.post(at, {"to": ward.lan.pk, "questions": [f"{question.pk}:{question.turn}"]})
    question.refresh_from_db()
    assert question.assignee == ward.lan
