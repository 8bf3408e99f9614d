"""One notice of the province, a draft in every ward, and who has not adopted it."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django_scopes import scope
from tests.cast import FRIDAY_AFTERNOON as NOW
from tests.cast import make_staff

from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.notices.draft import discard_draft, revise_notice
from nhipcau.notices.given import NoticeInput
from nhipcau.notices.models import NoticeVersion
from nhipcau.people.models import Role
from nhipcau.places.oversee import take_out
from nhipcau.replication.models import FromProvince, IssuedTo
from nhipcau.replication.province import deliver as deliver_module
from nhipcau.replication.province import follow
from nhipcau.replication.province.answer import decline, take_up
from nhipcau.replication.province.deliver import deliver, deliver_issued
from nhipcau.replication.province.follow import follow_issued
from nhipcau.replication.province.issue import end_issued, issue_notice
from nhipcau.replication.province.remind import remind_wards
from nhipcau.replication.province.tests.conftest import given, issue, make_province

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def side_of(province, ward) -> IssuedTo:
    with province.scope():
        return IssuedTo.objects.get(ward=ward.locality)


def publish(ward) -> NoticeVersion:
    version = NoticeVersion.objects.get()
    NoticeVersion.objects.filter(pk=version.pk).update(
        state=NoticeVersion.State.PUBLISHED, published_at=NOW + timedelta(hours=1)
    )
    return version


def test_each_ward_gets_a_draft_among_its_own_notices(ward, province, issued):
    version = NoticeVersion.objects.get()
    assert (version.title, version.for_whom) == (issued.title, "Hộ nuôi chó, mèo")
    assert version.state == NoticeVersion.State.DRAFT and version.written_by == ward.lan
    paper = version.notice.paper
    assert (paper.issuer, paper.number) == ("UBND tỉnh bắc kạn", "45/TB-UBND")
    assert FromProvince.objects.get().notice == version.notice
    assert side_of(province, ward).state == IssuedTo.State.WAITING
    assert AuditEvent.objects.filter(verb="notice.from_province").count() == 1


def test_the_paper_comes_along_as_the_wards_own_file(ward, province, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with province.scope():
        issue_notice(
            province.office,
            given(),
            by=province.thai,
            file=io.BytesIO(PDF),
            file_name="Thông báo 45.pdf",
        )
    deliver_issued()
    paper = NoticeVersion.objects.get().notice.paper
    assert paper.file.name.startswith(f"papers/{ward.locality.pk}/")
    assert paper.file_name == "Thông báo 45.pdf" and paper.file.read() == PDF


def test_a_draft_is_made_once_however_often_it_is_tried(ward, province, issued):
    again = side_of(province, ward)
    assert deliver_issued() == 0
    assert deliver(again) is False
    assert NoticeVersion.objects.count() == 1


def test_a_ward_without_a_writer_waits_until_it_has_one(province, issued, stranger):
    to = side_of(province, stranger)
    assert (to.state, to.problem) == (IssuedTo.State.QUEUED, "nobody")
    make_staff(stranger.locality, "soan", "Bế Thị Soạn", Role.EDITOR)
    assert deliver_issued() == 1
    to = side_of(province, stranger)
    assert (to.state, to.problem) == (IssuedTo.State.WAITING, "")


def test_what_a_ward_edits_and_publishes_is_seen_as_adopted(ward, province, issued):
    assert follow_issued() == 0
    version = NoticeVersion.objects.get()
    own = NoticeInput(
        title=version.title,
        text="Tiêm ở Nhà văn hoá Tổ 13, sáng thứ Bảy.",
        deadline=issued.deadline,
    )
    NoticeVersion.objects.filter(pk=version.pk).update(written_at=NOW - timedelta(minutes=1))
    revise_notice(version, own, by=ward.lan)
    NoticeVersion.objects.filter(pk=version.pk).update(written_at=NOW + timedelta(minutes=1))
    assert follow_issued() == 1
    assert side_of(province, ward).state == IssuedTo.State.IN_HAND
    publish(ward)
    assert follow_issued() == 1
    to = side_of(province, ward)
    assert (to.state, to.is_edited) == (IssuedTo.State.ADOPTED, True)
    assert to.adopted_at == FromProvince.objects.get().adopted_at == NOW + timedelta(hours=1)
    assert follow_issued() == 0


def test_a_draft_thrown_away_is_not_in_hand(ward, province, issued):
    discard_draft(NoticeVersion.objects.get(), by=ward.lan)
    follow_issued()
    assert side_of(province, ward).state == IssuedTo.State.WAITING


def test_a_ward_says_why_it_does_not_apply_and_takes_it_up_again(ward, province, issued):
    row = FromProvince.objects.get()
    decline(row, why="Phường không có hộ nuôi chó, mèo.", by=ward.minh)
    to = side_of(province, ward)
    assert (to.state, to.why_not) == (
        IssuedTo.State.DECLINED,
        "Phường không có hộ nuôi chó, mèo.",
    )
    with pytest.raises(WrongState):
        decline(row, why="Phường không có hộ nào.", by=ward.minh)
    take_up(row, by=ward.lan)
    assert side_of(province, ward).state == IssuedTo.State.WAITING
    with pytest.raises(WrongState):
        take_up(row, by=ward.lan)


def test_who_said_no_and_publishes_it_all_the_same_has_adopted_it(ward, province, issued):
    decline(FromProvince.objects.get(), why="Phường không có hộ nuôi chó, mèo.", by=ward.minh)
    assert follow_issued() == 0
    publish(ward)
    assert follow_issued() == 1
    to, row = side_of(province, ward), FromProvince.objects.get()
    assert (to.state, to.why_not) == (IssuedTo.State.ADOPTED, "")
    assert row.adopted_at and row.declined_at is None


def test_what_was_taken_back_is_not_taken_up_again(ward, province, issued):
    row = FromProvince.objects.get()
    decline(row, why="Phường không có hộ nuôi chó, mèo.", by=ward.minh)
    with province.scope():
        end_issued(issued, by=province.thai)
    assert follow_issued() == 0
    with pytest.raises(WrongState):
        take_up(row, by=ward.lan)


def test_a_paper_that_cannot_be_read_keeps_no_other_ward_waiting(
    ward, province, stranger, monkeypatch
):
    make_staff(stranger.locality, "soan", "Bế Thị Soạn", Role.EDITOR)
    with province.scope():
        issue_notice(province.office, given(), by=province.thai)
    real = deliver_module._given

    def away(issued, ward_):
        if ward_ == ward.locality:
            raise FileNotFoundError
        return real(issued, ward_)

    monkeypatch.setattr(deliver_module, "_given", away)
    assert deliver_issued() == 1
    assert side_of(province, stranger).state == IssuedTo.State.WAITING
    assert side_of(province, ward).state == IssuedTo.State.QUEUED


def test_nobody_declines_for_another_ward_or_by_phone_or_without_words(ward, issued, stranger):
    row = FromProvince.objects.get()
    for who in (stranger.thu, ward.hoa):
        with pytest.raises(NotAllowed):
            decline(row, why="Không áp dụng được.", by=who)
    for why in ("", "vì", "Bà Bình, số căn cước 019154000123, không nuôi."):
        with pytest.raises(BadInput):
            decline(row, why=why, by=ward.lan)


def test_what_was_published_cannot_be_declined(ward, issued):
    publish(ward)
    follow_issued()
    with pytest.raises(WrongState):
        decline(FromProvince.objects.get(), why="Không áp dụng được.", by=ward.lan)


def test_who_has_not_is_reminded_once_an_hour_and_nobody_else(ward, province, issued, stranger):
    with province.scope():
        assert remind_wards(issued, by=province.thai) == 1
        with pytest.raises(WrongState):
            remind_wards(issued, by=province.thai)
    follow_issued()
    assert FromProvince.objects.get().reminded_at == NOW
    assert side_of(province, stranger).reminded_at is None  # nothing could be given to it yet


def test_before_the_time_is_over_a_ward_is_reminded_by_itself(ward, province, issued, civil):
    follow_issued()
    assert side_of(province, ward).reminded_at is None
    at = civil.set(issued.reply_by - timedelta(hours=3))
    follow_issued()
    civil.step(10)
    follow_issued()
    assert side_of(province, ward).reminded_at == FromProvince.objects.get().reminded_at == at


def test_only_the_provinces_own_staff_issue(ward, province):
    other = make_province("08", "tinh-tuyen-quang", "Tỉnh Tuyên Quang", "khac")
    for who in (ward.minh, other.thai):
        with province.scope(), pytest.raises(NotAllowed):
            issue_notice(province.office, given(), by=who)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": "x"}, "title"),
        ({"text": "Ông Bình, số căn cước 019154000123, đến tiêm."}, "text"),
        ({"reply_by": None}, "reply_by"),
        ({"reply_by": NOW}, "reply_by"),
        ({"reply_by": NOW + timedelta(days=4)}, "reply_by"),
        ({"deadline": NOW}, "deadline"),
        ({"wards": (999,)}, "wards"),
    ],
)
def test_what_cannot_be_issued_says_which_field(province, changed, field):
    with province.scope(), pytest.raises(BadInput) as fault:
        issue_notice(province.office, replace(given(), **changed), by=province.thai)
    assert fault.value.field == field
    with province.scope():
        assert not IssuedTo.objects.exists()


def test_only_the_chosen_wards_get_it_and_only_while_they_belong_to_it(ward, province, stranger):
    issue(province, wards=(ward.locality.pk,))
    with scope(locality=stranger.locality):
        assert not FromProvince.objects.exists()
    take_out(ward.locality, by=province.thai.actor)
    with province.scope(), pytest.raises(BadInput):
        issue_notice(province.office, given(wards=(ward.locality.pk,)), by=province.thai)


def test_a_ward_that_left_gets_nothing_more_and_tells_nothing_more(
    ward, province, issued, stranger
):
    for one in (ward, stranger):
        take_out(one.locality, by=province.thai.actor)
    make_staff(stranger.locality, "soan", "Bế Thị Soạn", Role.EDITOR)
    publish(ward)
    assert deliver_issued() == follow_issued() == 0
    assert side_of(province, ward).state == IssuedTo.State.WAITING
    with province.scope(), pytest.raises(WrongState):
        remind_wards(issued, by=province.thai)


def test_taken_back_wards_are_told_and_what_is_out_stays(ward, province, issued, monkeypatch):
    with province.scope():
        end_issued(issued, by=province.thai)
        with pytest.raises(WrongState):
            end_issued(issued, by=province.thai)
    told = []
    monkeypatch.setattr(follow, "tell_ward", lambda to, text, what: told.append((what, text)))
    follow_issued()
    follow_issued()
    assert told == [("ended", f"{issued.title}: tỉnh đã thu lại, không đăng nữa.")]
    row = FromProvince.objects.get()
    assert row.ended_at == NOW
    with pytest.raises(WrongState):
        decline(row, why="Không áp dụng được.", by=ward.lan)
    assert NoticeVersion.objects.get().state == NoticeVersion.State.DRAFT
