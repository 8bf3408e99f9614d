"""Groups that an OA owns: assets and ceilings, invitations, approval, what lapses, what is said."""

import json

import pytest

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.clock import Clock
from nhipcau_sandbox.replay import replay
from nhipcau_sandbox.server import build
from nhipcau_sandbox.tests.cast import DAY, EVENING, Stage

G = "/v3.0/oa/group/"
PEOPLE = [
    {"id": "quan", "name": "Đinh Văn Quân", "phone": "0911 000 001", "admin_of": ["oa"]},
    {"id": "la", "name": "Người Lạ", "phone": "0911 000 002", "known_to": ["oa"]},
]
ASSETS = [
    {"oa": "oa", "id": "a10", "product": "gmf10", "days": 30},
    {"oa": "oa", "id": "a100", "product": "gmf100", "days": 30},
]


class Groups(Stage):
    def __init__(self, folder=None):
        super().__init__(folder)
        self.admin("make", {"people": PEOPLE, "assets": ASSETS})
        self.act("follow", person="binh", oa="oa")
        hook = self.box.world.apps["app"].hook
        hook.url, hook.enabled = "http://ward.test/wh/zalo_oa/", True

    def create(self, *people, name="Tổ 13", asset="a10"):
        members = [self.uid(one) for one in people or ("quan",)]
        asked = {"group_name": name, "asset_id": asset, "member_user_ids": members}
        return self.zalo("POST", G + "creategroupwithoa", asked)

    def do(self, what, group, *people, **more):
        asked = {"group_id": group, "member_user_ids": [self.uid(one) for one in people], **more}
        return self.zalo("POST", G + what, asked)

    def see(self, what, group, count=50):
        return self.zalo("GET", f"{G}{what}?group_id={group}&offset=0&count={count}")

    def send(self, group, text="Mời bà con đi khám"):
        asked = {"recipient": {"group_id": group}, "message": {"text": text}}
        return self.zalo("POST", G + "message", asked)

    def renew_token(self):
        self.token = self.admin("token", {"oa": "oa"})["access_token"]

    def names(self):
        return [json.loads(hook.body)["event_name"] for hook in self.hooks]


@pytest.fixture
def stage():
    return Groups()


@pytest.fixture
def group(stage):
    return stage.create()["data"]["group_id"]


def test_the_quota_names_the_assets_of_a_product_and_who_uses_them(stage, group):
    asked = {"quota_owner": "OA", "product_type": "gmf10", "quota_type": "sub_quota"}
    [used] = stage.zalo("POST", "/v3.0/oa/quota/group", asked)["data"]
    assert (used["asset_id"], used["status"], used["used_id"]) == ("a10", "used", group)
    asked["product_type"] = "gmf100"
    [free] = stage.zalo("POST", "/v3.0/oa/quota/group", asked)["data"]
    assert (free["asset_id"], free["status"]) == ("a100", "available")
    assert stage.zalo("POST", "/v3.0/oa/quota/group", {})["error"] == -201


def test_an_asset_makes_one_group(stage, group):
    assert stage.create(name="Tổ 2")["error"] == -238
    assert stage.create(asset="none")["error"] == -241


@pytest.mark.parametrize(
    ("name", "people"), [("", ["quan"]), ("ả" * 31, ["quan"]), ("x", ["binh"])]
)
def test_a_group_needs_a_name_of_thirty_and_an_admin_of_the_oa(stage, name, people):
    assert stage.create(*people, name=name)["error"] == -201


def test_the_answer_has_link_ceiling_and_settings(stage, group):
    found = stage.see("getgroup", group)["data"]
    assert found["group_info"]["max_member"] == 10
    assert found["group_info"]["status"] == "enabled"
    assert found["asset_info"]["asset_id"] == "a10"
    assert found["group_setting"]["join_appr"] is True
    assert found["group_info"]["group_link"].startswith("https://zalo.me/g/")


def test_the_oa_lists_its_groups_five_at_a_time(stage, group):
    stage.create(name="Tổ 2", asset="a100")
    found = stage.zalo("GET", G + "getgroupsofoa?offset=1&count=5")["data"]
    assert (found["total"], found["groups"][0]["name"]) == (2, "Tổ 2")
    assert stage.zalo("GET", G + "getgroupsofoa?offset=0&count=51")["error"] == -210


def test_who_follows_is_invited_and_comes_in(stage, group):
    assert stage.do("invite", group, "binh")["error"] == 0
    assert "Mời bạn vào nhóm" in stage.shown("binh")[-1]["text"]
    stage.act("oa_group_join", oa="oa", group=group, person="binh")
    members = stage.see("listmember", group)["data"]["members"]
    assert members[0]["oa_id"] == "oa"
    assert stage.uid("binh") in [one.get("user_id") for one in members]


def test_a_stranger_cannot_be_invited_until_they_interact(stage, group):
    assert stage.do("invite", group, "la")["error"] == -232
    stage.act("text", oa="oa", person="la", text="Chào")
    assert stage.do("invite", group, "la")["error"] == 0
    stage.move(8 * DAY)
    stage.renew_token()
    other = stage.create(name="Tổ 2", asset="a100")["data"]["group_id"]
    assert stage.do("invite", other, "la")["error"] == -232


def test_who_comes_by_the_link_waits_for_approval(stage, group):
    stage.act("oa_group_join", oa="oa", group=group, person="binh")
    [waits] = stage.see("listpendinginvite", group)["data"]["members"]
    assert waits == {"user_id": stage.uid("binh"), "name": "Nông Văn Bình", "avatar": ""}
    assert stage.do("acceptpendinginvite", group, "binh")["error"] == 0
    assert stage.see("listpendinginvite", group)["data"]["total"] == 0
    assert stage.do("acceptpendinginvite", group, "binh")["error"] == -201


def test_who_is_rejected_is_not_in(stage, group):
    stage.act("oa_group_join", oa="oa", group=group, person="binh")
    assert stage.do("rejectpendinginvite", group, "binh")["error"] == 0
    assert stage.see("listmember", group)["data"]["member_count"] == 1


def test_the_ceiling_is_that_of_the_asset(stage, group):
    crowd = [
        {"id": f"p{n}", "name": f"Người {n}", "phone": f"09220000{n:02}", "known_to": ["oa"]}
        for n in range(10)
    ]
    stage.admin("make", {"people": crowd})
    for one in crowd:
        stage.act("text", oa="oa", person=one["id"], text="Chào")
    assert stage.do("invite", group, *[one["id"] for one in crowd])["error"] == -210
    assert stage.do("invite", group, *[one["id"] for one in crowd[:9]])["error"] == 0


def test_members_become_admins_and_leave(stage):
    group = stage.create("quan", "binh")["data"]["group_id"]
    assert stage.do("addadmins", group, "binh")["error"] == 0
    assert stage.do("removeadmins", group, "binh")["error"] == 0
    assert stage.do("removemembers", group, "binh")["error"] == 0
    assert stage.do("addadmins", group, "binh")["error"] == -201


def test_name_and_settings_can_be_changed(stage, group):
    asked = {"group_id": group, "group_name": "Tổ 13 mới", "join_appr": False}
    found = stage.zalo("POST", G + "updateinfo", asked)["data"]
    assert (found["group_info"]["name"], found["group_setting"]["join_appr"]) == (
        "Tổ 13 mới",
        False,
    )


def test_a_message_reaches_everybody_in_it_at_any_hour(stage):
    group = stage.create("quan", "binh")["data"]["group_id"]
    stage.set("follower", "binh", oa="oa", last_act=None)
    stage.move(8 * 3600)
    answer = stage.send(group)["data"]
    assert (answer["group_id"], bool(answer["message_id"])) == (group, True)
    assert stage.shown("binh")[-1]["channel"] == "zalo_group"
    assert stage.shown("thu") == []


def test_a_text_of_two_thousand_is_the_most(stage, group):
    assert stage.send(group, "ả" * 2000)["error"] == 0
    assert stage.send(group, "ả" * 2001)["error"] == -201


def test_a_mention_names_a_member_or_everybody(stage):
    group = stage.create("quan", "binh")["data"]["group_id"]
    stage.send(group, f"Chào [@{stage.uid('binh')}] và [@{group}]")
    assert stage.shown("quan")[-1]["text"] == "Chào @Nông Văn Bình và @Tất cả"
    assert stage.send(group, "Chào [@123]")["error"] == -201


def test_a_lapsed_group_is_disabled_and_dissolved_after_45_days(stage, group):
    stage.move(31 * DAY)
    stage.renew_token()
    assert stage.send(group)["error"] == -237
    found = stage.see("getgroup", group)["data"]["group_info"]
    assert (found["status"], found["auto_delete_date"]) == ("disabled", "09/08/2023")
    stage.move(45 * DAY)
    stage.renew_token()
    assert stage.send(group)["error"] == -403


def test_a_new_asset_brings_a_lapsed_group_back(stage, group):
    stage.move(31 * DAY)
    stage.renew_token()
    fresh = {"oa": "oa", "id": "b", "product": "gmf50"}
    stage.admin("make", {"assets": [fresh]})
    answer = stage.zalo("POST", G + "updateasset", {"group_id": group, "asset_id": "b"})
    assert answer["data"]["group_info"]["max_member"] == 50
    assert stage.send(group)["error"] == 0


def test_an_oa_that_is_not_in_the_group_cannot_speak_there(stage, group):
    assert stage.send("123")["error"] == -403
    stage.set("oa_group", group, oa="oa", oa_inside=False)
    assert stage.send(group)["error"] == -403


def test_a_deleted_group_is_gone_and_its_asset_free(stage, group):
    assert stage.zalo("POST", G + "delete", {"group_id": group})["error"] == 0
    assert stage.send(group)["error"] == -403
    assert stage.create(name="Tổ 2")["error"] == 0


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"verified": False}, -221),
        ({"permissions": ["message"]}, -223),
        ({"package": "basic"}, -224),
    ],
)
def test_groups_need_a_verified_oa_the_permission_and_a_package(stage, fields, code):
    stage.set("oa", "oa", **fields)
    assert stage.create()["error"] == code


def test_what_members_write_and_what_we_send_comes_as_events(stage):
    group = stage.create("quan", "binh")["data"]["group_id"]
    sent = stage.send(group)["data"]["message_id"]
    echo = json.loads(stage.hooks[-1].body)
    assert (echo["event_name"], echo["recipient"]["id"]) == ("oa_send_group_text", group)
    assert echo["message"]["msg_id"] == sent
    stage.act("oa_group_write", oa="oa", group=group, person="binh", text="Vâng", quote=sent)
    said = json.loads(stage.hooks[-1].body)
    assert (said["event_name"], said["recipient"]["id"]) == ("user_send_group_text", group)
    assert (said["sender"]["id"], said["oa_id"]) == (stage.uid("binh"), "oa")
    stage.act("oa_group_write", oa="oa", group=group, person="binh", kind="image")
    assert stage.names()[-1] == "user_send_group_image"
    talk = stage.zalo("GET", f"{G}conversation?group_id={group}&offset=0&count=10")["data"]
    assert [line["message"] for line in talk][1:] == ["Vâng", "Mời bà con đi khám"]
    assert len(stage.zalo("GET", G + "listrecentchat?offset=0&count=2")["data"]) == 2


@pytest.mark.parametrize(
    ("names", "accepted", "left", "gone"),
    [
        ("M3", "accept_request_join_group", "user_out_group", "delete_group"),
        ("M5", "react_request_join_group", "user_out_group", "disperse_group"),
        ("M1", "react_request_join_group_accept", "user_leave_group", "delete_group"),
    ],
)
def test_lifecycle_events_have_the_names_of_the_switch(stage, group, names, accepted, left, gone):
    stage.set("oa", "oa", group_events=names)
    stage.hooks.clear()
    stage.act("oa_group_join", oa="oa", group=group, person="binh")
    stage.do("acceptpendinginvite", group, "binh")
    stage.act("oa_group_leave", oa="oa", group=group, person="binh")
    stage.zalo("POST", G + "delete", {"group_id": group})
    asked = ["user_request_join_group", accepted, "user_join_group", left, gone]
    assert stage.names() == asked
    first = json.loads(stage.hooks[0].body)
    assert first["users"] == [{"id": stage.uid("binh")}]
    assert (first["oa_id"], first["group_id"]) == ("oa", group)


def test_a_killed_simulation_still_has_its_groups(tmp_path):
    stage = Groups(tmp_path)
    group = stage.create("quan", "binh")["data"]["group_id"]
    stage.send(group, f"Chào [@{group}]")
    clock = Clock("")
    clock.held = EVENING
    again = build(Box(tmp_path, clock))
    replay(again)
    kept = again.world.oas["oa"].groups[group]
    assert kept.members == [stage.uid("quan"), stage.uid("binh")]
    assert again.world.oas["oa"].assets["a10"].used_id == group
    assert [item.text for item in again.world.shown] == ["Chào @Tất cả"] * 2
