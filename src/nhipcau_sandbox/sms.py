"""The HTTP gateway of eSMS: one request a message, deduplicated by RequestId, reports by callback.

Codes and fields as in the provider's developer pages; `error_info` of a failed SMS carries the
operator's word (UNDELIV, EXPIRED), which the pages show for other kinds of message only.
"""

import re
from typing import Any
from urllib.parse import urlencode

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.hooks import Hook
from nhipcau_sandbox.wire import BadRequest, Request, Response, as_json
from nhipcau_sandbox.world import Shown, SmsAccount

MESSAGES = {
    "99": "Unknown error",
    "101": "Authorize Failed",
    "102": "Account is locked",
    "103": "Balance is not enough",
    "104": "Brandname code is not exist",
    "108": "Phone number is invalid",
    "118": "SmsType is invalid",
    "124": "RequestID is exist",
    "131": "Message is too long",
    "159": "RequestID is longer than 120 characters",
}
MOBILE = re.compile(r"84[35789]\d{8}")
CALLBACK_LADDER = (60.0,) * 5
EXPIRES_AFTER = 3600.0


def send(box: Box, request: Request) -> Response:
    try:
        asked = request.json()
    except BadRequest:
        return _refusal("99")
    account = box.world.sms.get(str(asked.get("ApiKey", "")))
    if account is None or account.secret != asked.get("SecretKey"):
        return _refusal("101")
    phone = normalise(str(asked.get("Phone", "")))
    code = _fault(account, asked, phone)
    if code:
        return _refusal(code)
    price = account.price * parts(str(asked["Content"]), unicode=_is_one(asked.get("IsUnicode")))
    if account.balance < price:
        return _refusal("103")
    account.balance -= price
    return _accept(box, account, asked, phone)


def _fault(account: SmsAccount, asked: dict[str, Any], phone: str) -> str:
    key = str(asked.get("RequestId") or "")
    text = str(asked.get("Content") or "")
    checks = (
        ("102", account.locked),
        ("118", str(asked.get("SmsType")) != "2"),
        ("104", asked.get("Brandname") not in account.brandnames),
        ("108", not MOBILE.fullmatch(phone)),
        ("99", not text),
        ("131", len(text) > (335 if _is_one(asked.get("IsUnicode")) else 765)),
        ("159", len(key) > 120),
        ("124", bool(key) and key in account.requests),
    )
    return next((code for code, wrong in checks if wrong), "")


def _accept(box: Box, account: SmsAccount, asked: dict[str, Any], phone: str) -> Response:
    key, text, brand = str(asked.get("RequestId") or ""), str(asked["Content"]), asked["Brandname"]
    reference = f"{box.world.counter + 1:032x}"
    if key:
        account.requests[key] = reference
    person = box.world.person_of_phone(phone)
    item = box.accept(
        "sms", brand, phone, text=text, id=reference, key=key, person=person, sender=brand
    )
    if _is_one(asked.get("Sandbox")):
        return as_json({"CodeResult": "100", "CountRegenerate": 0, "SMSID": reference})
    _carry(box, account, item, {"key": key, "url": str(asked.get("CallbackUrl") or "")})
    return as_json({"CodeResult": "100", "CountRegenerate": 0, "SMSID": reference})


def _carry(box: Box, account: SmsAccount, item: Shown, back: dict[str, str]) -> None:
    """The operator's part: the message arrives later, or never; then the report goes out."""
    fate = _fate(box, account, item)
    wait = EXPIRES_AFTER if fate == "EXPIRED" else account.delay_seconds
    due = box.now() + wait

    def arrive() -> None:
        if fate == "DELIVRD":
            item.at = due
            box.world.show(item)
        if back["url"]:
            box.outbox.post(_callback(account, item, back, fate))

    box.outbox.at(due, arrive)


def _fate(box: Box, account: SmsAccount, item: Shown) -> str:
    person = box.world.people.get(item.person)
    state = person.phone_state if person else "on"
    if state in {"off", "dead"}:
        return "EXPIRED" if state == "off" else "UNDELIV"
    draw = int(item.reference[-6:], 16) * 2654435761 % 10_000 / 10_000
    if draw < account.undelivered:
        return "UNDELIV"
    return "EXPIRED" if draw < account.undelivered + account.expired else "DELIVRD"


def _callback(account: SmsAccount, item: Shown, back: dict[str, str], fate: str) -> Hook:
    good = fate == "DELIVRD"
    fields = {"SMSID": item.reference, "SendFailed": "0" if good else "1", "SendStatus": "5"}
    fields |= {"SendSuccess": "1" if good else "0", "TotalPrice": f"{account.price}.0000"}
    fields |= {"TotalReceiver": "1", "TotalSent": "1", "RequestId": back["key"], "TypeId": "2"}
    fields |= {"telcoid": "1", "phonenumber": "0" + item.phone[2:]}
    if not good:
        fields["error_info"] = fate
    joined = "&" if "?" in back["url"] else "?"
    url = back["url"] + joined + urlencode(fields)
    return Hook(url, b"", lambda _n: {}, CALLBACK_LADDER, method="GET")


def balance(box: Box, request: Request) -> Response:
    asked = request.json() if request.body else request.params
    account = box.world.sms.get(str(asked.get("ApiKey", "")))
    if account is None or account.secret != asked.get("SecretKey"):
        return as_json({"CodeResponse": "101", "ErrorMessage": MESSAGES["101"]})
    return as_json({"Balance": account.balance, "CodeResponse": "100", "UserID": 1})


def brandnames(box: Box, request: Request) -> Response:
    asked = request.json() if request.body else request.params
    account = box.world.sms.get(str(asked.get("ApiKey", "")))
    if account is None or account.secret != asked.get("SecretKey"):
        return as_json({"CodeResponse": "101", "ErrorMessage": MESSAGES["101"]})
    found = [{"Brandname": name, "Type": 2} for name in account.brandnames]
    return as_json({"CodeResponse": "100", "ListBrandName": found})


def normalise(phone: str) -> str:
    digits = phone.removeprefix("+")
    return "84" + digits[1:] if digits.startswith("0") else digits


def parts(text: str, *, unicode: bool) -> int:
    one, many = (70, 67) if unicode else (160, 153)
    return 1 if len(text) <= one else -(-len(text) // many)


def _refusal(code: str) -> Response:
    answer = {"CodeResult": code, "CountRegenerate": 0, "ErrorMessage": MESSAGES[code]}
    return as_json(answer)


def _is_one(value: Any) -> bool:
    return str(value) == "1"


def add_routes(box: Box) -> None:
    base = r"/MainService\.svc/json"
    box.route("sms", rf"{base}/SendMultipleMessage_V4_post_json/?$", send)
    box.route("sms", rf"{base}/GetBalance_json/?$", balance)
    box.route("sms", rf"{base}/GetListBrandname_json/?$", brandnames)
