import pytest

from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM, resident
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.people.consent import give_consent, has_consent, withdraw_consent
from nhipcau.people.contacts import (
    Address,
    fail_contacts,
    household_of,
    link_contact,
    resume_contact,
    stop_contact,
)
from nhipcau.people.households import HouseholdChange, edit_household, mark_back, mark_gone
from nhipcau.people.models import Household


@pytest.fixture
def oa(ward):
    return Account.objects.create(locality=ward.locality, kind="zalo_oa", name="OA phường")


def test_a_telephone_is_kept_in_one_form_and_once(ward):
    for written in ("0966 333 444", "+84966333444"):
        link_contact(ward.dung, Address("phone", written), by=ward.hoa.actor)
    contact = ward.dung.contacts.get()
    assert (contact.value, contact.takes_sms) == ("+84966333444", True)


def test_a_landline_takes_no_sms(ward):
    assert not link_contact(ward.dung, Address("phone", "0209 3870 123"), by=SYSTEM).takes_sms


@pytest.mark.parametrize("value", ["", "091", "abc"])
def test_a_wrong_number_is_refused(ward, value):
    with pytest.raises(BadInput):
        link_contact(ward.dung, Address("phone", value), by=SYSTEM)


def test_a_zalo_id_needs_its_account(ward, oa):
    with pytest.raises(BadInput):
        link_contact(ward.dung, Address("zalo", "123"), by=SYSTEM)
    link_contact(ward.dung, Address("zalo", "123", oa), by=resident(ward.dung.pk), is_verified=True)
    assert household_of(oa, "123") == ward.dung


def test_a_person_of_two_households_is_of_none_for_sure(ward, oa):
    for home in (ward.dung, ward.tung):
        link_contact(home, Address("zalo", "123", oa), by=SYSTEM)
    assert household_of(oa, "123") is None


def test_who_asked_us_to_stop_stays_stopped(ward):
    contact = ward.binh.contacts.get()
    stop_contact(contact, by=ward.lan.actor)
    with pytest.raises(WrongState):
        stop_contact(contact, by=ward.lan.actor)
    with pytest.raises(NotAllowed):
        link_contact(ward.binh, Address("phone", "0912345678"), by=ward.hoa.actor)
    link_contact(ward.binh, Address("phone", "0912345678"), by=resident(ward.binh.pk))
    assert ward.binh.contacts.get().stopped_at is None


def test_a_stop_can_be_taken_back_once(ward):
    contact = ward.binh.contacts.get()
    with pytest.raises(WrongState):
        resume_contact(contact, by=ward.lan.actor)
    stop_contact(contact, by=ward.lan.actor)
    resume_contact(contact, by=ward.lan.actor)


def test_refused_for_good_is_no_longer_counted_on(ward, oa):
    link_contact(ward.dung, Address("zalo", "123", oa), by=SYSTEM)
    assert fail_contacts(oa, ["123", "999"], by=SYSTEM) == 1


def test_the_trail_holds_no_number(ward):
    link_contact(ward.dung, Address("phone", "0966333444"), by=SYSTEM)
    assert "966333444" not in str(list(AuditEvent.objects.values()))


def test_consent_is_given_once_and_taken_back_once(ward):
    terms = {"purpose": "oa_health", "wording": "2023-1", "channel": "portal"}
    consent = give_consent(ward.binh, **terms, by=resident(ward.binh.pk))
    assert give_consent(ward.binh, **terms, by=resident(ward.binh.pk)).pk == consent.pk
    assert has_consent(ward.binh, "oa_health")
    withdraw_consent(consent, by=resident(ward.binh.pk))
    assert not has_consent(ward.binh, "oa_health")
    with pytest.raises(WrongState):
        withdraw_consent(consent, by=resident(ward.binh.pk))


def test_a_leader_writes_down_what_was_learnt_at_the_door(ward):
    change = HouseholdChange(
        smartphone="yes", best_way="app", told_basis="consent", landmark=" cạnh  nhà văn hoá "
    )
    edit_household(ward.binh, change, by=ward.hoa.actor)
    binh = Household.objects.get(pk=ward.binh.pk)
    assert (binh.has_smartphone, binh.best_way, binh.landmark) == (True, "app", "cạnh nhà văn hoá")
    assert (binh.house, binh.told_basis) == ("Số 12", "consent")


@pytest.mark.parametrize(
    "change",
    [
        HouseholdChange(head_name=" "),
        HouseholdChange(house="x" * 41),
        HouseholdChange(best_way="carrier pigeon"),
        HouseholdChange(language="xx"),
        HouseholdChange(told_basis="because"),
        HouseholdChange(smartphone="maybe"),
    ],
)
def test_nonsense_is_refused_and_nothing_is_written(ward, change):
    with pytest.raises(BadInput):
        edit_household(ward.binh, change, by=ward.hoa.actor)


def test_a_leader_of_elsewhere_and_a_stranger_may_not(ward, stranger):
    for who in (ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            edit_household(ward.mai, HouseholdChange(house="9"), by=who.actor)


def test_moving_away_is_written_once_and_taken_back(ward):
    mark_gone(ward.tung, by=ward.hoa.actor)
    with pytest.raises(WrongState):
        mark_gone(ward.tung, by=ward.tam.actor)
    mark_back(ward.tung, by=ward.hoa.actor)
    assert not Household.objects.get(pk=ward.tung.pk).is_gone
