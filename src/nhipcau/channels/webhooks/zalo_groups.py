"""What Zalo says of groups that an OA owns: who came and went, what was written in them.

Names of four events differ between sources, so all of them are known here by one name each. What
they say is a hint to look (people/oa_members.py reads the member list itself), never the truth.
"""

import hashlib
from datetime import datetime
from typing import Any, Final

from nhipcau.channels.webhooks.heard import Heard, bounded, part, word
from nhipcau.text.mentions import strip_mentions

GROUP: Final = "group:"  # begins the address of a group, beside user ids
USER_SENDS, OA_SENDS = "user_send_group_", "oa_send_group_"
LIFE: dict[str, str] = {
    "create_group": "created",
    "update_group_info": "changed",
    "user_join_group": "joined",
    "user_request_join_group": "asked",
    "accept_request_join_group": "accepted",
    "react_request_join_group_accept": "accepted",
    "react_request_join_group": "settled",
    "reject_request_join_group": "rejected",
    "react_request_join_group_reject": "rejected",
    "user_out_group": "left",
    "user_leave_group": "left",
    "add_group_admin": "admins",
    "remove_group_admin": "admins",
    "delete_group": "gone",
    "disperse_group": "gone",
}


def is_of_group(name: str) -> bool:
    return name in LIFE or name.startswith((USER_SENDS, OA_SENDS))


def read_group(
    event: dict[str, Any], name: str, *, at: datetime, attachments: list[str]
) -> Heard | None:
    """None when it does not say which group."""
    if name in LIFE:
        return _life(event, name, at)
    group, message = word(part(event, "recipient"), "id")[:56], part(event, "message")
    if not group:
        return None
    is_ours = name.startswith(OA_SENDS)
    msg_id, writer = word(message, "msg_id"), word(part(event, "sender"), "id")[:64]
    detail: dict[str, Any] = {"event": name[:80], "group": group}
    if quoted := word(message, "quote_msg_id"):
        detail["quote"] = quoted[:80]
    if attachments:
        detail["attachments"] = attachments
    is_typed = is_ours and bool(word(part(event, "sender"), "admin_id"))
    text = word(message, "text")
    return Heard(
        what="typed" if is_typed else "echo" if is_ours else "message",
        key=bounded(f"{name}:{msg_id or _digest(event)}"),
        at=at,
        person=f"{GROUP}{group}" if is_ours else writer,
        reference=msg_id[:80],
        text=text if is_ours else strip_mentions(text),
        detail=detail,
    )


def _life(event: dict[str, Any], name: str, at: datetime) -> Heard | None:
    group = word(event, "group_id")[:56]
    if not group:
        return None
    detail = {"event": "group", "group": group, "life": LIFE[name]}
    return Heard("other", bounded(f"{name}:{_digest(event)}"), at, detail=detail)


def _digest(event: dict[str, Any]) -> str:
    """These carry no id of their own: the same words at the same moment are the same event."""
    users = event.get("users")
    rows = users if isinstance(users, list) else []
    ids = [word(one, "id") for one in rows if isinstance(one, dict)]
    who = word(part(event, "sender"), "id")
    said = "|".join((word(event, "timestamp"), word(event, "group_id"), who, *ids))
    return hashlib.sha256(said.encode()).hexdigest()[:32]
