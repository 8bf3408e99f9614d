from datetime import timedelta

import pytest
from django_scopes import scope

from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.people.models import Staff, StaffWay
from nhipcau.people.ways import (
    arrange_ways,
    begin_test,
    confirm_test,
    confirm_way,
    drop_way,
    fail_way,
    is_usable,
    keep_numbers,
    offer_way,
    way_of_test,
    ways_of,
)


@pytest.fixture
def oa(ward):
    return Account.objects.create(
        locality=ward.locality, kind="zalo_oa", name="OA phường", state="working"
    )


@pytest.fixture
def by_zalo(ward, oa):
    return offer_way(ward.hoa, kind="zalo_oa", account=oa, value="z13", by=ward.hoa.actor)


@pytest.fixture
def by_sms(ward):
    return offer_way(ward.hoa, kind="sms", value=ward.hoa.phone, by=SYSTEM)


def token_of(path: str) -> str:
    return path.strip("/").split("/")[-1]


def test_the_same_way_again_is_the_same_row_and_lives_again(ward, oa, by_zalo):
    fail_way(by_zalo, by=Actor("platform", "zalo"))
    again = offer_way(ward.hoa, kind="zalo_oa", account=oa, value="z13", by=ward.hoa.actor)
    assert (again.pk, again.failed_at) == (by_zalo.pk, None)
    assert StaffWay.objects.count() == 1


def test_a_way_counts_once_its_owner_confirmed_it_and_while_its_account_works(ward, oa, by_zalo):
    assert not is_usable(by_zalo)
    assert confirm_way(by_zalo, by=ward.hoa.actor)
    assert not confirm_way(by_zalo, by=ward.hoa.actor)
    assert is_usable(by_zalo)
    Account.objects.filter(pk=oa.pk).update(state="troubled")
    assert not is_usable(ways_of(ward.hoa)[0])


def test_a_refused_way_counts_no_more(ward, by_zalo):
    confirm_way(by_zalo, by=ward.hoa.actor)
    fail_way(by_zalo, by=SYSTEM)
    assert not is_usable(by_zalo)


@pytest.mark.parametrize(
    ("kind", "value"), [("visit", "x"), ("dove", "x"), ("sms", "0209 3870 123"), ("zalo_oa", "z")]
)
def test_a_way_that_cannot_be_is_refused(ward, kind, value):
    with pytest.raises(BadInput):
        offer_way(ward.hoa, kind=kind, value=value, by=SYSTEM)


def test_only_the_person_and_an_admin_change_it(ward, by_zalo):
    with pytest.raises(NotAllowed):
        confirm_way(by_zalo, by=ward.lan.actor)
    with pytest.raises(NotAllowed):
        drop_way(by_zalo, by=ward.tam.actor)
    assert confirm_way(by_zalo, by=ward.quan.actor)


def test_another_locality_neither_offers_nor_sees(ward, stranger, by_zalo):
    with pytest.raises(NotAllowed):
        offer_way(ward.hoa, kind="sms", value=ward.hoa.phone, by=stranger.thu.actor)
    with scope(locality=stranger.locality):
        account = Account.objects.create(locality=stranger.locality, kind="zalo_oa", name="Lạ")
        assert not StaffWay.objects.exists()
    with pytest.raises(NotAllowed):
        offer_way(ward.hoa, kind="zalo_oa", account=account, value="z", by=SYSTEM)


def test_the_link_of_a_test_confirms_once(ward, by_zalo):
    token = token_of(begin_test(by_zalo, by=ward.hoa.actor))
    assert way_of_test(token) == by_zalo
    assert is_usable(confirm_test(token))
    with pytest.raises(WrongState):
        confirm_test(token)


def test_a_newer_test_ends_the_former_link(ward, by_zalo):
    first = token_of(begin_test(by_zalo, by=ward.hoa.actor))
    begin_test(by_zalo, by=ward.hoa.actor)
    with pytest.raises(WrongState):
        confirm_test(first)


def test_an_old_link_says_that_its_time_is_over(ward, by_zalo):
    token = token_of(begin_test(by_zalo, by=ward.hoa.actor))
    StaffWay.objects.update(test_until=by_zalo.offered_at - timedelta(days=2))
    with pytest.raises(WrongState, match="hết hạn"):
        confirm_test(token)


def test_the_order_is_the_persons_own(ward, by_sms, by_zalo):
    assert ways_of(ward.hoa) == [by_sms, by_zalo]
    arrange_ways(ward.hoa, [by_zalo.pk], by=ward.hoa.actor)
    assert ways_of(ward.hoa) == [by_zalo, by_sms]
    with pytest.raises(BadInput):
        arrange_ways(ward.tam, [by_zalo.pk], by=ward.tam.actor)


def test_the_audit_holds_no_address(ward, by_sms):
    confirm_way(by_sms, by=ward.hoa.actor)
    begin_test(by_sms, by=ward.hoa.actor)
    told = " ".join(str((event.before, event.after)) for event in AuditEvent.objects.all())
    assert ward.hoa.phone not in told


def test_a_number_that_changed_takes_the_place_of_the_former(ward):
    people = list(Staff.objects.filter(pk__in=[ward.hoa.pk, ward.tam.pk]))
    assert keep_numbers(people) == 2
    assert keep_numbers(people) == 0
    confirm_way(ways_of(ward.hoa)[0], by=ward.hoa.actor)
    people[0].phone = "+84912999888"
    keep_numbers(people[:1])
    way = ways_of(people[0])[0]
    assert (way.value, way.confirmed_at) == ("+84912999888", None)
