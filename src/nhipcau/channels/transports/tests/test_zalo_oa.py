"""Values in, steps and outcomes out: no mock, no socket."""

import json
import unicodedata

import pytest

from nhipcau.channels.answers.zalo_oa import ERRORS
from nhipcau.channels.transport import Finding, Message, Outcome, Response, Step
from nhipcau.channels.transports.zalo_oa import FOLLOWERS, POLLS, ZaloOA

SECRETS = {"access_token": "tok-1"}
SETTINGS = {"sender": "v3", "author": "UBND", "cover_url": "https://sc.example/bia.jpg"}
PNG = b"\x89PNG\r\n\x1a\n...."


def oa(**settings):
    return ZaloOA({**SETTINGS, **settings}, SECRETS)


def message(**fields):
    return Message(**{"key": "d1", "address": "2512523625412515", "text": "Xin chào", **fields})


def answer(data=None, error=0, status=200, **headers):
    body = json.dumps({"data": data or {}, "error": error, "message": "…"}).encode()
    return Response(status, body, tuple(headers.items()))


def test_the_consultation_message_goes_to_v3_with_the_bare_token_header():
    step = oa().start(message())
    assert step.request.path == "/v3.0/oa/message/cs"
    assert ("access_token", "tok-1") in step.request.headers
    assert json.loads(step.request.body) == {
        "recipient": {"user_id": "2512523625412515"},
        "message": {"text": "Xin chào"},
    }


def test_a_government_account_pinned_to_v2_sends_the_same_body_there():
    v2, v3 = oa(sender="v2").start(message()), oa().start(message())
    assert v2.request.path == "/v2.0/oa/message"
    assert v2.request.body == v3.request.body


def test_an_account_not_served_one_to_one_refuses_without_asking_the_platform():
    assert oa(sender="none").start(message()) == Outcome("refused", error="not-served")


def test_vietnamese_is_composed_before_it_is_counted():
    text = unicodedata.normalize("NFD", "ộ" * 2000)
    assert isinstance(oa().start(message(text=text)), Step)
    assert oa().start(message(text=text + "a")) == Outcome("refused", error="too-long")


def test_the_link_follows_the_text_unless_it_is_in_it():
    link = "https://sc.example/t/abc"
    sent = json.loads(oa().start(message(link=link)).request.body)["message"]["text"]
    assert sent == f"Xin chào\n{link}"
    again = json.loads(oa().start(message(text=sent, link=link)).request.body)["message"]["text"]
    assert again == sent


def test_an_answer_quotes_the_message_it_answers():
    sent = json.loads(oa().start(message(thread="m-7")).request.body)
    assert sent["message"]["quote_message_id"] == "m-7"


def test_success_keeps_the_platform_s_message_id():
    step = oa().start(message())
    outcome = oa().next(step, answer({"message_id": "93f8", "user_id": "25"}))
    assert outcome == Outcome("sent", reference="93f8")


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_each_code_of_the_table_is_read_from_a_200(code):
    state, scope, after = ERRORS[code]
    outcome = oa().next(oa().start(message()), answer(error=int(code)))
    assert outcome == Outcome(state, error=code, retry_after=after, scope=scope)


@pytest.mark.parametrize("code", ["-216", "-220"])
def test_a_dead_token_is_told_from_other_faults(code):
    outcome = oa().next(oa().start(message()), answer(error=int(code)))
    assert outcome.error in ZaloOA.token_errors


@pytest.mark.parametrize(
    "response",
    [Response(200, b"<html>"), Response(200, b"[]"), Response(200, b"{}"), Response(502, b"")],
)
def test_garbage_after_a_send_is_unknown_and_never_repeated(response):
    assert oa().next(oa().start(message()), response).state == "unknown"


def test_too_many_requests_pauses_the_account_for_as_long_as_asked():
    outcome = oa().next(oa().start(message()), answer(status=429, **{"Retry-After": "17"}))
    assert (outcome.state, outcome.retry_after, outcome.scope) == ("unavailable", 17.0, "account")


def broadcast(**fields):
    given = {"address": FOLLOWERS, "title": "Khám sàng lọc", "text": "Sáng mai\n<7 giờ>"}
    return message(**{**given, "link": "https://sc.example/t/k", **fields})


def test_the_article_is_made_then_polled_then_broadcast():
    to = oa()
    create = to.prepare(broadcast())
    article = json.loads(create.request.body)
    assert create.request.path == "/v2.0/article/create"
    assert article["title"] == "Khám sàng lọc"
    assert "&lt;7 giờ&gt;" in article["body"][0]["content"]
    assert 'href="https://sc.example/t/k"' in article["body"][0]["content"]
    verify = to.prepare_next(create, answer({"token": "t-1"}))
    again = to.prepare_next(verify, answer(error=-214))
    assert again.request.path == "/v2.0/article/verify"
    assert again.wait_seconds > 0
    assert to.prepare_next(again, answer({"id": "art-9"})) == Outcome("sent", reference="art-9")
    sent = to.start(broadcast(job_note={"prepared": "art-9"}))
    body = json.loads(sent.request.body)
    assert sent.request.path == "/v2.0/oa/message"
    element = body["message"]["attachment"]["payload"]["elements"][0]
    assert element == {"media_type": "article", "attachment_id": "art-9"}
    assert "target" in body["recipient"]


def test_an_article_that_stays_in_progress_is_left_for_later():
    to = oa()
    step = to.prepare_next(to.prepare(broadcast()), answer({"token": "t"}))
    for _ in range(POLLS):
        step = to.prepare_next(step, answer(error=-214))
    assert to.prepare_next(step, answer(error=-214)).state == "unavailable"


def test_an_article_without_a_cover_is_refused_in_words_of_ours():
    assert oa(cover_url="").prepare(broadcast()) == Outcome("refused", error="no-cover")


def test_a_broadcast_without_its_article_is_refused():
    assert oa().start(broadcast()) == Outcome("refused", error="no-article")


def test_garbage_in_the_prepare_stage_may_be_asked_again():
    to = oa()
    assert to.prepare_next(to.prepare(broadcast()), Response(200, b"?")).state == "unavailable"
    assert to.prepare_next(to.prepare(broadcast()), answer({})).state == "unavailable"


def test_a_picture_is_uploaded_once_and_shown_in_each_message():
    to = oa()
    upload = to.prepare(message(image=PNG))
    assert upload.request.path == "/v2.0/oa/upload/image"
    assert PNG in upload.request.body
    assert to.prepare_next(upload, answer({"attachment_id": "a1"})).reference == "a1"
    body = json.loads(to.start(message(job_note={"prepared": "a1"})).request.body)
    element = body["message"]["attachment"]["payload"]["elements"][0]
    assert element == {"media_type": "image", "attachment_id": "a1"}


def test_plain_text_needs_no_preparation():
    assert oa().prepare(message()) == Outcome("sent")


def check(to, data=None, error=0):
    return to.check_next(to.check(), answer(data, error))


def test_the_check_says_who_the_account_is_and_what_limits_it():
    found = check(oa(), {"oa_id": "4318", "name": "UBND", "oa_type": 4, "is_verified": False})
    assert found.is_working
    assert found.facts["oa_id"] == "4318"
    assert found.warnings == ("-221", "-235")


def test_the_check_names_what_is_wrong():
    assert check(oa(), error=-224) == Finding(is_working=False, error="-224")
    assert check(oa(sender="v2"), {"oa_type": "2", "is_verified": True}).warnings == ("-240",)


@pytest.mark.parametrize("code", [-221, -223, -211])
def test_a_refused_broadcast_does_not_stop_messages_to_one_person(code):
    to = oa()
    sent = to.start(broadcast(job_note={"prepared": "art-9"}))
    assert to.next(sent, answer(error=code)) == Outcome("refused", error=str(code))
    assert to.prepare_next(to.prepare(broadcast()), answer(error=code)).state == "refused"


def test_a_broadcast_at_night_waits():
    to = oa()
    sent = to.start(broadcast(job_note={"prepared": "art-9"}))
    outcome = to.next(sent, answer(error=-234))
    assert (outcome.state, outcome.scope) == ("unavailable", "row")


IN_GROUP = "group:f414c8f76fa586fbdfb4"


@pytest.mark.parametrize("sender", ["v3", "v2", "none"])
def test_a_group_is_written_to_whatever_the_sender_is(sender):
    step = oa(sender=sender).start(message(address=IN_GROUP, link="https://sc.example/t/a"))
    assert step.request.path == "/v3.0/oa/group/message"
    assert json.loads(step.request.body) == {
        "recipient": {"group_id": "f414c8f76fa586fbdfb4"},
        "message": {"text": "Xin chào\nhttps://sc.example/t/a"},
    }
    done = oa().next(step, answer({"message_id": "m1", "group_id": "f414c8f76fa586fbdfb4"}))
    assert done == Outcome("sent", reference="m1")


def test_a_text_too_long_for_a_group_is_refused_before_it_goes():
    assert oa().start(message(address=IN_GROUP, text="ả" * 2001)).error == "too-long"


@pytest.mark.parametrize("code", [-237, -403, -224, -235, -221, -223])
def test_what_is_wrong_with_a_group_leaves_the_account_working(code):
    step = oa().start(message(address=IN_GROUP))
    assert oa().next(step, answer(error=code)) == Outcome("refused", error=str(code))


@pytest.mark.parametrize("code", [-216, -220, -32, -204])
def test_what_is_wrong_with_the_account_holds_a_group_s_message_too(code):
    step = oa().start(message(address=IN_GROUP))
    outcome = oa().next(step, answer(error=code))
    assert (outcome.state, outcome.scope) == ("unavailable", "account")
