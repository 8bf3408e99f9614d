"""Every locality in its own scope."""

import pytest
from django_scopes import get_scope

from nhipcau.core.clock import civil_now
from nhipcau.places.each import each_locality
from nhipcau.places.models import Locality, Neighbourhood


def test_each_open_locality_in_its_own_scope_and_the_others_when_asked_for(ward, stranger):
    def places(locality):
        assert get_scope()["locality"] == locality
        return locality.pk, Neighbourhood.objects.filter(locality=locality).count()

    ours, theirs = (ward.locality.pk, 3), (stranger.locality.pk, 1)
    assert sorted(each_locality(places)) == sorted([ours, theirs])
    assert each_locality(places, among=[stranger.locality.pk]) == [theirs]
    Locality.objects.filter(pk=stranger.locality.pk).update(closed_at=civil_now())
    assert each_locality(places) == [ours]
    assert len(each_locality(places, closed=True)) == 2


def test_what_fails_in_one_leaves_no_scope_open(ward, stranger):
    with pytest.raises(ZeroDivisionError):
        each_locality(lambda locality: 1 // 0)
    assert get_scope()["locality"] == ward.locality
