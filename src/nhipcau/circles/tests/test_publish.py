"""Written, approved, sent, read, reminded, taken back."""

from datetime import timedelta

import pytest

from nhipcau.circles.forget import forget_words
from nhipcau.circles.members import MemberInput, add_member, change_member, remove_member
from nhipcau.circles.models import Circle, CircleNotice, CircleRead, CircleRelay, CircleWord, Office
from nhipcau.circles.publish import publish_notice, remind_unread, withdraw_notice
from nhipcau.circles.queries import (
    answers_by_circle,
    below,
    readers,
    tally,
    to_approve,
    unread,
    unread_of,
)
from nhipcau.circles.read import acknowledge, answer_call, mark_seen
from nhipcau.circles.relay import pass_on
from nhipcau.circles.rights import approvers
from nhipcau.circles.tell import words_by
from nhipcau.circles.tests.conftest import WORDING, make_cell
from nhipcau.circles.write import (
    Wording,
    approve_notice,
    discard_notice,
    return_notice,
    revise_notice,
    submit_notice,
    write_notice,
)
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.dispatch.fill import fill_job
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.notices.models import Notice
from nhipcau.outreach.limits import Limits, set_budget
from nhipcau.outreach.models import Purse, Taking
from nhipcau.outreach.tests.conftest import make_version
from nhipcau.people.models import Staff

State = CircleNotice.State


def words():
    return CircleWord.objects.unguarded("a test's own")


def test_a_plain_member_writes_nothing(ward, cell):
    with pytest.raises(NotAllowed):
        write_notice(cell.circle, WORDING, by=cell.member)


@pytest.mark.parametrize(
    ("wording", "field"), [(Wording("", "x"), "title"), (Wording("x", " "), "text")]
)
def test_bad_input_names_its_place(ward, cell, wording, field):
    with pytest.raises(BadInput) as fault:
        write_notice(cell.circle, wording, by=cell.head)
    assert fault.value.field == field


def test_the_head_approves_what_an_officer_wrote_and_not_the_other_way_alone(ward, cell):
    notice = cell.submitted()
    assert to_approve(cell.head) == [notice]
    for who in (cell.officer, cell.member):
        with pytest.raises(NotAllowed):
            approve_notice(notice, by=who)
    approve_notice(notice, by=cell.head)
    assert (notice.state, notice.approved_alone) == (State.APPROVED, False)
    with pytest.raises(WrongState):
        approve_notice(notice, by=cell.head)


def test_nobody_approves_their_own_while_another_officer_can(ward, cell):
    notice = cell.submitted(by=cell.head)
    with pytest.raises(NotAllowed, match="người khác duyệt"):
        approve_notice(notice, by=cell.head)
    approve_notice(notice, by=cell.officer)
    assert not notice.approved_alone


def test_an_only_officer_approves_alone_and_it_is_on_record(ward, cell):
    change_member(cell.officer, office=Office.MEMBER, may_approve=False, title="", by=cell.head)
    notice = cell.submitted(by=cell.head)
    approve_notice(notice, by=cell.head)
    assert notice.approved_alone


def test_whom_the_circle_named_approves_and_nobody_else(ward, cell):
    change_member(cell.member, office=Office.MEMBER, may_approve=True, title="", by=cell.head)
    notice = cell.submitted()
    with pytest.raises(NotAllowed):
        approve_notice(notice, by=cell.head)
    approve_notice(notice, by=cell.member)
    assert notice.state == State.APPROVED


def test_a_head_who_stopped_work_here_keeps_nothing_waiting(ward, cell):
    notice = cell.submitted()
    Staff.objects.filter(pk=ward.hoa.pk).update(is_active=False)
    assert approvers(notice) == [cell.officer]


def test_an_approver_of_another_circle_has_no_say(ward, cell):
    other = make_cell(ward, "Chi bộ tổ 1", head=ward.tam)
    notice = cell.submitted()
    for act in (
        lambda: approve_notice(notice, by=other.head),
        lambda: revise_notice(notice, WORDING, by=other.head),
        lambda: publish_notice(notice, by=other.head),
        lambda: withdraw_notice(notice, why="x", by=other.head),
        lambda: acknowledge(notice, by=other.head),
        lambda: remind_unread(notice, by=other.head),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_is_returned_is_a_draft_again(ward, cell):
    notice = cell.submitted()
    with pytest.raises(BadInput):
        return_notice(notice, reason=" ", by=cell.head)
    return_notice(notice, reason="Sai giờ", by=cell.head)
    assert (notice.state, notice.return_reason) == (State.DRAFT, "Sai giờ")
    revise_notice(notice, Wording("Họp lúc 20 giờ", "Tại nhà văn hoá."), by=cell.officer)
    submit_notice(notice, by=cell.officer)
    with pytest.raises(WrongState):
        discard_notice(notice, by=cell.officer)


def test_publishing_gives_everybody_one_line_and_one_message(ward, cell, sms):
    notice = cell.published()
    reads = CircleRead.objects.unguarded("a test's own").filter(notice=notice)
    assert {read.member_id for read in reads} == {cell.head.pk, cell.officer.pk, cell.member.pk}
    assert words().filter(failed_at=None).count() == 3
    with pytest.raises(WrongState):
        publish_notice(notice, by=cell.head)
    assert words().count() == 3


def test_the_message_names_neither_the_circle_nor_the_matter(ward, cell, sms):
    notice = cell.published()
    (job,) = Job.objects.filter(account=sms)
    said = f"{job.title} {job.text} {job.key} {job.note}"
    for word in (cell.circle.name, notice.title, "bộ", "Đảng", "bo ", "circle"):
        assert word not in said
    assert words_by(ward.locality, "sms").endswith("{link}")


def test_each_gets_their_own_link_at_their_own_telephone(ward, cell, sms):
    cell.published()
    (job,) = Job.objects.filter(account=sms)
    fill_job(job)
    sent = dict(Delivery.objects.filter(job=job).values_list("address", "link"))
    assert set(sent) == {ward.hoa.phone, cell.officer.phone, cell.member.phone}
    assert len(set(sent.values())) == 3


def test_whoever_was_removed_before_the_list_was_made_gets_nothing(ward, cell, sms):
    cell.published()
    remove_member(cell.member, by=cell.head)
    (job,) = Job.objects.filter(account=sms)
    fill_job(job)
    assert Delivery.objects.filter(job=job).count() == 2


def test_reading_and_acknowledging_count_once(ward, cell, sms, civil):
    notice = cell.published()
    assert unread(cell.member).count() == 1 and unread_of(ward.hoa).count() == 1
    first = mark_seen(notice, by=cell.member)
    civil.step(5)
    assert mark_seen(notice, by=cell.member).seen_at == first.seen_at
    said = acknowledge(notice, by=cell.member)
    civil.step(5)
    assert acknowledge(notice, by=cell.member).acknowledged_at == said.acknowledged_at
    assert unread(cell.member).count() == 0
    states = {one.member.called: one.state for one in readers(notice, cell.head)}
    assert states == {
        "Hoàng Đình Hoà": "waiting",
        "Hà Thị Thắm": "waiting",
        "Nông Văn Lương": "acknowledged",
    }


def test_who_joins_later_reads_it_too(ward, cell, sms):
    notice = cell.published()
    late = add_member(cell.circle, MemberInput(name="Bế Thị Na", phone="0987111222"), by=cell.head)
    assert mark_seen(notice, by=late).seen_at


def test_reminding_goes_to_the_unread_and_not_too_often(ward, cell, sms, civil):
    notice = cell.published()
    with pytest.raises(WrongState, match="bốn giờ"):
        remind_unread(notice, by=cell.head)
    mark_seen(notice, by=cell.member)
    civil.step(5 * 60)
    assert remind_unread(notice, by=cell.head) == 2
    with pytest.raises(WrongState, match="bốn giờ"):
        remind_unread(notice, by=cell.officer)
    with pytest.raises(NotAllowed):
        remind_unread(notice, by=cell.member)


def test_without_any_way_the_officers_see_whom_to_call(ward, cell):
    notice = cell.published()
    assert {one.state for one in readers(notice, cell.head)} == {"lost"}


def test_withdrawn_words_are_gone_and_links_dead(ward, cell, sms):
    notice = cell.published()
    with pytest.raises(BadInput):
        withdraw_notice(notice, why="", by=cell.head)
    with pytest.raises(NotAllowed):
        withdraw_notice(notice, why="Nhầm", by=cell.member)
    withdraw_notice(notice, why="Nhầm ngày", by=cell.officer)
    assert not words().filter(link__closed_at=None).exists()
    assert Job.objects.get(account=sms).state == Job.State.STOPPED
    with pytest.raises(WrongState):
        withdraw_notice(notice, why="Nhầm", by=cell.head)
    assert mark_seen(notice, by=cell.member) is None


def test_passing_on_once_and_by_whom_it_concerns(ward, sms):
    above = make_cell(ward, "Đảng ủy phường", Circle.Kind.COMMITTEE, head=ward.minh)
    under = make_cell(ward, "Chi bộ tổ 13", parent=above.circle.pk)
    notice = above.published(Wording("Nghị quyết", "Nội dung.", passes_on=True))
    relay = CircleRelay.objects.seen_by(under.viewer(under.head)).get()
    for who in (above.head, under.member):
        with pytest.raises(NotAllowed):
            pass_on(relay, by=who)
    assert pass_on(relay, by=under.officer) == 1  # the officers were told when they were asked
    with pytest.raises(WrongState):
        pass_on(relay, by=under.head)
    (line,) = below(notice, above.head)
    assert (line.members, line.seen) == (None, None)  # three are too few to be counted


def test_addresses_are_forgotten_after_a_week(ward, cell, sms, civil):
    cell.published()
    (job,) = Job.objects.filter(account=sms)
    fill_job(job)
    assert forget_words() == 0
    civil.step(8 * 24 * 60)
    assert forget_words() == 3
    assert not Delivery.objects.filter(job=job, address__startswith="+").exists()
    assert words().filter(job=None).count() == 3


def test_a_reading_time_that_has_passed_is_refused(ward, cell, civil):
    with pytest.raises(BadInput) as fault:
        write_notice(
            cell.circle, Wording("x", "y", read_by=civil.now - timedelta(hours=1)), by=cell.head
        )
    assert fault.value.field == "read_by"


def test_paid_words_come_out_of_the_month_s_money_and_end_with_it(ward, cell, sms):
    set_budget(ward.locality, Limits(1_900, 400, None), by=ward.quan.actor)
    cell.published()
    assert {(one.version, one.vnd) for one in Taking.objects.all()} == {(None, 1_500)}
    assert Purse.objects.get().taken_vnd == 1_500
    cell.published(Wording("Họp thêm", "Tối mai."))  # what is kept for emergencies is not touched
    assert Purse.objects.get().taken_vnd == 1_500
    told = words().order_by("pk").values_list("failed_at", flat=True)
    assert list(told).count(None) == 3


def test_members_of_an_association_answer_a_call_and_the_ward_sees_numbers(ward, sms, civil):
    version = make_version(ward)
    Notice.objects.update(kind=Notice.Kind.CALL, current=version)
    women = make_cell(ward, "Hội Phụ nữ", Circle.Kind.ASSOCIATION)
    others = [
        add_member(women.circle, MemberInput(name=f"Chị {n}", phone=f"091333300{n}"), by=women.head)
        for n in range(2)
    ]
    notice = women.published(Wording("Tổng vệ sinh", "Sáng thứ Bảy.", call=version.notice_id))
    for who, answer in ((women.member, "will_come"), (others[0], "excused"), (others[0], "done")):
        answer_call(notice, answer, by=who)
    (line,) = answers_by_circle(version.notice_id)
    assert (line.name, line.members, line.will_come, line.excused, line.done, line.silent) == (
        "Hội Phụ nữ", 5, 1, 0, 1, 3
    )  # fmt: skip
    found = readers(notice, women.head)
    assert dict(tally(found)) == {"Sẽ tham gia": 1, "Xin vắng": 0, "Đã làm xong": 1}
    remove_member(others[0], by=women.head)
    assert answers_by_circle(version.notice_id) == []  # four are too few to be a number


def test_a_party_cell_s_answers_are_never_the_ward_s_and_only_calls_ask(ward, cell, sms, civil):
    version = make_version(ward)
    Notice.objects.update(kind=Notice.Kind.CALL, current=version)
    for n in range(3):
        add_member(cell.circle, MemberInput(name=f"Anh {n}", phone=f"091333300{n}"), by=cell.head)
    notice = cell.published(Wording("Tổng vệ sinh", "Sáng thứ Bảy.", call=version.notice_id))
    assert answer_call(notice, "done", by=cell.member).acknowledged_at
    assert answers_by_circle(version.notice_id) == []
    with pytest.raises(BadInput):
        answer_call(notice, "maybe", by=cell.member)
    with pytest.raises(BadInput):
        answer_call(cell.published(), "done", by=cell.member)
    with pytest.raises(BadInput, match="đã qua"):
        write_notice(cell.circle, Wording("x", "y", call=0), by=cell.head)
