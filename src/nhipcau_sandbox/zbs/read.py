"""What an OA reads of its templates, its quota and its messages; and making and mending one."""

from typing import Any

from nhipcau_sandbox.clock import milliseconds
from nhipcau_sandbox.world import Oa
from nhipcau_sandbox.zalo import events
from nhipcau_sandbox.zbs.gate import Call, ZbsError
from nhipcau_sandbox.zbs.shape import ENABLE, PENDING, REJECT, STATES, ZbsTemplate

MOST = 100
CHANGES_A_DAY = 100


def every(call: Call) -> dict[str, Any]:
    asked = call.request.params
    offset, limit = _number(asked, "offset", 0), _number(asked, "limit", MOST)
    if limit > MOST:
        raise ZbsError(-122)
    state = STATES.get(asked.get("status", ""))
    found = [one for one in call.zbs.templates.values() if state in {None, one.state}]
    rows = [
        {
            "templateId": one.id,
            "templateName": one.name,
            "createdTime": milliseconds(one.made_at),
            "status": one.state,
            "templateQuality": one.quality,
        }
        for one in found[offset : offset + limit]
    ]
    return {"data": rows, "metadata": {"total": len(found)}}


def info(call: Call) -> dict[str, Any]:
    template = call.zbs.templates.get(call.request.params.get("template_id", ""))
    if template is None:
        raise ZbsError(-109)
    left = max(0, template.daily_quota - template.used.get(call.day, 0))
    about = {
        "templateId": template.id,
        "templateName": template.name,
        "status": template.state,
        "reason": template.reason,
        "listParams": template.params,
        "listButtons": [],
        "timeout": 7_200_000,
        "previewUrl": f"{call.box.address}/zns-preview/{template.id}",
        "templateQuality": template.quality,
        "templateTag": template.tag,
        "price": str(template.price_sdt),
        "price_sdt": str(template.price_sdt),
        "price_uid": str(template.price_uid),
        "applyTemplateQuota": template.daily_quota > 0,
        "templateDailyQuota": str(template.daily_quota),
        "templateRemainingQuota": str(left),
    }
    return {"data": about}


def status(call: Call) -> dict[str, Any]:
    at = call.zbs.messages.get(call.request.params.get("message_id", ""))
    if at is None:
        return {"data": {"status": -1, "message": "Message does not exist"}}
    if not at:
        return {"data": {"status": 0, "message": "The message was pushed to the server"}}
    words = "The message was delivered to the user's phone"
    return {"data": {"status": 1, "message": words, "delivery_time": milliseconds(at)}}


def quota(call: Call) -> dict[str, Any]:
    total = call.zbs.daily_quota
    left = max(0, total - call.zbs.used.get(call.day, 0))
    nothing = {"dailyQuotaPromotion": None, "remainingQuotaPromotion": None}
    return {"data": {"dailyQuota": total, "remainingQuota": left, **nothing}}


def quality(call: Call) -> dict[str, Any]:
    return {"data": {"oaCurrentQuality": call.zbs.quality, "oa7dayQuality": call.zbs.quality}}


def tags(_call: Call) -> dict[str, Any]:
    return {"data": ["TRANSACTION", "CUSTOMER_CARE"]}


def create(call: Call) -> dict[str, Any]:
    asked = call.asked()
    name = str(asked.get("template_name", ""))
    if not 10 <= len(name) <= 60 or not isinstance(asked.get("params", []), list):
        raise ZbsError(-122)
    _count_change(call)
    identity = str(300_000 + call.box.world.number())
    template = ZbsTemplate(identity, name, state=PENDING, made_at=call.box.now())
    _take(template, asked)
    call.zbs.templates[identity] = template
    _review_later(call, template)
    prices = {"price_sdt": str(template.price_sdt), "price_uid": str(template.price_uid)}
    return {"data": {"template_id": identity, "status": PENDING, **prices}}


def edit(call: Call) -> dict[str, Any]:
    """Only what was rejected may be mended; it then waits for its approval again."""
    asked = call.asked()
    template = call.zbs.templates.get(str(asked.get("template_id", "")))
    if template is None:
        raise ZbsError(-109)
    if template.state != REJECT:
        raise ZbsError(-1091)
    _count_change(call)
    _take(template, asked)
    decide(call.box, call.oa, template, PENDING)
    _review_later(call, template)
    return {"data": {"template_id": template.id, "status": PENDING}}


def decide(box: Any, oa: Oa, template: ZbsTemplate, state: str, reason: str = "") -> None:
    """Zalo's people (or its quality watch) change a template's state; the app is told."""
    before, template.state, template.reason = template.state, state, reason
    event: dict[str, Any] = {"event_name": "change_template_status", "oa_id": oa.id}
    event |= {"template_id": template.id, "reason": reason}
    event["status"] = {"prev_status": before, "new_status": state}
    events.emit(box, oa, event)


def _take(template: ZbsTemplate, asked: dict[str, Any]) -> None:
    template.text = str(asked.get("text", template.text))
    template.params = [
        {"require": True, "type": "STRING", "maxLength": 30, "minLength": 0, "acceptNull": False}
        | {name: one[name] for name in ("name", "type", "maxLength") if name in one}
        for one in asked.get("params", template.params)
    ]


def _review_later(call: Call, template: ZbsTemplate) -> None:
    def approve() -> None:
        if template.state == PENDING:
            decide(call.box, call.oa, template, ENABLE)

    call.box.outbox.at(call.box.now() + call.zbs.review_seconds, approve)


def _count_change(call: Call) -> None:
    made = call.zbs.edits.get(call.day, 0)
    if made >= CHANGES_A_DAY:
        raise ZbsError(-115)
    call.zbs.edits[call.day] = made + 1


def _number(asked: dict[str, str], name: str, default: int) -> int:
    given = asked.get(name, str(default))
    if not given.isdecimal():
        raise ZbsError(-122)
    return int(given)
