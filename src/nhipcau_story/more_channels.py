"""What the ward of the hard evening has beside the usual: templates, a bot, a second gateway, a
loudspeaker that plays by itself, a loudspeaker and a gong carried by hand."""

from typing import Any

from nhipcau_story.assumptions import Trouble

TEMPLATE = {
    "id": "31239",
    "name": "Thông báo của phường",
    "text": "<title> <text> Từ <when>. Xem: <link>",
    "price_sdt": 300,
    "price_uid": 200,
    "params": [
        {"name": "title", "require": True, "type": "STRING", "maxLength": 60, "minLength": 3},
        {"name": "text", "require": True, "type": "STRING", "maxLength": 200, "minLength": 3},
        {"name": "when", "require": True, "type": "DATE", "maxLength": 20, "minLength": 1},
        {"name": "link", "require": True, "type": "STRING", "maxLength": 200, "minLength": 3},
    ],
}
FILLED = {"title": "title", "text": "text", "when": "event_at", "link": "link"}
BOT = {"id": "900131", "token": "900131:mo-phong-bot-token", "name": "Bot Phường Sông Cầu"}
SECOND = {
    "user": "ubnd_songcau",
    "password": "mo-phong-viettel",
    "cp_code": "SCAU",
    "brandname": "P.SONGCAU",
    "price_vnd": 620,
}


def add_channels(told: dict[str, Any], seed: dict[str, Any], trouble: Trouble) -> None:
    """`told` becomes ward.json, `seed` sandbox.json. The leader in the field has tried out more
    than the telephone's own messages, weeks ago."""
    platforms = told["platforms"]
    platforms |= {
        "templates": {"template": TEMPLATE["id"], "filled": FILLED},
        "bot": {"id": BOT["id"], "token": BOT["token"]},
        "second_sms": SECOND,
    }
    oa = platforms["zalo"]["oa_id"]
    seed["oas"][0]["package"] = trouble.dead_package
    seed["zbs"] = [{"oa": oa, "templates": [TEMPLATE]}]
    seed["bots"] = [BOT]
    seed["sms"].append(
        {
            "api_key": SECOND["user"],
            "secret": SECOND["password"],
            "cp_code": SECOND["cp_code"],
            "brandnames": [SECOND["brandname"]],
            "price": SECOND["price_vnd"],
        }
    )
    leader = f"leader-{trouble.leader_in_field}"
    told["ways"] = [
        {"username": leader, "kind": "sms"},
        {"username": leader, "kind": "zalo_template"},
        {"username": leader, "kind": "zalo_bot"},
    ]
    village = f"Tổ {trouble.no_signal}"
    told["speakers"] = [name for name in told["neighbourhoods"] if name != village]
    told["by_hand"] = [village]
