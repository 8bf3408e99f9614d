"""What is written to the ward's bot: a code links, anything else gets one kind answer a day."""

import pytest

from nhipcau.channels.models import Incoming
from nhipcau.dispatch.models import Job
from nhipcau.outreach.bot_answers import take_bot_messages
from nhipcau.outreach.tests.conftest import connect
from nhipcau.people.link_codes import make_code, make_staff_code
from nhipcau.people.models import LinkCode, StaffWay


@pytest.fixture
def bot(ward, civil):
    return connect(ward, "zalo_bot", updates="poll")


@pytest.fixture
def write(ward, bot, civil):
    def say(text, chat="c-1", kind="PRIVATE"):
        row = Incoming.objects.create(
            locality=ward.locality,
            account=bot,
            what="message",
            key=f"bot:{Incoming.objects.count()}",
            person=chat,
            text=text,
            detail={"chat": kind},
            at=civil.now,
        )
        assert take_bot_messages([row]) == [row.pk]

    return say


def texts():
    return list(Job.objects.order_by("id").values_list("text", flat=True))


def test_a_leader_s_code_makes_the_chat_a_way_and_a_test_follows(ward, write, bot):
    write(make_staff_code(ward.hoa, by=ward.hoa.actor).shown)
    way = StaffWay.objects.get(staff=ward.hoa, kind="zalo_bot")
    assert (way.value, way.account, way.confirmed_at) == ("c-1", bot, None)
    welcome, test = texts()
    assert "đã nối Zalo này" in welcome and "tự động" in welcome
    assert "Tôi đã nhận" in test


def test_the_leaders_group_can_be_linked_as_well(ward, write):
    write(make_staff_code(ward.hoa, by=ward.hoa.actor).code, chat="g-1", kind="GROUP")
    assert StaffWay.objects.get(kind="zalo_bot").value == "g-1"
    assert "đã nối nhóm này" in texts()[0]


def test_a_code_works_once(ward, write):
    code = make_staff_code(ward.hoa, by=ward.hoa.actor).code
    write(code)
    write(code, chat="c-2")
    assert StaffWay.objects.filter(kind="zalo_bot").count() == 1
    assert "đã dùng" in texts()[-1]


def test_a_household_s_code_is_refused_here_and_stays_good(ward, write):
    write(make_code(ward.tung, by=ward.hoa.actor).code)
    assert LinkCode.objects.filter(household=ward.tung, used_at=None).exists()
    assert not StaffWay.objects.filter(kind="zalo_bot").exists()


def test_guessing_ends_and_is_answered_once(write):
    for n in range(10):
        write(f"{100000 + n}")
    assert sum("nhiều mã" in text for text in texts()) == 1


def test_anything_else_gets_one_kind_answer_a_day(civil, write):
    for text in ("xin chào", "có ai không"):
        write(text)
    assert len(texts()) == 1 and "máy trả lời tự động" in texts()[0]
    civil.step(24 * 60)
    write("xin chào")
    assert len(texts()) == 2


def test_messages_of_other_accounts_are_left_to_others(ward, civil, zalo):
    row = Incoming.objects.create(
        locality=ward.locality, account=zalo, what="message", key="k", person="u", at=civil.now
    )
    assert take_bot_messages([row]) == []
