"""Viettel's bulk gateway: SOAP with two calls, `wsCpMt` (one telephone) and `checkBalance`.

Sentences as in the operator's own table. RequestID is no key; the same text to the same number
within ten minutes is refused as a duplicate. It sends no reports.
"""

import html
import re

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.sms import MOBILE
from nhipcau_sandbox.viettel.wsdl import WSDL
from nhipcau_sandbox.wire import Request, Response
from nhipcau_sandbox.world import SmsAccount

FIELDS = re.compile(r"<(?:\w+:)?([A-Z]\w+)>([^<]*)</")
CALL = re.compile(r"<(?:\w+:)?(wsCpMt|checkBalance)\b")
OK = "Insert MT_QUEUE: OK"
AGAIN_SECONDS = 600.0
MOST_OCTETS = 918


def answer(box: Box, request: Request) -> Response:
    if request.method == "GET":
        return _xml(WSDL.replace("{address}", f"{box.address}/bulkapi"))
    text = request.body.decode("utf-8", "replace")
    call = CALL.search(text)
    if call is None:
        return _fault("Cannot find dispatch method (mô phỏng)")
    asked = {name: html.unescape(value) for name, value in FIELDS.findall(text)}
    if call.group(1) == "checkBalance":
        return _balance(box, asked)
    said = _send(box, asked)
    return _said("wsCpMt", {"message": said, "result": "1" if said == OK else "0"})


def _balance(box: Box, asked: dict[str, str]) -> Response:
    account, wrong = _account(box, asked)
    fields = {
        "balance": str(account.balance if account and not wrong else 0),
        "errCode": "1" if wrong else "0",
        "errDesc": wrong or "check balance success",
    }
    return _said("checkBalance", fields)


def _send(box: Box, asked: dict[str, str]) -> str:
    account, wrong = _account(box, asked)
    if account is None or wrong:
        return wrong
    wrong = _wrong(account, asked)
    if wrong:
        return wrong
    number, text = asked["ReceiverID"], asked["Content"]
    again = f"{number} {text}"
    if box.now() - float(account.requests.get(again, "0")) < AGAIN_SECONDS:
        return "Check ServiceID: DUPLICATE MESSAGE"
    if account.balance < account.price:
        return "Check balance: NOT_ENOUGH_BALANCE"
    account.balance -= account.price
    account.requests[again] = str(box.now())
    person = box.world.person_of_phone(number)
    brand = asked["ServiceID"]
    item = box.accept("sms", brand, number, text=text, person=person, sender=brand)
    due = box.now() + account.delay_seconds

    def arrive() -> None:
        item.at = due
        box.world.show(item)

    owner = box.world.people.get(person)
    if owner is None or owner.phone_state == "on":
        box.outbox.at(due, arrive)
    return OK


def _account(box: Box, asked: dict[str, str]) -> tuple[SmsAccount | None, str]:
    for name, word in (("CPCode", "Cp_code"), ("User", "UserName"), ("Password", "Password")):
        if not asked.get(name):
            return None, f"Authenticate: {word}: NULL_OR_BLANK"
    account = box.world.sms.get(asked["User"])
    if account is None or account.secret != asked["Password"]:
        return None, "Authenticate: WRONG_INFORMATION_AUTHENTICATE"
    if account.cp_code and account.cp_code != asked["CPCode"]:
        return None, "Authenticate: CP_CODE_NOT_FOUND"
    if account.locked:
        return None, "Authenticate: IP_INVALID (YOUR IP: 127.0.0.1)"
    return account, ""


def _wrong(account: SmsAccount, asked: dict[str, str]) -> str:
    number, text = asked.get("ReceiverID", ""), asked.get("Content", "")
    checks = (
        ("Check RequestID: REQUEST_ID_NOT_NUMBER", not asked.get("RequestID", "").isdecimal()),
        ("UserID_NOT_EQUAL_ReceiverID", asked.get("UserID") != number),
        ("Check ReceiverID: FORMAT_ERROR", not MOBILE.fullmatch(number)),
        (
            "Check ServiceID: ALIAS_INVALID:TELCO=VT",
            asked.get("ServiceID") not in account.brandnames,
        ),
        ("Check CommandCode: COMMAND_CODE_ERROR", asked.get("CommandCode") != "bulksms"),
        ("Check Content: NULL_OR_BLANK", not text),
        (
            f"Check Content: MAXLENGTH_LIMIT_{MOST_OCTETS}_BYTE",
            len(text.encode("utf-16-be" if asked.get("ContentType") == "1" else "utf-8"))
            > MOST_OCTETS,
        ),
    )
    return next((said for said, wrong in checks if wrong), "")


def _said(call: str, fields: dict[str, str]) -> Response:
    inner = "".join(f"<{name}>{html.escape(value)}</{name}>" for name, value in fields.items())
    return _xml(
        '<?xml version="1.0" ?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/">'
        f'<S:Body><ns2:{call}Response xmlns:ns2="http://impl.bulkSms.ws/"><return>{inner}</return>'
        f"</ns2:{call}Response></S:Body></S:Envelope>"
    )


def _fault(words: str) -> Response:
    return _xml(
        '<?xml version="1.0" ?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/">'
        f"<S:Body><S:Fault><faultcode>S:Client</faultcode><faultstring>{words}</faultstring>"
        "</S:Fault></S:Body></S:Envelope>",
        500,
    )


def _xml(text: str, status: int = 200) -> Response:
    return Response(text.encode(), status, kind="text/xml;charset=utf-8")


def add_routes(box: Box) -> None:
    box.route("viettel", r"/bulkapi/?$", answer)
