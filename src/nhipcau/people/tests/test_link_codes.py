"""A code that links a person, once: to a household, or to one of our own."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.channels.models import Account, Incoming
from nhipcau.core.actor import resident
from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.core.models import AuditEvent
from nhipcau.people.contacts import Address, household_of, link_contact
from nhipcau.people.heard import take_shared_info
from nhipcau.people.link_codes import (
    TRIES,
    code_in,
    forget_codes,
    link_by_code,
    make_code,
    make_staff_code,
    may_try_code,
    print_codes,
)
from nhipcau.people.models import Consent, ContactPoint, LinkCode


@pytest.fixture
def zalo(ward):
    return Account.objects.create(
        locality=ward.locality, kind="zalo_oa", name="OA", external_id="oa-1", state="working"
    )


def zalo_of(account, person="u1"):
    return Address("zalo", person, account)


def test_a_spoken_code_has_six_digits_and_a_quarter_of_an_hour(ward):
    made = make_code(ward.binh, by=ward.hoa.actor)
    assert len(made.code) == 6 and made.code.isdecimal()
    row = LinkCode.objects.get()
    assert row.expires_at - row.made_at == timedelta(minutes=15)
    assert made.code not in row.digest


def test_a_code_links_a_follower_with_consent(ward, zalo):
    made = make_code(ward.binh, by=ward.hoa.actor)
    assert link_by_code(ward.locality, made.code, zalo_of(zalo)).household == ward.binh
    contact = ContactPoint.objects.get(account=zalo)
    assert (contact.household, contact.legal_basis) == (ward.binh, "consent")
    assert contact.verified_at
    assert Consent.objects.get(household=ward.binh).purpose == "link_code"


@pytest.mark.parametrize(("kind", "value"), [("portal", "x" * 20), ("email", "binh@example.org")])
def test_the_same_code_links_a_browser_or_a_mailbox(ward, kind, value):
    made = make_code(ward.binh, by=ward.hoa.actor)
    link_by_code(ward.locality, made.code, Address(kind, value))
    assert ContactPoint.objects.get(kind=kind).household == ward.binh


def test_a_code_is_used_once(ward, zalo):
    made = make_code(ward.binh, by=ward.hoa.actor)
    link_by_code(ward.locality, made.code, zalo_of(zalo))
    with pytest.raises(BadInput, match="đã dùng"):
        link_by_code(ward.locality, made.code, zalo_of(zalo, "u2"))
    assert ContactPoint.objects.filter(account=zalo).count() == 1


def test_wrong_over_and_used_are_one_sentence(ward, zalo):
    made = make_code(ward.binh, by=ward.hoa.actor)
    said = set()
    with pytest.raises(BadInput) as told:
        link_by_code(ward.locality, "000000", zalo_of(zalo))
    said.add(told.value.message)
    LinkCode.objects.update(expires_at=LinkCode.objects.get().made_at)
    with pytest.raises(BadInput) as told:
        link_by_code(ward.locality, made.code, zalo_of(zalo))
    said.add(told.value.message)
    assert len(said) == 1


def test_a_new_spoken_code_ends_the_former_but_not_the_printed(ward, zalo):
    printed = print_codes([ward.binh], by=ward.hoa.actor)[ward.binh.pk]
    first = make_code(ward.binh, by=ward.hoa.actor)
    make_code(ward.binh, by=ward.hoa.actor)
    with pytest.raises(BadInput):
        link_by_code(ward.locality, first.code, zalo_of(zalo))
    assert link_by_code(ward.locality, code_in(printed), zalo_of(zalo)).household == ward.binh


def test_printed_codes_are_longer_and_one_for_each_household(ward):
    codes = print_codes(ward.households_13, by=ward.hoa.actor)
    assert len(set(codes.values())) == 6
    assert all(len(code.replace(" ", "")) == 8 for code in codes.values())


def test_codes_are_made_by_whoever_serves_the_neighbourhood(ward, stranger):
    for by in (stranger.thu.actor, resident(None)):
        with pytest.raises(NotAllowed):
            make_code(ward.binh, by=by)
        with pytest.raises(NotAllowed):
            print_codes([ward.binh], by=by)
    with pytest.raises(NotAllowed):
        make_code(ward.mai, by=ward.hoa.actor)


def test_a_code_of_one_ward_says_nothing_in_another(ward, stranger, zalo):
    made = make_code(ward.binh, by=ward.hoa.actor)
    with pytest.raises(BadInput):
        link_by_code(stranger.locality, made.code, Address("portal", "b"))


def test_a_code_moves_a_person_from_where_they_were_thought_to_be(ward, zalo):
    link_contact(ward.tung, zalo_of(zalo), by=ward.hoa.actor)
    made = make_code(ward.binh, by=ward.hoa.actor)
    link_by_code(ward.locality, made.code, zalo_of(zalo))
    assert household_of(zalo, "u1") == ward.binh


def test_who_stopped_and_gives_a_code_begins_again(ward, zalo):
    link_contact(ward.binh, zalo_of(zalo), by=ward.hoa.actor)
    ContactPoint.objects.filter(account=zalo).update(stopped_at="2023-01-01T00:00Z")
    link_by_code(ward.locality, make_code(ward.binh, by=ward.hoa.actor).code, zalo_of(zalo))
    assert ContactPoint.objects.get(account=zalo).stopped_at is None


def test_one_of_ours_links_the_own_zalo_as_a_way(ward, zalo):
    made = make_staff_code(ward.hoa, by=ward.hoa.actor)
    assert link_by_code(ward.locality, made.code, zalo_of(zalo)).staff == ward.hoa
    assert ward.hoa.ways.get(kind="zalo_oa").value == "u1"
    assert not ContactPoint.objects.filter(account=zalo).exists()
    with pytest.raises(NotAllowed):
        make_staff_code(ward.hoa, by=ward.lan.actor)


def test_tries_of_one_person_are_few(ward):
    cache.clear()
    assert all(may_try_code(ward.locality.pk, "u1") for _ in range(TRIES))
    assert not may_try_code(ward.locality.pk, "u1")
    assert may_try_code(ward.locality.pk, "u2")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("482913", "482913"),
        (" 482 913 ", "482913"),
        ("Mã nhà: 482913", "482913"),
        ("ma 4829 1307.", "48291307"),
        ("0912345678", ""),
        ("12345", ""),
        ("Số nhà 482913 có được khám không?", ""),
        ("", ""),
    ],
)
def test_a_message_that_is_only_a_code_is_one(text, code):
    assert code_in(text) == code


@given(st.text())
def test_any_text_is_read_without_a_stumble(text):
    assert code_in(text) == "" or code_in(text).isdecimal()


def test_the_code_itself_is_written_down_nowhere(ward, zalo):
    made = make_code(ward.binh, by=ward.hoa.actor)
    link_by_code(ward.locality, made.code, zalo_of(zalo))
    assert made.code not in str(list(AuditEvent.objects.values()))


def test_codes_long_over_are_forgotten(ward):
    make_code(ward.binh, by=ward.hoa.actor)
    assert forget_codes() == 0
    LinkCode.objects.update(expires_at="2020-01-01T00:00Z")
    assert forget_codes() == 1


def test_a_shared_telephone_does_not_overrule_a_code(ward, zalo):
    link_by_code(ward.locality, make_code(ward.binh, by=ward.hoa.actor).code, zalo_of(zalo))
    row = Incoming.objects.create(
        locality=ward.locality,
        account=zalo,
        what="other",
        key="k1",
        person="u1",
        detail={"event": "user_submit_info", "info": {"phone": "0987654321"}},  # of tùng
        at="2023-05-26T10:00Z",
    )
    take_shared_info([row])
    assert household_of(zalo, "u1") == ward.binh
