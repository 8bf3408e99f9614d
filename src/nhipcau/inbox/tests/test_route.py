"""Whose a question is, when it is due, and who may change the table."""

from datetime import date, time, timedelta

import pytest

from nhipcau.channels.models import Account
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.dispatch.models import Job
from nhipcau.inbox.escalate import escalate_overdue
from nhipcau.inbox.models import Question
from nhipcau.inbox.route import retire_topic, save_topic
from nhipcau.people.absences import say_absent
from nhipcau.people.models import StaffWay
from nhipcau.places.models import Holiday, OpeningHours

S = Question.State


def test_words_tell_the_topic_and_the_topic_its_officer(desk):
    topic = desk.topic(staff=[desk.clerk])
    desk.hear("xin hỏi làm khai tử cho bà thì sao?")
    assert (desk.question.topic, desk.question.assignee) == (topic, desk.clerk)
    assert desk.question.state == S.ASSIGNED


def test_the_procedure_s_sector_tells_the_topic_too(desk, birth):
    topic = desk.topic(name="Hộ tịch", words="", staff=[desk.officer])
    desk.hear("cho hỏi làm lại giấy khai sinh cần gì?")
    assert desk.question.topic == topic


def test_the_one_with_the_fewest_open_questions_gets_it(desk):
    desk.topic(staff=[desk.officer, desk.clerk])
    for nth in range(4):
        desk.hear("hỏi khai sinh cho cháu thế nào?", person=f"p{nth}")
    counted = [Question.objects.filter(assignee=one).count() for one in (desk.officer, desk.clerk)]
    assert counted == [2, 2]


def test_who_is_away_gets_nothing(desk, ward):
    desk.topic(staff=[desk.officer, desk.clerk])
    today = date(2023, 5, 26)
    say_absent(desk.officer, first_on=today, last_on=today, by=ward.quan.actor)
    desk.hear("hỏi khai sinh cho cháu thế nào?")
    assert desk.question.assignee == desk.clerk


def test_without_a_topic_it_is_everybody_s_and_nobody_has_it(desk):
    desk.hear("ổ gà trước ngõ 4 bao giờ sửa?")
    assert (desk.question.topic, desk.question.assignee, desk.question.state) == (
        None,
        None,
        S.RECEIVED,
    )


def test_the_due_time_skips_holidays_and_keeps_the_ward_s_own_hours(desk, ward):
    for day in range(5):
        OpeningHours.objects.create(
            locality=ward.locality, weekday=day, opens=time(7), closes=time(17)
        )
    Holiday.objects.create(locality=ward.locality, on=date(2023, 5, 29), name="Nghỉ bù")
    desk.topic(hours=2)
    desk.hear("hỏi khai sinh cho cháu thế nào?")
    # Half an hour is left on Friday; Monday is off: Tuesday 08:30.
    assert desk.question.due_at.isoformat() == "2023-05-30T01:30:00+00:00"


def test_the_table_is_the_admin_s_and_the_approver_s(desk, ward, stranger):
    for who in (desk.officer, stranger.thu, ward.hoa):
        with pytest.raises(NotAllowed):
            save_topic(ward.locality, None, name="x", words="", hours=8, staff=[], by=who)
    with pytest.raises(NotAllowed):
        desk.topic(staff=[ward.hoa])
    with pytest.raises(BadInput) as fault:
        desk.topic(hours=0)
    assert fault.value.field == "hours"


def test_a_topic_changes_retires_and_keeps_its_name_once(desk, ward):
    topic = desk.topic(staff=[desk.officer])
    with pytest.raises(BadInput, match="Đã có chủ đề"):
        desk.topic()
    save_topic(
        ward.locality, topic, name="Hộ tịch", words="kết hôn", hours=4, staff=[], by=ward.minh
    )
    assert (topic.hours, topic.answerers.count()) == (4, 0)
    retire_topic(topic, by=ward.quan)
    with pytest.raises(WrongState):
        retire_topic(topic, by=ward.quan)
    desk.hear("hỏi kết hôn với người nước ngoài?")
    assert desk.question.topic is None


def test_overdue_reaches_those_who_lead_by_a_free_way_once_an_hour(desk, ward, civil):
    bot = Account.objects.create(
        locality=ward.locality, kind="zalo_bot", name="Bot", state="working"
    )
    StaffWay.objects.create(
        locality=ward.locality,
        staff=ward.quan,
        kind="zalo_bot",
        account=bot,
        value="chat1",
        position=0,
        offered_at=civil.at,
        confirmed_at=civil.at,
    )
    desk.hear("ổ gà trước ngõ 4 bao giờ sửa?")
    desk.hear("đèn đường ngõ 2 hỏng?", person="p2")
    civil.go(timedelta(days=4))
    assert escalate_overdue() == 2
    told = Job.objects.get(key__startswith="overdue:")
    assert "ổ gà" not in told.text + told.title
