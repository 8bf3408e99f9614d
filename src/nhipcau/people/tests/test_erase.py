import pytest

from nhipcau.channels.models import Account, Incoming
from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import NotAllowed
from nhipcau.core.models import AuditEvent
from nhipcau.people.contacts import Address, household_of, link_contact
from nhipcau.people.erase import erase_person
from nhipcau.people.heard import take_follows, take_shared_info, take_withdraw
from nhipcau.people.models import Consent, ContactPoint, Household, Resident


@pytest.fixture
def oa(ward):
    return Account.objects.create(locality=ward.locality, kind="zalo_oa", name="OA phường")


def heard(oa, what, **more):
    return Incoming.objects.create(
        locality=oa.locality, account=oa, what=what, at="2023-05-26T09:00Z", **more
    )


def test_an_erased_person_leaves_no_name_and_no_number(ward):
    head = ward.binh.residents.get(is_head=True)
    erase_person(head, by=ward.quan.actor)
    binh = Household.objects.get(pk=ward.binh.pk)
    assert (binh.head_name, binh.people) == ("Con Nông Thị Bình", 1)
    assert not ContactPoint.objects.filter(household=binh).exists()
    assert "nông thị bình" not in binh.key
    event = AuditEvent.objects.get(verb="person.erased")
    assert "Bình" not in str(event.before) + str(event.after)


def test_the_last_person_leaves_an_empty_door(ward):
    for person in ward.dung.residents.all():
        erase_person(person, by=ward.quan.actor)
    assert Household.objects.get(pk=ward.dung.pk).is_gone


def test_a_leader_erases_nobody(ward, stranger):
    for who in (ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            erase_person(ward.binh.residents.first(), by=who.actor)
    assert Resident.objects.filter(household=ward.binh).count() == 2


def test_who_withdraws_from_the_account_is_forgotten(ward, oa):
    link_contact(ward.binh, Address("zalo", "77", oa), by=SYSTEM)
    row = heard(oa, "withdraw", key="w1", person="77")
    assert take_withdraw([row]) == [row.pk]
    assert household_of(oa, "77") is None
    assert ward.binh.contacts.count() == 1


def test_a_shared_telephone_tells_the_household_and_is_not_kept(ward, oa):
    detail = {"event": "user_submit_info", "info": {"phone": "84912345678", "name": "Bình"}}
    row = heard(oa, "other", key="s1", person="77", detail=detail)
    assert take_shared_info([row]) == [row.pk]
    contact = ContactPoint.objects.get(kind="zalo")
    assert (contact.household, contact.value, contact.legal_basis) == (ward.binh, "77", "consent")
    assert Consent.objects.get().purpose == "link_oa"
    assert "info" not in Incoming.objects.get(pk=row.pk).detail


def test_a_telephone_of_two_households_tells_none(ward, oa):
    link_contact(ward.tung, Address("phone", "0912345678"), by=SYSTEM)
    detail = {"event": "user_submit_info", "info": {"phone": "0912345678"}}
    take_shared_info([heard(oa, "other", key="s1", person="77", detail=detail)])
    assert not ContactPoint.objects.filter(kind="zalo").exists()


def test_other_events_are_left_to_others(ward, oa):
    row = heard(oa, "other", key="c1", person="77", detail={"event": "user_click_chatnow"})
    assert take_shared_info([row]) == []


def test_who_leaves_the_account_is_not_counted_until_they_come_back(ward, oa):
    contact = link_contact(ward.binh, Address("zalo", "77", oa), by=SYSTEM)
    take_follows([heard(oa, "unfollow", key="u1", person="77")])
    contact.refresh_from_db()
    assert contact.failed_at is not None
    take_follows([heard(oa, "follow", key="f1", person="77")])
    contact.refresh_from_db()
    assert contact.failed_at is None
