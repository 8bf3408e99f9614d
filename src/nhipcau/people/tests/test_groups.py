import pytest

from nhipcau.core.actor import resident
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.groups import (
    STEPS,
    close_group,
    describe_group,
    found_group,
    open_group,
    reopen_group,
    tick_step,
)
from nhipcau.people.join import (
    Asking,
    ask_to_join,
    confirm_member,
    join_link,
    mark_joined,
    remove_member,
    settle_ask,
)
from nhipcau.people.models import Group, JoinAsk, Membership

SOMEBODY = resident(None)


def member(ward, household):
    return Membership.objects.get(group=ward.group_13, household=household)


def test_a_leader_founds_the_group_of_the_neighbourhood(ward):
    Group.objects.filter(pk=ward.group_13.pk).delete()
    group = found_group(
        ward.locality, kind="households", name="Tổ 13", neighbourhood=ward.to_13, by=ward.hoa.actor
    )
    assert group.state == "planned"
    with pytest.raises(WrongState, match="đã có nhóm"):
        found_group(
            ward.locality, kind="households", name="x", neighbourhood=ward.to_13, by=ward.quan.actor
        )


def test_a_leader_founds_nothing_elsewhere(ward, stranger):
    for by in (ward.hoa.actor, stranger.thu.actor, SOMEBODY):
        with pytest.raises(NotAllowed):
            found_group(ward.locality, kind="households", name="x", neighbourhood=ward.to_1, by=by)
        with pytest.raises(NotAllowed):
            found_group(ward.locality, kind="sector", name="Y tế", by=by)


def test_every_kind_of_a_commune_can_be_founded(ward):
    for kind in ("village_heads", "sector", "unit", "association"):
        assert found_group(ward.locality, kind=kind, name=kind, by=ward.quan.actor).pk


def test_a_group_opens_when_the_needed_steps_are_ticked(ward):
    group = found_group(
        ward.locality, kind="households", name="Tổ 2", neighbourhood=ward.to_2, by=ward.quan.actor
    )
    with pytest.raises(WrongState, match="Tạo nhóm"):
        open_group(group, by=ward.quan.actor)
    for step in ("made", "guarded"):
        tick_step(group, step, is_done=True, by=ward.quan.actor)
    describe_group(group, name="Tổ 2", invite_link="https://zalo.me/g/abc", by=ward.quan.actor)
    open_group(group, by=ward.quan.actor)
    assert group.state == "active"
    with pytest.raises(WrongState):
        open_group(group, by=ward.quan.actor)


def test_a_step_can_be_taken_back_and_must_exist(ward):
    tick_step(ward.group_13, "made", is_done=True, by=ward.hoa.actor)
    tick_step(ward.group_13, "made", is_done=False, by=ward.tam.actor)
    assert ward.group_13.steps_done == []
    with pytest.raises(BadInput):
        tick_step(ward.group_13, "party", is_done=True, by=ward.hoa.actor)
    assert len({step.name for step in STEPS}) == len(STEPS)


@pytest.mark.parametrize(
    "link", ["http://zalo.me/g/x", "https://zalo.me.evil.vn/g", "javascript:alert(1)", "zalo"]
)
def test_only_a_chat_platforms_own_link_is_taken(ward, link):
    with pytest.raises(BadInput):
        describe_group(ward.group_13, name="Tổ 13", invite_link=link, by=ward.hoa.actor)


def test_closing_and_opening_again(ward):
    close_group(ward.group_13, by=ward.hoa.actor)
    with pytest.raises(WrongState):
        close_group(ward.group_13, by=ward.hoa.actor)
    reopen_group(ward.group_13, by=ward.quan.actor)


def test_who_asks_and_is_known_waits_for_the_leader(ward):
    ask_to_join(ward.group_13, Asking("Số 12", "678", "Bình Nông", "qr"), by=SOMEBODY)
    found = member(ward, ward.binh)
    assert (found.state, found.display_name, found.source) == ("pending", "Bình Nông", "qr")
    confirm_member(found, by=ward.hoa.actor)
    assert found.state == "confirmed"
    with pytest.raises(WrongState):
        confirm_member(found, by=ward.tam.actor)


def test_who_is_not_known_is_settled_by_the_leader(ward):
    ask_to_join(ward.group_13, Asking("nhà cạnh đình", "", "Dung"), by=SOMEBODY)
    ask = JoinAsk.objects.get()
    settle_ask(ask, ward.dung, by=ward.hoa.actor)
    assert member(ward, ward.dung).state == "confirmed"
    with pytest.raises(WrongState):
        settle_ask(ask, None, by=ward.hoa.actor)


def test_nobody_is_taken_in_from_another_neighbourhood(ward):
    ask_to_join(ward.group_13, Asking("Số 12", "999"), by=SOMEBODY)
    with pytest.raises(BadInput):
        settle_ask(JoinAsk.objects.get(), ward.mai, by=ward.hoa.actor)
    with pytest.raises(BadInput):
        mark_joined(ward.group_13, [ward.mai.pk], by=ward.hoa.actor)


def test_a_closed_group_takes_nobody(ward):
    close_group(ward.group_13, by=ward.hoa.actor)
    with pytest.raises(WrongState):
        ask_to_join(ward.group_13, Asking("Số 12", "678"), by=SOMEBODY)


def test_asking_twice_is_once_and_after_leaving_again(ward):
    for _time in range(2):
        ask_to_join(ward.group_13, Asking("Số 12", "678"), by=SOMEBODY)
    found = member(ward, ward.binh)
    remove_member(found, by=ward.hoa.actor)
    with pytest.raises(WrongState):
        remove_member(found, by=ward.hoa.actor)
    ask_to_join(ward.group_13, Asking("Số 12", "678"), by=SOMEBODY)
    assert member(ward, ward.binh).state == "pending"


def test_many_are_marked_in_one_gesture(ward):
    everybody = [home.pk for home in ward.households_13]
    assert mark_joined(ward.group_13, everybody, by=ward.hoa.actor) == 3
    assert mark_joined(ward.group_13, everybody, by=ward.hoa.actor) == 0
    confirmed = Membership.objects.filter(state="confirmed").values("household").distinct()
    assert confirmed.count() == 6


def test_a_leader_of_elsewhere_confirms_nobody(ward, stranger):
    with pytest.raises(NotAllowed):
        confirm_member(member(ward, ward.khanh), by=stranger.thu.actor)


def test_a_person_of_the_household_can_be_named(ward):
    khanh = ward.khanh.residents.get(is_head=True)
    with pytest.raises(BadInput):
        confirm_member(
            member(ward, ward.khanh), by=ward.hoa.actor, resident=ward.binh.residents.first()
        )
    confirm_member(member(ward, ward.khanh), by=ward.hoa.actor, resident=khanh)
    assert member(ward, ward.khanh).resident == khanh


def test_the_link_to_join_is_made_once(ward):
    assert join_link(ward.group_13, by=ward.hoa.actor) == join_link(
        ward.group_13, by=ward.tam.actor
    )
