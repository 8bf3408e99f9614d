"""One-time links: who may make them, who may use them, and how often."""

from datetime import timedelta

import pytest
from tests.cast import PASSWORD

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.people.invite import (
    Newcomer,
    accept_invitation,
    invite_again,
    invite_staff,
    open_invitation,
    suggest_username,
    use_up,
)
from nhipcau.people.models import Invitation, Role, Staff

LONG = "một câu dễ nhớ"


def token_of(path: str) -> str:
    return path.strip("/").split("/")[1]


def test_an_admin_invites_an_officer_who_chooses_a_password(ward):
    staff, path = invite_staff(
        ward.locality, Newcomer("Lý Văn Cường", Role.OFFICER), by=ward.quan.actor
    )
    assert path.startswith("/moi/") and not staff.has_usable_password()
    accept_invitation(token_of(path), password=LONG)
    staff.refresh_from_db()
    assert staff.check_password(LONG)


def test_a_new_leader_gets_a_link_for_the_phone(ward):
    who = Newcomer("Vi Văn An", Role.LEADER, ward.to_1, phone="0912 000 111")
    staff, path = invite_staff(ward.locality, who, by=ward.quan.actor)
    assert path.startswith("/dien-thoai/")
    assert staff.phone == "+84912000111" and staff.neighbourhood == ward.to_1


def test_the_command_line_may_invite_the_first_admin(ward):
    staff, _path = invite_staff(ward.locality, Newcomer("Ma Thị Hạnh", Role.ADMIN), by=SYSTEM)
    assert staff.role == Role.ADMIN


@pytest.mark.parametrize("who", ["lan", "minh", "hoa"])
def test_nobody_but_an_admin_invites(ward, who):
    with pytest.raises(NotAllowed):
        invite_staff(ward.locality, Newcomer("Ai Đó", Role.ADMIN), by=getattr(ward, who).actor)


def test_an_admin_of_another_locality_invites_nobody_here(ward, stranger):
    with pytest.raises(NotAllowed):
        invite_staff(ward.locality, Newcomer("Ai Đó", Role.VIEWER), by=stranger.thu.actor)


def test_an_admin_who_was_let_go_invites_nobody(ward):
    Staff.objects.filter(pk=ward.quan.pk).update(is_active=False)
    with pytest.raises(NotAllowed):
        invite_staff(ward.locality, Newcomer("Ai Đó", Role.VIEWER), by=ward.quan.actor)


@pytest.mark.parametrize(
    ("who", "field"),
    [
        (Newcomer("  ", Role.VIEWER), "name"),
        (Newcomer("A", "king"), "role"),
        (Newcomer("A", Role.LEADER), "neighbourhood"),
        (Newcomer("A", Role.VIEWER, username="Có dấu"), "username"),
        (Newcomer("A", Role.VIEWER, username="lan"), "username"),
        (Newcomer("A", Role.VIEWER, phone="12"), "phone"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(ward, who, field):
    with pytest.raises(BadInput) as caught:
        invite_staff(ward.locality, who, by=ward.quan.actor)
    assert caught.value.field == field
    assert Invitation.objects.count() == 0


def test_a_neighbourhood_has_one_leader_at_a_time(ward):
    with pytest.raises(BadInput, match="Hoàng Đình Hoà"):
        invite_staff(ward.locality, Newcomer("A B", Role.LEADER, ward.to_13), by=ward.quan.actor)


def test_a_neighbourhood_of_another_locality_is_refused(ward, stranger):
    who = Newcomer("A B", Role.LEADER, stranger.neighbourhood)
    with pytest.raises(BadInput):
        invite_staff(ward.locality, who, by=ward.quan.actor)


def test_a_link_works_once(ward):
    _staff, path = invite_staff(ward.locality, Newcomer("A B", Role.VIEWER), by=SYSTEM)
    accept_invitation(token_of(path), password=LONG)
    with pytest.raises(WrongState, match="đã được dùng"):
        accept_invitation(token_of(path), password=PASSWORD)


def test_a_link_ends_with_its_time(ward):
    _staff, path = invite_staff(ward.locality, Newcomer("A B", Role.VIEWER), by=SYSTEM)
    old = Invitation.objects.get()
    Invitation.objects.update(expires_at=old.expires_at - timedelta(days=8))
    with pytest.raises(WrongState, match="hết hạn"):
        accept_invitation(token_of(path), password=LONG)


def test_a_new_link_ends_the_old_one(ward):
    staff, old = invite_staff(ward.locality, Newcomer("A B", Role.VIEWER), by=SYSTEM)
    new = invite_again(staff, by=ward.quan.actor)
    with pytest.raises(WrongState):
        accept_invitation(token_of(old), password=LONG)
    accept_invitation(token_of(new), password=LONG)


def test_somebody_with_a_password_is_not_invited_again(ward):
    with pytest.raises(WrongState, match="Khôi phục"):
        invite_again(ward.lan, by=ward.quan.actor)


def test_a_weak_password_leaves_the_link_alive(ward):
    _staff, path = invite_staff(ward.locality, Newcomer("A B", Role.VIEWER), by=SYSTEM)
    with pytest.raises(BadInput):
        accept_invitation(token_of(path), password="12345")
    accept_invitation(token_of(path), password=LONG)


def test_a_phone_link_does_not_open_an_account(ward):
    who = Newcomer("Vi Văn An", Role.LEADER, ward.to_1)
    _staff, path = invite_staff(ward.locality, who, by=SYSTEM)
    with pytest.raises(WrongState, match="không đúng"):
        accept_invitation(token_of(path), password=LONG)


def test_neither_names_nor_tokens_are_in_the_audit(ward):
    _staff, path = invite_staff(ward.locality, Newcomer("Lý Văn Cường", Role.VIEWER), by=SYSTEM)
    accept_invitation(token_of(path), password=LONG)
    told = str(list(AuditEvent.objects.values()))
    assert "staff.invited" in told and "staff.began" in told
    assert "Cường" not in told and token_of(path) not in told


@pytest.mark.parametrize(
    ("name", "username"),
    [("Nguyễn Thị Lan", "lannt"), ("Đỗ Đức", "ducd"), ("  ", "canbo"), ("Thuỷ", "thuy")],
)
def test_user_names_are_made_as_offices_make_them(name, username):
    assert suggest_username(name) == username


def test_a_taken_user_name_gets_a_number(ward):
    made = [
        invite_staff(ward.locality, Newcomer("Lê Thị Mơ", Role.VIEWER), by=SYSTEM)[0].username
        for _ in range(3)
    ]
    assert made == ["molt", "molt2", "molt3"]


def test_two_clicks_at_the_same_moment_use_a_link_once(ward):
    _staff, path = invite_staff(ward.locality, Newcomer("A B", Role.VIEWER), by=SYSTEM)
    first, second = (open_invitation(token_of(path), "account") for _ in range(2))
    use_up(first)
    with pytest.raises(WrongState, match="đã được dùng"):
        use_up(second)
