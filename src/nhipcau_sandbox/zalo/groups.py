"""Groups that an OA owns (GMF): made from an asset, filled by invitation or link, taken down."""

from dataclasses import asdict
from typing import Any

from nhipcau_sandbox.clock import DAY
from nhipcau_sandbox.world import Asset, Follower, Oa, OaGroup, long_id
from nhipcau_sandbox.zalo import group_events
from nhipcau_sandbox.zalo.errors import ZaloError, invalid
from nhipcau_sandbox.zalo.gate import Call

CEILING = {"gmf10": 10, "gmf50": 50, "gmf100": 100, "gmf1000": 1000}
NAME_LIMIT = 30
MOST_AT_ONCE = 99
DISSOLVED_AFTER = 45 * DAY
INTERACTED_WITHIN = 7 * DAY
SETTINGS = ("lock_send_msg", "join_appr", "enable_msg_history", "enable_link_join")


def create(call: Call) -> dict[str, Any]:
    """At least one of the first members must be an admin of the OA."""
    must_be_verified(call.oa)
    asked = call.asked()
    name = _name(asked.get("group_name"))
    asset = _free_asset(call, asked.get("asset_id"))
    members = _uids(call, asked)
    if not any(call.oa.followers[uid].oa_admin for uid in members):
        raise invalid("member_user_ids")
    _must_be_reachable(call, members)
    _must_fit(asset, len(members))
    group = OaGroup(
        id=long_id("gmf", call.oa.id, asset.id, str(call.box.world.number()))[:19],
        name=name,
        asset=asset.id,
        description=str(asked.get("group_description", "")),
        members=members,
        admins=[uid for uid in members if call.oa.followers[uid].oa_admin],
    )
    asset.used_id = group.id
    call.oa.groups[group.id] = group
    _keep(call, group)
    group_events.lifecycle(call.box, call.oa, group, "create_group", members)
    return about(call, group)


def update_info(call: Call) -> dict[str, Any]:
    asked = call.asked()
    group = enabled_group(call, asked.get("group_id"))
    if "group_name" in asked:
        group.name = _name(asked["group_name"])
    group.description = str(asked.get("group_description", group.description))
    group.avatar = str(asked.get("group_avatar", group.avatar))
    for name in SETTINGS:
        if name in asked:
            setattr(group, name, str(asked[name]).lower() == "true")
    _keep(call, group)
    group_events.lifecycle(call.box, call.oa, group, "update_group_info", [])
    return about(call, group)


def update_asset(call: Call) -> dict[str, Any]:
    """A lapsed group lives again with a new asset."""
    asked = call.asked()
    group = known_group(call, asked.get("group_id"))
    asset = _free_asset(call, asked.get("asset_id"))
    _must_fit(asset, len(group.members))
    if group.asset in call.oa.assets:
        call.oa.assets[group.asset].used_id = ""
    group.asset, asset.used_id = asset.id, group.id
    _keep(call, group)
    return about(call, group)


def invite(call: Call) -> dict[str, Any]:
    """The phone shows the invitation; who takes it is in. Followers and 7-day interactors only."""
    asked = call.asked()
    group = enabled_group(call, asked.get("group_id"))
    uids = _uids(call, asked)
    _must_be_reachable(call, uids)
    fresh = [uid for uid in uids if uid not in group.members and uid not in group.invited]
    _must_fit(_asset(call.oa, group), len(group.members) + len(group.invited) + len(fresh))
    group.invited += fresh
    _keep(call, group)
    for uid in fresh:
        group_events.show_invitation(call.box, call.oa, group, call.oa.followers[uid])
    return {"group_id": group.id}


def settle_pending(call: Call) -> dict[str, Any]:
    asked = call.asked()
    group = enabled_group(call, asked.get("group_id"))
    uids = _uids(call, asked)
    if any(uid not in group.pending for uid in uids):
        raise invalid("member_user_ids")
    is_in = "/accept" in call.request.path
    if is_in:
        _must_fit(_asset(call.oa, group), len(group.members) + len(uids))
        group.members += uids
    group.pending = [uid for uid in group.pending if uid not in uids]
    _keep(call, group)
    name = "accept_request_join_group" if is_in else "reject_request_join_group"
    group_events.lifecycle(call.box, call.oa, group, name, uids)
    if is_in:
        group_events.lifecycle(call.box, call.oa, group, "user_join_group", uids)
    return {"group_id": group.id}


def change_admins(call: Call) -> dict[str, Any]:
    asked = call.asked()
    group = enabled_group(call, asked.get("group_id"))
    uids = _members(call, group, asked)
    is_more = "/addadmins" in call.request.path
    group.admins = [uid for uid in group.admins if uid not in uids] + (uids if is_more else [])
    _keep(call, group)
    name = "add_group_admin" if is_more else "remove_group_admin"
    group_events.lifecycle(call.box, call.oa, group, name, uids)
    return {"group_id": group.id}


def remove_members(call: Call) -> dict[str, Any]:
    asked = call.asked()
    group = enabled_group(call, asked.get("group_id"))
    uids = _members(call, group, asked)
    take_out(group, uids)
    _keep(call, group)
    group_events.lifecycle(call.box, call.oa, group, "user_out_group", uids)
    return {"group_id": group.id}


def delete(call: Call) -> dict[str, Any]:
    group = known_group(call, call.asked().get("group_id"))
    group.deleted = True
    if group.asset in call.oa.assets:
        call.oa.assets[group.asset].used_id = ""
    _keep(call, group)
    group_events.lifecycle(call.box, call.oa, group, "delete_group", [])
    return {"group_id": group.id}


# --- shared with the lists, the messages and what people do


def take_out(group: OaGroup, uids: list[str]) -> None:
    for name in ("members", "admins", "invited", "pending"):
        setattr(group, name, [uid for uid in getattr(group, name) if uid not in uids])


def known_group(call: Call, identity: Any) -> OaGroup:
    group = call.oa.groups.get(str(identity))
    if group is None or group.deleted or not group.oa_inside:
        raise ZaloError(-403)
    if not is_enabled(call.oa, group, call.box.now() - DISSOLVED_AFTER):
        group.deleted = True  # 45 days after it lapsed
        raise ZaloError(-403)
    return group


def enabled_group(call: Call, identity: Any) -> OaGroup:
    group = known_group(call, identity)
    if not is_enabled(call.oa, group, call.box.now()):
        raise ZaloError(-237)
    return group


def is_enabled(oa: Oa, group: OaGroup, now: float) -> bool:
    asset = oa.assets.get(group.asset)
    return asset is not None and (asset.auto_renew or asset.valid_through > now)


def has_room(oa: Oa, group: OaGroup) -> bool:
    return len(group.members) < CEILING[_asset(oa, group).product]


def may_be_invited(follower: Follower, now: float) -> bool:
    acted = follower.last_act is not None and now - follower.last_act <= INTERACTED_WITHIN
    return (follower.follows or acted) and not follower.blocked


def about(call: Call, group: OaGroup) -> dict[str, Any]:
    """What `getgroup` says; making and changing a group answer the same, with its id above."""
    asset = _asset(call.oa, group)
    lapsed = not is_enabled(call.oa, group, call.box.now())
    gone_on = call.box.clock.local(asset.valid_through + DISSOLVED_AFTER)
    return {
        "group_id": group.id,
        "group_link": link_of(group),
        "group_info": {
            "name": group.name,
            "avatar": group.avatar,
            "group_id": group.id,
            "group_link": link_of(group),
            "group_description": group.description,
            "status": "disabled" if lapsed else "enabled",
            "total_member": len(group.members),
            "max_member": CEILING[asset.product],
            "auto_delete_date": gone_on.strftime("%d/%m/%Y") if lapsed else "",
        },
        "asset_info": {
            "asset_type": asset.product,
            "asset_id": asset.id,
            "valid_through": call.box.clock.local(asset.valid_through).strftime("%d/%m/%Y"),
            "auto_renew": asset.auto_renew,
        },
        "group_setting": {name: getattr(group, name) for name in SETTINGS},
    }


def link_of(group: OaGroup) -> str:
    return f"https://zalo.me/g/{group.id[-9:]}"


def must_be_verified(oa: Oa) -> None:
    if not oa.verified:
        raise ZaloError(-221)


def _name(given: Any) -> str:
    name = str(given or "").strip()
    if not 1 <= len(name) <= NAME_LIMIT:
        raise invalid("group_name")
    return name


def _free_asset(call: Call, identity: Any) -> Asset:
    asset = call.oa.assets.get(str(identity))
    if asset is None or (not asset.auto_renew and asset.valid_through <= call.box.now()):
        raise ZaloError(-241)
    if asset.used_id:
        raise ZaloError(-238)
    return asset


def _asset(oa: Oa, group: OaGroup) -> Asset:
    return oa.assets.get(group.asset) or Asset(group.asset, "gmf10")


def _uids(call: Call, asked: dict[str, Any]) -> list[str]:
    given = asked.get("member_user_ids")
    uids = list(dict.fromkeys(map(str, given))) if isinstance(given, list) else []
    if not 1 <= len(uids) <= MOST_AT_ONCE or any(uid not in call.oa.followers for uid in uids):
        raise invalid("member_user_ids")
    return uids


def _members(call: Call, group: OaGroup, asked: dict[str, Any]) -> list[str]:
    uids = _uids(call, asked)
    if any(uid not in group.members for uid in uids):
        raise invalid("member_user_ids")
    return uids


def _must_be_reachable(call: Call, uids: list[str]) -> None:
    now = call.box.now()
    if not all(may_be_invited(call.oa.followers[uid], now) for uid in uids):
        raise ZaloError(-232)


def _must_fit(asset: Asset, members: int) -> None:
    if members > CEILING[asset.product]:
        raise ZaloError(-210)


def _keep(call: Call, group: OaGroup) -> None:
    line = {"oa": call.oa.id, "group": {**asdict(group), "talk": []}, "at": call.box.now()}
    call.box.journal.write("oa_group", line)
