"""SMS over Viettel's bulk gateway: SOAP, one telephone a call (`wsCpMt`).

RequestID is no key: callers in the wild all send "1". What was not answered is `unknown`; but the
gateway refuses the same text to the same number again ("DUPLICATE MESSAGE"), and that means that
the number has it. It names no message and sends no reports: `sent` is all that is ever known.
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final
from xml.sax.saxutils import escape, unescape

from nhipcau.channels.transport import Finding, Message, Outcome, Request, Response, State, Step

PATH: Final = ""
XML: Final = (("Content-Type", "text/xml; charset=utf-8"), ("SOAPAction", '""'))
ENVELOPE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:impl="http://impl.bulkSms.ws/"><soapenv:Header/><soapenv:Body>'
    "<impl:{call}>{body}</impl:{call}></soapenv:Body></soapenv:Envelope>"
)
ACCEPTED: Final = "1"
DUPLICATE: Final = "vt-duplicate"
# Pieces of the gateway's sentences → our code, state and scope, in this order (its own table, as
# provinces' projects publish it). A sentence that is not here is never shown: it may hold anything.
SENTENCES: Final[tuple[tuple[str, str, State, str], ...]] = (
    ("DUPLICATE MESSAGE", DUPLICATE, "sent", "row"),
    ("CP_CODE_NOT_FOUND", "vt-cp-code", "unavailable", "account"),
    ("WRONG_INFORMATION_AUTHENTICATE", "vt-password", "unavailable", "account"),
    ("IP_INVALID", "vt-ip", "unavailable", "account"),
    ("ALIAS_INVALID", "vt-brandname", "unavailable", "account"),
    ("NOT_ENOUGH", "vt-balance", "unavailable", "account"),
    ("BALANCE", "vt-balance", "unavailable", "account"),
    ("Authenticate", "vt-login", "unavailable", "account"),
    ("COMMAND_CODE", "vt-command", "unavailable", "account"),
    ("CONTENT_NOT_MATCH_TEMPLATE", "vt-template", "refused", "row"),
    ("MAXLENGTH_LIMIT", "vt-too-long", "refused", "row"),
    ("MSG_ERROR_CONTAIN_BLACKLIST", "vt-words", "refused", "row"),
    ("check telco", "vt-number", "refused", "row"),
    ("ReceiverID", "vt-number", "refused", "row"),
    ("UserID", "vt-number", "refused", "row"),
    ("Check information error", "vt-fault", "unavailable", "row"),
)
PAUSE: Final = 30.0


class SmsViettel:
    kind: ClassVar[str] = "sms_viettel"
    takes_key: ClassVar[bool] = False
    token_errors: ClassVar[frozenset[str]] = frozenset()
    gone_errors: ClassVar[frozenset[str]] = frozenset({"vt-number"})
    not_taken: ClassVar[frozenset[str]] = frozenset(
        code for _piece, code, state, _scope in SENTENCES if state == "unavailable"
    )

    def __init__(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        self.login = {
            "User": str(settings.get("user", "")),
            "Password": secrets.get("password", ""),
            "CPCode": str(settings.get("cp_code", "")),
        }
        self.brandname = str(settings.get("brandname", ""))

    def start(self, message: Message) -> Step | Outcome:
        number = message.address.lstrip("+")
        asked = self.login | {
            "RequestID": "1",
            "UserID": number,
            "ReceiverID": number,
            "ServiceID": self.brandname,
            "CommandCode": "bulksms",
            "Content": message.text,
            "ContentType": "0" if message.text.isascii() else "1",
        }
        return Step(Request("POST", PATH, _soap("wsCpMt", asked), XML), {"key": message.key})

    def next(self, step: Step, response: Response) -> Step | Outcome:
        if response.status == 429:
            return Outcome("unavailable", "", "http-429", PAUSE, "account")
        if response.status in {401, 403, 404}:
            return Outcome("unavailable", error=f"http-{response.status}", scope="account")
        said = _read(response.body)
        if said is None:
            return _without_an_answer(response.status)
        if said.get("result") == ACCEPTED:
            return Outcome("sent", step.note["key"])
        code, state, scope = _understood(said)
        if state == "sent":
            return Outcome("sent", step.note["key"], code)
        return Outcome(state, error=code, scope="account" if scope == "account" else "row")

    # --- does the account work

    def check(self) -> Step:
        return Step(
            Request("POST", PATH, _soap("checkBalance", self.login), XML, is_repeatable=True)
        )

    def check_next(self, step: Step, response: Response) -> Step | Finding:
        said = _read(response.body)
        if said is None:
            wrong = "garbage" if response.status == 200 else f"http-{response.status}"
            return Finding(is_working=False, error=wrong)
        told = said.get("errDesc", "")
        if "success" not in told.lower():
            return Finding(is_working=False, error=_understood({"message": told})[0])
        return Finding(is_working=True, facts={"balance": said.get("balance", "")[:20]})


def _soap(call: str, fields: Mapping[str, str]) -> bytes:
    body = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    return ENVELOPE.format(call=call, body=body).encode()


def _read(body: bytes) -> dict[str, str] | None:
    """The plain elements of <return>; read as text, which no answer can blow up."""
    text = body.decode("utf-8", "replace")
    found = re.search(r"<return\b[^>]*>(.*?)</return>", text, re.DOTALL)
    if found is None:
        return None
    pairs = re.findall(r"<(\w+)[^>]*>([^<]*)</\1>", found.group(1))
    return {name: unescape(value).strip() for name, value in pairs}


def _understood(said: Mapping[str, str]) -> tuple[str, State, str]:
    told = said.get("message", "")
    for piece, code, state, scope in SENTENCES:
        if piece in told:
            return code, state, scope
    return "vt-unclear", "unknown", "row"


def _without_an_answer(status: int) -> Outcome:
    if status == 503:
        return Outcome("unavailable", error="http-503")
    if 400 <= status < 500:
        return Outcome("refused", error=f"http-{status}")
    return Outcome("unknown", error="garbage" if status == 200 else f"http-{status}")
