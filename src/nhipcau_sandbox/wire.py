"""A small HTTP/1.1 server: one request at a time on a connection, keep-alive, pipelining, chunks.

Written by hand because kill tests and the bench put thousands of requests a second through it
while sharing two cores with what they measure.
"""

import asyncio
import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import parse_qsl

MAX_BODY = 64 * 1024 * 1024
REASONS = {200: "OK", 301: "Moved", 302: "Found", 400: "Bad Request", 401: "Unauthorized"}
REASONS |= {403: "Forbidden", 404: "Not Found", 413: "Too Large", 429: "Too Many Requests"}
REASONS |= {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}


class BadRequest(Exception):
    """What came is not HTTP, or not JSON where JSON is needed."""


@dataclass(slots=True)
class Request:
    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def params(self) -> dict[str, str]:
        return dict(parse_qsl(self.query, keep_blank_values=True))

    def json(self) -> dict[str, Any]:
        try:
            found = json.loads(self.body or b"{}")
        except ValueError as error:
            raise BadRequest("not JSON") from error
        if not isinstance(found, dict):
            raise BadRequest("not a JSON object")
        return found

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


@dataclass(slots=True)
class Response:
    """`delay` in seconds of machine time; `drop` closes unanswered; `hang` never answers.

    `later` is awaited first and gives the real answer.
    """

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    kind: str = "application/json; charset=utf-8"
    delay: float = 0.0
    drop: bool = False
    hang: bool = False
    later: "Coroutine[Any, Any, Response] | None" = None

    def encode(self) -> bytes:
        extra = "".join(f"{name}: {value}\r\n" for name, value in self.headers)
        head = (
            f"HTTP/1.1 {self.status} {REASONS.get(self.status, 'Status')}\r\n"
            f"Content-Type: {self.kind}\r\nContent-Length: {len(self.body)}\r\n{extra}\r\n"
        )
        return head.encode("latin-1") + self.body


def as_json(value: Any, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """UTF-8 as the platforms send it: Vietnamese stays readable, nothing is escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode(), status, headers)


class Connection(asyncio.Protocol):
    def __init__(self, answer: Callable[[Request], Response]) -> None:
        self.answer = answer
        self.buffer = bytearray()
        self.transport: asyncio.Transport | None = None
        self.busy = False
        self.told_to_continue = False
        self.task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        self._work()

    def _work(self) -> None:
        while self.transport is not None and not self.busy:
            try:
                request = self._next_request()
            except (BadRequest, ValueError):
                self._send(Response(b"", 400), close=True)
                return
            if request is None:
                return
            self._respond(self.answer(request))

    def _respond(self, response: Response) -> None:
        if response.hang:
            self.busy = True
        elif response.later is not None:
            self.busy = True
            self.task = asyncio.get_running_loop().create_task(self._answer_later(response.later))
        elif response.delay:
            self.busy = True
            loop = asyncio.get_running_loop()
            loop.call_later(response.delay, self._after_delay, response)
        else:
            self._send(response, close=response.drop)

    async def _answer_later(self, later: "Coroutine[Any, Any, Response]") -> None:
        try:
            response = await later
        except Exception as error:
            response = as_json({"error": f"{error} (mô phỏng)"}, 500)
        self._after_delay(response)

    def _after_delay(self, response: Response) -> None:
        self.busy = False
        self._send(response, close=response.drop)
        self._work()

    def _send(self, response: Response, *, close: bool) -> None:
        if self.transport is None:
            return
        if not response.drop:
            self.transport.write(response.encode())
        if close:
            self.transport.close()
            self.transport = None

    def _next_request(self) -> Request | None:
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self.buffer) > 65536:
                raise BadRequest("head too long")
            return None
        head = self.buffer[:end].decode("latin-1")
        first, _, rest = head.partition("\r\n")
        method, target, _version = first.split(" ", 2)
        headers: dict[str, str] = {}
        for line in rest.split("\r\n") if rest else ():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        taken = self._body(headers, end + 4)
        if taken is None:
            self._continue_if_asked(headers)
            return None
        body, used = taken
        self.told_to_continue = False
        del self.buffer[:used]
        path, _, query = target.partition("?")
        return Request(method, path, query, headers, body)

    def _body(self, headers: dict[str, str], start: int) -> tuple[bytes, int] | None:
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return _unchunk(self.buffer, start)
        length = int(headers.get("content-length", 0))
        if length > MAX_BODY:
            raise BadRequest("body too long")
        if len(self.buffer) < start + length:
            return None
        return bytes(self.buffer[start : start + length]), start + length

    def _continue_if_asked(self, headers: dict[str, str]) -> None:
        asked = headers.get("expect", "").lower() == "100-continue"
        if asked and not self.told_to_continue and self.transport is not None:
            self.told_to_continue = True
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")


def _unchunk(buffer: bytearray, at: int) -> tuple[bytes, int] | None:
    pieces: list[bytes] = []
    while True:
        end = buffer.find(b"\r\n", at)
        if end < 0:
            return None
        size = int(bytes(buffer[at:end]).split(b";")[0], 16)
        at = end + 2
        if len(buffer) < at + size + 2:
            return None
        if size == 0:
            return b"".join(pieces), at + 2
        pieces.append(bytes(buffer[at : at + size]))
        at += size + 2
