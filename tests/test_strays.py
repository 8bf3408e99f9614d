from nhipcau.people.models import Household
from nhipcau.places.strays import find_strays


def test_the_cast_stays_at_home(ward, stranger):
    assert find_strays() == []


def test_a_key_into_another_locality_is_found(ward, stranger):
    Household.objects.filter(pk=ward.binh.pk).update(neighbourhood=stranger.neighbourhood)
    assert find_strays() == ["Household.neighbourhood: 1"]
