from datetime import timedelta

import pytest
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.notices.approve import approve_notice, submit_notice
from nhipcau.notices.correct import correct_notice
from nhipcau.notices.draft import revise_notice
from nhipcau.notices.models import NoticeVersion
from nhipcau.notices.publish import mark_published, mark_withdrawn
from nhipcau.notices.renditions import edit_rendition

State = NoticeVersion.State


@pytest.fixture
def correction(published, ward, screening):
    version = correct_notice(published.notice, by=ward.lan)
    given = screening(place="Nhà văn hoá tổ 5", correction="Đổi nơi khám")
    return revise_notice(version, given, by=ward.lan)


def test_what_is_approved_is_published(published, ward):
    assert (published.state, published.published_by) == (State.PUBLISHED, ward.lan)
    assert published.notice.current_id == published.pk


def test_what_nobody_approved_is_not_published(submitted, ward):
    with pytest.raises(WrongState):
        mark_published(submitted, by=ward.minh)


def test_an_admin_does_not_publish(approved, ward):
    with pytest.raises(NotAllowed):
        mark_published(approved, by=ward.quan)


def test_of_two_people_publishing_at_once_one_is_told_who_did(approved, ward):
    stale = NoticeVersion.objects.get(pk=approved.pk)
    mark_published(approved, by=ward.lan)
    with pytest.raises(WrongState) as said:
        mark_published(stale, by=ward.minh)
    assert said.value.message == (
        "Hà Thị Lan đã phát thông báo này lúc 16:30 hôm nay. Không phát lần nữa."
    )


def test_after_the_deadline_nothing_goes_out(approved, ward, clock):
    clock.set(FRIDAY_AFTERNOON + timedelta(hours=20))
    with pytest.raises(BadInput):
        mark_published(approved, by=ward.lan)


def test_a_correction_is_a_new_version(correction, published):
    assert (correction.number, correction.state) == (2, State.DRAFT)
    published.refresh_from_db()
    assert (published.state, published.place) == (State.PUBLISHED, "Trạm Y tế phường")


def test_a_correction_says_what_changed(published, ward, screening):
    version = correct_notice(published.notice, by=ward.lan)
    with pytest.raises(BadInput) as fault:
        revise_notice(version, screening(), by=ward.lan)
    assert fault.value.field == "correction"


def test_the_forms_of_a_correction_say_that_it_is_one(correction):
    group = correction.renditions.get(form="group").text
    assert "ĐÍNH CHÍNH" in group
    assert "Đổi nơi khám" in group


def test_there_is_one_correction_at_a_time(correction, ward):
    with pytest.raises(WrongState):
        correct_notice(correction.notice, by=ward.lan)


def test_only_what_is_published_is_corrected(draft, ward):
    with pytest.raises(WrongState):
        correct_notice(draft.notice, by=ward.lan)


def test_a_published_correction_supersedes(correction, published, ward):
    version = submit_notice(correction, by=ward.lan)
    mark_published(approve_notice(version, by=ward.minh), by=ward.minh)
    published.refresh_from_db()
    assert published.state == State.SUPERSEDED
    version.notice.refresh_from_db()
    assert version.notice.current_id == version.pk


def test_words_of_a_person_come_along_and_must_be_looked_at(draft, ward, screening):
    edit_rendition(draft, "board", "vi", text="Khám ở Trạm Y tế.", by=ward.lan)
    approve_notice(submit_notice(draft, by=ward.lan), by=ward.minh)
    mark_published(draft, by=ward.lan)
    version = correct_notice(draft.notice, by=ward.lan)
    given = screening(place="Nhà văn hoá tổ 5", correction="Đổi nơi khám")
    revise_notice(version, given, by=ward.lan)
    with pytest.raises(BadInput) as fault:
        submit_notice(version, by=ward.lan)
    assert fault.value.field == "board-vi"
    edit_rendition(version, "board", "vi", text="Khám ở Nhà văn hoá.", by=ward.lan)
    assert submit_notice(version, by=ward.lan).state == State.SUBMITTED


def test_withdrawing_says_why_and_takes_the_correction_along(correction, published, ward):
    mark_withdrawn(published, why="Trung tâm Y tế hoãn khám", by=ward.minh)
    correction.refresh_from_db()
    assert (published.state, correction.state) == (State.WITHDRAWN, State.WITHDRAWN)
    published.notice.refresh_from_db()
    assert published.notice.withdrawn_why == "Trung tâm Y tế hoãn khám"


def test_withdrawing_needs_a_reason(published, ward):
    with pytest.raises(BadInput):
        mark_withdrawn(published, why="", by=ward.lan)


def test_withdrawing_twice_is_told(published, ward):
    stale = NoticeVersion.objects.get(pk=published.pk)
    mark_withdrawn(published, why="Hoãn khám", by=ward.lan)
    with pytest.raises(WrongState):
        mark_withdrawn(stale, why="Hoãn khám", by=ward.minh)
