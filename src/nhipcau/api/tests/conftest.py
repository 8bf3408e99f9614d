"""Keys of two localities, and a caller that speaks to the API as another system would."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django_scopes import scope

from nhipcau.api.keys import KeyInput, accept_key, make_key
from nhipcau.api.models import Scope
from nhipcau.core.clock import civil_now
from nhipcau.outreach.tests.conftest import civil, make_version  # noqa: F401

EVERYTHING = tuple(Scope.values)


class Caller:
    """Another system with one key."""

    def __init__(self, token: str, key=None) -> None:
        self.token, self.key, self.client = token, key, Client()

    def call(self, method, path, body=None, **headers):
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        kind = sent.pop("Content-Type", "application/json")
        data = body if isinstance(body, str | bytes) else json.dumps(body) if body else ""
        return self.client.generic(method, f"/api/v1{path}", data, content_type=kind, headers=sent)

    def get(self, path, **headers):
        return self.call("GET", path, **headers)

    def post(self, path, body=None, **headers):
        return self.call("POST", path, body, **headers)


def a_notice(**fields):
    return {
        "title": "Khám sàng lọc đái tháo đường miễn phí",
        "text": "Trạm Y tế phường khám sàng lọc miễn phí cho người từ 40 tuổi.",
        "deadline": (civil_now() + timedelta(hours=14)).isoformat(),
        **fields,
    }


def caller_of(locality, admin, responsible=None, **given) -> Caller:
    given = {"name": "Trạm Y tế", "scopes": EVERYTHING, **given}
    with scope(locality=locality):
        key, token = make_key(locality, KeyInput(responsible=responsible, **given), by=admin)
        if key.may_publish:
            accept_key(key, by=responsible)
    return Caller(token, key)


@pytest.fixture
def live(ward):
    return caller_of(ward.locality, ward.quan, ward.lan)


@pytest.fixture
def trial(ward):
    """A test key."""
    return caller_of(ward.locality, ward.quan, mode="test", name="Thử")


@pytest.fixture
def foreign(stranger):
    """The key of another locality, with every scope."""
    scopes = [name for name in EVERYTHING if name != Scope.NOTICES_WRITE]
    return caller_of(stranger.locality, stranger.thu, scopes=scopes)


@pytest.fixture
def foreign_trial(stranger):
    return caller_of(stranger.locality, stranger.thu, mode="test")
