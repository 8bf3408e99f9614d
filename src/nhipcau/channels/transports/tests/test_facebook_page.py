"""Values in, steps and outcomes out: no mock, no socket."""

import json
from urllib.parse import parse_qs

import pytest

from nhipcau.channels.transport import Message, Outcome, Response
from nhipcau.channels.transports.facebook_page import COMMENT, ERRORS, FEED, FacebookPage

PAGE = "104555"
JPEG = b"\xff\xd8\xff\xe0...."


def page():
    return FacebookPage({"page_id": PAGE}, {"access_token": "EAAtok"})


def message(**fields):
    return Message(**{"key": "d1", "address": FEED, "text": "Khám sàng lọc", **fields})


def answer(body, status=200, **headers):
    return Response(status, json.dumps(body).encode(), tuple(headers.items()))


def fault(code, subcode=None, status=400, **headers):
    error = {"message": "…", "type": "OAuthException", "code": code, "fbtrace_id": "A1"}
    return answer({"error": error | ({"error_subcode": subcode} if subcode else {})}, status)


def sent(response, **fields):
    to = page()
    return to.next(to.start(message(**fields)), response)


def test_a_post_carries_text_and_link_to_the_page_s_feed():
    step = page().start(message(link="https://sc.example/t/f"))
    assert step.request.path == f"/v25.0/{PAGE}/feed"
    fields = parse_qs(step.request.body.decode())
    assert fields == {"message": ["Khám sàng lọc"], "link": ["https://sc.example/t/f"]}
    assert ("Authorization", "Bearer EAAtok") in step.request.headers


def test_a_picture_makes_it_a_photo_with_its_caption():
    step = page().start(message(image=JPEG, link="https://sc.example/t/f"))
    assert step.request.path == f"/v25.0/{PAGE}/photos"
    assert JPEG in step.request.body
    assert "Khám sàng lọc\nhttps://sc.example/t/f".encode() in step.request.body


def test_a_comment_goes_under_the_post_it_answers():
    step = page().start(message(address=f"{COMMENT}104555_77"))
    assert step.request.path == "/v25.0/104555_77/comments"


@pytest.mark.parametrize("address", ["nobody", "comment:../me", "comment:"])
def test_an_address_that_is_no_place_is_refused(address):
    assert page().start(message(address=address)) == Outcome("refused", error="bad-address")


def test_a_photo_s_reference_is_its_post():
    assert sent(answer({"id": "9", "post_id": "104555_9"})).reference == "104555_9"
    assert sent(answer({"id": "104555_8"})).reference == "104555_8"


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_each_code_of_the_table(code):
    state, scope, after = ERRORS[code]
    assert sent(fault(code)) == Outcome(state, error=str(code), retry_after=after, scope=scope)


def test_a_missing_permission_holds_the_whole_account():
    assert sent(fault(200, status=403)) == Outcome("unavailable", error="200", scope="account")


def test_an_expired_token_keeps_its_subcode():
    assert sent(fault(190, 463)).error == "190/463"


def test_out_of_the_24_hours_only_this_row_is_refused():
    assert sent(fault(10, 2018278)) == Outcome("refused", error="10/2018278")


@pytest.mark.parametrize(
    "response",
    [Response(200, b"<html>"), answer({}), Response(502, b"bad gateway"), fault(987, status=500)],
)
def test_without_a_clear_answer_the_post_is_unknown(response):
    assert sent(response).state == "unknown"


def test_usage_near_the_limit_pauses_after_a_success():
    use = {PAGE: [{"type": "pages", "call_count": 97, "estimated_time_to_regain_access": 5}]}
    headers = {"X-Business-Use-Case-Usage": json.dumps(use)}
    outcome = sent(answer({"id": "1"}, **headers))
    assert (outcome.state, outcome.retry_after, outcome.scope) == ("sent", 300.0, "account")
    quiet = sent(answer({"id": "1"}, **{"X-App-Usage": '{"call_count":28}'}))
    assert quiet.retry_after is None
    assert sent(answer({"id": "1"}, **{"X-App-Usage": "nonsense"})).retry_after is None


def check(about, subscribed=None):
    to = page()
    step = to.check_next(to.check(), about)
    return to.check_next(step, subscribed or answer({"success": True})) if subscribed else step


def test_the_check_asks_who_the_page_is_and_subscribes_to_its_events():
    about = answer({"id": PAGE, "name": "Phường"})
    subscribe = check(about)
    assert subscribe.request.path == f"/v25.0/{PAGE}/subscribed_apps"
    found = check(about, answer({"success": True}))
    assert (found.is_working, found.facts["name"], found.warnings) == (True, "Phường", ())
    assert check(about, fault(200, status=403)).warnings == ("no-webhook",)


def test_the_check_names_what_is_wrong():
    assert check(answer({"id": "1"})).error == "wrong-page"
    assert check(fault(190, 463)).error == "190/463"
    hidden = answer({"id": PAGE, "is_published": False})
    assert check(hidden, answer({"success": True})).warnings == ("unpublished",)
