"""Fixtures that every room shares: the named cast with its scope open."""

import pytest
from django_scopes import scope
from hypothesis import HealthCheck, settings
from tests import cast

# A busy machine is no fault of the code: property tests are not timed.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")


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
