"""Values in, steps and outcomes out: no mock, no socket."""

import json
from urllib.parse import parse_qs, parse_qsl

import pytest

from nhipcau.channels.answers.facebook import ERRORS
from nhipcau.channels.transport import Message, Outcome, Response
from nhipcau.channels.transports.facebook_page import COMMENT, FEED, FacebookPage

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


# --- several pictures, a later hour, comments and people


def form_of(step):
    return dict(parse_qsl(step.request.body.decode()))


def test_several_pictures_are_uploaded_unseen_and_then_named_by_one_post():
    to = page()
    photos = (b"\x89PNG1", b"\xff\xd8\xff2", b"\x89PNG3")
    step = to.prepare(Message("j1", FEED, "Khám", images=photos))
    for nth, photo in enumerate(photos):
        assert step.request.path.endswith(f"/{PAGE}/photos") and step.request.is_repeatable
        assert b'name="published"\r\n\r\nfalse' in step.request.body
        assert photo in step.request.body
        step = to.prepare_next(step, answer({"id": f"90{nth}"}, 200))
    assert step == Outcome("sent", reference="900,901,902")
    note = {"prepared": step.reference}
    post = to.start(Message("k", FEED, "Khám", link="https://sc.example/t/a", job_note=note))
    said = form_of(post)
    assert said["attached_media[2]"] == '{"media_fbid": "902"}'
    assert said["message"] == "Khám\nhttps://sc.example/t/a" and "link" not in said


def test_one_picture_needs_no_stage_of_its_own():
    assert page().prepare(Message("j1", FEED, "Khám", image=b"\x89PNG")) == Outcome("sent")
    assert page().prepare(Message("j1", "psid:1", "Khám", images=(b"1", b"2"))).state == "sent"


@pytest.mark.parametrize(
    ("ahead", "is_fine"), [(599, False), (601, True), (30 * 86400, True), (30 * 86400 + 1, False)]
)
def test_a_post_for_later_is_ten_minutes_to_thirty_days_ahead(ahead, is_fine):
    note = {"publish_at": str(1_685_093_700 + ahead)}
    step = page().start(Message("k", FEED, "Khám", at=1_685_093_700.0, job_note=note))
    if not is_fine:
        assert step == Outcome("refused", error="bad-schedule")
        return
    assert form_of(step)["published"] == "false"
    assert form_of(step)["scheduled_publish_time"] == note["publish_at"]


def test_a_comment_is_hidden_and_shown_again():
    to = page()
    step = to.start(Message("k", "hide:104_7", "-"))
    assert step.request.path.endswith("/104_7") and form_of(step) == {"is_hidden": "true"}
    assert to.next(step, answer({"success": True}, 200)) == Outcome("sent", "hide:104_7")
    assert to.next(step, answer({"success": False}, 200)).state == "unavailable"
    assert form_of(to.start(Message("k", "show:104_7", "-"))) == {"is_hidden": "false"}


def test_a_person_who_wrote_is_answered_in_messenger():
    to = page()
    step = to.start(Message("k", "psid:2512", "Chào bác"))
    assert step.request.path.endswith(f"/{PAGE}/messages")
    assert form_of(step) == {
        "recipient": '{"id": "2512"}',
        "message": '{"text": "Ch\\u00e0o b\\u00e1c"}',
        "messaging_type": "UPDATE",
    }
    done = to.next(step, answer({"recipient_id": "2512", "message_id": "m_1"}, 200))
    assert done == Outcome("sent", reference="m_1")


def test_outside_the_window_only_that_person_is_refused():
    to = page()
    step = to.start(Message("k", "psid:2512", "Chào bác"))
    outcome = to.next(step, fault(10, 2018278, status=403))
    assert (outcome.state, outcome.scope, outcome.error) == ("refused", "row", "10/2018278")


def test_whoever_wrote_a_comment_is_answered_privately_by_the_comment():
    said = form_of(page().start(Message("k", "private:104_7", "Chào bác")))
    assert said["recipient"] == '{"comment_id": "104_7"}' and "messaging_type" not in said


@pytest.mark.parametrize("address", ["psid:", "psid:a/b", "hide:x", "private:1?", "khac:1", ""])
def test_what_is_no_address_of_the_page_is_refused(address):
    assert page().start(Message("k", address, "Chào")).state == "refused"
