"""What an OA can read of its groups: what it may still make, which it has, who is in and waits."""

from typing import Any

from nhipcau_sandbox.world import OaGroup
from nhipcau_sandbox.zalo.errors import ZaloError, invalid
from nhipcau_sandbox.zalo.gate import Call
from nhipcau_sandbox.zalo.groups import CEILING, about, known_group

QUOTA_TYPES = frozenset({"sub_quota", "purchase_quota", "reward_quota"})
FEW, MOST = 5, 50


def quota(call: Call) -> list[dict[str, Any]]:
    asked = call.asked()
    if asked.get("quota_owner") != "OA":
        raise invalid("quota_owner")
    product, kind = str(asked.get("product_type")), asked.get("quota_type", "sub_quota")
    if product not in CEILING:
        raise invalid("product_type")
    if kind not in QUOTA_TYPES:
        raise invalid("quota_type")
    return [
        {
            "asset_id": asset.id,
            "product_type": asset.product,
            "quota_type": asset.quota_type,
            "valid_through": call.box.clock.local(asset.valid_through).strftime("%d/%m/%Y"),
            "auto_renew": asset.auto_renew,
            "status": "used" if asset.used_id else "available",
            "used_id": asset.used_id,
        }
        for asset in call.oa.assets.values()
        if (asset.product, asset.quota_type) == (product, kind)
        and (asset.auto_renew or asset.valid_through > call.box.now())
    ]


def groups_of(call: Call) -> dict[str, Any]:
    offset, count = _span(call)
    mine = [one for one in call.oa.groups.values() if not one.deleted and one.oa_inside]
    page = [about(call, one)["group_info"] for one in mine[offset : offset + count]]
    return {"groups": page, "total": len(mine), "offset": offset, "count": len(page)}


def info(call: Call) -> dict[str, Any]:
    found = about(call, known_group(call, call.query().get("group_id")))
    return {name: found[name] for name in ("group_info", "asset_info", "group_setting")}


def members(call: Call) -> dict[str, Any]:
    """The OA itself stands first, under `oa_id`."""
    group = known_group(call, call.query().get("group_id"))
    own = {"oa_id": call.oa.id, "name": call.oa.name, "avatar": ""}
    return _page(call, [own, *_people(call, group.members)], group)


def pending(call: Call) -> dict[str, Any]:
    group = known_group(call, call.query().get("group_id"))
    return _page(call, _people(call, group.pending), group)


def talk(call: Call) -> list[dict[str, Any]]:
    """At most ten a call, newest first; of one group, or of all."""
    asked = call.query()
    offset, count = int(asked.get("offset", 0)), int(asked.get("count", FEW))
    if count > 10:
        raise ZaloError(-210)
    if call.request.path.endswith("conversation"):
        said = known_group(call, asked.get("group_id")).talk
    else:
        said = [line for group in call.oa.groups.values() for line in group.talk]
        said = sorted(said, key=lambda line: line["time"])
    return list(reversed(said))[offset : offset + count]


def _people(call: Call, uids: list[str]) -> list[dict[str, Any]]:
    people = call.box.world.people
    return [
        {"user_id": uid, "name": people[call.oa.followers[uid].person].name, "avatar": ""}
        for uid in uids
    ]


def _page(call: Call, every: list[dict[str, Any]], group: OaGroup) -> dict[str, Any]:
    offset, count = _span(call)
    rows = every[offset : offset + count]
    return {
        "offset": offset,
        "count": len(rows),
        "total": len(every),
        "member_count": len(group.members),
        "members": rows,
    }


def _span(call: Call) -> tuple[int, int]:
    asked = call.query()
    offset, count = int(asked.get("offset", 0)), int(asked.get("count", FEW))
    if offset < 0 or not 1 <= count <= MOST:
        raise ZaloError(-210)
    return offset, count
