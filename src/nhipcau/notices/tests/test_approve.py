from datetime import timedelta

import pytest
from tests.cast import FRIDAY_AFTERNOON, make_staff

from nhipcau.audiences.selection import Selection
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.notices.approve import (
    approve_notice,
    recall_notice,
    reject_notice,
    release_urgently,
    review_release,
    submit_notice,
)
from nhipcau.notices.draft import draft_notice, revise_notice
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.notices.publish import mark_published
from nhipcau.notices.renditions import edit_rendition
from nhipcau.people.models import Role

State = NoticeVersion.State


def test_submitting_counts_the_households(submitted):
    assert (submitted.state, submitted.households) == (State.SUBMITTED, 5)


def test_a_notice_for_nobody_is_not_submitted(ward, screening):
    nobody = screening(selection=Selection(neighbourhoods=(ward.to_2.pk,)))
    version = draft_notice(ward.locality, nobody, by=ward.lan)
    with pytest.raises(BadInput) as fault:
        submit_notice(version, by=ward.lan)
    assert fault.value.field == "audience"


def test_a_draft_that_waited_past_its_deadline_is_not_submitted(draft, ward, clock):
    clock.set(FRIDAY_AFTERNOON + timedelta(days=1))
    with pytest.raises(BadInput) as fault:
        submit_notice(draft, by=ward.lan)
    assert fault.value.field in {"deadline", "event_at"}


def test_an_approver_approves_what_another_wrote(approved, ward):
    assert (approved.state, approved.approved_by) == (State.APPROVED, ward.minh)


def test_who_submitted_does_not_approve(draft, ward):
    version = submit_notice(draft, by=ward.minh)
    with pytest.raises(NotAllowed):
        approve_notice(version, by=ward.minh)


def test_who_wrote_last_does_not_approve(draft, ward, screening):
    revise_notice(draft, screening(place="Chợ"), by=ward.minh)
    version = submit_notice(draft, by=ward.lan)
    with pytest.raises(NotAllowed):
        approve_notice(version, by=ward.minh)


def test_who_edited_a_form_wrote_last(draft, ward):
    edit_rendition(draft, "board", "vi", text="Chữ trên bảng khác hẳn.", by=ward.minh)
    version = submit_notice(draft, by=ward.lan)
    with pytest.raises(NotAllowed):
        approve_notice(version, by=ward.minh)


@pytest.mark.parametrize("who", ["lan", "quan", "hoa"])
def test_only_an_approver_approves(submitted, ward, who):
    with pytest.raises(NotAllowed):
        approve_notice(submitted, by=getattr(ward, who))


def test_an_approver_of_elsewhere_does_not_approve(submitted, stranger):
    other = make_staff(stranger.locality, "xa", "Người Lạ", Role.APPROVER)
    with pytest.raises(NotAllowed):
        approve_notice(submitted, by=other)


def test_of_two_approvers_one_is_told(submitted, ward, other_approver):
    stale = NoticeVersion.objects.get(pk=submitted.pk)
    approve_notice(submitted, by=ward.minh)
    with pytest.raises(WrongState) as said:
        approve_notice(stale, by=other_approver)
    assert "Đã duyệt" in said.value.message
    assert AuditEvent.objects.filter(verb="notice.approved").count() == 1


def test_a_stale_page_does_not_get_round_the_four_eyes(submitted, ward):
    """Taken back and submitted again by the approver while their page still shows it as Lan's."""
    stale = NoticeVersion.objects.get(pk=submitted.pk)
    recall_notice(submitted, by=ward.minh)
    submit_notice(submitted, by=ward.minh)
    with pytest.raises(WrongState):
        approve_notice(stale, by=ward.minh)


def test_rejecting_gives_it_back_with_the_reason(submitted, ward):
    reject_notice(submitted, reason="Thiếu giờ  kết thúc", by=ward.minh)
    assert (submitted.state, submitted.reject_reason) == (State.DRAFT, "Thiếu giờ kết thúc")
    assert submitted.submitted_by is None


def test_rejecting_needs_a_reason(submitted, ward):
    with pytest.raises(BadInput):
        reject_notice(submitted, reason=" ", by=ward.minh)


def test_the_writer_takes_it_back(submitted, ward):
    assert recall_notice(submitted, by=ward.lan).state == State.DRAFT


def test_what_is_approved_can_still_be_taken_back(approved, ward):
    recall_notice(approved, by=ward.lan)
    assert (approved.state, approved.approved_by) == (State.DRAFT, None)


def test_an_urgent_notice_is_released_by_the_one_named(draft, ward):
    version = submit_notice(draft, by=ward.minh)
    release_urgently(version, by=ward.minh)
    assert version.state == State.APPROVED
    assert version.awaits_review


def test_a_usual_notice_waits_for_four_eyes(ward, screening):
    given = screening(urgency=Notice.Urgency.USUAL)
    version = submit_notice(draft_notice(ward.locality, given, by=ward.lan), by=ward.lan)
    with pytest.raises(NotAllowed):
        release_urgently(version, by=ward.minh)


def test_who_is_not_named_does_not_release(submitted, ward):
    with pytest.raises(NotAllowed):
        release_urgently(submitted, by=ward.lan)


def test_a_release_is_reviewed_by_another(draft, ward, other_approver):
    version = submit_notice(draft, by=ward.lan)
    mark_published(release_urgently(version, by=ward.minh), by=ward.minh)
    with pytest.raises(NotAllowed):
        review_release(version, by=ward.minh)
    review_release(version, note="Đúng nội dung văn bản", by=other_approver)
    assert not version.awaits_review
    with pytest.raises(WrongState):
        review_release(version, by=other_approver)


def test_what_was_approved_by_the_usual_way_needs_no_review(approved, other_approver):
    with pytest.raises(WrongState):
        review_release(approved, by=other_approver)
