from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import make_staff

from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.counter.dossiers.ask_for_papers import (
    Missing,
    ask_for_papers,
    papers_brought,
    still_missing,
)
from nhipcau.counter.dossiers.correct import Correction, correct_dossier
from nhipcau.counter.dossiers.due import Term
from nhipcau.counter.dossiers.fees import fee_due, fee_paid
from nhipcau.counter.dossiers.finish import finish_dossier, hand_over_result
from nhipcau.counter.dossiers.postpone import postpone_dossier
from nhipcau.counter.dossiers.receive import Promise, receive_dossier, start_work
from nhipcau.counter.dossiers.recount import recount_due
from nhipcau.counter.dossiers.refuse import refuse_dossier
from nhipcau.counter.dossiers.statuses import NEXT, may_become, may_have_become
from nhipcau.counter.dossiers.stop import resume_dossier, stop_dossier
from nhipcau.counter.dossiers.withdraw import withdraw_dossier
from nhipcau.counter.models import DeskName, Dossier, DossierPaper, DossierStep
from nhipcau.people.models import Role
from nhipcau.places.models import Holiday
from nhipcau.text.dates import say_exact

S, Kind = Dossier.Status, DossierStep.Kind


def kinds(dossier) -> list[str]:
    return [step.kind for step in dossier.steps.all()]


def fresh(dossier) -> Dossier:
    return Dossier.objects.get(pk=dossier.pk)


def test_the_table_names_every_status():
    assert set(NEXT) == set(S.values) == {status for some in NEXT.values() for status in some} | {1}


@settings(max_examples=30)
@given(st.lists(st.sampled_from(S.values), max_size=8))
def test_no_way_through_the_table_leads_back(path):
    now, received = S.REGISTERED, False
    rank = {1: 0, 2: 1, 3: 3, 4: 2, 5: 2, 6: 2, 7: 3, 8: 2, 9: 3, 10: 4}
    for to in path:
        if may_become(now, to, was_received=received):
            assert rank[to] >= rank[now] or not received
            assert may_have_become(now, to, was_received=received)
            now, received = to, received or to == S.RECEIVED
    assert not (received and may_have_become(now, S.REGISTERED, was_received=True))


def test_an_export_may_skip_steps_but_never_go_back():
    assert may_have_become(S.RECEIVED, S.HANDED_OVER, was_received=True)
    assert may_have_become(S.FEE_DUE, S.PAPERS_ASKED, was_received=True)
    assert may_have_become(S.PAPERS_ASKED, S.RECEIVED, was_received=False)
    assert not may_have_become(S.PAPERS_ASKED, S.RECEIVED, was_received=True)
    assert not may_have_become(S.DONE, S.IN_WORK, was_received=True)
    assert not may_have_become(S.HANDED_OVER, S.DONE, was_received=True)


def test_a_dossier_goes_through_its_life(desk):
    dossier = desk.dossier(number="000.00.01.h03 – 230526 – 0001")
    assert dossier.number == "000.00.01.H03-230526-0001"
    assert dossier.procedure_version == desk.birth.current
    assert (dossier.household, dossier.resident.name) == (desk.ward.binh, "Nông Thị Bình")
    assert say_exact(dossier.due_at) == "17:00 Thứ Sáu 2/6"
    start_work(dossier, by=desk.by)
    finish_dossier(dossier, result="Giấy khai sinh số 12", by=desk.by)
    hand_over_result(dossier, by=desk.clerk)
    assert kinds(dossier) == ["registered", "received", "in_work", "done", "handed_over"]
    assert dossier.finished_at and dossier.ended_at and dossier.status == S.HANDED_OVER


def test_the_clock_stands_while_papers_are_missing(desk):
    dossier = desk.dossier()
    desk.civil.go(days=3, hours=-7)  # Monday half past nine
    step = ask_for_papers(dossier, [Missing("Tờ khai"), Missing("Ảnh 3x4")], by=desk.by)
    assert dossier.is_paused and dossier.left == timedelta(hours=2 + 3.5 + 4 * 7.5)
    desk.civil.go(days=9)  # Wednesday of the next week
    papers = list(DossierPaper.objects.filter(step=step))
    assert papers_brought(dossier, [papers[0].pk], by=desk.by) is None
    assert fresh(dossier).is_paused
    papers_brought(dossier, [papers[1].pk], by=desk.by)
    assert dossier.status == S.IN_WORK and dossier.paused_at is None
    assert say_exact(dossier.due_at) == "17:00 Thứ Ba 13/6"
    assert dossier.promised_at == dossier.due_at


def test_each_paper_that_is_brought_leaves_its_mark_and_two_at_once_take_turns(desk):
    dossier = desk.dossier()
    ask_for_papers(dossier, [Missing("Tờ khai"), Missing("Ảnh 3x4")], by=desk.by)
    one, two = dossier.papers.all()
    seen = fresh(dossier)
    assert papers_brought(dossier, [one.pk], by=desk.by) is None
    event = AuditEvent.objects.get(verb="dossier.paper_brought")
    assert event.after == {"papers": 1}
    papers_brought(seen, [two.pk], by=desk.clerk)  # the page that was open beside it
    with pytest.raises(WrongState, match="vừa chuyển"):
        papers_brought(dossier, [two.pk], by=desk.by)


def test_a_later_request_does_not_bring_back_papers_that_nobody_waits_for(desk):
    dossier = desk.dossier()
    ask_for_papers(dossier, [Missing("Tờ khai")], by=desk.by)
    stop_dossier(dossier, reason="Chờ", by=desk.by)
    resume_dossier(dossier, by=desk.by)
    ask_for_papers(dossier, [Missing("Ảnh 3x4")], by=desk.by)
    assert [paper.name for paper in still_missing(dossier)] == ["Ảnh 3x4"]
    correct_dossier(dossier, Correction(S.IN_WORK), reason="Nhầm", by=desk.ward.minh)
    assert not still_missing(dossier)
    assert not DossierPaper.objects.filter(brought_at__isnull=False).exists()


def test_a_fee_and_a_stop_pause_the_clock_too(desk):
    dossier = desk.dossier()
    first = dossier.due_at
    fee_due(dossier, vnd=50_000, what="Lệ phí", by=desk.by)
    desk.civil.go(days=3)
    fee_paid(dossier, how="online", by=desk.by)
    stop_dossier(dossier, reason="Chờ toà án", by=desk.by)
    desk.civil.go(days=7)
    resume_dossier(dossier, by=desk.by)
    assert dossier.due_at - first == timedelta(days=10)
    assert dossier.fee_paid_by == "online"


def test_papers_asked_before_receipt_must_be_there_when_it_is_received(desk):
    dossier = desk.registered()
    ask_for_papers(dossier, [Missing("Tờ khai")], by=desk.by)
    promise = Promise(Term(1, "working_day"))
    with pytest.raises(WrongState, match="Còn thiếu 1"):
        receive_dossier(dossier, promise, by=desk.by)
    papers_brought(dossier, [dossier.papers.get().pk], by=desk.by)
    receive_dossier(dossier, promise, by=desk.by)
    assert dossier.status == S.RECEIVED


def test_a_refusal_needs_its_reason_and_its_ground(desk):
    dossier = desk.registered()
    with pytest.raises(BadInput, match="căn cứ"):
        refuse_dossier(dossier, reason="Không thuộc thẩm quyền", ground=" ", by=desk.by)
    step = refuse_dossier(dossier, reason="Thiếu", ground="Điều 9 Luật Hộ tịch", by=desk.by)
    assert (step.ground, dossier.status) == ("Điều 9 Luật Hộ tịch", S.REFUSED)


def test_backwards_is_refused_with_a_sentence_unless_it_is_corrected(desk):
    dossier = desk.dossier()
    finish_dossier(dossier, by=desk.by)
    with pytest.raises(WrongState, match="Đính chính"):
        start_work(dossier, by=desk.by)
    with pytest.raises(BadInput, match="lý do"):
        correct_dossier(dossier, Correction(S.IN_WORK), reason="", by=desk.ward.minh)
    with pytest.raises(NotAllowed):
        correct_dossier(dossier, Correction(S.IN_WORK), reason="Nhầm", by=desk.by)
    correct_dossier(dossier, Correction(S.IN_WORK), reason="Bấm nhầm", by=desk.ward.minh)
    assert (dossier.status, dossier.finished_at) == (S.IN_WORK, None)
    last = dossier.steps.order_by("-id").first()
    assert (last.kind, last.before, last.reason) == ("corrected", S.DONE, "Bấm nhầm")


def test_an_apology_moves_the_date_but_not_what_is_judged(desk):
    dossier = desk.dossier()
    first = dossier.due_at
    with pytest.raises(BadInput, match="sau ngày đã hẹn"):
        postpone_dossier(dossier, due_at=first, reason="Đông", by=desk.by)
    postpone_dossier(dossier, due_at=first + timedelta(days=3), reason="Đông", by=desk.by)
    assert (dossier.due_at - first, dossier.promised_at) == (timedelta(days=3), first)


def test_withdrawn_is_the_end(desk):
    dossier = desk.dossier()
    withdraw_dossier(dossier, by=desk.by)
    with pytest.raises(WrongState, match="đã kết thúc"):
        finish_dossier(dossier, by=desk.by)


def test_of_two_at_once_one_is_heard(desk):
    dossier = desk.dossier()
    other = fresh(dossier)
    start_work(dossier, by=desk.by)
    with pytest.raises(WrongState, match="Hà Thị Lan vừa chuyển"):
        withdraw_dossier(other, by=desk.clerk)
    assert fresh(dossier).status == S.IN_WORK


def test_a_viewer_and_a_stranger_may_not(desk, stranger):
    viewer = make_staff(desk.ward.locality, "xem", "Người Xem", Role.VIEWER)
    dossier = desk.dossier()
    for who in (viewer, stranger.thu, desk.ward.hoa):
        with pytest.raises(NotAllowed):
            finish_dossier(dossier, by=who)


def test_another_provinces_number_is_refused_until_somebody_says_it_is_right(desk):
    number = "000.00.01.H19-230526-0001"
    assert desk.dossier(number=number).is_elsewhere is False  # nobody has said what ours is
    DeskName.objects.create(
        locality=desk.ward.locality, name="Một cửa", agency="000.00.01.H03", valid_from="2020-01-01"
    )
    number = "000.00.01.H19-230526-0002"
    with pytest.raises(BadInput, match="mã H19"):
        desk.dossier(number=number)
    assert desk.dossier(number=number, takes_elsewhere=True).is_elsewhere
    assert desk.dossier().number == "000.00.01.H03-230526-0001"


def test_the_same_number_again_is_said_so(desk):
    desk.dossier(number="000.00.01.H03-230526-0001")
    with pytest.raises(BadInput, match="đã có"):
        desk.dossier(number="00000.01.H03-230526-0001")


def test_a_date_that_was_moved_once_leaves_a_day_that_became_a_holiday(desk):
    resumed, late = desk.dossier(), desk.dossier()
    stop_dossier(resumed, reason="Chờ", by=desk.by)
    resume_dossier(resumed, by=desk.by)
    postpone_dossier(late, due_at=late.due_at + timedelta(days=3), reason="Đông", by=desk.by)
    Holiday.objects.create(locality=desk.ward.locality, on="2023-06-02", name="Nghỉ bù")
    assert recount_due() == 1
    resumed = fresh(resumed)
    assert say_exact(resumed.due_at) == "17:00 Thứ Hai 5/6"
    assert resumed.promised_at == resumed.due_at and kinds(resumed)[-1] == "recounted"
    Holiday.objects.create(locality=desk.ward.locality, on="2023-06-05", name="Nghỉ bù")
    assert recount_due() == 2
    assert say_exact(fresh(late).due_at) == "17:00 Thứ Ba 6/6"
    assert say_exact(fresh(late).promised_at) == "17:00 Thứ Ba 6/6"


def test_a_holiday_declared_later_moves_what_is_running_once(desk):
    dossier = desk.dossier()
    paused = desk.dossier()
    stop_dossier(paused, reason="Chờ", by=desk.by)
    Holiday.objects.create(locality=desk.ward.locality, on="2023-05-30", name="Nghỉ bù")
    assert recount_due() == 1
    dossier = fresh(dossier)
    assert say_exact(dossier.due_at) == "17:00 Thứ Hai 5/6"
    Holiday.objects.all().delete()
    assert recount_due() == 0
    assert fresh(dossier).due_at == dossier.due_at
