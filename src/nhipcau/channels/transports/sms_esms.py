"""SMS over a documented Vietnamese HTTP gateway of the eSMS kind. RequestId is the key.

The gateway answers a RequestId that it has had with 124: so asking again is always safe, and no
answer, a 5xx or garbage is `unavailable` here, never `unknown`.
"""

import json
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from nhipcau.channels.transport import Finding, Message, Outcome, Request, Response, State, Step

SEND: Final = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
BALANCE: Final = "/MainService.svc/json/GetBalance_json"
ACCEPTED, ALREADY = "100", "124"
JSON: Final = (("Content-Type", "application/json"),)
encode, decode = json.JSONEncoder(ensure_ascii=False).encode, json.JSONDecoder().decode
quoted = json.encoder.encode_basestring

# CodeResult → (state, scope). 101 keys, 102 locked, 103 balance, 104 brandname, 118 type: nothing
# goes until somebody has acted; 99 is "unknown fault" and is asked again (developers.esms.vn).
ERRORS: dict[str, tuple[State, str]] = {
    "99": ("unavailable", "row"),
    "101": ("unavailable", "account"),
    "102": ("unavailable", "account"),
    "103": ("unavailable", "account"),
    "104": ("unavailable", "account"),
    "108": ("refused", "row"),
    "118": ("unavailable", "account"),
    "131": ("refused", "row"),
    "146": ("refused", "row"),
    "159": ("refused", "row"),
}


class SmsEsms:
    kind: ClassVar[str] = "sms"
    takes_key: ClassVar[bool] = True
    token_errors: ClassVar[frozenset[str]] = frozenset()
    gone_errors: ClassVar[frozenset[str]] = frozenset({"108"})  # no such number
    not_taken: ClassVar[frozenset[str]] = frozenset({"101", "102", "103", "104", "118"})

    def __init__(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        self.fixed: dict[str, str] = {
            "ApiKey": secrets.get("api_key", ""),
            "SecretKey": secrets.get("secret_key", ""),
            "Brandname": str(settings.get("brandname", "")),
            "SmsType": str(settings.get("sms_type", "2")),
            "Sandbox": "0",
        }
        if callback := settings.get("callback_url"):
            self.fixed["CallbackUrl"] = str(callback)
        self._text, self._head = "", self._begin("")

    def start(self, message: Message) -> Step | Outcome:
        if message.text != self._text:
            self._text, self._head = message.text, self._begin(message.text)
        phone = quoted(message.address.lstrip("+"))
        raw = f'{self._head}, "Phone": {phone}, "RequestId": {quoted(message.key)}}}'
        request = Request("POST", SEND, raw.encode(), JSON, is_repeatable=True)
        return Step(request, {"key": message.key})

    def _begin(self, text: str) -> str:
        """What is the same for every message of a text, without the closing brace."""
        unicode = "0" if text.isascii() else "1"
        return encode({**self.fixed, "Content": text, "IsUnicode": unicode})[:-1]

    def next(self, step: Step, response: Response) -> Step | Outcome:
        if response.status == 429:
            return Outcome("unavailable", "", "http-429", _wait(response), "account")
        code, answer = _read(response)
        if code == ACCEPTED:
            return Outcome("sent", str(answer.get("SMSID") or step.note["key"])[:80])
        if code == ALREADY:  # our own earlier try went through, its answer was lost
            return Outcome("sent", str(answer.get("SMSID") or step.note["key"])[:80], ALREADY)
        state, scope = ERRORS.get(code, ("unavailable", "row"))
        return Outcome(state, error=code, scope="account" if scope == "account" else "row")

    # --- does the account work

    def check(self) -> Step:
        keys = {name: self.fixed[name] for name in ("ApiKey", "SecretKey")}
        return Step(Request("POST", BALANCE, encode(keys).encode(), JSON, is_repeatable=True))

    def check_next(self, step: Step, response: Response) -> Step | Finding:
        code, answer = _read(response)
        if code != ACCEPTED:
            return Finding(is_working=False, error=code)
        balance = answer.get("Balance")
        facts = {} if balance is None else {"balance": str(balance)}
        return Finding(is_working=True, facts=facts)


def _read(response: Response) -> tuple[str, dict[str, Any]]:
    """The code and the whole answer; a code of ours when it is none of the gateway's.

    Sending answers CodeResult, reading the balance CodeResponse (developers.esms.vn).
    """
    if response.status != 200:
        return f"http-{response.status}", {}
    try:
        answer = decode(response.body.decode())
        code = answer["CodeResult"] if "CodeResult" in answer else answer["CodeResponse"]
        return str(int(code)), answer  # a number, and never a piece of the answer
    except (ValueError, KeyError, TypeError, OverflowError):
        return "garbage", {}


def _wait(response: Response) -> float:
    named = {name.lower(): value for name, value in response.headers}
    given = named.get("retry-after", "")
    return float(given) if given.isdecimal() else 30.0
