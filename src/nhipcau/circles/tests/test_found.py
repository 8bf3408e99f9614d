"""Founding, and the ways in."""

import pytest
from django_scopes import scope

from nhipcau.circles.found import (
    CircleInput,
    close_circle,
    close_unused,
    found_circle,
    invite_first_head,
)
from nhipcau.circles.invite import (
    enter_as_staff,
    enter_by_phone,
    invite_member,
    live_devices,
    member_of_invitation,
)
from nhipcau.circles.models import Circle, CircleNotice, Viewer
from nhipcau.core.errors import BadInput, NotAllowed, WrongState

CELL = CircleInput(Circle.Kind.CELL, "Chi bộ tổ 13", title="Bí thư")


def token_of(path):
    return path.split("/")[-2]


def test_an_admin_founds_and_gets_one_link(ward):
    circle, path = found_circle(ward.locality, CELL, by=ward.quan)
    assert circle.is_sensitive
    assert member_of_invitation(token_of(path)).circle == circle
    assert not Circle.objects.seen_by(Viewer.of(ward.quan)).exists()


def test_only_an_admin_of_the_place_founds(ward, stranger):
    for who in (ward.minh, ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            found_circle(ward.locality, CELL, by=who)


def test_a_name_is_taken_once(ward):
    found_circle(ward.locality, CELL, by=ward.quan)
    with pytest.raises(BadInput, match="tên này"):
        found_circle(ward.locality, CELL, by=ward.quan)


def test_a_circle_of_another_locality_is_no_parent(ward, stranger):
    with scope(locality=stranger.locality):
        theirs, _path = found_circle(stranger.locality, CELL, by=stranger.thu)
    with pytest.raises(BadInput, match="cấp trên"):
        given = CircleInput(Circle.Kind.CELL, "Chi bộ tổ 1", parent=theirs.pk)
        found_circle(ward.locality, given, by=ward.quan)


def test_a_link_lets_one_in_once(ward):
    _circle, path = found_circle(ward.locality, CELL, by=ward.quan)
    enter_as_staff(token_of(path), staff=ward.hoa)
    with pytest.raises(WrongState):
        enter_as_staff(token_of(path), staff=ward.tam)


def test_once_somebody_is_in_no_link_of_the_admin_leads_in(ward, cell):
    with pytest.raises(WrongState, match="quản trị không vào được"):
        invite_first_head(cell.circle, by=ward.quan)


def test_before_that_the_admin_makes_the_link_again(ward):
    circle, first = found_circle(ward.locality, CELL, by=ward.quan)
    again = invite_first_head(circle, by=ward.quan)
    with pytest.raises(WrongState):
        member_of_invitation(token_of(first))
    assert member_of_invitation(token_of(again)).circle == circle


def test_a_first_head_who_is_no_staff_says_who_they_are(ward):
    _circle, path = found_circle(ward.locality, CELL, by=ward.quan)
    with pytest.raises(BadInput, match="họ và tên"):
        enter_by_phone(token_of(path), phone="0912345678")
    member, secret = enter_by_phone(token_of(path), name="Vi Văn Bí", phone="0912345678")
    assert (member.name, member.phone) == ("Vi Văn Bí", "+84912345678")
    (device,) = live_devices([secret])
    assert device.is_enrolled and device.member_id == member.pk


def test_staff_of_another_locality_do_not_come_in(ward, stranger):
    _circle, path = found_circle(ward.locality, CELL, by=ward.quan)
    with pytest.raises(NotAllowed):
        enter_as_staff(token_of(path), staff=stranger.thu)


def test_a_new_link_for_a_member_ends_the_former(ward, cell):
    first = invite_member(cell.member, by=cell.officer)
    second = invite_member(cell.member, by=cell.head)
    with pytest.raises(WrongState):
        enter_by_phone(token_of(first))
    assert enter_by_phone(token_of(second))[0] == cell.member


def test_a_plain_member_invites_nobody(ward, cell):
    with pytest.raises(NotAllowed):
        invite_member(cell.officer, by=cell.member)


def test_an_admin_closes_only_what_nobody_came_into(ward, cell):
    with pytest.raises(WrongState, match="còn thành viên"):
        close_unused(cell.circle, by=ward.quan)
    empty, _path = found_circle(
        ward.locality, CircleInput(Circle.Kind.UNIT, "Trạm Y tế"), by=ward.quan
    )
    close_unused(empty, by=ward.quan)
    with pytest.raises(WrongState):
        close_unused(empty, by=ward.quan)


def test_a_closed_circle_is_read_by_nobody(ward, cell):
    cell.published()
    close_circle(cell.circle, by=cell.head)
    assert not Circle.objects.seen_by(cell.viewer(cell.head)).exists()
    assert not CircleNotice.objects.seen_by(cell.viewer(cell.member)).exists()
    with pytest.raises(NotAllowed):
        close_circle(cell.circle, by=cell.head)
