"""Conventions, tokens, packages, permissions and limits of the OA API."""

import base64
import hashlib
import json
from urllib.parse import urlencode

import pytest

from nhipcau_sandbox.tests.cast import DAY, HOUR, Stage

OAUTH = "/v4/oa/access_token"


@pytest.fixture
def stage():
    return Stage()


def oauth(stage, key="app-secret", **fields):
    body = urlencode({"app_id": "app", **fields}).encode()
    answer = stage.ask("POST", OAUTH, body, secret_key=key)
    assert answer.status == 200
    return json.loads(answer.body)


def challenge_of(verifier):
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def consent(stage, verifier="v" * 43):
    return stage.admin("token", {"oa": "oa", "challenge": challenge_of(verifier)})["code"]


def getoa(stage, token):
    return stage.zalo("GET", "/v2.0/oa/getoa", access_token=token)["error"]


def test_every_application_error_comes_with_http_200(stage):
    assert stage.zalo("POST", "/v3.0/oa/message/cs", {})["error"] == -201


def test_only_an_unknown_path_is_404(stage):
    assert stage.ask("POST", "/v3.0/oa/message", {}, access_token=stage.token).status == 404


def test_a_bearer_header_is_no_token(stage):
    headers = {"authorization": f"Bearer {stage.token}", "access_token": ""}
    assert stage.zalo("GET", "/v2.0/oa/getoa", **headers)["error"] == -216


def test_a_token_lives_25_hours(stage):
    stage.move(25 * HOUR - 1)
    assert getoa(stage, stage.token) == 0
    stage.move(1)
    assert getoa(stage, stage.token) == -220


def test_a_new_token_kills_the_old_one(stage):
    new = stage.admin("token", {"oa": "oa"})
    assert getoa(stage, stage.token) == -220
    assert getoa(stage, new["access_token"]) == 0


def test_a_refresh_token_works_once(stage):
    pair = stage.admin("token", {"oa": "oa"})
    first = oauth(stage, grant_type="refresh_token", refresh_token=pair["refresh_token"])
    again = oauth(stage, grant_type="refresh_token", refresh_token=pair["refresh_token"])
    assert getoa(stage, first["access_token"]) == 0
    assert again["error"] == -14014 and "access_token" not in again


def test_expires_in_is_a_string(stage):
    assert stage.admin("token", {"oa": "oa"})["expires_in"] == "90000"


def test_a_code_lives_ten_minutes_and_works_once(stage):
    fields = {"grant_type": "authorization_code", "code_verifier": "v" * 43}
    late, good = consent(stage), None
    stage.move(600)
    assert oauth(stage, code=late, **fields)["error"] == -14005
    good = consent(stage)
    assert "access_token" in oauth(stage, code=good, **fields)
    assert oauth(stage, code=good, **fields)["error"] == -14005


def test_the_verifier_must_fit_the_challenge(stage):
    fields = {"grant_type": "authorization_code", "code": consent(stage)}
    assert oauth(stage, code_verifier="w" * 43, **fields)["error"] == -14005


def test_a_wrong_secret_key_is_refused(stage):
    refused = oauth(stage, key="other", grant_type="refresh_token", refresh_token="x")
    assert refused["error"] == -14004


def test_wrong_app_and_wrong_grant_are_refused(stage):
    assert oauth(stage, app_id="nobody")["error"] == -14002
    assert oauth(stage, grant_type="password")["error"] == -14018


def test_consent_comes_back_with_code_oa_and_state(stage):
    form = {"app_id": "app", "oa_id": "oa", "redirect_uri": "http://ward/back", "state": "s1"}
    form["code_challenge"] = challenge_of("v" * 43)
    page = stage.ask("GET", "/v4/oa/permission?" + urlencode(form)).body.decode()
    assert "mô phỏng" in page and "UBND phường Sông Cầu" in page
    answer = stage.ask("POST", "/v4/oa/permission", urlencode(form).encode())
    assert answer.status == 302
    assert "state=s1" in dict(answer.headers)["Location"]


def test_the_kind_of_oa_decides_which_sender_works(stage):
    stage.act("follow", person="binh", oa="oa")
    assert stage.say("binh")["error"] == 0
    assert stage.say("binh", version="v2.0")["error"] == -240
    stage.set("oa", "oa", oa_type=4)
    assert stage.say("binh")["error"] == -235
    assert stage.say("binh", version="v2.0")["error"] == 0


def test_some_government_oas_are_not_served_one_to_one_at_all(stage):
    stage.act("follow", person="binh", oa="oa")
    stage.set("oa", "oa", oa_type=4, one_to_one=False)
    assert stage.say("binh")["error"] == -235
    assert stage.say("binh", version="v2.0")["error"] == -235


def test_a_package_without_open_api_is_refused(stage):
    stage.set("oa", "oa", package="standard")
    assert getoa(stage, stage.token) == -224


def test_a_permission_not_granted_is_refused(stage):
    stage.set("oa", "oa", permissions=["message"])
    assert stage.zalo("POST", "/v2.0/article/create", {})["error"] == -223


def test_an_unverified_oa_may_not_broadcast(stage):
    article = stage.article()
    stage.set("oa", "oa", verified=False)
    assert stage.broadcast(article)["error"] == -221


def test_the_minute_limit_shows_in_headers_and_then_refuses(stage):
    for expected in range(99, -1, -1):
        answer = stage.ask("GET", "/v2.0/oa/getoa", access_token=stage.token)
        assert dict(answer.headers)["X-RateLimit-Remain"] == str(expected)
    assert getoa(stage, stage.token) == -32
    stage.move(60)
    assert getoa(stage, stage.token) == 0


def test_a_comprehensive_package_has_two_thousand_a_minute(stage):
    stage.set("oa", "oa", package="comprehensive")
    answer = stage.ask("GET", "/v2.0/oa/getoa", access_token=stage.token)
    assert dict(answer.headers)["X-RateLimit-Limit"] == "2000"


def test_limits_can_be_lifted(stage):
    stage.admin("limits", {"lift": True})
    assert {getoa(stage, stage.token) for _ in range(150)} == {0}


def test_app_secret_proof_is_checked_when_given(stage):
    found = stage.zalo("GET", "/v2.0/oa/getoa", appsecret_proof="wrong")
    assert found["error"] == -242


def test_the_government_kind_and_package_are_in_getoa(stage):
    stage.set("oa", "oa", oa_type=4)
    data = stage.zalo("GET", "/v2.0/oa/getoa")["data"]
    assert (data["oa_type"], data["package_name"], data["oaid"]) == (4, "growth", "oa")


def test_refresh_tokens_end_after_three_months(stage):
    pair = stage.admin("token", {"oa": "oa"})
    stage.move(90 * DAY)
    refused = oauth(stage, grant_type="refresh_token", refresh_token=pair["refresh_token"])
    assert refused["error"] == -14014
