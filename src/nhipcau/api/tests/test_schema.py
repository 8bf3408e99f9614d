"""The API keeps what its description says: tried with calls that nobody thought of."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from nhipcau.api.openapi import document
from nhipcau.api.routes import ROUTES
from nhipcau.api.tests.conftest import a_notice
from nhipcau.api.urls import ROOMS

pytestmark = pytest.mark.sqlite  # the same on PostgreSQL, and it takes its seconds

HOOK = {"url": "https://hook.example/in", "events": ["notice.published"]}
# What the description cannot say (a deadline that passed, an address inside) is answered with 422.
CONFIG = SchemathesisConfig.from_dict(
    {
        "generation": {"mode": "all", "deterministic": True, "database": "none"},
        "output": {"sanitization": {"enabled": False}},
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", 401, 403, 404, 409, 422]},
        },
    }
)
schema = schemathesis.openapi.from_dict(document(), config=CONFIG)
schema.app = get_wsgi_application()


@pytest.fixture
def objects(live):
    """So that not everything that is asked for is missing."""
    return {
        "notices": live.post("/notices", a_notice()).json()["id"],
        "callbacks": live.post("/callbacks", HOOK).json()["id"],
    }


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch):
    monkeypatch.setattr("nhipcau.api.limits.MOST", 10**6)
    monkeypatch.setattr("nhipcau.api.endpoints.MOST", 10**6)


@schema.parametrize()
@settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_route_answers_as_described_whatever_it_is_asked(case, live, objects):
    asked_for = case.path.split("/")[1]
    if str(case.path_parameters.get("id", "")).isdecimal() and asked_for in objects:
        case.path_parameters["id"] = objects[asked_for]
    case.call_and_validate(headers={"Authorization": f"Bearer {live.token}"})


def test_no_route_was_left_out():
    described = document()["paths"]
    assert {route.run.__module__ for route in ROUTES} == {room.__name__ for room in ROOMS}
    assert {(route.path, route.method.lower()) for route in ROUTES} == {
        (path, method) for path, methods in described.items() for method in methods
    }
