"""Who may call the template host: the OA's own token, but other numbers than on the OA host."""

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from nhipcau_sandbox.box import Box, Handler
from nhipcau_sandbox.wire import Request, Response, as_json
from nhipcau_sandbox.world import Oa
from nhipcau_sandbox.zbs.shape import Zbs

WORDS = {
    -106: "Method unsupported",
    -108: "Phone number is invalid",
    -109: "Template id is invalid",
    -111: "Template data is empty",
    -112: "Template data type is invalid",
    -1121: "Template data length is over limit",
    -1122: "Template data is missing a parameter",
    -1124: "Template data format is invalid",
    -114: "User is unable to receive this message",
    -115: "Out of quota",
    -117: "OA or app has no permission to use this template",
    -118: "Zalo account does not exist or has been disabled",
    -119: "Account is unable to receive this message",
    -121: "Body data is empty",
    -122: "Body data format is invalid",
    -124: "Access token is invalid",
    -126: "Out of development wallet",
    -127: "Test template can only be sent to admins",
    -131: "Template is not approved",
    -133: "Not allowed to send at night",
    -135: "OA has no permission to send",
    -136: "Need to connect with ZCA",
    -137: "ZCA charge failed",
    -141: "User has refused to receive this message",
    -144: "OA has exceeded its daily quota",
    -146: "Template has been disabled for low quality",
    -147: "Template has exceeded its daily quota",
    -1091: "Template cannot be edited in this state",
}


class ZbsError(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Call:
    """A request that passed the gate."""

    box: Box
    oa: Oa
    zbs: Zbs
    request: Request

    @property
    def day(self) -> str:
        return self.box.clock.local().date().isoformat()

    def asked(self) -> dict[str, Any]:
        if not self.request.body:
            raise ZbsError(-121)
        try:
            found = json.loads(self.request.body)
        except ValueError:
            raise ZbsError(-122) from None
        if not isinstance(found, dict):
            raise ZbsError(-122)
        return found


def gated(method: str, handler: Callable[[Call], dict[str, Any]]) -> Handler:
    """Errors travel with HTTP 200; sends are not counted against the calls a minute."""

    def guarded(box: Box, request: Request) -> Response:
        try:
            oa = _oa_of_token(box, request)
            if request.method != method:
                raise ZbsError(-106)
            found = handler(Call(box, oa, zbs_of(box, oa), request))
            return as_json({"error": 0, "message": "Success", **found})
        except ZbsError as error:
            return as_json({"error": error.code, "message": WORDS.get(error.code, "")})

    return guarded


def zbs_of(box: Box, oa: Oa) -> Zbs:
    return box.world.zbs.setdefault(oa.id, Zbs(oa.id))


def _oa_of_token(box: Box, request: Request) -> Oa:
    word = request.headers.get("access_token", "")
    token = box.world.tokens.get(word)
    if token is None or token.kind != "zalo" or token.dead or token.expires_at <= box.now():
        raise ZbsError(-124)
    oa = box.world.oas.get(token.owner)
    if oa is None:
        raise ZbsError(-124)
    proof = request.headers.get("appsecret_proof")
    if proof is not None:
        secret = box.world.apps[oa.app].secret.encode()
        if not hmac.compare_digest(hmac.new(secret, word.encode(), sha256).hexdigest(), proof):
            raise ZbsError(-124)
    return oa
