"""A template to a telephone, or by user id on the OA host: approval, data, person, quota, money."""

import re
from typing import Any

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.clock import DAY, milliseconds
from nhipcau_sandbox.world import Follower, Oa, Person, Shown
from nhipcau_sandbox.zalo import events
from nhipcau_sandbox.zalo.errors import ZaloError
from nhipcau_sandbox.zalo.gate import Call as OaCall
from nhipcau_sandbox.zalo.messages import find_follower
from nhipcau_sandbox.zbs.data import fill
from nhipcau_sandbox.zbs.gate import Call, ZbsError, zbs_of
from nhipcau_sandbox.zbs.shape import DISABLE, ENABLE, Zbs, ZbsTemplate

MOBILE = re.compile(r"84[35789]\d{8}")
DEV_PRICE = 10
INACTIVE_AFTER = 45 * DAY


def by_phone(call: Call) -> dict[str, Any]:
    asked, zbs = call.asked(), call.zbs
    phone = normalise(asked.get("phone"))
    _may_send(call.oa, zbs)
    is_trial = asked.get("mode") == "development"
    template = _template(zbs, asked.get("template_id"), is_trial=is_trial)
    text = fill(template, asked.get("template_data"))
    tracking = str(asked.get("tracking_id") or "")
    if len(tracking) > 48:
        raise ZbsError(-122)
    if zbs.night_rule and not 6 <= call.box.clock.local().hour < 22:
        raise ZbsError(-133)
    person = _check_person(call.box, phone)
    if is_trial:
        _spend_trial(zbs, person)
    else:
        _spend(call.box, zbs, template, template.price_sdt, call.day)
    reference = f"{call.box.world.counter + 1:020x}"
    item = call.box.accept(
        "zalo_template",
        call.oa.id,
        phone,
        text=text,
        id=reference,
        key=tracking,
        person=person.id,
        sender=call.oa.name,
        kind="template",
        template=template.id,
    )
    _carry(call.box, call.oa, item, person, tracking)
    quota = {
        "dailyQuota": str(zbs.daily_quota),
        "remainingQuota": str(max(0, zbs.daily_quota - zbs.used.get(call.day, 0))),
    }
    sent = {"msg_id": reference, "sent_time": milliseconds(call.box.now()), "quota": quota}
    return {"data": {**sent, "sending_mode": str(asked.get("sending_mode") or "1")}}


def by_uid(call: OaCall) -> dict[str, Any]:
    """On the OA host: its own envelope, cheaper, no tracking_id; the echo and the receipt come as
    those of any other message of the OA."""
    asked = call.asked()
    zbs = zbs_of(call.box, call.oa)
    try:
        follower = find_follower(call, {"recipient": {"user_id": asked.get("user_id")}})
        _may_send(call.oa, zbs)
        template = _template(zbs, asked.get("template_id"), is_trial=False)
        if not template.for_uid:
            raise ZaloError(-249, "Template does not support send via UID")
        text = fill(template, asked.get("template_data"))
        _check_follower(call.box, follower)
        day = call.box.clock.local().date().isoformat()
        _spend(call.box, zbs, template, template.price_uid, day)
    except ZbsError as error:
        raise ZaloError(error.code) from None
    reference = f"{call.box.world.counter + 1:020x}"
    item = call.box.accept(
        "zalo_template",
        call.oa.id,
        follower.uid,
        text=text,
        id=reference,
        person=follower.person,
        sender=call.oa.name,
        kind="template",
        template=template.id,
    )
    zbs.messages[reference] = call.box.now()
    call.box.world.show(item)
    events.echo(call.box, call.oa, follower, reference, {"kind": "template", "text": ""})
    left = str(max(0, zbs.daily_quota - zbs.used.get(day, 0)))
    return {
        "message_id": reference,
        "user_id": follower.uid,
        "sent_time": milliseconds(call.box.now()),
        "quota": {"quota_type": "template", "remain": left, "owner_type": "OA"},
    }


def normalise(phone: Any) -> str:
    """`84…`, `+84…`, and `0…` as Zalo's own page of errors has it."""
    digits = str(phone or "").removeprefix("+")
    digits = "84" + digits[1:] if digits.startswith("0") else digits
    if not MOBILE.fullmatch(digits):
        raise ZbsError(-108)
    return digits


def _may_send(oa: Oa, zbs: Zbs) -> None:
    if not oa.verified or oa.disabled or not zbs.may_send:
        raise ZbsError(-135)
    if not zbs.zca_linked:
        raise ZbsError(-136)


def _template(zbs: Zbs, identity: Any, *, is_trial: bool) -> ZbsTemplate:
    if not identity:
        raise ZbsError(-109)
    template = zbs.templates.get(str(identity))
    if template is None:
        raise ZbsError(-117)
    if template.state == DISABLE:
        raise ZbsError(-146)
    if template.state != ENABLE and not is_trial:
        raise ZbsError(-131)
    return template


def _check_person(box: Box, phone: str) -> Person:
    person = box.world.people.get(box.world.person_of_phone(phone))
    if person is None or not person.has_zalo:
        raise ZbsError(-118)
    if person.phone_state == "dead":
        raise ZbsError(-119)
    if person.refuses_templates:
        raise ZbsError(-141)
    return person


def _check_follower(box: Box, follower: Follower) -> None:
    if follower.blocked:
        raise ZaloError(-217)
    since = follower.offline_since
    if since is not None and box.now() - since > INACTIVE_AFTER:
        raise ZaloError(-227)
    if box.world.people[follower.person].refuses_templates:
        raise ZbsError(-141)


def _spend(box: Box, zbs: Zbs, template: ZbsTemplate, price: int, day: str) -> None:
    if not box.world.limits_lifted:
        if zbs.used.get(day, 0) >= zbs.daily_quota:
            raise ZbsError(-144)
        if template.daily_quota and template.used.get(day, 0) >= template.daily_quota:
            raise ZbsError(-147)
    if zbs.money < price:
        raise ZbsError(-137)
    zbs.money -= price
    zbs.used[day] = zbs.used.get(day, 0) + 1
    template.used[day] = template.used.get(day, 0) + 1


def _spend_trial(zbs: Zbs, person: Person) -> None:
    if person.id not in zbs.admins:
        raise ZbsError(-127)
    if zbs.dev_money < DEV_PRICE:
        raise ZbsError(-126)
    zbs.dev_money -= DEV_PRICE


def _carry(box: Box, oa: Oa, item: Shown, person: Person, tracking: str) -> None:
    """It reaches the phone later, and only then the platform says so."""
    zbs = zbs_of(box, oa)
    due = box.now() + zbs.delay_seconds

    def arrive() -> None:
        if person.phone_state != "on":
            return
        item.at, item.phone = due, ""
        box.world.show(item)
        zbs.messages[item.reference] = due
        message = {"delivery_time": milliseconds(due), "msg_id": item.reference}
        both = {"sender": {"id": oa.id}, "recipient": {"id": person.phone}}
        if tracking:
            message["tracking_id"] = tracking
        events.emit(box, oa, {"event_name": "user_received_message", "message": message, **both})

    zbs.messages[item.reference] = 0.0
    box.outbox.at(due, arrive)
