"""What webhooks say of a group. Four transcripts of the docs name four events differently: M3's
names by default, the others by the OA's switch `group_events`."""

from dataclasses import replace
from typing import Any

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.world import Follower, Oa, OaGroup, Shown
from nhipcau_sandbox.zalo import events

ALIASES: dict[str, dict[str, str]] = {
    "M3": {},
    "M5": {
        "accept_request_join_group": "react_request_join_group",
        "delete_group": "disperse_group",
    },
    "M1": {
        "accept_request_join_group": "react_request_join_group_accept",
        "reject_request_join_group": "react_request_join_group_reject",
        "user_out_group": "user_leave_group",
    },
}


def lifecycle(box: Box, oa: Oa, group: OaGroup, name: str, uids: list[str]) -> None:
    named = ALIASES[oa.group_events].get(name, name)
    users = [{"id": uid} for uid in uids]
    event = {"oa_id": oa.id, "group_id": group.id, "event_name": named, "users": users}
    events.emit(box, oa, event)


def echo(box: Box, oa: Oa, group: OaGroup, reference: str, content: dict[str, str]) -> None:
    message = {"text": content["text"], "msg_id": reference}
    _message(box, oa, f"oa_send_group_{content['kind']}", oa.id, group.id, message)


def from_member(
    box: Box, oa: Oa, group: OaGroup, follower: Follower, kind: str, message: dict[str, Any]
) -> None:
    _message(box, oa, f"user_send_group_{kind}", follower.uid, group.id, message)


def _message(box: Box, oa: Oa, name: str, sender: str, group: str, message: dict[str, Any]) -> None:
    both = {"sender": {"id": sender}, "recipient": {"id": group}}
    events.emit(box, oa, {"oa_id": oa.id, **both, "event_name": name, "message": message})


def show(box: Box, people: list[str], item: Shown, said: str) -> None:
    """On the phone of everybody who is in the group."""
    for person in people:
        box.world.show(replace(item, person=person, channel="zalo_group", text=said))


def show_invitation(box: Box, oa: Oa, group: OaGroup, follower: Follower) -> None:
    box.world.show(
        Shown(
            n=0,
            person=follower.person,
            phone="",
            channel="zalo_group",
            sender=oa.name,
            text=f"Mời bạn vào nhóm “{group.name}”",
            at=box.now(),
            account=oa.id,
            reference=f"invite:{group.id}",
        )
    )


def talked(sender: str, group: str, reference: str, text: str, at: float) -> dict[str, Any]:
    return {
        "src": 0,
        "time": int(at * 1000),
        "type": "text",
        "message": text,
        "message_id": reference,
        "from_id": sender,
        "group_id": group,
    }
