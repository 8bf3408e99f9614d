"""Every answer, good or bad, leaves in the same form."""

import json

import pytest
from django.utils import translation

from nhipcau.api import limits
from nhipcau.api.door import MOST_BYTES, wanted_language
from nhipcau.api.keys import revoke_key
from nhipcau.api.tests.conftest import Caller, a_notice, caller_of
from nhipcau.core.actor import SYSTEM
from nhipcau.places.lineage import begin_lineage, close_locality


def problem(response, status, code):
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    said = json.loads(response.content)
    assert said["status"] == status
    assert said["type"].endswith(f"/api/v1/#{code}")
    assert said["title"] and said["detail"]
    return said


def test_without_a_key_the_door_says_what_it_wants(ward):
    response = Caller("").get("/notices")
    problem(response, 401, "no-key")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_key_is_refused_like_an_unknown_one(ward, live):
    revoke_key(live.key, by=ward.quan)
    for caller in (live, Caller("nc_live_nobody")):
        response = caller.get("/notices")
        problem(response, 401, "bad-key")
        assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


def test_a_signed_in_officer_is_nobody_here(ward):
    caller = Caller("")
    caller.client.force_login(ward.quan, backend="nhipcau.people.sessions.OpenedByUs")
    problem(caller.get("/notices"), 401, "no-key")


def test_a_key_without_the_scope_is_told_which_it_lacks(ward):
    caller = caller_of(ward.locality, ward.quan, scopes=["procedures:read"])
    response = caller.get("/notices")
    assert "notices:read" in problem(response, 403, "no-scope")["detail"]
    assert 'scope="notices:read"' in response.headers["WWW-Authenticate"]


def test_an_unknown_address_is_a_problem_too(db):
    problem(Caller("").get("/nothing/there"), 404, "not-found")


def test_another_method_is_told_which_there_are(ward, live):
    response = live.call("PUT", "/notices")
    problem(response, 405, "no-method")
    assert response.headers["Allow"] == "GET, HEAD, POST"


def test_head_is_get_without_its_body(ward, live):
    response = live.call("HEAD", "/notices")
    assert (response.status_code, response.content) == (200, b"")


def test_a_body_of_another_type_is_refused_before_it_is_read(ward, live):
    response = live.post("/notices", "title=a", Content_Type="text/plain")
    problem(response, 415, "not-json-type")


def test_a_body_that_is_too_big_is_refused_before_it_is_read(ward, live):
    problem(live.post("/notices", b" " * (MOST_BYTES + 1)), 413, "too-big")


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff", b'{"title": "\\ud800"}', b"[" * 5000, b'{"a": NaN}'],
)
def test_what_is_no_json_is_told_so(ward, live, body):
    assert live.post("/notices", body).status_code == 400


def test_every_wrong_place_is_named_by_its_pointer(ward, live):
    body = a_notice(kind="emergency", to={"min_age": -1}, strange=1) | {"title": 5}
    said = problem(live.post("/notices", body), 400, "not-as-described")
    assert {one["pointer"] for one in said["errors"]} == {
        "#/title", "#/kind", "#/to/min_age", "#/strange",
    }  # fmt: skip


def test_a_rule_of_the_ward_is_told_beside_its_place(ward, live):
    body = a_notice(deadline="2020-01-01T00:00:00+07:00")
    said = problem(live.post("/notices", body), 422, "not-usable")
    assert said["errors"][0]["pointer"] == "#/deadline"


@pytest.mark.parametrize("query", ["limit=0", "limit=1_0", "limit=5&limit=6", "page=2", "limit=x"])
def test_a_query_is_taken_as_described_or_not_at_all(ward, live, query):
    problem(live.get(f"/notices?{query}"), 400, "not-as-described")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "vi"), ("en", "en"), ("en-GB,vi;q=0.9", "en"), ("vi,en", "vi"), ("fr", "vi"),
        ("en;q=0.2, vi;q=0.8", "vi"), ("en;q=x", "vi"), ("*", "vi"), ("en;q=0", "vi"),
    ],
)  # fmt: skip
def test_sentences_come_in_the_language_that_is_asked_for(header, language):
    assert wanted_language(header) == language


def test_the_answer_names_its_language(ward, live):
    response = live.get("/notices", Accept_Language="en")
    assert response.headers["Content-Language"] == "en"
    assert translation.get_language() == "vi"


def test_the_limit_is_said_and_held_by_key(ward, live, trial, monkeypatch):
    monkeypatch.setattr(limits, "MOST", 2)
    first, second, third = (live.get("/neighbourhoods") for _ in range(3))
    assert first.headers["RateLimit-Policy"] == '"key";q=2;w=60'
    assert first.headers["RateLimit"].startswith('"key";r=1;t=')
    assert second.status_code == 200
    problem(third, 429, "too-many")
    assert 0 < int(third.headers["Retry-After"]) <= 60
    assert trial.get("/neighbourhoods").status_code == 200


def test_a_window_of_calls_ends(ward, live, civil, monkeypatch):
    monkeypatch.setattr(limits, "MOST", 1)
    assert [live.get("/neighbourhoods").status_code for _ in range(2)] == [200, 429]
    civil.step(1)
    assert live.get("/neighbourhoods").status_code == 200


def test_a_fault_of_ours_is_a_problem_without_details(ward, live, monkeypatch):
    def broken(*_args, **_how):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(limits, "take", broken)
    response = live.get("/notices")
    problem(response, 500, "our-fault")
    assert b"secret" not in response.content


def test_the_key_of_a_merged_locality_opens_nothing_and_says_who_goes_on(
    ward, live, stranger, civil
):
    close_locality(ward.locality, by=SYSTEM)
    assert "kết thúc" in problem(live.get("/notices"), 403, "closed-locality")["detail"]
    begin_lineage(
        ward.locality, stranger.locality, on=civil.now.date(), is_whole=True, basis="", number=1
    )
    said = problem(live.get("/notices"), 403, "closed-locality")
    assert stranger.locality.name in said["detail"]
