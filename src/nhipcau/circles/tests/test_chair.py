"""A circle whose head stopped work: another takes the chair, and nobody from outside."""

import pytest

from nhipcau.circles.chair import agree_to_chair, appoint_head, may_appoint, take_chair
from nhipcau.circles.found import CircleInput, close_unused, found_circle, invite_first_head
from nhipcau.circles.invite import enter_as_staff, enter_by_phone, member_of_invitation
from nhipcau.circles.members import MemberInput, add_member, remove_member
from nhipcau.circles.models import Circle, Office
from nhipcau.circles.queries import known_circles
from nhipcau.circles.tests.conftest import make_cell, phone_of
from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.people.models import Staff
from nhipcau.people.staff import deactivate_staff


def stops(ward, staff):
    deactivate_staff(staff, by=ward.quan.actor)


def offices(*people):
    for one in people:
        one.refresh_from_db()
    return [one.office for one in people]


@pytest.fixture
def two(ward, cell):
    """The cell with a second officer, its head gone."""
    second = MemberInput(staff=ward.tam, office=Office.OFFICER)
    cell.second = add_member(cell.circle, second, by=cell.head)
    stops(ward, ward.hoa)
    return cell


def test_an_officer_takes_the_chair_when_a_second_agrees(two):
    assert take_chair(two.circle, by=two.officer) is False
    assert offices(two.officer) == [Office.OFFICER]
    with pytest.raises(NotAllowed, match="người khác"):
        agree_to_chair(two.officer, by=two.officer)
    agree_to_chair(two.officer, by=two.second)
    assert offices(two.officer, two.second) == [Office.HEAD, Office.OFFICER]
    events = AuditEvent.objects.filter(verb__startswith="circle.chair")
    assert [(one.verb, one.actor_kind) for one in events] == [
        ("circle.chair_asked", "member"),
        ("circle.chair_taken", "member"),
    ]
    remove_member(two.head, by=two.officer)  # whom nobody could remove before


def test_of_two_who_ask_one_is_seated_and_the_other_waits_no_more(two):
    take_chair(two.circle, by=two.officer)
    take_chair(two.circle, by=two.second)
    agree_to_chair(two.second, by=two.officer)
    with pytest.raises(WrongState, match="đang có người đứng đầu"):
        agree_to_chair(two.officer, by=two.second)
    assert offices(two.officer, two.second) == [Office.OFFICER, Office.HEAD]
    assert two.officer.chair_asked_at is None


def test_who_is_alone_takes_it_at_once_and_that_is_kept(ward, cell):
    stops(ward, ward.hoa)
    with pytest.raises(NotAllowed, match="cấp phó"):
        take_chair(cell.circle, by=cell.member)
    assert take_chair(cell.circle, by=cell.officer) is True
    assert AuditEvent.objects.get(verb="circle.chair_taken").after == {"alone": True}


def test_where_no_officer_is_left_two_members_do_it(ward, cell):
    stops(ward, ward.hoa)
    third = MemberInput(name="Chu Thị Ba", phone="0912333444")
    third = add_member(cell.circle, third, by=cell.officer)
    remove_member(cell.officer, by=cell.officer)
    assert take_chair(cell.circle, by=cell.member) is False
    agree_to_chair(cell.member, by=third)
    assert offices(cell.member) == [Office.HEAD]


def test_while_a_head_works_nobody_takes_the_chair(ward, cell):
    with pytest.raises(WrongState):
        take_chair(cell.circle, by=cell.officer)
    other = make_cell(ward, "Chi bộ tổ 1", head=ward.tam)
    stops(ward, ward.hoa)
    with pytest.raises(NotAllowed):
        take_chair(cell.circle, by=other.officer)


def test_the_circle_above_appoints_only_where_no_officer_is_left(ward):
    above = make_cell(ward, "Đảng ủy phường", Circle.Kind.COMMITTEE, head=ward.minh)
    below = make_cell(ward, "Chi bộ tổ 13", parent=above.circle.pk)
    stops(ward, ward.hoa)
    with pytest.raises(NotAllowed, match="tự chọn"):
        appoint_head(below.circle, by=above.head)
    remove_member(below.officer, by=below.officer)
    assert may_appoint(above.officer) == [] and may_appoint(above.head) == [below.circle]
    path = appoint_head(below.circle, by=above.head)
    again = appoint_head(below.circle, by=above.head)
    with pytest.raises(WrongState):
        member_of_invitation(path.split("/")[-2])
    new = enter_as_staff(again.split("/")[-2], staff=ward.tam)
    assert (new.office, may_appoint(above.head)) == (Office.HEAD, [])


def test_an_admin_invites_again_only_before_anything_was_in_it(ward):
    given = CircleInput(Circle.Kind.UNIT, "Trạm Y tế")
    circle, path = found_circle(ward.locality, given, by=ward.quan)
    first = enter_as_staff(path.split("/")[-2], staff=ward.hoa)
    stops(ward, ward.hoa)
    again = invite_first_head(circle, by=ward.quan)
    head, _secret = enter_by_phone(again.split("/")[-2], name="Vi Văn Bí", phone="0912345678")
    assert (head.pk, head.staff_id) == (first.pk, None)
    with pytest.raises(WrongState):
        invite_first_head(circle, by=ward.quan)


def test_what_was_used_and_has_nobody_left_is_only_closed_by_the_admin(ward, cell):
    cell.published()
    stops(ward, ward.hoa)
    for one in (cell.member, cell.officer):
        remove_member(one, by=one)
    (known,) = known_circles()
    assert (known.is_empty, known.waits_for_head) == (True, False)
    with pytest.raises(WrongState, match="quản trị không vào được"):
        invite_first_head(cell.circle, by=ward.quan)
    close_unused(cell.circle, by=ward.quan)


def test_the_page_offers_the_chair_and_the_head_ends_the_circle(two, ward):
    phone = phone_of(Staff.objects.get(pk=ward.tam.pk))
    home = f"/to/nhom-noi-bo/{two.circle.pk}/"
    take_chair(two.circle, by=two.officer)
    assert "Đồng ý để Hà Thị Thắm chủ trì" in phone.get(home).text
    phone.post(f"{home}chu-tri/")
    assert "Bạn đã nhận chủ trì" in phone.get(home).text
    agree_to_chair(two.second, by=two.officer)
    page = phone.get(f"{home}nguoi/").text
    assert "Tôi muốn đóng Chi bộ tổ 13" in page
    phone.post(f"{home}dong/")
    assert phone.get(home).status_code == 200  # not without the tick
    phone.post(f"{home}dong/", {"sure": "on"})
    assert phone.get(home).status_code == 404
