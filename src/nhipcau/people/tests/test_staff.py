"""Roles change, people leave and come back; the last admin stays."""

import pytest
from allauth.mfa.models import Authenticator
from tests.cast import PASSWORD, make_staff

from nhipcau.core.actor import Actor
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.people.invite import accept_invitation
from nhipcau.people.models import Device, Role
from nhipcau.people.staff import (
    change_role,
    deactivate_staff,
    describe_staff,
    name_urgent_releaser,
    reactivate_staff,
    recover_account,
)
from nhipcau.people.tests.test_invite import token_of


def test_an_editor_becomes_an_approver_and_keeps_the_password(ward):
    change_role(ward.lan, Role.APPROVER, by=ward.quan.actor)
    assert ward.lan.role == Role.APPROVER and ward.lan.check_password(PASSWORD)


def test_an_officer_who_becomes_a_leader_loses_the_password(ward):
    change_role(ward.lan, Role.LEADER, by=ward.quan.actor, neighbourhood=ward.to_1)
    assert ward.lan.neighbourhood == ward.to_1 and not ward.lan.has_usable_password()


def test_the_last_admin_is_not_demoted(ward):
    with pytest.raises(NotAllowed, match="cuối cùng"):
        change_role(ward.quan, Role.VIEWER, by=ward.quan.actor)


def test_with_two_admins_one_may_go(ward):
    second = make_staff(ward.locality, "hai", "Nông Thị Hai", Role.ADMIN)
    deactivate_staff(ward.quan, by=second.actor)
    with pytest.raises(NotAllowed):
        change_role(second, Role.VIEWER, by=second.actor)


def test_an_admin_elsewhere_does_not_count(ward, stranger):
    with pytest.raises(NotAllowed, match="cuối cùng"):
        change_role(ward.quan, Role.VIEWER, by=ward.quan.actor)


def test_a_role_changed_meanwhile_is_not_overwritten(ward):
    stale = type(ward.lan).objects.get(pk=ward.lan.pk)
    change_role(ward.lan, Role.APPROVER, by=ward.quan.actor)
    with pytest.raises(WrongState):
        change_role(stale, Role.VIEWER, by=ward.quan.actor)


def test_a_second_leader_is_refused(ward):
    with pytest.raises(BadInput):
        change_role(ward.tam, Role.LEADER, by=ward.quan.actor, neighbourhood=ward.to_13)


@pytest.mark.parametrize("verb", [deactivate_staff, recover_account, name_urgent_releaser])
def test_only_an_admin_of_the_locality_decides(ward, stranger, verb):
    for by in (ward.minh.actor, stranger.thu.actor, Actor("staff", "999"), Actor("resident", "1")):
        with pytest.raises(NotAllowed):
            verb(ward.lan, by=by)


def test_nobody_deactivates_themselves(ward):
    with pytest.raises(NotAllowed):
        deactivate_staff(ward.quan, by=ward.quan.actor)


def test_deactivating_twice_says_so(ward):
    deactivate_staff(ward.lan, by=ward.quan.actor)
    with pytest.raises(WrongState):
        deactivate_staff(ward.lan, by=ward.quan.actor)


def test_an_open_session_ends_with_the_account(ward, client):
    client.force_login(ward.lan)
    session_user = client.session["_auth_user_id"]
    deactivate_staff(ward.lan, by=ward.quan.actor)
    answer = client.get("/dang-nhap/ma-du-phong/")
    assert session_user and answer.status_code == 302 and "/dang-nhap/" in answer.url


def test_who_comes_back_needs_a_new_link(ward):
    deactivate_staff(ward.lan, by=ward.quan.actor)
    path = reactivate_staff(ward.lan, by=ward.quan.actor)
    ward.lan.refresh_from_db()
    assert not ward.lan.check_password(PASSWORD)
    accept_invitation(token_of(path), password="một câu dễ nhớ")
    with pytest.raises(WrongState):
        reactivate_staff(ward.lan, by=ward.quan.actor)


def test_recovery_takes_password_and_second_factor_at_once(ward):
    Authenticator.objects.create(user=ward.lan, type="totp", data={})
    path = recover_account(ward.lan, by=ward.quan.actor)
    ward.lan.refresh_from_db()
    assert not ward.lan.has_usable_password()
    assert not Authenticator.objects.filter(user=ward.lan).exists()
    accept_invitation(token_of(path), password="một câu dễ nhớ")


def test_a_leader_has_no_account_to_recover(ward):
    with pytest.raises(WrongState):
        recover_account(ward.hoa, by=ward.quan.actor)


def test_one_person_at_a_time_may_release_urgently(ward):
    name_urgent_releaser(ward.lan, by=ward.quan.actor)
    ward.minh.refresh_from_db()
    assert ward.lan.may_release_urgent and not ward.minh.may_release_urgent


def test_a_leader_may_not_release_urgently(ward):
    with pytest.raises(WrongState):
        name_urgent_releaser(ward.hoa, by=ward.quan.actor)


def test_describing_somebody_changes_no_right_and_leaves_no_name_in_the_audit(ward):
    describe_staff(ward.lan, by=ward.quan.actor, name=" Hà  Lan ", title="", phone="")
    assert ward.lan.name == "Hà Lan" and ward.lan.role == Role.EDITOR
    assert "Hà" not in str(list(AuditEvent.objects.values()))
    with pytest.raises(BadInput):
        describe_staff(ward.lan, by=ward.quan.actor, name="Lan", title="", phone="abc")


def test_phones_stop_with_a_new_role(ward):
    Device.objects.create(
        locality=ward.locality,
        staff=ward.tam,
        token_hash="x",
        enrolled_at=ward.tam.created_at,
        last_seen_at=ward.tam.created_at,
        expires_at=ward.tam.created_at,
    )
    change_role(ward.tam, Role.OFFICER, by=ward.quan.actor)
    assert Device.objects.get().revoked_at
