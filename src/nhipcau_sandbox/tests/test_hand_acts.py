"""What people do by hand in the platforms' own tools comes back as the platforms say it."""

import json

import pytest

from nhipcau_sandbox.tests.cast import Stage


@pytest.fixture
def stage():
    found = Stage()
    for app, path in (("app", "zalo_oa"), ("fb", "facebook_page")):
        hook = found.box.world.apps[app].hook
        hook.url, hook.enabled = f"http://ward.test/wh/{path}/", True
    found.graph("POST", "/page/subscribed_apps?subscribed_fields=feed,messages")
    return found


def last(stage):
    stage.move(0)
    return json.loads(stage.hooks[-1].body)


def test_what_is_typed_in_the_manager_names_its_admin_and_is_no_send_of_ours(stage):
    accepted = stage.box.world.accepted
    stage.act("oa_types", oa="oa", person="binh", text="Mời bà")
    event = last(stage)
    assert (event["event_name"], event["sender"]["admin_id"]) == ("oa_send_text", "88")
    assert stage.box.world.shown[-1].text == "Mời bà"
    assert stage.box.world.accepted == accepted


def test_a_file_comes_with_its_name_at_the_platform_s_own_store(stage):
    stage.act("send", oa="oa", person="binh", kind="file", name="don.pdf")
    (file,) = last(stage)["message"]["attachments"]
    assert file["type"] == "file" and file["payload"]["name"] == "don.pdf"
    assert file["payload"]["url"].startswith("https://f20.zdn.vn/")


def test_what_is_typed_in_the_page_s_inbox_is_an_echo_without_an_app(stage):
    stage.act("messenger", page="page", person="binh", text="Chào")
    stage.act("page_types", page="page", person="binh", text="Chào bà")
    message = last(stage)["entry"][-1]["messaging"][-1]["message"]
    assert message["is_echo"] and "app_id" not in message


def test_a_comment_taken_back_is_told_and_gone(stage):
    _status, post = stage.graph("POST", "/page/feed", {"message": "Khám"})
    made = stage.act("comment", page="page", person="binh", post=post["id"], text="Mấy giờ?")
    stage.act("take_back", page="page", comment=made["id"])
    value = last(stage)["entry"][-1]["changes"][0]["value"]
    assert (value["verb"], value["comment_id"]) == ("remove", made["id"])
