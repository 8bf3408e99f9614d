"""Counting tries: exact, for the whole time, on the database that the product uses."""

import pytest

from nhipcau.people import tries
from nhipcau.people.forget import forget_sign_ins
from nhipcau.people.models import TryCount

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    now = [1_700_000_000.0]
    monkeypatch.setattr(tries, "civil_seconds", lambda: now[0])
    return now


def test_no_more_than_the_places_there_are():
    assert [tries.may_try("house 12", 3, 60) for _n in range(5)] == [True] * 3 + [False] * 2
    assert tries.may_try("house 14", 3, 60)


def test_the_places_are_free_again_after_the_whole_time_and_not_before(clock):
    assert [tries.may_try("house 12", 2, 86_400) for _n in range(3)] == [True, True, False]
    clock[0] += 86_399
    assert not tries.may_try("house 12", 2, 86_400)
    clock[0] += 1
    assert [tries.may_try("house 12", 2, 86_400) for _n in range(3)] == [True, True, False]


def test_looking_takes_no_place(clock):
    assert not tries.is_spent("house 12", 1)
    assert tries.may_try("house 12", 1, 60)
    assert tries.is_spent("house 12", 1)
    clock[0] += 60
    assert not tries.is_spent("house 12", 1)


def test_one_try_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        tries.may_try("house 12", 3, 60)


def test_what_was_counted_is_forgotten_once_it_is_over(clock):
    tries.may_try("house 12", 3, 60)
    forget_sign_ins()
    assert not TryCount.objects.exists()
