"""One message to one person: the v3 consultation sender and the v2 sender, pinned by kind of OA."""

from typing import Any

from nhipcau_sandbox.clock import DAY, milliseconds
from nhipcau_sandbox.world import Follower
from nhipcau_sandbox.zalo import broadcast, events, windows
from nhipcau_sandbox.zalo.errors import ZaloError, invalid
from nhipcau_sandbox.zalo.gate import Call

GOVERNMENT = 4
TEXT_LIMIT = 2000
ASSET_LIFE = 7 * DAY
BUTTONS = {"oa.open.url", "oa.query.show", "oa.query.hide", "oa.open.phone", "oa.open.sms"}


def send_v3(call: Call) -> dict[str, Any]:
    if call.oa.oa_type == GOVERNMENT or not call.oa.one_to_one:
        raise ZaloError(-235)
    return _send(call, call.asked(), is_v2=False)


def send_v2(call: Call) -> dict[str, Any]:
    """Polymorphic on the body: broadcast, reaction, or a message to one person."""
    asked = call.asked()
    recipient = asked.get("recipient")
    if not isinstance(recipient, dict):
        raise invalid("recipient")
    if "target" in recipient:
        return broadcast.send(call, asked)
    if "message" not in call.oa.permissions:
        raise ZaloError(-223)
    if call.oa.oa_type != GOVERNMENT:
        raise ZaloError(-240)
    if not call.oa.one_to_one:
        raise ZaloError(-235)
    if "sender_action" in asked:
        return _react(call, asked)
    return _send(call, asked, is_v2=True)


def refused_since_march_2026(call: Call) -> dict[str, Any]:
    raise ZaloError(-212)


def _send(call: Call, asked: dict[str, Any], *, is_v2: bool) -> dict[str, Any]:
    follower = find_follower(call, asked)
    content = content_of(call, asked.get("message"), is_v2=is_v2)
    windows.check_person(call.box, call.oa, follower)
    spent = windows.spend(call.box, call.oa, follower)
    box, oa = call.box, call.oa
    reference = f"{box.world.counter + 1:020x}"
    item = box.accept(
        "zalo_oa",
        oa.id,
        follower.uid,
        text=content["text"],
        id=reference,
        person=follower.person,
        sender=oa.name,
        link=content.get("link", ""),
        kind=content["kind"],
    )
    box.world.show(item)
    oa.talk.append(_talked(oa.id, follower.uid, item.reference, content["text"], box.now()))
    events.echo(box, oa, follower, reference, content)
    return {
        "message_id": reference,
        "user_id": follower.uid,
        "sent_time": milliseconds(box.now()),
        "quota": {
            "quota_type": spent.kind,
            "remain": str(spent.remain),
            "total": str(spent.total),
            "expired_date": "",
            "owner_type": "OA",
            "owner_id": oa.id,
        },
    }


def find_follower(call: Call, asked: dict[str, Any]) -> Follower:
    recipient = asked.get("recipient")
    uid = recipient.get("user_id") if isinstance(recipient, dict) else None
    follower = call.oa.followers.get(uid) if isinstance(uid, str) else None
    if follower is None:
        raise invalid("user_id")
    return follower


def content_of(call: Call, message: Any, *, is_v2: bool) -> dict[str, str]:
    if not isinstance(message, dict) or not message:
        raise invalid("message")
    text = message.get("text", "")
    if not isinstance(text, str) or len(text) > TEXT_LIMIT:
        raise invalid("text")
    attachment = message.get("attachment")
    if attachment is None:
        if not text.strip():
            raise invalid("text")
        return {"kind": "text", "text": text}
    return _attached(call, attachment, text, is_v2=is_v2)


def _attached(call: Call, attachment: Any, text: str, *, is_v2: bool) -> dict[str, str]:
    payload = attachment.get("payload") if isinstance(attachment, dict) else None
    if not isinstance(payload, dict):
        raise invalid("attachment")
    if attachment.get("type") == "file":
        check_asset(call, payload.get("token"))
        return {"kind": "file", "text": text}
    match payload.get("template_type"):
        case "media":
            return _media(call, payload, text)
        case "request_user_info":
            return _asks_for_info(payload)
        case "list":
            return _list(call, payload, is_v2=is_v2)
    raise ZaloError(-233)


def _media(call: Call, payload: dict[str, Any], text: str) -> dict[str, str]:
    elements = _elements(payload, 1)
    element = elements[0]
    if ("url" in element) == ("attachment_id" in element):
        raise invalid("url")
    kind = element.get("media_type")
    if kind not in {"image", "gif", "sticker"}:
        raise invalid("media_type")
    if kind == "gif" and not (element.get("width") and element.get("height")):
        raise invalid("width")
    if kind != "sticker" and "attachment_id" in element:
        check_asset(call, element["attachment_id"])
    return {"kind": str(kind), "text": text, "link": str(element.get("url", ""))}


def _asks_for_info(payload: dict[str, Any]) -> dict[str, str]:
    element = _elements(payload, 1)[0]
    if len(element.get("title", "")) > 100 or len(element.get("subtitle", "")) > 500:
        raise ZaloError(-210)
    return {"kind": "template", "text": f"{element.get('title')} {element.get('subtitle')}"}


def _list(call: Call, payload: dict[str, Any], *, is_v2: bool) -> dict[str, str]:
    if not is_v2 and not call.oa.list_on_v3:
        raise ZaloError(-233)
    elements, buttons = _elements(payload, 5), payload.get("buttons", [])
    if len(buttons) > 5 or any(one.get("type") not in BUTTONS for one in buttons):
        raise invalid("buttons")
    return {"kind": "list", "text": " · ".join(str(one.get("title", "")) for one in elements)}


def _elements(payload: dict[str, Any], most: int) -> list[dict[str, Any]]:
    elements = payload.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= most:
        raise invalid("elements")
    return [one if isinstance(one, dict) else {} for one in elements]


def check_asset(call: Call, token: Any) -> None:
    made = call.oa.uploads.get(str(token))
    if made is None:
        raise invalid("attachment_id")
    if call.box.now() - made > ASSET_LIFE:
        raise ZaloError(-100)


def _react(call: Call, asked: dict[str, Any]) -> dict[str, Any]:
    follower = find_follower(call, asked)
    action = asked["sender_action"]
    if not isinstance(action, dict) or not action.get("react_message_id"):
        raise invalid("react_message_id")
    return {"message_id": f"{call.box.world.number():020x}", "user_id": follower.uid}


def _talked(sender: str, recipient: str, reference: str, text: str, at: float) -> dict[str, Any]:
    return {
        "src": 0,
        "time": int(at * 1000),
        "type": "text",
        "message": text,
        "message_id": reference,
        "from_id": sender,
        "to_id": recipient,
    }
