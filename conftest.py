"""Fixtures that every room shares: the named cast with its scope open."""

import pytest
from django_scopes import scope
from tests import cast


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
