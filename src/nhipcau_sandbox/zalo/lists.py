"""What an OA can read: itself, its followers, quotas, recent talk; and uploads."""

import re
from typing import Any

from nhipcau_sandbox.world import Follower, Oa, secret_word
from nhipcau_sandbox.zalo import windows
from nhipcau_sandbox.zalo.errors import ZaloError, invalid
from nhipcau_sandbox.zalo.events import user_id_by_app
from nhipcau_sandbox.zalo.gate import PACKAGE_LIMIT, Call

UPLOADS_A_MONTH = 5000
IMAGE_LIMIT = 1024 * 1024
FILE_LIMIT = 5 * 1024 * 1024
LAST_OFFSET = 9951
MAGIC = {"image": (b"\xff\xd8\xff", b"\x89PNG"), "gif": (b"GIF8",)}
FILES = (".pdf", ".doc", ".docx", ".csv")


def getoa(call: Call) -> dict[str, Any]:
    oa = call.oa
    return {
        "oaid": oa.id,
        "name": oa.name,
        "description": "mô phỏng",
        "oa_alias": "",
        "is_verified": oa.verified,
        "oa_type": oa.oa_type,
        "cate_name": "Cơ quan nhà nước" if oa.oa_type == 4 else "Doanh nghiệp",
        "num_follower": sum(1 for one in oa.followers.values() if one.follows),
        "avatar": "",
        "cover": "",
        "package_name": oa.package,
        "package_valid_through_date": "31/12/2027",
        "package_auto_renew_date": "",
        "linked_zca": "",
        "rate_limit": PACKAGE_LIMIT.get(oa.package, 0),
    }


def followers(call: Call) -> dict[str, Any]:
    asked = call.query()
    offset, count = int(asked.get("offset", 0)), int(asked.get("count", 50))
    if not 0 <= offset <= LAST_OFFSET or not 1 <= count <= 50:
        raise ZaloError(-210)
    wanted = asked.get("is_follower")
    every = [
        one
        for one in call.oa.followers.values()
        if wanted in {None, ""} or one.follows == (str(wanted).lower() == "true")
    ]
    users = [{"user_id": one.uid} for one in every[offset : offset + count]]
    return {"total": len(every), "count": len(users), "offset": offset, "users": users}


def detail(call: Call) -> dict[str, Any]:
    follower = _follower(call.oa, call.query().get("user_id"))
    person = call.box.world.people[follower.person]
    acted = (
        call.box.clock.local(follower.last_act).strftime("%d/%m/%Y") if follower.last_act else ""
    )
    return {
        "user_id": follower.uid,
        "user_id_by_app": user_id_by_app(call.oa, follower),
        "user_external_id": "",
        "display_name": person.name,
        "user_alias": person.name,
        "is_sensitive": False,
        "user_last_interaction_date": acted,
        "user_is_follower": follower.follows,
        "avatar": "",
        "avatars": {"120": "", "240": ""},
        "tags_and_notes_info": {"notes": [], "tag_names": []},
        "shared_info": {"address": "", "city": "", "district": "", "phone": "", "name": ""},
    }


def quota(call: Call) -> Any:
    asked = call.asked()
    if "user_id" in asked:
        return windows.quota_of_person(call.box, call.oa, _follower(call.oa, asked["user_id"]))
    if asked.get("quota_owner") != "OA":
        raise invalid("quota_owner")
    return windows.quota_of_oa(call.box, call.oa)


def recent(call: Call) -> list[dict[str, Any]]:
    """The platform's own memory of what was said: at most ten a call, newest first."""
    asked = call.query()
    talk = call.oa.talk
    if "user_id" in asked:
        who = str(asked["user_id"])
        talk = [one for one in talk if who in {one["from_id"], one["to_id"]}]
    offset, count = int(asked.get("offset", 0)), int(asked.get("count", 5))
    if count > 10:
        raise ZaloError(-210)
    return list(reversed(talk))[offset : offset + count]


def upload(call: Call) -> dict[str, Any]:
    kind = call.request.path.rsplit("/", 1)[-1]
    name, content = _file_part(call)
    if kind == "file":
        if not name.lower().endswith(FILES) or len(content) > FILE_LIMIT:
            raise invalid("file")
    elif not content.startswith(MAGIC[kind]) or len(content) > IMAGE_LIMIT:
        raise invalid("file")
    month = call.box.clock.local().strftime("upload %Y-%m")
    if call.oa.used.get(month, 0) >= UPLOADS_A_MONTH:
        raise ZaloError(-211)
    call.oa.used[month] = call.oa.used.get(month, 0) + 1
    token = secret_word("upload", call.oa.id, str(call.box.world.number()))
    call.box.journal.write("upload", {"oa": call.oa.id, "token": token, "at": call.box.now()})
    call.oa.uploads[token] = call.box.now()
    return {"token": token} if kind == "file" else {"attachment_id": token}


def _file_part(call: Call) -> tuple[str, bytes]:
    found = re.search(r"boundary=\"?([^\";]+)", call.request.headers.get("content-type", ""))
    if not found:
        raise invalid("file")
    for part in call.request.body.split(b"--" + found[1].encode()):
        head, gap, content = part.partition(b"\r\n\r\n")
        words = head.decode("utf-8", "replace")
        if gap and re.search(r'name="?file"?(;|\r|$)', words):
            name = re.search(r'filename="([^"]*)"', words)
            return (name[1] if name else ""), content.removesuffix(b"\r\n")
    raise invalid("file")


def _follower(oa: Oa, uid: Any) -> Follower:
    follower = oa.followers.get(str(uid))
    if follower is None:
        raise invalid("user_id")
    return follower
