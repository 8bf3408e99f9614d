"""The cast is what the tests of every room believe it is."""

import pytest
from django_scopes.exceptions import ScopeError

from nhipcau.people.models import Household, Membership
from tests import cast


def test_the_ward_has_six_households_in_to_13(ward):
    assert ward.to_13.households.count() == 6
    assert Membership.objects.filter(state="confirmed").count() == 3


def test_the_stranger_is_not_seen(ward, stranger):
    assert stranger.household not in Household.objects.all()


def test_nothing_is_read_without_a_scope(db):
    cast.song_cau()
    with pytest.raises(ScopeError):
        Household.objects.count()
