"""A call that is made again does nothing again."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.api.idempotency import Asked, forget_calls, once
from nhipcau.api.models import Endpoint, KeptCall
from nhipcau.api.problems import Refused
from nhipcau.api.tests.conftest import a_notice
from nhipcau.core.clock import machine_now
from nhipcau.notices.models import Notice


def test_the_same_call_again_gets_the_same_answer_and_sends_once(ward, live):
    body = a_notice()
    first = live.post("/notices", body, Idempotency_Key="a-1")
    again = live.post("/notices", body, Idempotency_Key='"a-1"')
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Notice.objects.count() == 1


def test_the_same_name_for_another_body_is_refused(ward, live):
    live.post("/notices", a_notice(), Idempotency_Key="a-1")
    other = live.post("/notices", a_notice(title="Một việc khác hẳn"), Idempotency_Key="a-1")
    assert other.status_code == 422
    assert other.json()["type"].endswith("#other-body")
    assert Notice.objects.count() == 1


def test_while_the_first_runs_the_second_is_told_to_wait(ward, live):
    now = machine_now()
    body = a_notice()
    live.post("/notices", body, Idempotency_Key="a-1")
    KeptCall.objects.update(status=None, leased_until=now + timedelta(seconds=60))
    response = live.post("/notices", body, Idempotency_Key="a-1")
    assert response.status_code == 409
    assert response.headers["Retry-After"]


def test_a_call_whose_process_died_is_run_again_after_its_lease(ward, live):
    body = a_notice()
    live.post("/notices", body, Idempotency_Key="a-1")
    KeptCall.objects.update(status=None, leased_until=machine_now() - timedelta(seconds=1))
    assert live.post("/notices", body, Idempotency_Key="a-1").status_code == 201
    assert KeptCall.objects.get().status == 201


def test_what_was_refused_used_nothing_up(ward, live):
    late = a_notice(deadline="2020-01-01T00:00:00+07:00")
    assert live.post("/notices", late, Idempotency_Key="a-1").status_code == 422
    assert live.post("/notices", a_notice(), Idempotency_Key="a-1").status_code == 201


def test_two_keys_may_use_the_same_name(ward, live, trial):
    for caller in (live, trial):
        assert caller.post("/notices", a_notice(), Idempotency_Key="a-1").status_code == 201


def test_after_a_day_the_name_is_free(ward, live):
    live.post("/notices", a_notice(), Idempotency_Key="a-1")
    KeptCall.objects.update(began_at=machine_now() - timedelta(hours=25))
    forget_calls()
    assert not KeptCall.objects.exists()


def test_a_secret_that_is_told_once_is_not_kept_in_the_clear(ward, live):
    body = {"url": "https://hook.example/in", "events": ["notice.published"]}
    first = live.post("/callbacks", body, Idempotency_Key="a-1").json()
    assert first["secret"] not in KeptCall.objects.get().body
    assert live.post("/callbacks", body, Idempotency_Key="a-1").json() == first
    assert Endpoint.objects.count() == 1


@pytest.mark.parametrize("name", ["", "a b", "ế", "x" * 256])
def test_a_name_is_short_and_plain(ward, live, name):
    response = live.post("/notices", a_notice(), Idempotency_Key=name.encode().decode("latin-1"))
    assert response.status_code == 400


STEPS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), st.booleans()), max_size=8)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_the_order_each_name_takes_effect_once_for_one_body(live_key, steps):
    """A step is a name, a body and whether the verb succeeds."""
    effects: dict[str, str] = {}
    KeptCall.objects.filter(key=live_key).delete()
    for name, body, succeeds in steps:

        def run(name=name, body=body, succeeds=succeeds):
            if not succeeds:
                raise Refused(422, "not-usable", "no")
            assert name not in effects
            effects[name] = body
            return HttpResponse(body, status=201)

        try:
            answer = once(live_key, Asked(name, body), run)
        except Refused as fault:
            refused = effects.get(name, body) != body or not succeeds
            assert refused and fault.status == 422
        else:
            assert answer.content.decode() == body == effects[name]


@pytest.fixture
def live_key(live):
    return live.key
