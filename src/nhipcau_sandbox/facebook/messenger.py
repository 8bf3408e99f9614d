"""Messenger: 24 hours from a person's last message, one private reply to a comment in 7 days."""

import json
from typing import Any

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.clock import DAY
from nhipcau_sandbox.facebook import events
from nhipcau_sandbox.facebook.gate import Call, GraphError
from nhipcau_sandbox.world import Page, long_id

WINDOW = DAY
HUMAN_WINDOW = 7 * DAY
OUTSIDE = (
    "(#10) This message is sent outside of allowed window. Learn more about the new policy here:"
    " (mô phỏng)"
)


def send(call: Call) -> dict[str, Any]:
    recipient, message = _json(call, "recipient"), _json(call, "message")
    text = str(message.get("text", ""))
    if not text and "attachment" not in message:
        raise GraphError(100, "(#100) Message cannot be empty")
    if len(text) > 2000:
        raise GraphError(100, "(#100) Length of param message[text] must be at most 2000")
    if "comment_id" in recipient:
        comment = str(recipient["comment_id"])
        return _put(call, _private_reply(call, comment), text, to=comment)
    psid = str(recipient.get("id", ""))
    _check_window(call, psid)
    return _put(call, psid, text, to=psid)


def _json(call: Call, name: str) -> dict[str, Any]:
    value = call.asked.get(name)
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            value = None
    if not isinstance(value, dict):
        raise GraphError(100, f"(#100) The parameter {name} is required")
    return value


def _check_window(call: Call, psid: str) -> None:
    if psid not in call.page.windows:
        raise GraphError(100, "(#100) No matching user found", subcode=2018001)
    limit = HUMAN_WINDOW if call.asked.get("tag") == "HUMAN_AGENT" else WINDOW
    if call.box.now() - call.page.windows[psid] > limit:
        raise GraphError(10, OUTSIDE, subcode=2018278, status=403)


def _private_reply(call: Call, comment_id: str) -> str:
    comment = call.page.posts.get(comment_id)
    if comment is None or not comment.parent:
        raise GraphError(100, "(#100) Object does not exist", subcode=33)
    if comment.private_reply:
        raise GraphError(10900, "(#10900) Activity already replied to")
    if call.box.now() - comment.at > 7 * DAY:
        raise GraphError(10903, "(#10903) This user cant reply to this activity")
    comment.private_reply = True
    return comment.author


def _put(call: Call, psid: str, text: str, *, to: str) -> dict[str, Any]:
    box, page = call.box, call.page
    person = next((one for one, found in page.psids.items() if found == psid), "")
    mid = f"m_{box.world.counter + 1:030x}"
    item = box.accept("messenger", page.id, to, text=text, id=mid, person=person, sender=page.name)
    box.world.show(item)
    echo = {"mid": mid, "text": text, "is_echo": True, "app_id": page.app}
    events.messaging(box, page, {"sender": page.id, "recipient": psid, "message": echo})
    return {"recipient_id": psid, "message_id": mid}


def person_writes(box: Box, page: Page, person: str, text: str) -> None:
    psid = page.psids.setdefault(person, long_id("psid", page.id, person)[:16])
    page.windows[psid] = box.now()
    mid = f"m_{box.world.number():030x}"
    message = {"mid": mid, "text": text}
    events.messaging(box, page, {"sender": psid, "recipient": page.id, "message": message})
