"""Fixtures that every room shares: the named cast with its scope open."""

import gc
import os

import pytest
from django_scopes import scope
from hypothesis import HealthCheck, settings
from tests import cast

from nhipcau.procedures import search_catalogue

# A busy machine is no fault of the code: property tests are not timed.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """A rolled back catalogue and the next test's can have the same keys and numbers."""
    search_catalogue.forget()


@pytest.fixture
def ward(db):
    """Phường Sông Cầu with its people (tests/cast.py), inside its scope."""
    made = cast.song_cau()
    with scope(locality=made.locality):
        yield made


@pytest.fixture
def stranger(ward):
    """Another locality with its own people. The open scope stays that of `ward`."""
    return cast.stranger()


USES_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(config, items):
    """What asks no database passed on SQLite already: on PostgreSQL it would prove nothing new."""
    asked = asks_a_server if "NHIPCAU_DATABASE_URL" in os.environ else asks_no_server
    config.hook.pytest_deselected(items=[item for item in items if not asked(item)])
    items[:] = filter(asked, items)


def asks_a_server(item) -> bool:
    if item.get_closest_marker("sqlite"):
        return False
    uses = USES_DATABASE & set(getattr(item, "fixturenames", ()))
    return bool(uses) or any(map(item.get_closest_marker, ("django_db", "postgres")))


def asks_no_server(item) -> bool:
    return item.get_closest_marker("postgres") is None


def pytest_collection_finish(session):
    """Thousands of tests and all of Django need not be walked through again and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
