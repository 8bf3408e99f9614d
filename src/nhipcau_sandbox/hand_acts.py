"""What people do by hand in the platforms' own tools: an officer types in Zalo's manager or in the
page's inbox, a person sends a picture, a voice message or a file, or takes a comment back."""

from typing import Any

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.facebook import events as page_events
from nhipcau_sandbox.make import Unknown, follower_of
from nhipcau_sandbox.world import Shown, long_id
from nhipcau_sandbox.zalo import events, windows

Act = dict[str, Any]
KINDS = frozenset({"image", "audio", "video", "sticker", "gif", "file", "location"})


def oa_types(box: Box, asked: Act) -> dict[str, Any]:
    """In oa.zalo.me: no API call of ours, and the echo names the admin who typed."""
    oa = box.world.oas[str(asked["oa"])]
    follower = follower_of(box, oa, str(asked["person"]))
    text, reference = str(asked["text"]), f"{box.world.number():020x}"
    _show(box, follower.person, "zalo_oa", oa.name, text, oa.id)
    both = {"sender": {"id": oa.id, "admin_id": "88"}, "recipient": {"id": follower.uid}}
    message = {"msg_id": reference, "text": text}
    event = {**both, "user_id_by_app": events.user_id_by_app(oa, follower), "message": message}
    events.emit(box, oa, {**event, "event_name": "oa_send_text"})
    return {"msg_id": reference}


def page_types(box: Box, asked: Act) -> dict[str, Any]:
    """In the page's inbox: the echo is as of a send, and only we know that it was none of ours."""
    page, person = box.world.pages[str(asked["page"])], str(asked["person"])
    psid, mid = page.psids.get(person), f"m_{box.world.number():030x}"
    if psid is None:
        raise Unknown("mô phỏng: người này chưa nhắn cho trang")
    text = str(asked["text"])
    _show(box, person, "messenger", page.name, text, page.id)
    echo = {"mid": mid, "text": text, "is_echo": True}
    page_events.messaging(box, page, {"sender": page.id, "recipient": psid, "message": echo})
    return {"mid": mid}


def sends(box: Box, asked: Act) -> dict[str, Any]:
    """Anything but text. `name`: of a file."""
    oa = box.world.oas[str(asked["oa"])]
    follower = follower_of(box, oa, str(asked["person"]))
    kind = str(asked["kind"])
    if kind not in KINDS:
        raise Unknown(f"mô phỏng: không có loại tin {kind!r}")
    windows.act(follower, box.now())
    reference = f"{box.world.number():020x}"
    payload = {"url": f"https://f20.zdn.vn/mo-phong/{reference}"}
    if name := str(asked.get("name", "")):
        payload |= {"name": name, "size": "2048", "type": name.rpartition(".")[2]}
    message = {"msg_id": reference, "attachments": [{"type": kind, "payload": payload}]}
    if text := str(asked.get("text", "")):
        message["text"] = text
    both = {"sender": {"id": follower.uid}, "recipient": {"id": oa.id}}
    event = {**both, "user_id_by_app": events.user_id_by_app(oa, follower), "message": message}
    events.emit(box, oa, {**event, "event_name": f"user_send_{kind}"})
    return {"msg_id": reference}


def takes_back(box: Box, asked: Act) -> None:
    """Its author removes a comment."""
    page, gone = box.world.pages[str(asked["page"])], str(asked["comment"])
    comment = page.posts[gone]
    comment.gone = True
    author = comment.author or long_id("psid", page.id, "ai")[:16]
    value = {
        "item": "comment",
        "verb": "remove",
        "comment_id": gone,
        "parent_id": comment.parent,
        "post_id": comment.parent,
        "from": {"id": author},
        "created_time": int(box.now()),
    }
    page_events.feed(box, page, value)


def _show(box: Box, person: str, channel: str, sender: str, text: str, account: str) -> None:
    box.world.show(
        Shown(
            n=0,
            person=person,
            phone="",
            channel=channel,
            sender=sender,
            text=text,
            at=box.now(),
            account=account,
        )
    )


HAND_ACTS = {
    "oa_types": oa_types,
    "page_types": page_types,
    "send": sends,
    "take_back": takes_back,
}
