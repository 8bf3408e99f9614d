"""Pulled from above: in order, once, and a stumble sets one row aside."""

import pytest

from nhipcau.channels import incoming
from nhipcau.channels.incoming import Taker, is_idle, set_takers, take_incoming
from nhipcau.channels.models import Incoming, RawEvent
from nhipcau.channels.tests import speaking as says
from nhipcau.core.clock import civil_now


@pytest.fixture
def oa(ward):
    return says.zalo_account(ward)


@pytest.fixture(autouse=True)
def _own_takers():
    before = list(incoming._takers)
    yield
    set_takers(before)


def row(account, key, what="message"):
    return Incoming.objects.create(
        locality=account.locality, account=account, what=what, key=key, at=civil_now()
    )


def taker(name, *whats, take=lambda rows: [one.pk for one in rows]):
    return Taker(name, frozenset(whats or {"message"}), take)


def test_the_first_that_wants_a_row_wins(oa):
    a, b = row(oa, "a"), row(oa, "b")
    set_takers([taker("menu", take=lambda rows: [a.pk]), taker("questions")])
    assert take_incoming() == 2
    assert dict(Incoming.objects.values_list("pk", "taken_by")) == {a.pk: "menu", b.pk: "questions"}


def test_a_taker_sees_only_what_it_asked_for_and_the_rest_finds_an_end(oa):
    row(oa, "a"), row(oa, "b", "other")
    set_takers([taker("questions")])
    take_incoming()
    assert set(Incoming.objects.values_list("key", "taken_by")) == {
        ("a", "questions"),
        ("b", "nobody"),
    }
    assert is_idle()


def test_a_row_that_makes_a_taker_stumble_is_set_aside_and_the_others_go_on(oa):
    bad, good = row(oa, "a"), row(oa, "b")

    def take(rows):
        if bad.pk in [one.pk for one in rows]:
            raise ValueError
        return [one.pk for one in rows]

    set_takers([taker("questions", take=take)])
    take_incoming()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.taken_by, good.taken_by) == ("fault:questions", "questions")


def test_a_row_taken_meanwhile_by_another_worker_is_not_taken_again(oa):
    mine = row(oa, "a")
    seen = []
    set_takers([taker("questions", take=lambda rows: seen.extend(rows) or [])])
    Incoming.objects.filter(pk=mine.pk).update(taken_at=civil_now(), taken_by="other")
    assert incoming._offer([mine]) == 1
    assert seen == []
    assert Incoming.objects.get().taken_by == "other"


def test_each_locality_s_rows_are_taken_in_its_own_scope(oa, stranger):
    theirs = says.connect_account(stranger.locality, "zalo_oa", name="OA xã", by=stranger.thu.actor)
    row(oa, "a"), row(theirs, "b")
    seen = []

    def take(rows):
        seen.append(set(Incoming.objects.values_list("key", flat=True)))
        return [one.pk for one in rows]

    set_takers([taker("questions", take=take)])
    assert take_incoming() == 2
    assert seen == [{"a"}, {"b"}]


def test_nothing_waits_means_idle(oa):
    assert is_idle()
    RawEvent.objects.create(kind="zalo_oa", received_at=civil_now(), body=b"{}")
    assert not is_idle()


def test_receipts_are_left_to_the_ledger(oa):
    row(oa, "a", "receipt"), row(oa, "b", "seen"), row(oa, "c", "echo")
    assert take_incoming() == 0
    assert not is_idle()
