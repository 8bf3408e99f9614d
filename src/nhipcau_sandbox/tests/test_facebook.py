"""The page and Messenger: envelopes, tokens, duplicates, schedule, windows, usage, webhooks."""

import asyncio
import hashlib
import hmac
import json
from urllib.parse import urlencode

import pytest
from pyfacebook import FacebookError, GraphAPI
from requests import Response as Answer

from nhipcau_sandbox.facebook import events
from nhipcau_sandbox.tests.cast import DAY, HOUR, Stage


@pytest.fixture
def stage():
    found = Stage()
    hook = found.box.world.apps["fb"].hook
    hook.url, hook.enabled = "http://ward.test/wh/facebook_page/", True
    found.graph("POST", "/page/subscribed_apps?subscribed_fields=feed,messages")
    return found


def code(answer):
    return answer[0], answer[1]["error"]["code"], answer[1]["error"].get("error_subcode")


def bodies(stage):
    stage.move(0)
    return [json.loads(hook.body) for hook in stage.hooks]


def test_a_post_gets_an_id_of_page_and_post(stage):
    status, found = stage.graph("POST", "/page/feed", {"message": "Thông báo"})
    assert status == 200 and found["id"].startswith("page_")


def test_errors_have_a_real_status_and_a_trace(stage):
    status, found = stage.graph("POST", "/page/feed", {})
    assert status == 400 and found["error"]["code"] == 100 and found["error"]["fbtrace_id"]


def test_a_user_token_may_not_post(stage):
    user = stage.admin("token", {"page": "page", "kind": "user"})["access_token"]
    assert code(stage.graph("POST", "/page/feed", {"message": "a"}, user))[1] == 210


def test_unknown_expired_and_killed_tokens_are_190(stage):
    short = stage.admin("token", {"page": "page", "life": 10})["access_token"]
    stage.move(10)
    assert code(stage.graph("GET", "/me", token="x")) == (401, 190, None)
    assert code(stage.graph("GET", "/me", token=short)) == (401, 190, 463)
    stage.admin("kill_token", {"token": stage.page_token})
    assert code(stage.graph("GET", "/me")) == (401, 190, 460)


def test_the_same_post_twice_is_506(stage):
    stage.graph("POST", "/page/feed", {"message": "Thông báo"})
    assert code(stage.graph("POST", "/page/feed", {"message": "Thông báo"}))[1] == 506


def test_a_schedule_is_ten_minutes_to_thirty_days_ahead(stage):
    now = stage.box.now()
    for ahead, status in ((599, 400), (601, 200), (30 * DAY + 1, 400)):
        asked = {"message": f"lúc {ahead}", "published": "false"}
        asked["scheduled_publish_time"] = now + ahead
        assert stage.graph("POST", "/page/feed", asked)[0] == status


def test_a_photo_has_an_id_and_a_post(stage):
    found = stage.graph("POST", "/page/photos", {"url": "https://a/b.png", "caption": "Tờ rơi"})
    assert set(found[1]) == {"id", "post_id"}


def test_a_post_is_edited_and_removed(stage):
    post = stage.graph("POST", "/page/feed", {"message": "một"})[1]["id"]
    assert stage.graph("POST", f"/{post}", {"message": "hai"})[1] == {"success": True}
    assert stage.graph("DELETE", f"/{post}")[1] == {"success": True}
    assert stage.graph("GET", f"/{post}")[0] == 400


def test_comments_are_paged_answered_and_hidden(stage):
    post = stage.graph("POST", "/page/feed", {"message": "một"})[1]["id"]
    made = [
        stage.act("comment", page="page", person="binh", post=post, text=str(n))["id"]
        for n in range(3)
    ]
    found = stage.graph("GET", f"/{post}/comments?limit=2")[1]
    assert [one["message"] for one in found["data"]] == ["0", "1"] and "next" in found["paging"]
    assert stage.graph("POST", f"/{made[0]}/comments", {"message": "Vâng"})[0] == 200
    assert stage.graph("POST", f"/{made[0]}", {"is_hidden": "true"})[1] == {"success": True}


def test_usage_headers_rise_and_then_the_page_is_limited(stage):
    stage.set("page", "page", budget=10)
    answers = [stage.graph("GET", "/me") for _ in range(12)]
    assert answers[5][0] == 200 and code(answers[-1])[1] == 80001


def test_a_user_token_over_the_limit_is_32(stage):
    user = stage.admin("token", {"page": "page", "kind": "user"})["access_token"]
    stage.set("page", "page", budget=1)
    stage.graph("GET", "/me", token=user)
    assert code(stage.graph("GET", "/me", token=user))[1] == 32


def send(stage, recipient, text="Chào bác", **more):
    return stage.graph(
        "POST", "/page/messages", {"recipient": recipient, "message": {"text": text}, **more}
    )


def psid(stage):
    return stage.box.world.pages["page"].psids["binh"]


def test_the_window_is_24_hours_and_seven_days_for_a_human(stage):
    stage.act("messenger", page="page", person="binh", text="Cho hỏi")
    assert send(stage, {"id": psid(stage)})[0] == 200
    stage.move(24 * HOUR + 1)
    assert code(send(stage, {"id": psid(stage)})) == (403, 10, 2018278)
    assert send(stage, {"id": psid(stage)}, tag="HUMAN_AGENT")[0] == 200


def test_a_private_reply_goes_once_and_within_seven_days(stage):
    post = stage.graph("POST", "/page/feed", {"message": "một"})[1]["id"]
    first = stage.act("comment", page="page", person="binh", post=post, text="Ở đâu?")["id"]
    late = stage.act("comment", page="page", person="binh", post=post, text="Mấy giờ?")["id"]
    assert send(stage, {"comment_id": first})[0] == 200
    assert code(send(stage, {"comment_id": first}))[1] == 10900
    stage.move(7 * DAY + 1)
    assert code(send(stage, {"comment_id": late}))[1] == 10903


def test_a_webhook_is_signed_over_escaped_bytes(stage):
    stage.act("messenger", page="page", person="binh", text="Đăng ký")
    stage.move(0)
    raw = stage.hooks[-1].body
    right = hmac.new(b"fb-secret", raw, hashlib.sha256).hexdigest()
    assert b"\\u0110\\u0103ng" in raw
    assert stage.hooks[-1].headers_for(0)["X-Hub-Signature-256"] == f"sha256={right}"


def test_events_of_one_moment_are_one_batch(stage):
    post = stage.graph("POST", "/page/feed", {"message": "một"})[1]["id"]
    for n in range(3):
        stage.act("comment", page="page", person="binh", post=post, text=str(n))
    assert [len(one["entry"]) for one in bodies(stage)] == [4]


def test_the_pages_own_comments_and_echoes_are_in_the_stream(stage):
    post = stage.graph("POST", "/page/feed", {"message": "một"})[1]["id"]
    stage.graph("POST", f"/{post}/comments", {"message": "Phường trả lời"})
    stage.act("messenger", page="page", person="binh", text="Cho hỏi")
    send(stage, {"id": psid(stage)})
    entries = bodies(stage)[0]["entry"]
    assert entries[1]["changes"][0]["value"]["from"]["id"] == "page"
    assert entries[-1]["messaging"][0]["message"]["is_echo"] is True


def test_without_subscription_nothing_comes(stage):
    stage.graph("POST", "/page/subscribed_apps?subscribed_fields=")
    stage.act("messenger", page="page", person="binh", text="Cho hỏi")
    assert bodies(stage) == []


def test_a_failed_webhook_is_tried_at_once_and_then_ever_more_rarely(stage):
    assert events.LADDER[0] == 0 and list(events.LADDER) == sorted(events.LADDER)
    assert sum(events.LADDER) <= 36 * HOUR


def test_only_an_address_that_echoes_the_challenge_is_kept(stage):
    asked = []

    async def challenge(url):
        asked.append(url)
        return 200, url.split("hub.challenge=")[1].split("&")[0].encode()

    stage.box.outbox.challenge = challenge
    app = stage.box.world.apps["fb"]
    assert asyncio.run(events.save_url(stage.box, app, "http://ward.test/wh/", "tok"))
    assert "hub.mode=subscribe" in asked[0] and "hub.verify_token=tok" in asked[0]

    async def wrong(_url):
        return 200, b"no"

    stage.box.outbox.challenge = wrong
    assert not asyncio.run(events.save_url(stage.box, app, "http://ward.test/wh/", "tok"))


def test_an_album_names_photos_that_were_uploaded_unpublished(stage):
    asked = {"url": "https://a/b.png", "published": "false"}
    photos = [stage.graph("POST", "/page/photos", asked)[1]["id"] for _ in range(2)]
    album = {
        f"attached_media[{n}]": json.dumps({"media_fbid": one}) for n, one in enumerate(photos)
    }
    assert stage.graph("POST", "/page/feed", {"message": "Tờ rơi", **album})[0] == 200
    assert code(stage.graph("POST", "/page/feed", {"message": "Lại", **album}))[1] == 100
    wrong = {"attached_media[0]": '{"media_fbid":"1"}'}
    assert code(stage.graph("POST", "/page/feed", {"message": "Sai", **wrong}))[1] == 100


def test_the_page_lists_its_posts_and_all_that_was_said_under_them(stage):
    post = stage.graph("POST", "/page/feed", {"message": "một"})[1]["id"]
    first = stage.act("comment", page="page", person="binh", post=post, text="Ở đâu?")["id"]
    stage.act("comment", page="page", person="thu", post=first, text="Nhà văn hoá")
    assert [one["id"] for one in stage.graph("GET", "/page/feed?fields=id")[1]["data"]] == [post]
    plain = stage.graph("GET", f"/{post}/comments")[1]["data"]
    stream = stage.graph("GET", f"/{post}/comments?filter=stream&order=reverse_chronological")[1]
    assert [one["message"] for one in plain] == ["Ở đâu?"]
    assert [one["message"] for one in stream["data"]] == ["Nhà văn hoá", "Ở đâu?"]


class Graph:
    """python-facebook-api, the client that others wrote, speaking to the simulation."""

    def __init__(self, stage):
        self.stage = stage
        self.api = GraphAPI(access_token=stage.page_token, version="v18.0")
        self.api.session.request = self.request

    def request(self, method="GET", url="", params=None, data=None, files=None, json=None, **_more):
        path = url.removeprefix("https://graph.facebook.com")
        asked = {**(params or {}), **(data or {}), **(json or {})}
        found = self.stage.ask(method, f"{path}?{urlencode(asked)}")
        answer = Answer()
        answer.status_code, answer._content = found.status, found.body
        answer.headers.update({"Content-Type": found.kind, **dict(found.headers)})
        return answer


def test_a_client_of_others_posts_reads_comments_and_understands_errors(stage):
    graph = Graph(stage).api
    post = graph.post_object("page", connection="feed", data={"message": "Khám bệnh"})["id"]
    stage.act("comment", page="page", person="binh", post=post, text="Mấy giờ?")
    said = graph.get_connection(post, "comments", fields="id,message,from")
    assert [one["message"] for one in said["data"]] == ["Mấy giờ?"]
    with pytest.raises(FacebookError) as fault:
        graph.post_object("page", connection="feed", data={"message": "Khám bệnh"})
    assert fault.value.code == 506
    assert graph.delete_object(post) == {"success": True}
