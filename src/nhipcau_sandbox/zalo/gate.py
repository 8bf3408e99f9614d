"""Who may call: token, app, package, permission, limits; the same for every endpoint."""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nhipcau_sandbox.box import Box, Handler
from nhipcau_sandbox.wire import BadRequest, Request, Response
from nhipcau_sandbox.world import Oa
from nhipcau_sandbox.zalo.errors import ZaloError, failure, invalid, success

PACKAGE_LIMIT = {"basic": 0, "standard": 0, "growth": 100, "comprehensive": 2000}
APP_LIMIT = 4000


@dataclass(slots=True)
class Call:
    """A request that passed the gate."""

    box: Box
    oa: Oa
    request: Request

    def asked(self) -> dict[str, Any]:
        try:
            return self.request.json()
        except BadRequest as error:
            raise invalid("body") from error

    def query(self) -> dict[str, Any]:
        """Older GET endpoints take one parameter `data` of JSON; newer ones plain parameters."""
        params = self.request.params
        if "data" not in params:
            return dict(params)
        try:
            found = json.loads(params["data"])
        except ValueError as error:
            raise invalid("data") from error
        return found if isinstance(found, dict) else {}


def gated(permission: str, handler: Callable[[Call], Any]) -> Handler:
    def guarded(box: Box, request: Request) -> Response:
        headers: tuple[tuple[str, str], ...] = ()
        try:
            oa = _oa_of_token(box, request)
            headers, over = _count(box, oa)
            if over:
                raise ZaloError(-32, over)
            _check_rights(box, oa, permission)
            return success(handler(Call(box, oa, request)), headers)
        except ZaloError as error:
            return failure(error, headers)

    return guarded


def _oa_of_token(box: Box, request: Request) -> Oa:
    word = request.headers.get("access_token", "")
    token = box.world.tokens.get(word)
    if token is None or token.kind != "zalo":
        raise ZaloError(-216)
    if token.dead or token.expires_at <= box.now():
        raise ZaloError(-220)
    oa = box.world.oas.get(token.owner)
    if oa is None:
        raise ZaloError(-205)
    proof = request.headers.get("appsecret_proof")
    if proof is not None or oa.needs_proof:
        app = box.world.apps[oa.app]
        right = hmac.new(app.secret.encode(), word.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(right, proof or ""):
            raise ZaloError(-242)
    return oa


def _check_rights(box: Box, oa: Oa, permission: str) -> None:
    if oa.disabled:
        raise ZaloError(-204)
    if not box.world.apps[oa.app].active:
        raise ZaloError(-209)
    if not PACKAGE_LIMIT.get(oa.package, 0):
        raise ZaloError(-224)
    if permission and permission not in oa.permissions:
        raise ZaloError(-223)


def _count(box: Box, oa: Oa) -> tuple[tuple[tuple[str, str], ...], str]:
    """Counts the call in this civil minute, of the OA and of the app; words when over."""
    limit = PACKAGE_LIMIT.get(oa.package, 0) if oa.per_minute is None else oa.per_minute
    if box.world.limits_lifted or not limit:
        return (), ""
    minute = int(box.now() // 60)
    app = box.world.apps[oa.app]
    for counts in (oa.minutes, app.calls):
        if minute not in counts:
            counts.clear()
        counts[minute] = counts.get(minute, 0) + 1
    left = max(0, limit - oa.minutes[minute])
    headers = (("X-RateLimit-Limit", str(limit)), ("X-RateLimit-Remain", str(left)))
    if app.calls[minute] > APP_LIMIT:
        return headers, "Your application reached limit call api"
    return headers, "Your OA reached limit call api" if oa.minutes[minute] > limit else ""
