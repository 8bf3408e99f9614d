"""Who sits at the console, and who holds the leader's phone."""

import pytest


@pytest.fixture
def desk(ward, client):
    client.force_login(ward.lan)
    return client


@pytest.fixture
def hoas(ward, client):
    client.force_login(ward.hoa)
    return client
