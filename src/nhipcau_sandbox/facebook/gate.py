"""The Graph API's door: real HTTP statuses, the error envelope, tokens, usage."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nhipcau_sandbox.box import Box, Handler
from nhipcau_sandbox.clock import DAY
from nhipcau_sandbox.wire import BadRequest, Request, Response, as_json
from nhipcau_sandbox.world import Page, secret_word

SHOWN_FROM_PERCENT = 10


class GraphError(Exception):
    def __init__(self, code: int, message: str, *, subcode: int = 0, status: int = 400) -> None:
        super().__init__(code)
        self.code, self.message, self.subcode, self.status = code, message, subcode, status


@dataclass(slots=True)
class Call:
    box: Box
    request: Request
    page: Page
    asked: dict[str, Any]
    node: str
    is_page_token: bool


def gated(handler: Callable[[Call], Any], *, needs_page: bool = True) -> Handler:
    def guarded(box: Box, request: Request) -> Response:
        headers: tuple[tuple[str, str], ...] = ()
        try:
            call = _call(box, request, needs_page=needs_page)
            percent = _count(box, call.page)
            headers = _usage(call.page, percent)
            if percent > 100:
                raise GraphError(
                    80001 if call.is_page_token else 32,
                    "There have been too many calls to this Page account."
                    if call.is_page_token
                    else "(#32) Page request limit reached",
                )
            return as_json(handler(call), 200, headers)
        except GraphError as error:
            return _envelope(box, error, headers)

    return guarded


def _call(box: Box, request: Request, *, needs_page: bool) -> Call:
    asked = _fields(request)
    word = str(asked.pop("access_token", ""))
    if not word:
        word = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    if not word:
        raise GraphError(104, "An access token is required to request this resource.", status=401)
    token = box.world.tokens.get(word)
    if token is None or token.kind not in {"page", "user"}:
        raise GraphError(190, "Invalid OAuth access token.", status=401)
    if token.dead:
        raise GraphError(190, _SESSION.format("invalidated"), subcode=460, status=401)
    if token.expires_at <= box.now():
        raise GraphError(190, _SESSION.format("expired"), subcode=463, status=401)
    if needs_page and token.kind != "page":
        raise GraphError(210, "(#210) A page access token is required to request this resource.")
    parts = request.path.strip("/").split("/")
    node = parts[1] if len(parts) > 1 else "me"
    return Call(box, request, _page(box, token.owner), asked, node, token.kind == "page")


_SESSION = "Error validating access token: Session has {} (mô phỏng)."


def _page(box: Box, page_id: str) -> Page:
    page = box.world.pages.get(page_id)
    if page is None:
        raise GraphError(803, "(#803) Some of the aliases you requested do not exist", status=404)
    return page


def _fields(request: Request) -> dict[str, Any]:
    """Graph takes fields in the query, a form, JSON or multipart alike."""
    fields: dict[str, Any] = dict(request.params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        try:
            fields |= request.json()
        except BadRequest as error:
            raise GraphError(100, "(#100) The body is not JSON") from error
    elif kind.startswith("multipart/"):
        fields |= _multipart(request, kind)
    elif request.body:
        fields |= request.form()
    return fields


def _multipart(request: Request, kind: str) -> dict[str, Any]:
    boundary = kind.partition("boundary=")[2].strip('"').encode()
    fields: dict[str, Any] = {}
    for part in request.body.split(b"--" + boundary):
        head, gap, content = part.partition(b"\r\n\r\n")
        name = head.decode("utf-8", "replace").partition('name="')[2].partition('"')[0]
        if not gap or not name:
            continue
        value = content.removesuffix(b"\r\n")
        fields[name] = value if b"filename=" in head else value.decode("utf-8", "replace")
    return fields


def _count(box: Box, page: Page) -> int:
    """Percent of the day's budget used up, this call included."""
    if box.world.limits_lifted:
        return 0
    day = int(box.now() // DAY)
    if day not in page.calls:
        page.calls.clear()
    page.calls[day] = page.calls.get(day, 0) + 1
    return page.calls[day] * 100 // max(1, page.budget)


def _usage(page: Page, percent: int) -> tuple[tuple[str, str], ...]:
    if percent < SHOWN_FROM_PERCENT:
        return ()
    shown = min(percent, 100)
    app = {"call_count": shown, "total_time": shown // 2, "total_cputime": shown // 2}
    wait = 60 if percent > 100 else 0
    pages = [{"type": "pages", **app, "estimated_time_to_regain_access": wait}]
    return (
        ("X-App-Usage", json.dumps(app)),
        ("X-Business-Use-Case-Usage", json.dumps({page.id: pages})),
    )


def _envelope(box: Box, error: GraphError, headers: tuple[tuple[str, str], ...]) -> Response:
    inner: dict[str, Any] = {
        "message": error.message,
        "type": "OAuthException",
        "code": error.code,
    }
    if error.subcode:
        inner["error_subcode"] = error.subcode
    inner["fbtrace_id"] = secret_word("trace", str(box.world.number()))[:23]
    return as_json({"error": inner}, error.status, headers)
