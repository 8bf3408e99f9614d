"""Another leader: the former one is out at once, groups go over, and nobody is fastest twice."""

import pytest

from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.enrol import enrol_phone, phone_link
from nhipcau.people.hand_over import hand_over, keep_handover, tick_step, untick_step
from nhipcau.people.invite import Newcomer
from nhipcau.people.middleware import find_device
from nhipcau.people.models import Group, Role, Staff, StaffWay
from nhipcau.people.tests.test_invite import token_of


def give(ward, to, **more):
    return hand_over(ward.to_13, to, by=ward.quan.actor, **more)


def test_the_new_leader_takes_over_and_the_former_one_is_out_at_once(ward):
    _device, secret = enrol_phone(token_of(phone_link(ward.hoa, by=ward.quan.actor)), label="")
    session = ward.hoa.get_session_auth_hash()
    StaffWay.objects.create(
        locality=ward.locality, staff=ward.hoa, kind="sms", value="+84912000001", position=1,
        offered_at=ward.group_13.created_at,
    )  # fmt: skip
    handed = give(ward, ward.tam)
    assert find_device(secret) is None and not StaffWay.objects.filter(staff=ward.hoa).exists()
    former = Staff.objects.get(pk=ward.hoa.pk)
    assert not former.is_active and former.get_session_auth_hash() != session
    assert ward.tam.role == Role.LEADER and handed.groups == ("Tổ dân phố 13",)
    _phone, new_secret = enrol_phone(token_of(handed.path), label="")
    assert find_device(new_secret).staff == ward.tam


def test_somebody_new_becomes_leader_and_the_deputy_stays_deputy(ward):
    handed = give(ward, Newcomer(name="Vi Văn An", role="leader", phone="0912 000 111"))
    ward.tam.refresh_from_db()
    assert ward.tam.role == Role.DEPUTY and handed.successor.neighbourhood == ward.to_13
    assert Group.objects.get(pk=ward.group_13.pk).owner == handed.successor


def test_an_officer_cannot_become_leader_by_handing_over(ward):
    with pytest.raises(BadInput):
        give(ward, ward.lan)


def test_only_an_admin_of_the_ward_hands_over_and_to_nobody_elses_people(ward, stranger):
    for to, by in ((stranger.thu, ward.quan), (ward.tam, stranger.thu), (ward.tam, ward.lan)):
        with pytest.raises(NotAllowed):
            hand_over(ward.to_13, to, by=by.actor)


def test_handing_over_twice_says_who_leads(ward):
    give(ward, ward.tam)
    with pytest.raises(WrongState, match="Lý Thị Tâm"):
        give(ward, ward.tam)


def test_of_two_admins_at_once_the_slower_changes_nothing(ward):
    give(ward, ward.tam, seen=ward.hoa.pk)
    with pytest.raises(WrongState, match="Lý Thị Tâm"):
        give(ward, ward.sinh, seen=ward.hoa.pk)
    ward.sinh.refresh_from_db()
    assert ward.sinh.role == Role.TEAM_MEMBER


def test_steps_are_ticked_once_by_the_successor_or_an_admin(ward, stranger):
    handed = give(ward, ward.tam)
    kept = keep_handover(handed, ward.to_13, moved=[], steps=["phone"], by=ward.quan)
    tick_step(kept, "phone", by=ward.tam)
    with pytest.raises(WrongState):
        tick_step(kept, "phone", by=ward.quan)
    untick_step(kept, "phone", by=ward.quan)
    assert kept.steps_left == ["phone"]
    with pytest.raises(BadInput):
        tick_step(kept, "làm bậy", by=ward.tam)
    for other in (ward.sinh, stranger.thu):
        with pytest.raises(NotAllowed):
            tick_step(kept, "phone", by=other)
