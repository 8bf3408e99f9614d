"""On the database cache, which is what runs; the tests' own cache forgets differently."""

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command

from nhipcau.people import tries


@pytest.fixture
def cache(db, settings, monkeypatch):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache_of_tries",
        }
    }
    call_command("createcachetable", "cache_of_tries", verbosity=0)
    made = DatabaseCache("cache_of_tries", {})
    monkeypatch.setattr(tries, "cache", made)
    return made


def test_no_more_than_the_places_there_are(cache):
    assert [tries.may_try("house 12", 3, 60) for _n in range(5)] == [True] * 3 + [False] * 2
    assert tries.may_try("house 14", 3, 60)


def test_a_place_is_kept_for_the_whole_time_not_for_the_caches_five_minutes(cache, monkeypatch):
    asked = []
    monkeypatch.setattr(cache, "add", lambda *given: asked.append(given[-1]) or True)
    monkeypatch.setattr(cache, "set", lambda *given: asked.append(given[-1]))
    tries.may_try("house 12", 3, 86_400)
    assert asked == [86_400, 86_400]


def test_two_at_once_take_two_places(cache, monkeypatch):
    monkeypatch.setattr(cache, "get", lambda *_given: 0)  # neither has seen the other
    assert [tries.may_try("house 12", 2, 60) for _n in range(3)] == [True, True, False]
