"""One request and its answer: an easy handle with its buffers, and what a failure of it means. Says
nothing of what it carries: no header, no body and no query ever reaches a log.

libcurl itself sends a POST again on a reused connection that died unanswered. The body is therefore
read by a function that refuses to go back (error 65): whoever must not send twice, never does.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, overload
from urllib.parse import urlsplit

import pycurl

from nhipcau.channels.transport import Outcome, Request, Response, Step

log = logging.getLogger(__name__)

CONNECT_SECONDS: Final = 5
ANSWER_LIMIT: Final = 1_000_000
NOTHING_LEFT: Final = {"connect", "no-such-host", "tls", "certificate", "no-ca-file"}
RETRY_AFTER: Final = 2.0  # a host that cannot be reached; dispatch lengthens it

Advance = Callable[[Step, Response], Step | Outcome]


@dataclass(slots=True)
class Order:
    bases: Mapping[str, str]
    step: Step
    advance: Advance
    token: Any


class Exchange:
    """One easy handle with its buffers, used again and again; options are set when they change.

    A handle is for what may be repeated (the body is handed over whole) or for what may not.
    """

    def __init__(self, ca_file: str, answer_ms: int, *, is_repeatable: bool) -> None:
        self.is_repeatable = is_repeatable
        self.base, self.order = "", _NOTHING
        self._body, self._at = b"", 0
        self._shape: tuple[Any, ...] = ()
        self._answer: list[bytes] = []
        self._head: list[bytes] = []
        self._size = 0
        self.handle = handle = pycurl.Curl()
        handle.setopt(pycurl.NOSIGNAL, 1)
        handle.setopt(pycurl.CAINFO, ca_file)
        handle.setopt(pycurl.SSL_VERIFYPEER, 1)
        handle.setopt(pycurl.SSL_VERIFYHOST, 2)
        handle.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
        handle.setopt(pycurl.FOLLOWLOCATION, 0)
        handle.setopt(pycurl.CONNECTTIMEOUT, CONNECT_SECONDS)
        handle.setopt(pycurl.TIMEOUT_MS, answer_ms)
        handle.setopt(pycurl.MAXAGE_CONN, 30)
        handle.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        if not is_repeatable:
            handle.setopt(pycurl.READFUNCTION, self._read)
            handle.setopt(pycurl.SEEKFUNCTION, _refuse_to_go_back)
        handle.setopt(pycurl.WRITEFUNCTION, self._write)
        handle.setopt(pycurl.HEADERFUNCTION, self._head.append)

    def load(self, base: str, order: Order) -> None:
        request = order.step.request
        self.base, self.order = base, order
        self._body, self._at, self._size = request.body, 0, 0
        self._answer.clear()
        self._head.clear()
        shape = (request.method, base, request.path, request.hidden, request.headers)
        if shape != self._shape:
            self._reshape(base, request)
            self._shape = shape
        if request.method == "GET":
            return
        if self.is_repeatable:
            self.handle.setopt(pycurl.POSTFIELDS, request.body)
        else:
            self.handle.setopt(pycurl.POSTFIELDSIZE_LARGE, len(request.body))

    def _reshape(self, base: str, request: Request) -> None:
        handle = self.handle
        handle.setopt(pycurl.URL, base + request.path.replace("{hidden}", request.hidden))
        # Expect: a body over 1 MB would wait a second for a 100 that some gateways never send.
        lines = [f"{name}: {value}" for name, value in request.headers]
        handle.setopt(pycurl.HTTPHEADER, [*lines, "Expect:"])
        handle.setopt(pycurl.HTTPGET if request.method == "GET" else pycurl.POST, 1)
        if request.method in {"GET", "POST"}:
            handle.unsetopt(pycurl.CUSTOMREQUEST)
        else:
            handle.setopt(pycurl.CUSTOMREQUEST, request.method)

    def answer(self) -> Response:
        status = self.handle.getinfo(pycurl.RESPONSE_CODE)
        return Response(status, b"".join(self._answer), _Headers(self._head.copy()))

    def failure(self, code: int) -> Outcome:
        """Nothing went out: the host cannot be reached, and it is the account that waits. Once
        something went out, only a request that bears repeating is free to be asked again."""
        request = self.order.step.request
        error = _NAMES.get(code, f"curl-{code}")
        went = self.handle.getinfo(pycurl.REQUEST_SIZE) > 0
        log.warning("no answer from %s: %s%s", _host(self.base), error, " after sending" * went)
        if not went:  # its own names: such a row may go by another gateway (dispatch/divert.py)
            error = error if error in NOTHING_LEFT else "connect"
            scope: Literal["row", "account"] = "row" if request.one_of_many else "account"
            return Outcome("unavailable", "", error, RETRY_AFTER, scope)
        if request.is_repeatable:
            return Outcome("unavailable", error=error)
        return Outcome("unknown", error=error)

    def _read(self, size: int) -> bytes:
        part = self._body[self._at : self._at + size]
        self._at += len(part)
        return part

    def _write(self, part: bytes) -> int | None:
        self._size += len(part)
        if self._size > ANSWER_LIMIT:
            return -1  # ends the transfer: nobody answers a send with a megabyte
        self._answer.append(part)
        return None


_NOTHING = Order({}, Step(Request("GET", "/")), lambda _step, _response: Outcome("unknown"), None)
_NAMES = {
    pycurl.E_COULDNT_RESOLVE_HOST: "no-such-host",
    pycurl.E_COULDNT_CONNECT: "connect",
    pycurl.E_OPERATION_TIMEDOUT: "timeout",
    pycurl.E_SSL_CONNECT_ERROR: "tls",
    pycurl.E_PEER_FAILED_VERIFICATION: "certificate",
    pycurl.E_SSL_CACERT_BADFILE: "no-ca-file",
    pycurl.E_SEND_FAIL_REWIND: "broken",
    pycurl.E_SEND_ERROR: "broken",
    pycurl.E_RECV_ERROR: "broken",
    pycurl.E_GOT_NOTHING: "broken",
    pycurl.E_PARTIAL_FILE: "broken",
    pycurl.E_WRITE_ERROR: "too-long-answer",
}


def _refuse_to_go_back(_offset: int, _origin: int) -> int:
    return int(pycurl.SEEKFUNC_FAIL)


def understand(order: Order, response: Response) -> Step | Outcome:
    """A transport that stumbles over an answer must not stop the others."""
    try:
        return order.advance(order.step, response)
    except Exception as fault:  # its words may hold the answer's text: only its kind is said
        log.error("answer not understood: %s (status %s)", type(fault).__name__, response.status)
        return Outcome("unknown", error="unreadable")


class _Headers(Sequence[tuple[str, str]]):
    """Read only when somebody looks: most answers are judged by their body."""

    __slots__ = ("_lines", "_pairs")

    def __init__(self, lines: list[bytes]) -> None:
        self._lines = lines
        self._pairs: list[tuple[str, str]] | None = None

    def _read(self) -> list[tuple[str, str]]:
        if self._pairs is None:
            split = (line.decode("latin-1").partition(":") for line in self._lines)
            self._pairs = [(name, value.strip()) for name, colon, value in split if colon]
        return self._pairs

    def __len__(self) -> int:
        return len(self._read())

    @overload
    def __getitem__(self, nth: int) -> tuple[str, str]: ...

    @overload
    def __getitem__(self, nth: slice) -> Sequence[tuple[str, str]]: ...

    def __getitem__(self, nth: int | slice) -> Any:
        return self._read()[nth]


def _host(base: str) -> str:
    return urlsplit(base).hostname or "?"
