import pytest
from tests.cast import make_staff

from nhipcau.audiences.selection import Selection
from nhipcau.notices.approve import approve_notice, submit_notice
from nhipcau.notices.draft import draft_notice
from nhipcau.notices.given import NoticeInput
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Route, Standing
from nhipcau.people.models import Role

State = NoticeVersion.State


@pytest.fixture
def submitted(ward, civil):
    given = NoticeInput(
        title="Khám sàng lọc đái tháo đường",
        text="Trung tâm Y tế khám miễn phí trong một buổi sáng.",
        deadline=civil.now.replace(hour=23),
        urgency="urgent",
        selection=Selection(min_age=40),
    )
    return submit_notice(draft_notice(ward.locality, given, by=ward.lan), by=ward.lan)


def path(version, end="duyet/"):
    return f"/lam-viec/thong-bao/{version.notice_id}/{end}"


def said(answer):
    return answer.content.decode()


def test_the_page_says_what_goes_out_to_how_many_by_which_ways(client, submitted, ward):
    client.force_login(ward.minh)
    words = said(client.get(path(submitted)))
    for expected in (
        "Duyệt và phát ngay tới 5 hộ", "Tin cho nhóm", "Đường đi của tin", "Hà Thị Lan trình",
    ):  # fmt: skip
        assert expected in words


def test_approving_and_publishing_is_one_press(client, submitted, ward):
    client.force_login(ward.minh)
    client.post(path(submitted), {"do": "approve", "at_once": "1"})
    submitted.refresh_from_db()
    assert submitted.state == State.PUBLISHED
    assert Standing.objects.filter(version=submitted).count() == 5


def test_approving_alone_leaves_publishing_to_the_writer(client, submitted, ward):
    client.force_login(ward.minh)
    client.post(path(submitted), {"do": "approve"})
    submitted.refresh_from_db()
    assert submitted.state == State.APPROVED
    client.force_login(ward.lan)
    assert "Phát tới 5 hộ" in said(client.get(path(submitted)))
    client.post(path(submitted), {"do": "publish"})
    submitted.refresh_from_db()
    assert submitted.state == State.PUBLISHED


def test_the_writer_sees_why_they_may_not_approve(client, submitted, ward):
    client.force_login(ward.lan)
    words = said(client.get(path(submitted)))
    assert "Chỉ người duyệt của phường" in words
    assert "Duyệt và phát ngay" not in words


def test_an_urgent_notice_of_ones_own_is_released_and_reviewed(client, ward, submitted):
    NoticeVersion.objects.filter(pk=submitted.pk).update(submitted_by=ward.minh)
    client.force_login(ward.minh)
    assert "Phát khẩn tới 5 hộ" in said(client.get(path(submitted)))
    client.post(path(submitted), {"do": "release", "at_once": "1"})
    submitted.refresh_from_db()
    assert submitted.state == State.PUBLISHED
    client.force_login(make_staff(ward.locality, "nga", "Vi Thị Nga", Role.APPROVER))
    assert "cần bạn xem lại" in said(client.get("/lam-viec/thong-bao/"))
    client.post(path(submitted) + "?ban=1", {"do": "review", "note": "Đúng văn bản"})
    submitted.refresh_from_db()
    assert submitted.review_note == "Đúng văn bản"


def test_rejecting_without_a_reason_is_told_on_the_page(client, submitted, ward):
    client.force_login(ward.minh)
    answer = client.post(path(submitted), {"do": "reject", "reason": ""})
    assert answer.status_code == 422
    assert "Hãy viết lý do trả lại" in said(answer)
    client.post(path(submitted), {"do": "reject", "reason": "Thiếu nơi khám"})
    submitted.refresh_from_db()
    assert (submitted.state, submitted.reject_reason) == (State.DRAFT, "Thiếu nơi khám")


def test_pressing_again_is_told_who_was_faster(client, submitted, ward):
    client.force_login(ward.minh)
    client.post(path(submitted), {"do": "approve", "at_once": "1"})
    answer = client.post(path(submitted), {"do": "publish"}, follow=True)
    assert "đã phát thông báo này" in said(answer)


def test_a_way_is_switched_off_before_it_goes_out(client, submitted, ward):
    client.force_login(ward.minh)
    client.post(path(submitted, "duong/"), {"way": "relay.households", "use": "0"})
    assert "người bỏ" in said(client.get(path(submitted)))
    client.post(path(submitted), {"do": "approve", "at_once": "1"})
    assert (
        Route.objects.get(version=submitted, kind="relay", purpose="households").state
        == Route.State.SKIPPED
    )


def test_the_doors_cannot_be_switched_off(client, submitted, ward):
    client.force_login(ward.minh)
    answer = client.post(path(submitted, "duong/"), {"way": "visit.rest", "use": "0"}, follow=True)
    assert not Route.objects.filter(version=submitted).exists()
    assert answer.status_code == 200


def test_withdrawing_needs_a_reason_that_people_read(client, submitted, ward):
    approve_notice(submitted, by=ward.minh)
    client.force_login(ward.lan)
    client.post(path(submitted), {"do": "publish"})
    answer = client.post(path(submitted, "thu-hoi/"), {"why": ""})
    assert answer.status_code == 422
    client.post(path(submitted, "thu-hoi/"), {"why": "Trung tâm Y tế hoãn khám"})
    submitted.refresh_from_db()
    assert submitted.state == State.WITHDRAWN
    assert "Trung tâm Y tế hoãn khám" in said(client.get(path(submitted, "")))


def test_what_is_not_published_has_nothing_to_withdraw(client, submitted, ward):
    client.force_login(ward.lan)
    assert client.get(path(submitted, "thu-hoi/")).status_code == 404


def test_a_stranger_finds_nothing(client, submitted, stranger):
    client.force_login(stranger.thu)
    for end in ("duyet/", "duong/", "thu-hoi/"):
        assert client.post(path(submitted, end), {"do": "approve"}).status_code == 404
