"""Articles and broadcasts: processed first, articles only, followers only, capped, moderated."""

import pytest

from nhipcau_sandbox.tests.cast import ARTICLE, DAY, HOUR, Stage, broadcast_body


@pytest.fixture
def stage():
    found = Stage()
    found.act("follow", person="binh", oa="oa")
    found.act("text", person="thu", oa="oa", text="Tôi chỉ hỏi, không quan tâm")
    return found


def renewed(stage, seconds):
    stage.move(seconds)
    stage.token = stage.admin("token", {"oa": "oa"})["access_token"]


def test_an_article_is_processed_before_it_has_an_id(stage):
    token = stage.zalo("POST", "/v2.0/article/create", ARTICLE)["data"]["token"]
    assert stage.zalo("POST", "/v2.0/article/verify", {"token": token})["error"] == -214
    stage.move(3)
    assert stage.zalo("POST", "/v2.0/article/verify", {"token": token})["data"]["id"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "x" * 151), ("author", "x" * 51), ("description", "x" * 301), ("body", [])],
)
def test_an_article_keeps_the_lengths(stage, field, value):
    found = stage.zalo("POST", "/v2.0/article/create", {**ARTICLE, field: value})
    assert found == {"error": -201, "message": f"{field} is invalid!"}


def test_articles_a_month_run_out(stage):
    stage.set("oa", "oa", articles_a_month=0)
    assert stage.zalo("POST", "/v2.0/article/create", ARTICLE)["error"] == -223


def test_only_an_article_may_be_broadcast(stage):
    text = {"recipient": {"target": {}}, "message": {"text": "Chào cả phường"}}
    assert stage.zalo("POST", "/v2.0/oa/message", text)["error"] == -233


def test_an_article_in_process_may_not_be_broadcast(stage):
    stage.zalo("POST", "/v2.0/article/create", ARTICLE)
    identity = next(iter(stage.box.world.oas["oa"].articles))
    assert stage.zalo("POST", "/v2.0/oa/message", broadcast_body(identity))["error"] == -214


def test_an_unknown_article_is_invalid(stage):
    assert stage.broadcast("nothing")["error"] == -201


def test_only_followers_get_it_and_only_after_moderation(stage):
    assert stage.broadcast(stage.article())["error"] == 0
    assert stage.shown("binh") == []
    stage.move(60)
    assert [one["link"] for one in stage.shown("binh")] == ["http://phuong.test/t/abc"]
    assert stage.shown("thu") == []


def test_a_follower_gets_one_a_day_and_the_rest_is_skipped(stage):
    article = stage.article()
    first, second = stage.broadcast(article), stage.broadcast(article)
    stage.move(60)
    used = stage.box.world.oas["oa"].used
    assert used[f"sent {first['data']['message_id']}"] == 1
    assert used[f"skipped {second['data']['message_id']}"] == 1
    assert len(stage.shown("binh")) == 1


def test_a_follower_gets_four_a_month_and_anew_on_the_first(stage):
    stage.set("oa", "oa", broadcasts_a_month=2)
    article = stage.article()
    for _day in range(4):
        stage.broadcast(article)
        renewed(stage, DAY)
    assert len(stage.shown("binh")) == 2
    renewed(stage, 3 * DAY)
    stage.broadcast(article)
    stage.move(60)
    assert len(stage.shown("binh")) == 3


def test_no_broadcast_at_night(stage):
    article = stage.article()
    renewed(stage, 6 * HOUR)
    assert stage.broadcast(article)["error"] == -234
    renewed(stage, 8 * HOUR)
    assert stage.broadcast(article)["error"] == 0
