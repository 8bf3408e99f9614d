"""Adding and removing; removal cuts at once."""

import pytest

from nhipcau.circles.invite import enter_by_phone, invite_member, live_devices
from nhipcau.circles.members import MemberInput, add_member, change_member, remove_member
from nhipcau.circles.models import CircleNotice, CircleWord, Office
from nhipcau.circles.read import mark_seen
from nhipcau.circles.rights import actor_of
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.links.models import Link


def test_officers_add_and_members_do_not(ward, cell):
    added = add_member(
        cell.circle, MemberInput(name="Bế Thị Na", phone="0987111222"), by=cell.officer
    )
    assert (added.phone, added.office) == ("+84987111222", Office.MEMBER)
    with pytest.raises(NotAllowed):
        add_member(cell.circle, MemberInput(name="Ai", phone="0987111333"), by=cell.member)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (MemberInput(name="", phone="0987111222"), "name"),
        (MemberInput(name="Na", phone="0209 3870 123"), "phone"),
        (MemberInput(name="Na", phone="0987111222", office="king"), "office"),
    ],
)
def test_bad_input_names_its_place(ward, cell, given, field):
    with pytest.raises(BadInput) as fault:
        add_member(cell.circle, given, by=cell.head)
    assert fault.value.field == field


def test_nobody_is_added_twice(ward, cell):
    for given in (MemberInput(staff=ward.hoa), MemberInput(name="X", phone=cell.member.phone)):
        with pytest.raises(BadInput, match="đã ở trong nhóm"):
            add_member(cell.circle, given, by=cell.head)


def test_staff_of_another_locality_are_not_added(ward, cell, stranger):
    with pytest.raises(NotAllowed):
        add_member(cell.circle, MemberInput(staff=stranger.thu), by=cell.head)


def test_only_the_head_makes_officers_and_approvers(ward, cell):
    with pytest.raises(NotAllowed):
        add_member(
            cell.circle,
            MemberInput(name="Na", phone="0987111222", may_approve=True),
            by=cell.officer,
        )
    with pytest.raises(NotAllowed):
        change_member(
            cell.member, office=Office.OFFICER, may_approve=False, title="", by=cell.officer
        )
    change_member(cell.member, office=Office.OFFICER, may_approve=True, title="Phó", by=cell.head)
    assert (cell.member.office, cell.member.may_approve) == (Office.OFFICER, True)


def test_a_removed_member_is_out_at_once(ward, cell, sms):
    notice = cell.published()
    path = invite_member(cell.member, by=cell.head)
    _member, secret = enter_by_phone(path.split("/")[-2])
    remove_member(cell.member, by=cell.officer)
    assert live_devices([secret]) == []
    assert not CircleNotice.objects.seen_by(cell.viewer(cell.member)).exists()
    with pytest.raises(NotAllowed):
        mark_seen(notice, by=cell.member)
    word = CircleWord.objects.unguarded("a test's own").get(read__member=cell.member)
    assert Link.objects.get(pk=word.link_id).closed_at is not None
    assert (cell.member.name, cell.member.phone) == ("", "")


def test_removing_twice_and_by_the_wrong_person(ward, cell):
    with pytest.raises(NotAllowed):
        remove_member(cell.officer, by=cell.member)
    remove_member(cell.member, by=cell.head)
    with pytest.raises(WrongState):
        remove_member(cell.member, by=cell.head)


def test_an_officer_does_not_remove_the_head_and_the_last_head_stays(ward, cell):
    with pytest.raises(NotAllowed):
        remove_member(cell.head, by=cell.officer)
    with pytest.raises(NotAllowed, match="duy nhất"):
        remove_member(cell.head, by=cell.head)
    with pytest.raises(NotAllowed, match="duy nhất"):
        change_member(cell.head, office=Office.MEMBER, may_approve=False, title="", by=cell.head)


def test_a_member_may_leave(ward, cell):
    remove_member(cell.member, by=cell.member)
    assert cell.member.left_at is not None


def test_a_membership_acts_in_the_audit(ward, cell):
    assert str(actor_of(cell.head)) == f"member:{cell.head.pk}"
