"""What people do in a group that an OA owns: come in, leave, write, quote what the OA said."""

from typing import Any

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.make import Unknown, follower_of
from nhipcau_sandbox.world import Follower, Oa, OaGroup, Shown
from nhipcau_sandbox.zalo import group_events
from nhipcau_sandbox.zalo.groups import has_room, is_enabled, take_out

Act = dict[str, Any]
KINDS = frozenset(
    {"text", "image", "link", "audio", "location", "video", "business_card"}
    | {"sticker", "gif", "file"}
)


def joins(box: Box, asked: Act) -> dict[str, Any]:
    """Whoever was invited is in; by the link one waits for the admins, when they said so."""
    oa, group, follower = _found(box, asked)
    uid = follower.uid
    if uid in group.members or uid in group.pending:
        return {"state": "member" if uid in group.members else "pending"}
    is_invited = uid in group.invited
    if not is_enabled(oa, group, box.now()) or not (is_invited or group.enable_link_join):
        raise Unknown("mô phỏng: nhóm không nhận người bằng liên kết")
    if group.join_appr and not is_invited:
        group.pending.append(uid)
        group_events.lifecycle(box, oa, group, "user_request_join_group", [uid])
        return {"state": "pending", "user_id": uid}
    if not has_room(oa, group):
        raise Unknown("mô phỏng: nhóm đã đủ người")
    take_out(group, [uid])
    group.members.append(uid)
    group_events.lifecycle(box, oa, group, "user_join_group", [uid])
    return {"state": "member", "user_id": uid}


def leaves(box: Box, asked: Act) -> None:
    oa, group, follower = _found(box, asked)
    if follower.uid in group.members:
        take_out(group, [follower.uid])
        group_events.lifecycle(box, oa, group, "user_out_group", [follower.uid])


def writes(box: Box, asked: Act) -> dict[str, Any]:
    oa, group, follower = _found(box, asked)
    kind, text = str(asked.get("kind", "text")), str(asked.get("text", ""))
    if follower.uid not in group.members or group.lock_send_msg or kind not in KINDS:
        raise Unknown("mô phỏng: người này không viết được trong nhóm")
    reference = f"{box.world.number():020x}"
    message: Act = {"text": text, "msg_id": reference}
    if kind != "text":
        message["attachments"] = [{"type": kind, "payload": {"url": "https://f.zdn.vn/x"}}]
    if "quote" in asked:
        message["quote_msg_id"] = str(asked["quote"])
    group_events.from_member(box, oa, group, follower, kind, message)
    group.talk.append(
        group_events.talked(follower.uid, group.id, reference, text, box.now()) | {"src": 1}
    )
    item = _shown(box, oa, group, follower, text)
    others = [oa.followers[uid].person for uid in group.members if uid != follower.uid]
    group_events.show(box, others, item, text)
    return {"msg_id": reference, "user_id": follower.uid}


def _shown(box: Box, oa: Oa, group: OaGroup, follower: Follower, text: str) -> Shown:
    who = box.world.people[follower.person].name
    return Shown(
        n=0,
        person=follower.person,
        phone="",
        channel="zalo_group",
        sender=f"{group.name} · {who}",
        text=text,
        at=box.now(),
        account=oa.id,
    )


def _found(box: Box, asked: Act) -> tuple[Oa, OaGroup, Follower]:
    oa = box.world.oas[str(asked["oa"])]
    group = oa.groups.get(str(asked["group"]))
    if group is None or group.deleted:
        raise Unknown(f"mô phỏng: không có nhóm {asked['group']!r}")
    return oa, group, follower_of(box, oa, str(asked["person"]))


GROUP_ACTS = {"oa_group_join": joins, "oa_group_leave": leaves, "oa_group_write": writes}
