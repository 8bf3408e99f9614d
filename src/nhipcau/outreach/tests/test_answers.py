"""What residents say: seen, understood, will come, passed on; and who they say to be."""

import pytest

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.claims import make_claim, settle_claim
from nhipcau.outreach.hand_tasks import make_task, tick_task, untick_task
from nhipcau.outreach.models import Claim, Level, PassedOn, Reply, Sheet, Standing, Task
from nhipcau.outreach.passed_on import match_passed_on, say_passed_on
from nhipcau.outreach.replies import reply
from nhipcau.outreach.seen import acknowledge, record_seen
from nhipcau.outreach.sheets import ask_removal, mark_hung, mark_removed, plan_sheet


def level(version, household):
    return Standing.objects.get(version=version, household=household).level


def test_reading_counts_once_and_the_button_is_stronger(version, ward):
    assert record_seen(version, ward.tung)
    assert not record_seen(version, ward.tung)
    acknowledge(version, ward.tung)
    assert level(version, ward.tung) == Level.ACKNOWLEDGED


def test_a_version_that_is_over_is_not_read(version, ward):
    NoticeVersion.objects.update(state=NoticeVersion.State.SUPERSEDED)
    with pytest.raises(WrongState):
        record_seen(version, ward.tung)


@pytest.fixture
def call(version):
    Notice.objects.update(kind=Notice.Kind.CALL, answers=["will_come", "excused"])
    version.notice.refresh_from_db()
    return version


def test_an_answer_acknowledges_and_the_latest_stands(call, ward):
    reply(call, ward.tung, "will_come")
    reply(call, ward.tung, "excused")
    assert Reply.objects.get().answer == "excused"
    assert level(call, ward.tung) == Level.ACKNOWLEDGED


def test_an_answer_that_was_not_asked_for_is_refused(call, ward):
    with pytest.raises(BadInput):
        reply(call, ward.tung, "done")
    assert level(call, ward.tung) == Level.NONE


def test_passed_on_counts_apart_and_only_after_the_leader_knows_who(version, ward):
    said = say_passed_on(version, ward.to_13, " bà  Bình ", by_household=ward.tung)
    assert said.words == "bà Bình"
    match_passed_on(said, ward.binh, by=ward.hoa)
    stands = Standing.objects.get(version=version, household=ward.binh)
    assert (stands.level, stands.informed_at) == (Level.PASSED_ON, None)
    with pytest.raises(WrongState):
        match_passed_on(said, ward.binh, by=ward.tam)


def test_passed_on_needs_words(version, ward):
    with pytest.raises(BadInput):
        say_passed_on(version, ward.to_13, "  ")
    with pytest.raises(BadInput):
        say_passed_on(version, ward.to_13, "a" * 121)
    assert not PassedOn.objects.exists()


def test_a_claim_repeated_by_the_same_browser_is_one_claim(version, ward):
    for _time in range(2):
        make_claim(version, ward.to_13, house=" Số 99 ", digits="123", browser="b")
    assert Claim.objects.count() == 1


def test_the_leader_settles_a_claim_once(version, ward):
    claim = make_claim(version, ward.to_13, house="Số 99", digits="123", browser="b")
    settle_claim(claim, ward.dung, by=ward.hoa)
    assert level(version, ward.dung) == Level.SEEN
    with pytest.raises(WrongState):
        settle_claim(claim, None, by=ward.hoa)


def test_a_claim_is_not_settled_with_a_household_of_elsewhere(version, ward, stranger):
    claim = make_claim(version, ward.to_13, house="Số 99", digits="123", browser="b")
    with pytest.raises(NotAllowed):
        settle_claim(claim, ward.mai, by=ward.hoa)
    with pytest.raises(NotAllowed):
        settle_claim(claim, None, by=stranger.thu)


def test_a_task_is_ticked_once_and_can_be_reopened(version, ward):
    task = make_task(version, kind="loudspeaker", text="Đọc loa", by=SYSTEM)
    assert make_task(version, kind="loudspeaker", text="Đọc loa", by=SYSTEM) == task
    tick_task(task, by=ward.lan)
    with pytest.raises(WrongState):
        tick_task(task, by=ward.minh)
    untick_task(task, by=ward.lan)
    assert Task.objects.get().done_at is None


def test_a_sheet_hangs_and_is_taken_down(version, ward):
    plan_sheet(version, place="Nhà văn hoá", neighbourhood=ward.to_13, by=SYSTEM)
    other = plan_sheet(version, place="Cổng chợ", by=SYSTEM)
    sheet = Sheet.objects.get(place="Nhà văn hoá")
    mark_hung(sheet, by=ward.hoa)
    with pytest.raises(WrongState):
        mark_hung(sheet, by=ward.tam)
    assert ask_removal(version, by=SYSTEM) == 1
    mark_removed(sheet, by=ward.hoa)
    other.refresh_from_db()
    assert other.state == Sheet.State.REMOVED
