"""What exists on the simulated platforms of the soak, and everybody's address on each of them."""

from collections.abc import Callable
from typing import Any

from bench.soak.plan import GROUPS, LANES, PEOPLE
from nhipcau_sandbox.world import long_id

APP, FB_APP, PAGE = "1122334455", "667788", "104555"
OAS = {"tu_van": "4318657068771012646", "nhom": "4318657068771012647",
       "mau_uid": "4318657068771012648"}  # fmt: skip
BOT = {"id": "900131", "token": "900131:bot-secret", "name": "Bot thử"}
ESMS = {"api_key": "key", "secret": "sms-secret", "brandname": "UBND.SCAU"}
VIETTEL = {"api_key": "ward", "secret": "vt-secret", "cp_code": "SCAU", "brandname": "P.SONGCAU"}
SMPP, SENDER = "SONGCAU", "thongbao@songcau.example"
TEMPLATE = {
    "id": "31239",
    "name": "Thông báo của phường",
    "text": "<title>",
    "params": [
        {"name": "title", "require": True, "type": "STRING", "maxLength": 60, "minLength": 3}
    ],
}
MUCH = 10**9
SLACK = 1.03  # the platform's own count: passing it by more is refused there, and seen
Call = Callable[[str, dict[str, Any]], dict[str, Any]]


def people() -> list[str]:
    return [f"p{nth}" for nth in range(PEOPLE)]


def phone(nth: int) -> str:
    return f"8490{1000000 + nth}"


def seed() -> dict[str, Any]:
    limits = {lane.name: lane.per_minute for lane in LANES}
    per_minute = {
        "tu_van": limits["zalo_tu_van"],
        "nhom": limits["zalo_nhom"],
        "mau_uid": limits["mau_tin_uid"],
    }
    gov = {"tu_van": 4, "nhom": 2, "mau_uid": 2}
    ids = list(OAS.values())
    return {
        "apps": [
            {"id": APP, "secret": "app-secret", "oa_secret": "oa-secret"},
            {"id": FB_APP, "secret": "fb-secret", "platform": "facebook"},
        ],
        "oas": [
            {"id": oa, "name": name, "app": APP, "oa_type": gov[name], "free_replies": MUCH,
             "per_minute": int(per_minute[name] * SLACK) + 5, "money": MUCH,
             "package": "comprehensive"}
            for name, oa in OAS.items()
        ],
        "pages": [{"id": PAGE, "name": "Phường", "app": FB_APP, "budget": MUCH}],
        "zbs": [
            {"oa": OAS[oa], "daily_quota": MUCH, "money": MUCH, "templates": [TEMPLATE]}
            for oa in ("nhom", "mau_uid")
        ],
        "bots": [{**BOT, "messages_a_month": MUCH, "users": MUCH}],
        "sms": [
            {**_but(ESMS, "brandname"), "brandnames": [ESMS["brandname"]], "balance": MUCH},
            {**_but(VIETTEL, "brandname"), "brandnames": [VIETTEL["brandname"]], "balance": MUCH},
        ],
        "people": [
            {"id": one, "name": f"Người {nth}", "phone": phone(nth), "follows": ids}
            for nth, one in enumerate(people())
        ],
        "assets": [
            {"oa": OAS["nhom"], "id": f"a{nth}", "product": "gmf100"} for nth in range(GROUPS)
        ],
        "oa_groups": [
            {"oa": OAS["nhom"], "id": f"g{nth}", "name": f"Tổ {nth}", "asset": f"a{nth}",
             "members": people()[nth::GROUPS][:5]}
            for nth in range(GROUPS)
        ],
    }  # fmt: skip


def talk_first(call: Call) -> None:
    """Windows are opened by people, and a bot knows only whoever has written to it."""
    acts = [{"what": "open_chat", "oa": OAS["tu_van"], "person": one} for one in people()]
    acts += [{"what": "messenger", "page": PAGE, "person": one, "text": "chào"} for one in people()]
    call("act", {"acts": acts})


def addresses(call: Call, push_key: str) -> dict[str, list[str]]:
    """Of every lane: how its transport takes each person."""
    phones = [f"+{phone(nth)}" for nth in range(PEOPLE)]
    chats = [
        call("act", {"what": "bot_text", "bot": BOT["id"], "person": one, "text": "chào"})
        for one in people()
    ]
    browsers = [call("push_subscribe", {"person": one, "key": push_key}) for one in people()]
    return {
        "zalo_tu_van": [long_id("uid", OAS["tu_van"], one) for one in people()],
        "zalo_nhom": [f"group:g{nth}" for nth in range(GROUPS)],
        "mau_tin": phones,
        "mau_tin_uid": [f"uid:{long_id('uid', OAS['mau_uid'], one)}" for one in people()],
        "bot": [chat["chat_id"] for chat in chats],
        "messenger": [f"psid:{long_id('psid', PAGE, one)[:16]}" for one in people()],
        "sms_esms": phones,
        "sms_viettel": phones,
        "sms_smpp": phones,
        "thu": [f"{one}@example.com" for one in people()],
        "web_push": [
            f"{made['endpoint']}#{made['keys']['p256dh']}.{made['keys']['auth']}"
            for made in browsers
        ],
        "broadcast": ["followers"],
        "post": ["feed"],
    }


def _but(fields: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in fields.items() if key != name}
