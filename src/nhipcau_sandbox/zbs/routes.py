"""The paths of the template host, and what its own console does: approve, disable, set quotas."""

from typing import Any

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.zalo import events
from nhipcau_sandbox.zalo.gate import gated as oa_gated
from nhipcau_sandbox.zbs import read, send
from nhipcau_sandbox.zbs.gate import gated, zbs_of
from nhipcau_sandbox.zbs.shape import STATES, ZbsTemplate


def add_routes(box: Box) -> None:
    for method, pattern, handler in (
        ("POST", r"/message/template$", send.by_phone),
        ("GET", r"/message/status$", read.status),
        ("GET", r"/message/quota$", read.quota),
        ("GET", r"/message/template-tag$", read.tags),
        ("GET", r"/quality$", read.quality),
        ("GET", r"/template/all$", read.every),
        ("GET", r"/template/info/v2$", read.info),
        ("POST", r"/template/create$", read.create),
        ("POST", r"/template/edit$", read.edit),
    ):
        box.route("zbs", pattern, gated(method, handler))
    box.route("zalo", r"/v3\.0/oa/message/template$", oa_gated("message", send.by_uid))


def make(box: Box, one: dict[str, Any]) -> None:
    """`oa`, fields of the account, and `templates`: a list of objects."""
    oa = box.world.oas[one.pop("oa")]
    zbs = zbs_of(box, oa)
    for asked in one.pop("templates", []):
        zbs.templates[asked["id"]] = ZbsTemplate(**{"made_at": box.now(), **asked})
    for name, value in one.items():
        setattr(zbs, name, tuple(value) if isinstance(value, list) else value)


def template_state(box: Box, asked: dict[str, Any]) -> None:
    """An act of Zalo's console: `state` is a name or its number."""
    oa = box.world.oas[str(asked["oa"])]
    template = _template(box, asked)
    state = str(asked["state"])
    read.decide(box, oa, template, STATES.get(state, state), str(asked.get("reason", "")))


def template_quota(box: Box, asked: dict[str, Any]) -> None:
    """Of the OA, or of one template when `template` is named. The app is told."""
    oa = box.world.oas[str(asked["oa"])]
    zbs, new = zbs_of(box, oa), int(asked["quota"])
    if "template" in asked:
        template = _template(box, asked)
        before, template.daily_quota = template.daily_quota, new
        event = {"event_name": "change_template_quota", "oa_id": oa.id, "template_id": template.id}
    else:
        before, zbs.daily_quota = zbs.daily_quota, new
        event = {"event_name": "change_oa_daily_quota", "oaId": oa.id}
    events.emit(box, oa, {**event, "quota": {"prev_value": before, "new_value": new}})


def _template(box: Box, asked: dict[str, Any]) -> ZbsTemplate:
    found = zbs_of(box, box.world.oas[str(asked["oa"])]).templates.get(str(asked["template"]))
    if found is None:
        raise KeyError(f"mô phỏng: không có mẫu {asked['template']!r}")
    return found
